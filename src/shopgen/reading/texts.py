"""Markdown files with front matter: what posts and pages share, and how twins in several languages become one."""

import re
from collections.abc import Iterable, Mapping
from posixpath import dirname
from unicodedata import normalize

from msgspec import Struct

from shopgen.core.diagnostics import Field, Findings, Related, Span
from shopgen.formats.text import shown
from shopgen.model.article import ArticleText
from shopgen.model.picture import Picture
from shopgen.model.text import Seo
from shopgen.reading.documents.article import TextDocument
from shopgen.reading.names import slug_of, slug_of_name, split_date, split_language, title_of_name, typed_slug
from shopgen.reading.pictures import shown_picture
from shopgen.reading.scope import Scope
from shopgen.reading.values import texts, unknown_language

SUFFIXES = (".md", ".markdown")

_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)


class Text(Struct, frozen=True):
    """One Markdown file taken apart; `has_header` is false when it had no front matter."""

    path: str
    document: TextDocument
    has_header: bool
    body: str
    body_line: int

    @property
    def place(self) -> Field:
        return Field(self.path)

    @property
    def start(self) -> Span:
        return Span(self.path)


class Twin(Struct, frozen=True):
    """A text that belongs to the thing with `key` and is in `language`; `name` is what its file is called."""

    key: str
    name: str
    day: str
    language: str
    text: Text


def stem_of(path: str, folder: str) -> tuple[str, str]:
    """The key of a file below `folder`, and the language in its name, if any; a bundle's key is its folder."""
    stem, language = split_language(path.removeprefix(folder + "/").rpartition(".")[0])
    if stem.endswith("/index"):
        stem = dirname(stem)
    return normalize("NFC", stem), language


def twins(found: Iterable[Text], folder: str, scope: Scope, findings: Findings) -> dict[str, dict[str, Twin]]:
    """The texts by key and language, languages in the shop's order; without those in languages that it lacks."""
    groups: dict[str, dict[str, Twin]] = {}
    for text in found:
        twin = _twin(text, folder, scope, findings)
        if twin is None:
            continue
        group = groups.setdefault(twin.key, {})
        if twin.language in group:
            other = group[twin.language].text
            findings.error(
                "duplicate-key",
                f"two files are the text `{shown(twin.key)}` in `{twin.language}`",
                text.start,
                "keep one of them, or set `lang`",
                (Related("the other file", other.start),),
            )
            continue
        group[twin.language] = twin
    return {
        key: {language: group[language] for language in scope.languages if language in group}
        for key, group in groups.items()
    }


def _twin(text: Text, folder: str, scope: Scope, findings: Findings) -> Twin | None:
    key, suffix = stem_of(text.path, folder)
    typed = text.document.lang.strip()
    if typed and suffix and typed != suffix:
        message = f"`lang` says `{shown(typed)}`, but the file's name says `{suffix}`"
        findings.error("bad-value", message, text.place.at("lang"), "keep one of them")
        return None
    language = typed or suffix or scope.languages[0]
    if language not in scope.languages:
        unknown_language(language, scope.languages, text.place.at("lang") if typed else text.place, findings)
        return None
    day, name = split_date(key.rpartition("/")[2])
    return Twin(key, name, day, language, text)


def words(twin: Twin, scope: Scope, findings: Findings) -> ArticleText:
    """The text in its language: title from its front matter, else its first heading, else its file's name."""
    text, document = twin.text, twin.text.document
    title, body, line = document.title.strip(), text.body, text.body_line
    if not title:
        title, body, line = _titled(twin, findings)
    if document.slug:
        slug = typed_slug(document.slug, scope.settings, text.place.at("slug"), findings)
    else:
        is_translation = twin.language != scope.languages[0]
        slug = (is_translation and slug_of(title, scope.settings)) or slug_of_name(
            twin.name, scope.settings, text.place, findings
        )
    return ArticleText(
        title=title,
        slug=slug,
        source=text.path,
        body=body,
        body_line=line,
        summary=(document.summary or document.description).strip(),
        seo=Seo(document.seo.title, document.seo.description or document.description, document.seo.noindex),
        alt=document.alt or _alt(twin, scope.languages[0]),
        aliases=texts(document.aliases_),
    )


def _titled(twin: Twin, findings: Findings) -> tuple[str, str, int]:
    """Title, body and its first line for a text without a title; a heading that becomes the title leaves the body."""
    text = twin.text
    heading = _HEADING.search(text.body)
    if text.has_header:
        findings.warning("missing-text", "the text has no title", text.place, "add `title` to its front matter")
    if heading is None or text.body[: heading.start()].strip():
        return title_of_name(twin.name), text.body, text.body_line
    return heading[1], text.body[heading.end() :], text.body_line + text.body.count("\n", 0, heading.end())


def _alt(twin: Twin, default: str) -> str:
    image = twin.text.document.image
    typed = image[0] if isinstance(image, tuple) and image else image
    if typed is None or isinstance(typed, str | tuple):
        return ""
    return typed.alt if isinstance(typed.alt, str) else typed.alt.get(twin.language) or typed.alt.get(default, "")


def picture(group: Mapping[str, Twin], scope: Scope, findings: Findings) -> Picture | None:
    """The first picture that any of the twins names; the others stay out."""
    for twin in group.values():
        image = twin.text.document.image
        place = twin.text.place.at("image")
        if isinstance(image, tuple):
            image, place = (image[0] if image else None), place.at(0)
        if image is not None:
            return shown_picture(image, scope.languages, place, scope.pictures, findings).picture
    return None


def is_draft(twin: Twin) -> bool:
    return twin.text.document.draft or not twin.text.document.published
