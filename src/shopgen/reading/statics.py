"""`static/`: files that are published as they are, but for those that never are."""

import re

from shopgen.core.diagnostics import Findings, Span
from shopgen.core.digests import Digest
from shopgen.core.paths import PathRefused, output_path
from shopgen.formats import picture
from shopgen.formats.picture import MAX_BYTES
from shopgen.formats.text import shown
from shopgen.model.shop import StaticFile
from shopgen.reading import secrets
from shopgen.reading.decoding import file_refused
from shopgen.reading.sources import FileRefused, Sources

STATIC = "static"
MAX_STATIC = 200_000_000

_MAX_SEARCHED = 5_000_000
_PHOTOGRAPHS = (".avif", ".jpeg", ".jpg", ".png", ".webp")
_PUBLISHED_DOTS = frozenset((".well-known", ".nojekyll"))
_NEVER = re.compile(
    r".*(~|\.(bak|old|orig|save|swp|swo|swx|tmp|pem|key|p12|pfx|jks|keystore|kdbx|ppk|sqlite3?|db|log))"
    r"|#.*#|id_(rsa|dsa|ecdsa|ed25519).*|thumbs\.db|desktop\.ini|__macosx|node_modules|__pycache__"
    r"|npm-debug.*|credentials(\.\w+)?|secrets?\.(ya?ml|json|toml|env|txt)",
    re.IGNORECASE,
)
_TEXTS: tuple[str, ...] = (
    ".css",
    ".csv",
    ".html",
    ".htm",
    ".ini",
    ".js",
    ".json",
    ".map",
    ".md",
    ".mjs",
    ".svg",
    ".toml",
    ".txt",
)
_TEXTS += (".webmanifest", ".xml", ".yaml", ".yml")


def static_files(sources: Sources, findings: Findings) -> tuple[StaticFile, ...]:
    """The files below `static/` with where they go. Warnings name those that are left out because of their names."""
    found = []
    for entry in sources.below(STATIC):
        path = entry.path.removeprefix(STATIC + "/")
        if never_published(path):
            message = f"`{shown(path)}` is never published"
            findings.warning("unpublished-file", message, Span(entry.path), "remove it, or rename it if it is meant")
            continue
        file = static_file(path, entry.path, sources, findings)
        if file is not None:
            found.append(file)
    return tuple(found)


def static_file(path: str, source: str, sources: Sources, findings: Findings) -> StaticFile | None:
    """The file at `source` as published at `path`; None and an error when it cannot be."""
    try:
        target = output_path(path)
        digest = sources.digest(source, MAX_STATIC)
        _check_secrets(source, digest, sources, findings)
        _check_place(source, digest, sources, findings)
    except PathRefused as refusal:
        findings.error("file-name", f"the file cannot be published: {refusal}", Span(source), "rename it")
    except FileRefused as refused:
        file_refused(source, refused, findings)
    else:
        return StaticFile(target, source, digest)
    return None


def never_published(path: str) -> bool:
    """Whether a name in `path` is that of a leftover, a hidden file or a key (`.well-known/` is published)."""
    return any(
        _NEVER.fullmatch(name) or (name.startswith(".") and name not in _PUBLISHED_DOTS) for name in path.split("/")
    )


def _check_secrets(source: str, digest: Digest, sources: Sources, findings: Findings) -> None:
    entry = sources.entry(source)
    if not source.lower().endswith(_TEXTS) or entry is None or entry.stamp.size > _MAX_SEARCHED:
        return
    key = ("secrets", digest, source)
    known = sources.memory.get(key)
    if known is None:
        found = Findings()
        secrets.check(sources.read(source, MAX_STATIC).decode(errors="replace"), source, found)
        known = tuple(found)
        sources.memory.put(key, known)
    findings.extend(known)


def _check_place(source: str, digest: Digest, sources: Sources, findings: Findings) -> None:
    """A warning for a photograph that tells where it was taken: here, unlike elsewhere, files stay as they are."""
    entry = sources.entry(source)
    if not source.lower().endswith(_PHOTOGRAPHS) or entry is None or entry.stamp.size > MAX_BYTES:
        return
    key = ("whereabouts", digest)
    tells = sources.memory.get(key)
    if tells is None:
        tells = picture.tells_where(sources.read(source, MAX_BYTES))
        sources.memory.put(key, tells)
    if tells:
        message = "the photograph tells where it was taken, and is published as it is"
        hint = "name it in a product or a text instead, or save it without its location"
        findings.warning("picture-location", message, Span(source), hint)
