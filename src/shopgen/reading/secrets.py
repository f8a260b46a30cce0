"""Values that look like secret keys, which must never reach a published page."""

import re

from shopgen.core.diagnostics import Findings
from shopgen.formats.yaml.nodes import Places

# Looked for first, because a plain search is many times faster than the pattern.
_MARKS = ("k_live_", "k_test_", "whsec_", "AKIA", "PRIVATE KEY")
_SECRET = re.compile(
    r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{8,}"
    r"|\bwhsec_[A-Za-z0-9+/]{8,}"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)


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
            "remove it, make a new key at the provider, and give secrets in environment variables only",
        )
