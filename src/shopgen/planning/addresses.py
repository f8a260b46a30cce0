"""Where everything lives: one address for each entity in each language.

An address is a path below the site's root without a leading slash that ends in `/` (empty for the home page); its
file is `index.html` in that folder. `url` puts the base path in front, `absolute` the whole base address.
"""

from collections.abc import Iterable, Mapping
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from shopgen.core.paths import page_path
from shopgen.model.brief import AnyProduct, AnyVariant, Brief, TextInBrief, VariantInBrief
from shopgen.model.product import ProductText
from shopgen.model.settings import Settings
from shopgen.model.text import words_in


class Entity(Struct, frozen=True, order=True, array_like=True):
    """What has an address: `kind` is home, product, variant, category, products, brand, tag, news, article, …"""

    kind: str
    key: str = ""


HOME = Entity("home")
PRODUCTS = Entity("products")
NEWS = Entity("news")
HOME_PAGE = "index"
VARIANT_PAGES_LIMIT = 50

_SAFE = "/-._~!$&'()*+,;=:@"


class KnownAddresses(Struct, frozen=True):
    """All addresses: paths by `place_of` what is there, and that by path.

    `languages` are those in which an entity is found; one that is found in all is not among them.
    """

    paths: Mapping[str, str]
    entities: Mapping[str, tuple[Entity, str]]
    languages: Mapping[str, frozenset[str]]


def place_of(entity: Entity, language: str = "") -> str:
    return f"{entity.kind}\0{entity.key}\0{language}"


class Addresses:
    """All addresses of a shop, each with the languages in which search engines are to find what is there."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.base_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._base = parts.path.strip("/")
        self._settings = settings
        self._all_languages = frozenset(settings.languages)
        self._paths: dict[str, str] = {}
        self._entities: dict[str, tuple[Entity, str]] = {}
        self._languages: dict[str, frozenset[str]] = {}
        self.known = KnownAddresses(self._paths, self._entities, self._languages)
        self._urls: dict[str, str] = {}

    def add(self, entity: Entity, language: str, path: str) -> str:
        """Gives the entity its address and returns it. Raises PathRefused when `path` cannot be one."""
        full = f"{self.prefix(language)}{path.strip('/')}".strip("/")
        checked = f"{page_path(full)}/" if full else ""
        self._paths[place_of(entity, language)] = checked
        self._entities.setdefault(checked, (entity, language))
        return checked

    @classmethod
    def of(cls, known: KnownAddresses, settings: Settings) -> "Addresses":
        """Those `known` before under the same settings; no more are added."""
        made = cls(settings)
        made.known = known
        return made

    def prefix(self, language: str) -> str:
        bare = language == self._settings.default_language and not self._settings.prefix_default_language
        return "" if bare else f"{language.lower()}/"

    def set_languages(self, entity: Entity, languages: frozenset[str]) -> None:
        if languages != self._all_languages:
            self._languages[place_of(entity)] = languages

    def languages(self, entity: Entity) -> frozenset[str]:
        """The languages in which search engines are to find the entity: all, unless `set_languages` said otherwise."""
        return self.known.languages.get(place_of(entity), self._all_languages)

    def has(self, entity: Entity, language: str) -> bool:
        return place_of(entity, language) in self.known.paths

    def file(self, entity: Entity, language: str, page: int = 1) -> str:
        """The output path of the entity's page."""
        return f"{self._path(entity, language, page)}index.html"

    def url(self, entity: Entity, language: str, page: int = 1) -> str:
        """The address from the host's root on, as links in pages have it."""
        return self.site_url(self._path(entity, language, page))

    def known_url(self, entity: Entity, language: str) -> str | None:
        """The same where the entity has an address in that language, else None."""
        path = self.known.paths.get(place_of(entity, language))
        return None if path is None else self.site_url(path)

    def absolute(self, entity: Entity, language: str, page: int = 1) -> str:
        return f"{self._origin}{self.url(entity, language, page)}"

    def site_url(self, path: str) -> str:
        """The address of any path below the site's root."""
        url = self._urls.get(path)
        if url is None:
            url = self._urls[path] = quote(f"/{self._base}/{path}" if self._base else f"/{path}", _SAFE)
        return url

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
        return self.known.entities

    def find(self, path: str) -> tuple[Entity, str] | None:
        """Whose page `path`, as typed below the root or below the host, is, and in which language.

        A missing closing slash, `index.html` and percent signs do not matter.
        """
        bare = normalize("NFC", unquote(path)).strip("/")
        found = self._found(bare)
        if found is None and self._base and f"{bare}/".startswith(f"{self._base}/"):
            found = self._found(bare.removeprefix(self._base))
        return found

    def _found(self, path: str) -> tuple[Entity, str] | None:
        bare = path.strip("/")
        bare = bare.removesuffix("index.html").strip("/") if f"/{bare}".endswith("/index.html") else bare
        return self.known.entities.get(f"{bare}/" if bare else "")

    def _path(self, entity: Entity, language: str, page: int) -> str:
        path = self.known.paths[place_of(entity, language)]
        return path if page == 1 else f"{path}page/{page}/"


def variant_entity(product: AnyProduct, variant: AnyVariant) -> Entity:
    return Entity("variant", f"{product.key}#{variant.offer.sku}")


def has_variant_pages(product: AnyProduct, settings: Settings) -> bool:
    return settings.variant_pages and 0 < len(product.variants) <= VARIANT_PAGES_LIMIT


def variant_labels(product: Brief, variant: VariantInBrief, language: str, default: str) -> tuple[str, ...]:
    """The variant's values in `language`, else as they are in the default language."""
    return labels(words_in(product.texts, language, default), variant)


def labels(text: ProductText | TextInBrief, variant: AnyVariant) -> tuple[str, ...]:
    """The variant's values in the words of `text`."""
    told = zip(text.options, variant.values, strict=True)
    return tuple([option.values.get(value, value) for option, value in told])


def feed_file(addresses: Addresses, language: str, name: str) -> str:
    """The output path of a feed of the news; empty when there are no news in this language."""
    if not addresses.has(NEWS, language):
        return ""
    return f"{addresses.file(NEWS, language).removesuffix('index.html')}{name}"
