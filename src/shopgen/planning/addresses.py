"""Where everything lives: one address for each entity in each language.

An address is a path below the site's root without a leading slash that ends in `/` (empty for the home page); its
file is `index.html` in that folder. `url` puts the base path in front, `absolute` the whole base address.
"""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, urlsplit

from msgspec import Struct

from shopgen.core.diagnostics import Field, Findings
from shopgen.core.paths import PathRefused, output_path
from shopgen.formats.slug import slug
from shopgen.model.article import Article
from shopgen.model.category import Category
from shopgen.model.page import Page
from shopgen.model.product import Product, Variant
from shopgen.model.settings import Settings
from shopgen.model.shop import Shop


class Entity(Struct, frozen=True, order=True):
    """What has an address: `kind` is home, product, variant, category, products, brand, tag, news, article, …"""

    kind: str
    key: str = ""


HOME = Entity("home")
PRODUCTS = Entity("products")
NEWS = Entity("news")
HOME_PAGE = "index"
VARIANT_PAGES_LIMIT = 50

_SAFE = "/-._~!$&'()*+,;=:@"


class Addresses:
    """All addresses of a shop. `texts_in` says in which languages an entity has words of its own."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.base_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._base = parts.path.strip("/")
        self._settings = settings
        self._paths: dict[tuple[Entity, str], str] = {}
        self._entities: dict[str, tuple[Entity, str]] = {}
        self._languages: dict[Entity, frozenset[str]] = {}

    def add(self, entity: Entity, language: str, path: str) -> None:
        """Raises PathRefused when `path` cannot be one."""
        full = f"{self.prefix(language)}{path.strip('/')}".strip("/")
        checked = f"{output_path(full)}/" if full else ""
        self._paths[entity, language] = checked
        self._entities.setdefault(checked, (entity, language))

    def prefix(self, language: str) -> str:
        bare = language == self._settings.default_language and not self._settings.prefix_default_language
        return "" if bare else f"{language.lower()}/"

    def set_languages(self, entity: Entity, languages: frozenset[str]) -> None:
        self._languages[entity] = languages

    def languages(self, entity: Entity) -> frozenset[str]:
        """The languages in which the entity has words of its own; all, for what has none to translate."""
        return self._languages.get(entity, frozenset(self._settings.languages))

    def has(self, entity: Entity, language: str) -> bool:
        return (entity, language) in self._paths

    def file(self, entity: Entity, language: str, page: int = 1) -> str:
        """The output path of the entity's page."""
        return f"{self._path(entity, language, page)}index.html"

    def url(self, entity: Entity, language: str, page: int = 1) -> str:
        """The address from the host's root on, as links in pages have it."""
        return self.site_url(self._path(entity, language, page))

    def absolute(self, entity: Entity, language: str, page: int = 1) -> str:
        return f"{self._origin}{self.url(entity, language, page)}"

    def site_url(self, path: str) -> str:
        """The address of any path below the site's root."""
        return quote(f"/{self._base}/{path}" if self._base else f"/{path}", _SAFE)

    def absolute_url(self, path: str) -> str:
        return f"{self._origin}{self.site_url(path)}"

    def absolute_file(self, path: str) -> str:
        """The absolute address under which the output file `path` is served."""
        return self.absolute_url(path.removesuffix("index.html"))

    @property
    def origin(self) -> str:
        """Scheme and host, to which every root-relative address can be appended."""
        return self._origin

    @property
    def paths(self) -> Iterable[str]:
        return self._entities

    def find(self, path: str) -> tuple[Entity, str] | None:
        """Whose page `path`, a path as typed below the root, is; a missing closing slash does not matter."""
        bare = path.strip("/")
        if self._base and (bare == self._base or bare.startswith(f"{self._base}/")):
            bare = bare[len(self._base) :].strip("/")
        bare = bare.removesuffix("index.html").strip("/")
        return self._entities.get(f"{bare}/" if bare else "")

    def _path(self, entity: Entity, language: str, page: int) -> str:
        path = self._paths[entity, language]
        return path if page == 1 else f"{path}page/{page}/"


def variant_entity(product: Product, variant: Variant) -> Entity:
    return Entity("variant", f"{product.key}#{variant.offer.sku}")


def assign(shop: Shop, findings: Findings) -> Addresses:
    """An address for everything in the shop in all its languages; what cannot have one is a finding."""
    addresses = Addresses(shop.settings)
    for entity, language, path, place in _wanted(shop, addresses):
        try:
            addresses.add(entity, language, path)
        except PathRefused as refused:
            findings.error(
                "address-refused",
                f"`{path}` cannot be an address: {refused}",
                place,
                "give it a `slug` of letters, digits and hyphens",
            )
    return addresses


Wanted = tuple[Entity, str, str, Field]


