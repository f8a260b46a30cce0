"""The engines that read texts which are not ordinary, by the names that `shop.yaml` has for them."""

from importlib.util import find_spec
from typing import Literal

Engine = Literal["markdown", "gfm"]
LIBRARIES: dict[Engine, str] = {"markdown": "markdown", "gfm": "comrak"}
"""The library that each of them is."""


def is_installed(engine: Engine) -> bool:
    return find_spec(LIBRARIES[engine]) is not None
