"""Values that look like secret keys, which must never reach a published page."""

import msgspec

from shopgen.core.diagnostics import Findings, Span
from shopgen.core.secrets import SHOWN, secrets_in
from shopgen.formats.yaml.nodes import Places

_HINT = "remove it, make a new key at the provider, and give secrets in environment variables only"


def check_value(value: object, path: str, findings: Findings) -> None:
    """An error when a value read from the file `path` holds a secret that its text hid behind escapes."""
    written = msgspec.json.encode(value, enc_hook=str).decode()
    for found in secrets_in(written)[:1]:
        findings.error("secret", _message(found[0]), Span(path), _HINT)


def check(text: str, path: str, findings: Findings) -> None:
    """An error for each secret in the text of the file `path`; its message shows the first characters only."""
    found = secrets_in(text)
    if not found:
        return
    places = Places(text, path, 1)
    for each in found:
        findings.error("secret", _message(each[0]), places.span(each.start(), each.end()), _HINT)


def _message(secret: str) -> str:
    if secret.startswith("://"):
        return "an address holds a password"
    return f"`{secret[:SHOWN]}…` looks like a secret key"
