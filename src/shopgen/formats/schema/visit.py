"""What the careful reading knows about the place where it is, and how it reports what it finds there."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Literal

from shopgen.core.diagnostics import Findings, Related, Span
from shopgen.formats.schema.scalars import Refused
from shopgen.formats.text import shown
from shopgen.formats.yaml import MappingNode, Node, ScalarNode

Unknown = Literal["error", "warn"]

_CLOSE = 0.75
# beyond so many findings or letters nobody reads suggestions, and comparing would take seconds
_MAX_SUGGESTIONS = 100
_MAX_COMPARED = 60


class Visit:
    """One value on its way to be read: the key that leads to it and where that key stands."""

    def __init__(self, findings: Findings, unknown: Unknown, name: str = "", key_span: Span | None = None) -> None:
        self.findings = findings
        self._unknown = unknown
        self._name = name
        self._key_span = key_span

    def at_key(self, key: ScalarNode) -> "Visit":
        name = f"{self._name}.{shown(key.text)}" if self._name else shown(key.text)
        return Visit(self.findings, self._unknown, name, key.span)

    def at_item(self, index: int) -> "Visit":
        return Visit(self.findings, self._unknown, f"{self._name}[{index}]")

    def place(self, node: Node) -> Span:
        """The value, or its key when nothing was written."""
        if self._key_span is not None and isinstance(node, ScalarNode) and node.is_null and not node.text:
            return self._key_span
        return node.span

    def error(self, code: str, message: str, node: Node, hint: str = "") -> None:
        self.findings.error(code, self._named(message), self.place(node), hint)

    def warning(self, code: str, message: str, node: Node, hint: str = "") -> None:
        self.findings.warning(code, self._named(message), self.place(node), hint)

    def refused(self, refused: Refused, node: Node) -> None:
        self.error(refused.code, refused.message, node, refused.hint)

    def wrong_type(self, wanted: str, how: str, node: Node) -> None:
        """Reports a value of another shape than `wanted`, a noun with its article; `how` says how to write one."""
        if isinstance(node, ScalarNode) and node.is_null:
            how = "write a value after the colon, or leave the key out"
            if node.text and wanted == "a text":
                how = f'put quotes around it to mean the word itself: `"{node.text}"`; otherwise leave the key out'
        self.error("wrong-type", f"expected {wanted}, found {_found(node)}", node, how)

    def missing(self, key: str, example: str, node: Node) -> None:
        self.error("missing-key", f"the key `{key}` is missing", node, f"add `{key}: {example}`")

    def twice(self, key: ScalarNode, first: ScalarNode) -> None:
        """Reports a key that means the same as one before it."""
        message = f"`{key.text}` means the same as `{first.text}`, which stands here too"
        related = (Related(f"`{first.text}` stands here", first.span),)
        self.findings.error("yaml-duplicate-key", self._named(message), key.span, "keep one of them", related)

    def unknown(self, key: ScalarNode, known: Collection[str]) -> tuple[str | None, bool]:
        """Reports a key that is not `known`: the known key that was probably meant, and whether it is an error."""
        name = f"`{shown(key.text)}`"
        if key.text.startswith("x-"):
            return None, self._unknown_key(key, False, f"{name} is a key of your own; it is left out", "")
        close = self._closest(key.text, known)
        if close is not None:
            return close, self._unknown_key(key, True, f"there is no key {name} here", f"did you mean `{close}`?")
        if self._unknown == "warn":
            return None, self._unknown_key(key, False, f"the key {name} is not used; it is left out", "")
        hint = "remove it, or begin it with `x-` to keep it as a note"
        return None, self._unknown_key(key, True, f"there is no key {name} here", hint)

    def _unknown_key(self, key: ScalarNode, is_error: bool, message: str, hint: str) -> bool:
        report = self.findings.error if is_error else self.findings.warning
        report("unknown-key", self._named(message), key.span, hint)
        return is_error

    def _closest(self, key: str, known: Collection[str]) -> str | None:
        if len(key) > _MAX_COMPARED or len(self.findings) > _MAX_SUGGESTIONS:
            return None
        close = get_close_matches(key.lower().replace("-", "_").replace(" ", "_"), known, 1, _CLOSE)
        return close[0] if close else None

    def _named(self, message: str) -> str:
        return f"`{self._name}`: {message}" if self._name else message


def _found(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return "nothing" if node.is_null else f"the text `{shown(node.text)}`"
    return "a mapping" if isinstance(node, MappingNode) else "a list"
