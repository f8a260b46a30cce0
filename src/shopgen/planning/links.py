"""What the links and pictures that people type in texts lead to."""

import posixpath
import re
from difflib import get_close_matches

from msgspec import Struct

from shopgen.core.diagnostics import Field, Place, Span
from shopgen.core.paths import PathRefused, source_path
from shopgen.formats import markdown
from shopgen.model.picture import Picture, candidates_of_link
from shopgen.planning.addresses import HOME_PAGE, Addresses, Entity, variant_entity
from shopgen.planning.draft import Draft
from shopgen.planning.pictures import PictureShelf
from shopgen.views.prose import PictureView, Prose

_EXTERNAL = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


class Text(Struct, frozen=True):
    """A piece of Markdown with the file it stands in, and the place where it begins, if that is known exactly."""

    source: str
    markdown: str
    line: int = 0
    keys: tuple[str | int, ...] = ()

    def place(self, offset: int) -> Place:
        """Where the character at `offset` stands in the file."""
        if not self.line:
            return Field(self.source, self.keys)
        before = self.markdown[:offset]
        return Span(self.source, self.line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1)


class Links:
    """Resolves what texts refer to, in any language, and reports what leads nowhere."""

    def __init__(self, draft: Draft, shelf: PictureShelf) -> None:
        self._draft = draft
        self._shelf = shelf
        self._by_source: dict[str, Entity] = {}
        self._by_sku: dict[str, Entity] = {}
        self._statics = {static.path for static in draft.shop.statics}
        self._reported: set[tuple[str, str, int]] = set()
        self._index()

    def _index(self) -> None:
        shop = self._draft.shop
        for product in shop.products.values():
            entity = Entity("product", product.key)
            self._by_source[product.source] = entity
            self._by_sku[product.offer.sku] = entity
            for variant in product.variants:
                own = variant_entity(product, variant)
                has_page = self._draft.addresses.has(own, self._draft.settings.default_language)
                self._by_sku[variant.offer.sku] = own if has_page else entity
        for category in shop.categories.values():
            self._by_source[category.source] = Entity("category", category.key)
        for kind, things in (("article", shop.articles), ("page", shop.pages)):
            for key, thing in things.items():
                home = kind == "page" and key == HOME_PAGE
                for text in thing.texts.values():
                    self._by_source[text.source] = Entity("home") if home else Entity(kind, key)

    def prose(self, text: Text, language: str) -> Prose:
        """The text with all its links and pictures resolved for `language`."""
        links: dict[str, str] = {}
        pictures: dict[str, PictureView] = {}
        for reference in markdown.references(text.markdown):
            if reference.kind == "image":
                picture = self._picture(reference.target, text.source)
                if picture is not None:
                    pictures[reference.target] = self._shelf.view(picture, "prose", "")
                continue
            found = self.resolve(reference.target, text.source, language)
            if found is not None:
                links[reference.target] = found
            elif not is_external(reference.target):
                self._report(reference.target, text, reference.offset)
        return Prose(text.markdown, links, pictures)

    def resolve(self, target: str, source: str, language: str) -> str | None:
        """The address that `target`, typed in the file `source`, leads to; None for external ones and for nothing."""
        if is_external(target) and not target.startswith("sku:"):
            return None
        path, mark, fragment = target.partition("#")
        if not path:
            return target
        entity = self._entity(path.partition("?")[0], source)
        if entity is not None:
            return self._address(entity, language) + mark + fragment
        bare = path.lstrip("/")
        return self._draft.addresses.site_url(bare) + mark + fragment if bare in self._statics else None

    def _entity(self, path: str, source: str) -> Entity | None:
        if path.startswith("sku:"):
            return self._by_sku.get(path.removeprefix("sku:"))
        try:
            file = source_path(path, posixpath.dirname(source))
        except PathRefused:
            file = ""
        if file in self._by_source:
            return self._by_source[file]
        found = self._draft.addresses.find(path)
        return found[0] if found else None

    def _address(self, entity: Entity, language: str) -> str:
        """The entity's address in `language`, or in the first language that has it."""
        addresses = self._draft.addresses
        for tried in (language, *self._draft.settings.languages):
            if addresses.has(entity, tried):
                return addresses.url(entity, tried)
        return addresses.url(Entity("home"), language)

    def _picture(self, target: str, source: str) -> Picture | None:
        pictures = self._draft.shop.pictures
        return next((pictures[path] for path in candidates_of_link(target, source) if path in pictures), None)

    def _report(self, target: str, text: Text, offset: int) -> None:
        if (target, text.source, offset) in self._reported:
            return
        self._reported.add((target, text.source, offset))
        close = get_close_matches(target.strip("/"), known_addresses(self._draft.addresses), 1)
        hint = f"did you mean `/{close[0]}`?" if close else "link to a file of the shop or to an address in it"
        report = self._draft.findings.error
        if self._draft.settings.missing_links == "warning":
            report = self._draft.findings.warning
        report("link-missing", f"`{target}` leads to nothing in the shop", text.place(offset), hint)


def is_external(target: str) -> bool:
    return bool(_EXTERNAL.match(target))


def known_addresses(addresses: Addresses) -> list[str]:
    return [path for path in addresses.paths if path]
