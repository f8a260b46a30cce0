"""What a secret key looks like, wherever it turns up."""

import re

SECRET = re.compile(
    r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{8,}"
    r"|\bwhsec_[A-Za-z0-9+/]{8,}"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
# Looked for first, because a plain search is many times faster than the pattern.
MARKS = ("k_live_", "k_test_", "whsec_", "AKIA", "PRIVATE KEY")


def has_secret(text: str) -> bool:
    return any(mark in text for mark in MARKS) and SECRET.search(text) is not None
