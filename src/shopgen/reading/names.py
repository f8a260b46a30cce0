"""Names of files and folders as names of things: slugs, titles, languages."""

import re
from posixpath import basename

from shopgen.core.diagnostics import Field, Findings
from shopgen.core.paths import PathRefused, check_component
from shopgen.formats import locale
from shopgen.formats.slug import MAX_LENGTH, slug
from shopgen.formats.text import shown
from shopgen.model.settings import Settings

_PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG = re.compile(r"\w[\w.~-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})[-_ ]+(.+)")


def typed_slug(text: str, settings: Settings, place: Field, findings: Findings) -> str:
    """The slug as typed; nothing, and an error, when it cannot stand in an address."""
    typed = text.strip()
    is_safe = _SLUG.fullmatch(typed) is not None and len(typed) <= MAX_LENGTH
    if is_safe and (typed.isascii() or settings.unicode_slugs):
        try:
            check_component(typed)
        except PathRefused as refusal:
            findings.error("address-refused", f"the slug cannot be used: {refusal}", place, "choose another one")
            return ""
        return typed
    better = slug(typed, settings.unicode_slugs)
    hint = f"write `{better}`" if better else "use letters, digits and hyphens"
    findings.error("address-refused", f"`{shown(typed)}` cannot be the last part of an address", place, hint)
    return ""


def slug_of_name(name: str, settings: Settings, place: Field, findings: Findings) -> str:
    """The slug that a file or folder name makes; nothing, and an error, when nothing of it can be written."""
    if _PLAIN.fullmatch(name) and len(name) <= MAX_LENGTH:  # as most names are; slugging takes fifty times as long
        return name
    made = slug(name, settings.unicode_slugs)
    if not made:
        findings.error(
            "file-name", f"the name `{shown(name)}` cannot become an address", place, "set `slug`, or rename it"
        )
    return made


def title_of_name(name: str) -> str:
    """`tea-bowls` as a title: `Tea bowls`."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def split_language(stem: str) -> tuple[str, str]:
    """`mug.pl` as (`mug`, `pl`), and (`stem`, "") when the last part is no language tag."""
    name, dot, last = stem.rpartition(".")
    if dot and name and _LANGUAGE.fullmatch(last) and locale.is_language(last):
        return name, last
    return stem, ""


def split_date(stem: str) -> tuple[str, str]:
    """`2026-11-22-moon` as (`2026-11-22`, `moon`), and ("", `stem`) for a name without a date."""
    found = _DATED.fullmatch(stem)
    return (found[1], found[2]) if found else ("", stem)


def names_of_file(path: str) -> frozenset[str]:
    """What a link to the file `path`, or to the address that it would have, ends in."""
    name = basename(path)
    return frozenset((name, split_date(name.partition(".")[0])[1])) - {""}


def translated_slug(typed: str, title: str, default: str, settings: Settings, place: Field, findings: Findings) -> str:
    """The slug of a translation: as typed, else from its title, else the default language's."""
    if typed:
        return typed_slug(typed, settings, place.at("slug"), findings)
    return slug_of(title, settings) or default


def slug_of(title: str, settings: Settings) -> str:
    """The slug that a title makes; empty when nothing of it can be written."""
    return slug(title, settings.unicode_slugs)
