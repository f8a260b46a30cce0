"""Old addresses that lead to today's."""

from collections.abc import Iterator

from shopgen.core.diagnostics import Field
from shopgen.core.paths import PathRefused, output_path
from shopgen.hosts.protocol import Host, Redirect
from shopgen.planning.addresses import HOME, HOME_PAGE, Entity
from shopgen.planning.draft import Draft
from shopgen.views.pages import RedirectPage


def plan_redirects(draft: Draft, host: Host) -> tuple[Redirect, ...]:
    """All redirects of the shop, in the order of their addresses; pages for them when the host has no other way."""
    found: dict[str, Redirect] = {}
    for alias, entity, language, place in _aliases(draft):
        redirect = _redirect(draft, alias, entity, language, place)
        if redirect is None or redirect.source in found:
            continue
        found[redirect.source] = redirect
        if host.wants_redirect_pages:
            _page(draft, redirect, language, place.path)
    return tuple(found[source] for source in sorted(found))


def _aliases(draft: Draft) -> Iterator[tuple[str, Entity, str, Field]]:
    shop = draft.shop
    for kind, things in (
        ("product", shop.products),
        ("category", shop.categories),
        ("article", shop.articles),
        ("page", shop.pages),
    ):
        for key, thing in things.items():  # type: ignore[attr-defined]
            entity = HOME if (kind, key) == ("page", HOME_PAGE) else Entity(kind, key)
            for language, text in thing.texts.items():
                place = getattr(text, "place", None) or Field(getattr(text, "source", thing.source))
                for alias in text.aliases:
                    if draft.addresses.has(entity, language):
                        yield alias, entity, language, place.at("aliases")


def _redirect(draft: Draft, alias: str, entity: Entity, language: str, place: Field) -> Redirect | None:
    try:
        path = output_path(alias.strip().strip("/"))
    except PathRefused as refused:
        draft.findings.error(
            "redirect-refused", f"`{alias}` cannot be an old address: {refused}", place, "write it like `/old/mug/`"
        )
        return None
    owner = draft.addresses.find(path)
    if owner is not None:
        draft.findings.error(
            "redirect-refused", f"`{alias}` is the address of a page today", place, "remove it from `aliases`"
        )
        return None
    return Redirect(draft.addresses.site_url(path), draft.addresses.url(entity, language))


def _page(draft: Draft, redirect: Redirect, language: str, origin: str) -> None:
    bare = redirect.source.removeprefix(draft.addresses.site_url("")).strip("/")
    path = bare if bare.endswith((".html", ".htm")) else f"{bare}/index.html"
    view = RedirectPage(language, f"{draft.addresses.origin}{redirect.target}")
    ingredients = [
        draft.pantry.put("language", f"redirect/{path}#language", view.language),
        draft.pantry.put("target", f"redirect/{path}#target", view.target),
    ]
    draft.add(path, "redirect", ingredients, origin)
