"""Old addresses that lead to today's."""

from collections.abc import Iterator, Mapping
from typing import Protocol
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from shopgen.core.diagnostics import Field, Related
from shopgen.core.paths import PathRefused, folded, page_path
from shopgen.hosts.protocol import Host, Redirect
from shopgen.model.shop import Shop
from shopgen.planning.addresses import Entity
from shopgen.planning.assigning import text_entity
from shopgen.planning.draft import Draft
from shopgen.views.pages import RedirectPage

_PAGES = (".html", ".htm")


class Words(Protocol):
    """What the texts of all entities share."""

    @property
    def aliases(self) -> tuple[str, ...]: ...

    @property
    def place(self) -> Field: ...


class Alias(Struct, frozen=True):
    """An old address as it is typed, and what it stood for."""

    typed: str
    entity: Entity
    language: str
    place: Field


class Old(Struct, frozen=True):
    """An old address that leads somewhere. `path` is below the site's root, as a person would read it."""

    path: str
    target: str
    alias: Alias


def plan_redirects(draft: Draft, host: Host) -> tuple[Redirect, ...]:
    """All redirects of the shop, in the order of their addresses; pages for them when the host has no other way."""
    found: dict[str, Old] = {}
    for alias in _aliases(draft):
        try:
            old = Old(_path(alias.typed, draft), draft.addresses.url(alias.entity, alias.language), alias)
        except PathRefused as refused:
            message = f"`{alias.typed}` cannot be an old address: {refused}"
            draft.findings.error("redirect-refused", message, alias.place, "write it like `/old/mug/`")
            continue
        if _is_free(old, found, draft):
            found[folded(old.path)] = old
    for old in found.values():
        if host.wants_redirect_pages:
            _page(draft, old)
    redirects = [Redirect(draft.addresses.site_url(old.path), old.target) for old in found.values()]
    return tuple(sorted(redirects, key=lambda redirect: redirect.source))


def _aliases(draft: Draft) -> Iterator[Alias]:
    for kind, key, texts in _texts(draft.shop):
        for language, text in texts.items():
            for typed in text.aliases:
                entity = text_entity(kind, key)
                if draft.addresses.has(entity, language):
                    yield Alias(typed, entity, language, text.place.at("aliases"))


def _texts(shop: Shop) -> Iterator[tuple[str, str, Mapping[str, Words]]]:
    """The texts of everything by kind and key."""
    yield from (("product", key, product.texts) for key, product in shop.products.items())
    yield from (("category", key, category.texts) for key, category in shop.categories.items())
    yield from (("article", key, article.texts) for key, article in shop.articles.items())
    yield from (("page", key, page.texts) for key, page in shop.pages.items())


def _path(typed: str, draft: Draft) -> str:
    """The path that was typed, whole or percent-encoded as browsers show it, or with our own host in front.

    Raises PathRefused when it is none.
    """
    address = typed.strip()
    if address == draft.addresses.origin or address.startswith(f"{draft.addresses.origin}/"):
        address = address.removeprefix(draft.addresses.origin)
    if "//" in address or "\\" in address:
        raise PathRefused("it is on another site")
    if "?" in address or "#" in address:
        raise PathRefused("what is behind `?` or `#` does not reach a static host")
    try:
        path = unquote(address, errors="strict").strip("/")
    except UnicodeDecodeError:
        raise PathRefused("its percent signs do not stand for UTF-8") from None
    base = unquote(urlsplit(draft.settings.base_url).path.strip("/"))
    if base and f"{path}/".startswith(f"{base}/"):
        path = path[len(base) :].strip("/")
    return page_path(path)


def _is_free(old: Old, found: Mapping[str, Old], draft: Draft) -> bool:
    """Whether nothing else is at the address; an error when it is anything but a redirect to the same page."""
    alias = old.alias
    jobs = draft.plan.jobs
    if draft.addresses.find(old.path) is not None or old.path in jobs or f"{old.path}/index.html" in jobs:
        message = f"`{alias.typed}` is the address of a page or file today"
        draft.findings.error("redirect-refused", message, alias.place, "remove it from `aliases`")
        return False
    first = found.get(folded(old.path))
    if first is not None and first.target != old.target:
        draft.findings.error(
            "redirect-refused",
            f"`{alias.typed}` is to lead to `{first.target}` and to `{old.target}`",
            alias.place,
            "remove one of them from `aliases`",
            (Related("the other one", first.alias.place),),
        )
    return first is None


def _page(draft: Draft, old: Old) -> None:
    path = old.path if old.path.endswith(_PAGES) else f"{old.path}/index.html"
    view = RedirectPage(old.alias.language, f"{draft.addresses.origin}{old.target}")
    ingredients = [
        draft.pantry.put("language", f"redirect/{path}#language", view.language),
        draft.pantry.put("target", f"redirect/{path}#target", view.target),
    ]
    draft.add(path, "redirect", ingredients, old.alias.place.path)
