"""Texts with their links and pictures resolved."""

import posixpath
from difflib import get_close_matches
from functools import lru_cache

from msgspec import Struct

from shopgen.core.diagnostics import Field, Place, Span
from shopgen.formats import markdown
from shopgen.formats.markdown import Reference
from shopgen.formats.text import shown
from shopgen.model.picture import Picture, candidates_of_link
from shopgen.planning.addresses import HOME
from shopgen.planning.draft import Draft
from shopgen.planning.pictures import PictureShelf
from shopgen.planning.targets import Target, Targets, is_external
from shopgen.views.prose import PictureView, Prose

SUGGESTIONS = 50
"""So many missing links get a suggestion: to look for one takes its time in a large shop."""

REMEMBERED = 4096
"""So many links are kept with where they lead: a shop's texts refer to the same few things again and again."""


class Text(Struct, frozen=True):
    """A piece of Markdown with the file it stands in, and the place where it begins, if that is known exactly.

    `references` is what it refers to, from somebody who knows.
    """

    source: str
    markdown: str
    line: int = 0
    keys: tuple[str | int, ...] = ()
    references: tuple[Reference, ...] | None = None

    def place(self, offset: int) -> Place:
        """Where the character at `offset` stands in the file."""
        if not self.line:
            return Field(self.source, self.keys)
        before = self.markdown[:offset]
        return Span(self.source, self.line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1)


class Links:
    """Resolves what texts refer to, in any language, and reports what leads nowhere, once."""

    def __init__(self, draft: Draft, shelf: PictureShelf, targets: Targets, hidden: Targets | None = None) -> None:
        """`hidden` is the shop with everything that is not shown now, when there is anything."""
        self._draft = draft
        self._shelf = shelf
        self._targets = targets
        self._hidden = hidden
        self._reported: set[tuple[str, Place]] = set()
        self._resolved = lru_cache(REMEMBERED)(self._resolve)

    def prose(self, text: Text, language: str) -> Prose:
        """The text with all its links and pictures resolved for `language`."""
        engine = self._draft.settings.markdown_engine
        if not text.markdown:
            return Prose("", engine=engine)
        links: dict[str, str] = {}
        pictures: dict[str, PictureView] = {}
        for reference in self._references(text):
            if reference.kind == "image":
                picture = self.picture(reference.target, text.source)
                if picture is not None:
                    pictures[reference.target] = self._shelf.view(picture, "prose", "")
                continue
            found = self.resolve(reference.target, text.source, language)
            if found is not None:
                links[reference.target] = found
            elif not is_external(reference.target):
                self.report(reference.target, text.source, text.place(reference.offset), self._is_lenient)
        return Prose(text.markdown, links, pictures, engine)

    def _references(self, text: Text) -> tuple[Reference, ...]:
        known = text.references if text.references is not None else self._draft.shop.references.get(text.markdown)
        return markdown.references(text.markdown, self._draft.settings.markdown_engine) if known is None else known

    def resolve(self, target: str, source: str, language: str) -> str | None:
        """The address that `target`, typed in the file `source`, leads to; None for external ones and for nothing."""
        return self._resolved(target, "" if target.startswith("/") else posixpath.dirname(source), language)

    def _resolve(self, target: str, folder: str, language: str) -> str | None:
        if is_external(target):
            return None
        path, rest = _parted(target)
        if not path:
            return target or None
        thing = self._targets.thing(path, folder)
        if thing is not None:
            return self._address(thing, language) + rest
        file = self._targets.file(path, folder)
        return None if file is None else self._draft.addresses.site_url(file) + rest

    def file(self, target: str, source: str) -> str | None:
        """The address of the picture or other file that `target` names; None for external ones and for nothing."""
        if not target or is_external(target):
            return None
        picture = self.picture(target, source)
        if picture is not None:
            return self._shelf.view(picture, "prose", "").src
        return self.resolve(target, source, self._draft.settings.default_language)

    def _address(self, target: Target, language: str) -> str:
        """The thing's address in the language meant, or in the first language that has it."""
        addresses = self._draft.addresses
        languages = (target.language or language, language, *self._draft.settings.languages)
        urls = (addresses.known_url(target.entity, tried) for tried in languages)
        return next((url for url in urls if url is not None), addresses.url(HOME, language))

    def picture(self, target: str, source: str) -> Picture | None:
        """The picture of the shop that `target`, typed in the file `source`, names; None when it names none."""
        pictures = self._draft.shop.pictures
        return next((pictures[path] for path in candidates_of_link(target, source) if path in pictures), None)

    @property
    def _is_lenient(self) -> bool:
        return self._draft.settings.missing_links == "warning"

    def report(self, target: str, source: str, place: Place, is_lenient: bool = False) -> None:
        """That `target` leads nowhere: an error, and a warning when it leads to something that is not shown now."""
        if (target, place) in self._reported:
            return
        self._reported.add((target, place))
        (path, _), folder = _parted(target), posixpath.dirname(source)
        if posixpath.basename(path.rstrip("/")) in self._draft.left_out:
            return
        if self._hidden and (self._hidden.thing(path, folder) or self._hidden.file(path, folder)):
            message = f"`{shown(target)}` leads to something that is not shown now"
            self._draft.findings.warning("link-missing", message, place, "remove the link, or show what it leads to")
            return
        report = self._draft.findings.warning if is_lenient else self._draft.findings.error
        report("link-missing", f"`{shown(target)}` leads to nothing in the shop", place, self._hint(path))

    def _hint(self, path: str) -> str:
        close: list[str] = []
        if len(self._reported) <= SUGGESTIONS:
            known = [address for address in self._draft.addresses.paths if address]
            close = get_close_matches(f"{path.strip('/')}/", known, 1)
        return f"did you mean `/{close[0]}`?" if close else "link to a file of the shop or to an address in it"


def _parted(target: str) -> tuple[str, str]:
    """A link's path, and the rest of it from `?` or `#` on."""
    ends = [place for mark in "?#" if (place := target.find(mark)) >= 0]
    end = min(ends, default=len(target))
    return target[:end], target[end:]
