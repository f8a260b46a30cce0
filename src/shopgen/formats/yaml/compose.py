"""The careful way to nodes with places. It is loaded for the first document that needs it; most need none."""

from shopgen.core.diagnostics import Findings
from shopgen.formats.yaml.nodes import Node


def compose(text: str, path: str, findings: Findings, first_line: int = 1) -> Node | None:
    """The document as nodes; None when it cannot be read to its end, with one error that says why.

    Errors after which reading goes on (keys that stand twice, unknown tags) come with nodes; an empty document is an
    empty scalar. `first_line` is the number of the text's first line in the file.
    """
    from shopgen.formats.yaml.composer import Composer, Unreadable

    try:
        return Composer(text, path, findings, first_line).document()
    except Unreadable:
        return None
