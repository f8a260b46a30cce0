"""Why an output cannot be made."""

from shopgen.core.diagnostics import Diagnostic


class Refused(Exception):
    """A recipe cannot make its output; the diagnostic says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
