"""Values that look like secret keys, which must never reach a published page."""

import re

import msgspec

from shopgen.core.diagnostics import Findings, Span
from shopgen.formats.yaml.nodes import Places

# Looked for first, because a plain search is many times faster than the pattern.
_MARKS = ("k_live_", "k_test_", "whsec_", "AKIA", "PRIVATE KEY")
_SECRET = re.compile(
    r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{8,}"
    r"|\bwhsec_[A-Za-z0-9+/]{8,}"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)


_HINT = "remove it, make a new key at the provider, and give secrets in environment variables only"


def check_value(value: object, path: str, findings: Findings) -> None:
    """An error when a value read from the file `path` holds a secret that its text hid behind escapes."""
    written = msgspec.json.encode(value, enc_hook=str).decode()
    found = _SECRET.search(written) if any(mark in written for mark in _MARKS) else None
    if found:
        findings.error("secret", f"`{found[0][:4]}…` looks like a secret key", Span(path), _HINT)


def check(text: str, path: str, findings: Findings) -> None:
    """An error for each secret in the text of the file `path`; its message shows the first four characters only."""
    if not any(mark in text for mark in _MARKS):
        return
    places = Places(text, path, 1)
    for found in _SECRET.finditer(text):
        findings.error(
            "secret",
            f"`{found[0][:4]}…` looks like a secret key",
            places.span(found.start(), found.end()),
            _HINT,
        )
