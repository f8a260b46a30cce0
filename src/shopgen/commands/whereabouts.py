"""What the command line knows before a command runs."""

from pathlib import Path


class Whereabouts:
    """`cache` is where a crash report may be written; None until that is known."""

    def __init__(self) -> None:
        self.cache: Path | None = None
