"""A shop's folder to a shop: everything read, linked and checked, with every finding on the way."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Field, Findings, Span, once
from shopgen.core.layout import SETTINGS
from shopgen.engine.borrowed import AnyStore
from shopgen.formats.markdown import Study
from shopgen.formats.text import shown
from shopgen.model.article import Article
from shopgen.model.brief import Brief
from shopgen.model.category import Category
from shopgen.model.page import Page
from shopgen.model.product import Product
from shopgen.model.settings import Settings
from shopgen.model.shop import Shop
from shopgen.reading.ahead import read_ahead
from shopgen.reading.articles import NEWS, article
from shopgen.reading.catalogue import CATALOG, Catalogue, Group, catalogue
from shopgen.reading.categories import category
from shopgen.reading.decoding import document, markdown
from shopgen.reading.documents.category import CategoryDocument, CategoryTranslation
from shopgen.reading.linking import Names, broken_names, check_skus, linked_article, linked_product
from shopgen.reading.looking import look_ahead
from shopgen.reading.marks import marks
from shopgen.reading.memory import Memory
from shopgen.reading.names import names_of_file
from shopgen.reading.pages import PAGES, page
from shopgen.reading.pictures import Pictures
from shopgen.reading.places import pin
from shopgen.reading.products import products
from shopgen.reading.prose import prose
from shopgen.reading.scope import Scope, scope_of
from shopgen.reading.settings import read_settings
from shopgen.reading.sources import INSTALLED_THEMES, Sources
from shopgen.reading.statics import static_files
from shopgen.reading.texts import SUFFIXES, Twin, twins
from shopgen.reading.theme import read_theme
from shopgen.reading.unused import report_unused
from shopgen.reading.wholes import Wholes

T = TypeVar("T")
E = TypeVar("E", Article, Page)


class Reading(Struct, frozen=True):
    """What came of a reading. `shop` holds everything that is right, and is None when `shop.yaml` is not.

    `left_out` is what links end in to things whose files have errors: that those lead nowhere is no second error.
    """

    shop: Shop | None
    findings: tuple[Diagnostic, ...]
    left_out: frozenset[str] = frozenset()


def read_shop(
    sources: Sources,
    themes: Path,
    memory: Memory,
    store: AnyStore,
    checkout_options: Mapping[str, type[Struct]] | None = None,
    processes: int = 1,
    looks: bool = False,
) -> Reading:
    """The shop in `sources`, with installed themes in `themes`. Nothing is raised for bad input.

    Files that have errors are left out of the shop; they hide nothing that is wrong with others. Whole products go into
    `store`.
    `checkout_options` are the definitions of what each checkout member may be told. So many `processes` read files that
    the memory does not know; what comes out does not depend on their number. With `looks` the colours of pictures are
    found out too, which takes its time.
    """
    findings = Findings()
    sources.memory = memory
    sources.mount(INSTALLED_THEMES, themes)
    settings = read_settings(sources, checkout_options or {}, findings)
    if settings is None:
        return Reading(None, tuple(findings))
    _report_odd(sources, findings)
    if looks:
        look_ahead(sources, memory, processes)
    ahead = partial(read_ahead, processes=processes)
    shop = _read(sources, settings.settings, memory, store, ahead, Pictures(sources, memory, looks), findings)
    memory.sweep()
    found = _in_places(findings, sources)
    return Reading(shop if settings.is_whole else None, found, _left_out(found))


def _read(
    sources: Sources,
    settings: Settings,
    memory: Memory,
    store: AnyStore,
    ahead: Callable[..., None],
    pictures: Pictures,
    findings: Findings,
) -> Shop:
    scope = scope_of(settings, pictures, memory, store)
    files = catalogue((entry.path for entry in sources.below(CATALOG) if not entry.odd), scope.languages, findings)
    written = [path for folder in (NEWS, PAGES) for path in _paths_of_texts(sources, folder)]
    ahead(files.products.values(), written, sources, scope)
    products, categories, names, noted = _catalog(files, sources, scope, findings)
    articles = _texts(NEWS, article, sources, scope, findings)
    articles = {key: linked_article(each, names, findings) for key, each in articles.items()}
    pages = _texts(PAGES, page, sources, scope, findings)
    texts: list[Article | Page] = [*articles.values(), *pages.values()]
    described = prose(noted, categories.values(), texts, pictures, settings, memory, findings)
    shop = Shop(
        settings=settings,
        products=products,
        categories=categories,
        articles=_in_order(articles, lambda each: (-each.date.timestamp(), each.key)),
        pages=_in_order(pages, lambda each: (each.order, each.key)),
        statics=static_files(sources, findings),
        theme=read_theme(sources, settings, findings),
        whole=Wholes(store),
        pictures={**marks(settings, products.values(), sources, pictures, findings), **described.pictures},
        references=described.references,
    )
    report_unused(pictures.named, sources, findings)
    return shop


def _catalog(
    files: Catalogue, sources: Sources, scope: Scope, findings: Findings
) -> tuple[dict[str, Brief], dict[str, Category], Names, Iterable[tuple[Product, tuple[Study, ...]]]]:
    """Products and categories, linked and in order, what the products are called, and those with notable texts."""
    categories = _categories(files, sources, scope, findings)
    made = dict(zip(files.products, products(files.products.values(), sources, scope, findings), strict=True))
    right = {key: each.brief for key, each in made.items() if each.brief is not None}
    broken = {key: group.source for key, group in files.products.items() if key not in right}
    skus = {key: each.skus for key, each in right.items()}
    names = Names(skus, {name for key, path in broken.items() for name in broken_names(key, path, sources)})
    linked = {key: linked_product(each, names, categories, scope.memory, findings) for key, each in right.items()}
    check_skus(linked.values(), findings)
    language = scope.settings.default_language

    def order(each: Brief | Category) -> tuple[object, ...]:
        return each.order, each.texts[language].title.casefold(), each.key

    products_in_order, whole = _in_order(linked, order), Wholes(scope.store)
    noted = ((whole(each), made[key].studies) for key, each in products_in_order.items() if made[key].studies)
    return products_in_order, _in_order(categories, order), names, noted


def _left_out(findings: Iterable[Diagnostic]) -> frozenset[str]:
    wrong = {finding.place.path for finding in findings if finding.is_error and finding.place}
    return frozenset(name for path in wrong for name in names_of_file(path))


def _in_places(findings: Findings, sources: Sources) -> tuple[Diagnostic, ...]:
    """Each finding once, in the order of their places."""
    return tuple(sorted(once(pin(findings, sources)), key=_position))


def _position(finding: Diagnostic) -> tuple[str, int, int]:
    place = finding.place
    return (place.path, place.line, place.column) if isinstance(place, Span) else ("", 0, 0)


def _report_odd(sources: Sources, findings: Findings) -> None:
    """Errors for what is no ordinary file or has no ordinary name, and warnings for texts that nobody reads."""
    for path in sources:
        entry = sources.entry(path)
        if entry is not None and entry.odd and path != SETTINGS:
            code = "file-name" if "UTF-8" in entry.odd else "file-unreadable"
            findings.error(code, f"this is {entry.odd}", Span(path), "put an ordinary file there, or remove it")
        elif not path.isprintable():
            message = f"the name `{shown(path.rpartition('/')[2])}` has invisible characters"
            findings.error("file-name", message, Span(path), "rename it")
        elif path.startswith("content/") and path.endswith(SUFFIXES) and not path.startswith((NEWS + "/", PAGES + "/")):
            message = "the text lies neither in `content/news/` nor in `content/pages/`; it is not read"
            findings.warning("file-name", message, Span(path), "move it into one of them")


def _categories(files: Catalogue, sources: Sources, scope: Scope, findings: Findings) -> dict[str, Category]:
    found = {}
    for key, group in files.categories.items():
        place = Field(group.source or f"{CATALOG}/{key}")
        typed = document(sources, group.source, CategoryDocument, findings) if group.source else None
        beside = _beside(group, CategoryTranslation, sources, findings)
        found[key] = category(key, typed or CategoryDocument(), beside, place, scope, findings)
    return found


def _beside(group: Group, definition: type[T], sources: Sources, findings: Findings) -> dict[str, tuple[Field, T]]:
    found = {}
    for language, path in group.translations.items():
        typed = document(sources, path, definition, findings)
        if typed is not None:
            found[language] = (Field(path), typed)
    return found


def _texts(
    folder: str,
    make: Callable[[str, Mapping[str, Twin], Scope, Findings], E | None],
    sources: Sources,
    scope: Scope,
    findings: Findings,
) -> dict[str, E]:
    texts = (markdown(sources, path, findings) for path in _paths_of_texts(sources, folder))
    groups = twins((text for text in texts if text is not None), folder, scope, findings)
    made = {key: make(key, group, scope, findings) for key, group in groups.items() if group}
    return {key: value for key, value in made.items() if value is not None}


def _paths_of_texts(sources: Sources, folder: str) -> list[str]:
    return [entry.path for entry in sources.below(folder) if not entry.odd and entry.path.endswith(SUFFIXES)]


def _in_order(entities: Mapping[str, T], order: Callable[[T], tuple[object, ...]]) -> dict[str, T]:
    keys: Iterable[str] = sorted(entities, key=lambda key: order(entities[key]))
    return {key: entities[key] for key in keys}
