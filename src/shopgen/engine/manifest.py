"""What a finished build consists of, and why each output of it was made."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from shopgen.core.digests import Digest
from shopgen.engine.jobs import Root


class Cause(StrEnum):
    """`ORDER`: the same ingredients in another order. `LOST`: the memory no longer has what it made."""

    NEW = "new"
    INGREDIENT = "ingredient"
    ORDER = "order"
    LOOKUP = "lookup"
    TOOLCHAIN = "toolchain"
    LOST = "lost"


class Change(Struct, frozen=True, array_like=True):
    """A field of the ingredient `name` that is another now; an empty `field` is the ingredient itself.

    `before` and `after` are short texts, `…` for what is too long to show, None for what is not there.
    """

    name: str
    field: str
    before: str | None
    after: str | None


class Reason(Struct, frozen=True, array_like=True):
    """Why a job was made: `names` are the ingredients or looked-up names that changed.

    `changes` are the first fields of those ingredients that differ, where they could be compared.
    """

    cause: Cause
    names: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class Output(Struct, frozen=True, gc=False):
    digest: Digest
    size: int
    root: Root = "site"


Manifest = Mapping[str, Output]
