"""What a text refers to."""

from collections.abc import Iterable
from operator import attrgetter

from shopgen.formats.markdown.engines import Engine
from shopgen.formats.markdown.preparing import Prepared, in_source, prepare
from shopgen.formats.markdown.syntax import Reference, found_in


def references(source: str, engine: Engine = "markdown") -> tuple[Reference, ...]:
    """All links and pictures of `source` in order, those in code left out.

    A definition counts where it stands, or for the engine `gfm` where it is used.
    """
    if "[" not in source and "<" not in source:
        return ()
    return references_of(prepare(source), source, engine)


def references_of(prepared: Prepared, source: str, engine: Engine) -> tuple[Reference, ...]:
    """The references of a text that was prepared from `source`."""
    if "[" not in source and "<" not in source:
        return ()
    found: Iterable[Reference]
    if engine == "gfm":
        from shopgen.formats.markdown import engine_gfm

        found = engine_gfm.references(prepared)
    else:
        found = found_in(prepared)
    ordered = sorted(found, key=attrgetter("offset"))
    if "\r" not in source:
        return tuple(ordered)
    offsets = in_source(source, [reference.offset for reference in ordered])
    return tuple(Reference(one.kind, one.target, offset) for one, offset in zip(ordered, offsets, strict=True))
