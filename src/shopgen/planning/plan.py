"""A shop to the plan of everything that is to exist."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from shopgen.checkout.protocol import Checkout
from shopgen.core.diagnostics import Diagnostic, Field, Findings, once
from shopgen.engine.jobs import Plan
from shopgen.hosts.members import host
from shopgen.hosts.protocol import Deployment
from shopgen.model.shop import Shop
from shopgen.planning.addresses import VARIANT_PAGES_LIMIT
from shopgen.planning.assets import plan_assets
from shopgen.planning.assigning import assign
from shopgen.planning.buying import POLICY, checkouts, controls
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.documents import plan_documents
from shopgen.planning.draft import Draft
from shopgen.planning.pages.listings import plan_listings
from shopgen.planning.pages.news import plan_news
from shopgen.planning.pages.products import plan_products
from shopgen.planning.pages.texts import plan_texts
from shopgen.planning.redirects import plan_redirects
from shopgen.planning.targets import Targets
from shopgen.planning.visibility import Shown, next_change, visible


class Planning(Struct, frozen=True):
    """`assets` are the addresses of the theme's files by name, which templates look up."""

    shop: Shop
    plan: Plan
    assets: dict[str, str]
    findings: tuple[Diagnostic, ...]
    next_change: datetime | None


def plan_shop(
    shop: Shop, shown: Shown, locate: Callable[[str], Path], left_out: frozenset[str] = frozenset()
) -> Planning:
    """All jobs for `shop` as `shown` sees it. `locate` says where a source file lies on the disk.

    `left_out` is what links end in to things that the shop lacks because of errors told already.
    """
    findings = Findings()
    seen = visible(shop, shown)
    draft = Draft(seen, assign(seen, findings), shown.clock, locate, findings, left_out)
    if findings.has_errors:
        return Planning(seen, draft.plan, {}, once(findings), None)
    _warn_of_many_variants(draft)
    given = checkouts(draft)
    hidden = Targets(shop, assign(shop, Findings())) if _hides(shop, seen) else None
    catalogue = Catalogue(draft, {language: controls(checkout) for language, checkout in given.items()}, hidden)
    assets = plan_assets(draft)
    plan_texts(draft, catalogue)
    plan_products(draft, catalogue)
    plan_listings(draft, catalogue)
    plan_news(draft, catalogue)
    plan_documents(draft, catalogue)
    _plan_checkouts(draft, given.values())
    _plan_host(draft, given.values())
    return Planning(seen, draft.plan, assets, once(findings), next_change(shop, shown))


def _plan_checkouts(draft: Draft, given: Iterable[Checkout]) -> None:
    documents = {path: content for checkout in given for path, content in checkout.documents.items()}
    for path, content in documents.items():
        text = draft.pantry.put("text", f"checkout/{path}", content.decode())
        draft.add(path, "verbatim", [text], draft.settings.source)


def _hides(shop: Shop, seen: Shop) -> bool:
    return any(len(getattr(seen, things)) < len(getattr(shop, things)) for things in ("products", "articles", "pages"))


def _plan_host(draft: Draft, given: Iterable[Checkout]) -> None:
    """The host's own files. What a checkout needs is allowed beside what is allowed anyway."""
    chosen, policy = host(draft.settings.host), dict(POLICY)
    for checkout in given:
        for directive, sources in checkout.policy.items():
            policy[directive] = tuple(dict.fromkeys((*policy.get(directive, ()), *sources)))
    redirects = plan_redirects(draft, chosen)
    base_path = urlsplit(draft.settings.base_url).path.rstrip("/")
    deployment = Deployment(draft.settings.base_url, base_path, redirects, policy)
    for problem in chosen.limits(deployment):
        draft.findings.warning("redirect-refused", problem, Field(draft.settings.source, ("host",)))
    for path, text in chosen.documents(deployment).items():
        content = draft.pantry.put("text", f"host/{path}", text)
        draft.add(path, "verbatim", [content], draft.settings.source)


def _warn_of_many_variants(draft: Draft) -> None:
    for product in draft.shop.products.values():
        if draft.settings.variant_pages and len(product.variants) > VARIANT_PAGES_LIMIT:
            draft.findings.warning(
                "variant-pages",
                f"{len(product.variants)} variants are too many for a page each; all are on the product's page",
                Field(product.source, ("variants",)),
                f"up to {VARIANT_PAGES_LIMIT} variants have pages of their own",
            )
