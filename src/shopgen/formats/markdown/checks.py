"""What a writer should know of a text before it is published."""

import re
from operator import attrgetter

from msgspec import Struct

from shopgen.formats.markdown.engines import Engine
from shopgen.formats.markdown.limits import MAX_CELLS, Remark, excess_of_cells
from shopgen.formats.markdown.preparing import Prepared, in_source, prepare
from shopgen.formats.markdown.referring import references_of
from shopgen.formats.markdown.syntax import Reference, is_allowed, is_own, replaced

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>]*>|<[!?][^<>]*>")


class Study(Struct, frozen=True, array_like=True):
    """What a text refers to, as `references` says, and the remarks on it, as `check` says."""

    references: tuple[Reference, ...]
    remarks: tuple[Remark, ...]


def study(source: str, engine: Engine = "markdown") -> Study:
    """All that is to be known of a text before it is rendered."""
    prepared = prepare(source)
    found = references_of(prepared, source, engine)
    remarks = _remarks(prepared, source, engine)
    for reference in found:
        if not is_allowed(reference.target) and not is_own(reference.target):
            message = f"`{reference.target}` is not an address that is published"
            remarks.append(Remark("link-refused", message, reference.offset))
    return Study(found, tuple(sorted(remarks, key=attrgetter("offset"))) if remarks else ())


def check(source: str, engine: Engine = "markdown") -> tuple[Remark, ...]:
    """Remarks on `source` in the order of their places: `raw-html` (the first only), `link-refused`, `text-limit`."""
    return study(source, engine).remarks


def _remarks(prepared: Prepared, source: str, engine: Engine) -> list[Remark]:
    remarks = [*prepared.remarks, *(_raw_html(prepared) if "<" in prepared.text else ())]
    if engine == "gfm" and (place := excess_of_cells(prepared.text)) >= 0:
        remarks.append(Remark("text-limit", f"tables may have {MAX_CELLS:,} cells; the text is shown as typed", place))
    if not remarks:
        return remarks
    offsets = in_source(source, [remark.offset for remark in remarks])
    return [Remark(one.code, one.message, offset) for one, offset in zip(remarks, offsets, strict=True)]


def _raw_html(prepared: Prepared) -> list[Remark]:
    for start, end in prepared.prose():
        text = prepared.text[start:end]
        if "<" not in text:
            continue
        prose = replaced(text, lambda match: " " * len(match[0]) if match["code"] or match["auto"] else match[0])
        if found := _TAG.search(prose):
            message = f"`{found[0][:40]}` is markup; it is shown as text"
            return [Remark("raw-html", message, start + found.start())]
    return []
