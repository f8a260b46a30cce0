"""What a writer should know of a text before it is published."""

import re

from shopgen.formats.markdown.limits import Remark
from shopgen.formats.markdown.preparing import Prepared, in_source, prepare
from shopgen.formats.markdown.syntax import INLINE, found_in, is_allowed

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>]*>|<[!?][^<>]*>")


def check(source: str) -> tuple[Remark, ...]:
    """Remarks on `source` in the order of their places: `raw-html` (the first only), `link-refused`, `text-limit`."""
    prepared = prepare(source)
    remarks = [*prepared.remarks, *_raw_html(prepared)]
    for reference in found_in(prepared):
        if not is_allowed(reference.target):
            message = f"`{reference.target}` is not an address that is published"
            remarks.append(Remark("link-refused", message, reference.offset))
    remarks.sort(key=lambda remark: remark.offset)
    offsets = in_source(source, [remark.offset for remark in remarks])
    return tuple(Remark(one.code, one.message, offset) for one, offset in zip(remarks, offsets, strict=True))


def _raw_html(prepared: Prepared) -> list[Remark]:
    for start, end in prepared.prose():
        text = prepared.text[start:end]
        if "<" not in text:
            continue
        prose = INLINE.sub(lambda match: " " * len(match[0]) if match["code"] or match["auto"] else match[0], text)
        if found := _TAG.search(prose):
            message = f"`{found[0][:40]}` is markup; it is shown as text"
            return [Remark("raw-html", message, start + found.start())]
    return []
