"""What a finished build consists of, and why each output of it was made."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from shopgen.core.digests import Digest
from shopgen.engine.jobs import Root


class Cause(StrEnum):
    NEW = "new"
    INGREDIENT = "ingredient"
    LOOKUP = "lookup"
    TOOLCHAIN = "toolchain"
    LOST = "lost"


class Reason(Struct, frozen=True):
    """Why a job was made: `names` are the ingredients or looked-up names that changed."""

    cause: Cause
    names: tuple[str, ...] = ()


class Output(Struct, frozen=True):
    digest: Digest
    size: int
    root: Root = "site"


Manifest = Mapping[str, Output]