def _wanted(shop: Shop, addresses: Addresses) -> Iterator[Wanted]:
    for language in shop.settings.languages:
        yield from _fixed(shop, language)
        yield from _products(shop, language, addresses)
        yield from _categories(shop, language, addresses)
        yield from _groups(shop, language)
        yield from _texts(shop, language, addresses)


def _fixed(shop: Shop, language: str) -> Iterator[Wanted]:
    patterns, place = shop.settings.addresses, Field(shop.settings.source, ("addresses",))
    yield HOME, language, "", place
    yield PRODUCTS, language, patterns.products, place
    yield NEWS, language, patterns.news, place


def _products(shop: Shop, language: str, addresses: Addresses) -> Iterator[Wanted]:
    default = shop.settings.default_language
    for product in shop.products.values():
        entity = Entity("product", product.key)
        addresses.set_languages(entity, frozenset(product.texts))
        text = product.texts.get(language) or product.texts[default]
        path = shop.settings.addresses.product.format(slug=text.slug)
        yield entity, language, path, Field(product.source, ("slug",))
        if has_variant_pages(product, shop.settings):
            for variant, name in variant_slugs(product, language, default, shop.settings.unicode_slugs):
                addresses.set_languages(variant_entity(product, variant), frozenset(product.texts))
                yield variant_entity(product, variant), language, f"{path}/{name}", Field(product.source, ("variants",))


def has_variant_pages(product: Product, settings: Settings) -> bool:
    return settings.variant_pages and 0 < len(product.variants) <= VARIANT_PAGES_LIMIT


def variant_labels(product: Product, variant: Variant, language: str, default: str) -> tuple[str, ...]:
    """The variant's values in `language`, else as they are in the default language."""
    options = (product.texts.get(language) or product.texts[default]).options
    return tuple(
        options[axis].values.get(value, value) if axis < len(options) else value
        for axis, value in enumerate(variant.values)
    )


def variant_slugs(product: Product, language: str, default: str, allow_unicode: bool) -> Iterator[tuple[Variant, str]]:
    """Each variant with the last part of its address: its values joined, its SKU when they say nothing."""
    for variant in product.variants:
        joined = "-".join(variant_labels(product, variant, language, default))
        yield variant, slug(joined, allow_unicode) or slug(variant.offer.sku, allow_unicode)


def _categories(shop: Shop, language: str, addresses: Addresses) -> Iterator[Wanted]:
    default = shop.settings.default_language
    for category in shop.categories.values():
        entity = Entity("category", category.key)
        addresses.set_languages(entity, frozenset(category.texts))
        slugs = [(each.texts.get(language) or each.texts[default]).slug for each in lineage(shop, category.key)]
        path = shop.settings.addresses.category.format(path="/".join(slugs), slug=slugs[-1])
        yield entity, language, path, Field(category.source, ("slug",))


def lineage(shop: Shop, key: str) -> tuple[Category, ...]:
    """The category and all above it, from the top."""
    found: list[Category] = []
    while key in shop.categories:
        found.insert(0, shop.categories[key])
        key = shop.categories[key].parent
    return tuple(found)


def _groups(shop: Shop, language: str) -> Iterator[Wanted]:
    patterns, unicode = shop.settings.addresses, shop.settings.unicode_slugs
    for brand, place in first_uses(
        (product.brand, Field(product.source, ("brand",))) for product in shop.products.values()
    ):
        yield Entity("brand", brand), language, patterns.brand.format(slug=slug(brand, unicode)), place
    for tag, place in first_uses(
        (tag, Field(product.source, ("tags",))) for product in shop.products.values() for tag in product.tags
    ):
        yield Entity("tag", tag), language, patterns.tag.format(slug=slug(tag, unicode)), place
    for tag, place in first_uses(
        (tag, Field(article.source, ("tags",)))
        for article in shop.articles.values()
        if language in article.texts
        for tag in article.tags
    ):
        yield Entity("news-tag", tag), language, patterns.news_tag.format(slug=slug(tag, unicode)), place


def first_uses(uses: Iterator[tuple[str, Field]]) -> Iterator[tuple[str, Field]]:
    """Each name once, with the place of its first use; empty names left out."""
    found: dict[str, Field] = {}
    for name, place in uses:
        if name:
            found.setdefault(name, place)
    yield from found.items()


def _texts(shop: Shop, language: str, addresses: Addresses) -> Iterator[Wanted]:
    kinds: tuple[tuple[str, str, Mapping[str, Article | Page]], ...] = (
        ("article", shop.settings.addresses.article, shop.articles),
        ("page", shop.settings.addresses.page, shop.pages),
    )
    for kind, pattern, things in kinds:
        for thing in things.values():
            entity = Entity(kind, thing.key)
            addresses.set_languages(entity, frozenset(thing.texts))
            text = thing.texts.get(language)
            if text and not (kind == "page" and thing.key == HOME_PAGE):
                yield entity, language, pattern.format(slug=text.slug), Field(text.source, ("slug",))
