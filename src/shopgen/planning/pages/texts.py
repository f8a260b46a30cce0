"""The home page, plain pages, and the page that says that there is none."""

from difflib import get_close_matches

from shopgen.core.diagnostics import Field
from shopgen.formats.text import shown
from shopgen.model.text import in_language
from shopgen.planning.addresses import HOME, HOME_PAGE
from shopgen.planning.breadcrumbs import breadcrumbs
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.head import head
from shopgen.views.site import Head, Link

FEATURED = 8
LATEST = 3


def plan_texts(draft: Draft, catalogue: Catalogue) -> None:
    _root(draft)
    for language in draft.languages:
        _home(draft, catalogue, language)
        _not_found(draft, catalogue, language)
        for key, page in draft.shop.pages.items():
            if key != HOME_PAGE and language in page.texts:
                _page(draft, catalogue, key, language)


def _home(draft: Draft, catalogue: Catalogue, language: str) -> None:
    put = draft.pantry.put
    ingredients = [catalogue.site(language)]
    page = draft.shop.pages.get(HOME_PAGE)
    if page and language in page.texts:
        seen = catalogue.page(HOME_PAGE, language)
        told = seen.head(_home_title(draft, language))
        ingredients.append(put("content", f"home#content:{language}", seen.detail("hero")))
    else:
        told = _plain_home(draft, language)
    for key in _featured(draft):
        ingredients.append(catalogue.card("featured", key, language))
    for key in catalogue.tree.children():
        ingredients.append(catalogue.category_card("categories", key, language))
    for key in catalogue.posts(language)[:LATEST]:
        ingredients.append(catalogue.article_card("articles", key, language))
    origin = page.source if page else draft.settings.source
    draft.add_page(draft.addresses.file(HOME, language), "home", f"home#head:{language}", told, ingredients, origin)


def _home_title(draft: Draft, language: str) -> str:
    return in_language(draft.settings.tagline, language, draft.settings.default_language)


def _plain_home(draft: Draft, language: str) -> Head:
    described = in_language(draft.settings.description, language, draft.settings.default_language)
    return head(draft, HOME, language, _home_title(draft, language), described)


def _featured(draft: Draft) -> list[str]:
    """What the shop marks, else the first products of its order."""
    products = draft.shop.products
    marked = [key for key, product in products.items() if product.is_featured]
    return (marked or list(products))[:FEATURED]


def _page(draft: Draft, catalogue: Catalogue, key: str, language: str) -> None:
    seen = catalogue.page(key, language)
    put, name = draft.pantry.put, f"page/{key}"
    ingredients = [
        catalogue.site(language),
        put("page", f"{name}#detail:{language}", seen.detail("hero")),
        breadcrumbs(draft, name, language, (Link(seen.text.title, seen.url),)),
    ]
    layout = draft.shop.pages[key].layout
    if layout and layout not in draft.shop.theme.templates:
        _no_template(draft, layout, seen.text.source)
    elif layout:
        ingredients.append(put("layout", f"{name}#layout", layout))
    path = draft.addresses.file(seen.entity, language)
    draft.add_page(path, "page", f"{name}#head:{language}", seen.head(), ingredients, seen.text.source)


def _no_template(draft: Draft, layout: str, source: str) -> None:
    names = [name for name in draft.shop.theme.templates if "/" not in name]
    close = get_close_matches(layout, names, 1)
    hint = f"did you mean `{close[0]}`?" if close else "put it into the shop's `templates/`"
    draft.findings.error(
        "template-missing", f"there is no template `{shown(layout)}`", Field(source, ("layout",)), hint
    )


def _not_found(draft: Draft, catalogue: Catalogue, language: str) -> None:
    title = draft.word("not_found.title", language)
    page_head = head(
        draft,
        HOME,
        language,
        title,
        draft.word("not_found.text", language),
        canonical="",
        noindex=True,
    )
    ingredients = [catalogue.site(language), draft.pantry.put("head", f"404#head:{language}", page_head)]
    for key in catalogue.tree.children():
        ingredients.append(catalogue.category_card("categories", key, language))
    draft.add(f"{draft.addresses.prefix(language)}404.html", "not-found", ingredients, draft.settings.source)
    if language == draft.settings.default_language and draft.addresses.prefix(language):
        draft.add("404.html", "not-found", ingredients, draft.settings.source)


def _root(draft: Draft) -> None:
    """Leads to the default language where that has a folder of its own, because hosts answer with the root first."""
    language = draft.settings.default_language
    if draft.addresses.prefix(language):
        ingredients = [
            draft.pantry.put("language", "root#language", language),
            draft.pantry.put("target", "root#target", draft.addresses.absolute(HOME, language)),
        ]
        draft.add("index.html", "redirect", ingredients, draft.settings.source)
