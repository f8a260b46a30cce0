"""A shop to the plan of everything that is to exist."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from shopgen.checkout.protocol import Checkout
from shopgen.core.diagnostics import Diagnostic, Field, Findings, once
from shopgen.core.digests import Digest
from shopgen.engine.jobs import Job, Plan
from shopgen.hosts.members import host
from shopgen.hosts.protocol import Deployment
from shopgen.model.brief import Brief
from shopgen.model.shop import Shop
from shopgen.planning.addresses import VARIANT_PAGES_LIMIT
from shopgen.planning.amending import Known, outline_of
from shopgen.planning.assets import plan_assets
from shopgen.planning.assigning import assign
from shopgen.planning.buying import POLICY, checkouts, controls, is_each_for_itself
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.documents import plan_documents
from shopgen.planning.draft import Check, Draft, Part, unchecked
from shopgen.planning.outline import Outline, sorts_by_price
from shopgen.planning.pages.listings import listings
from shopgen.planning.pages.news import news
from shopgen.planning.pages.products import products
from shopgen.planning.pages.texts import plan_texts
from shopgen.planning.redirects import plan_redirects
from shopgen.planning.stretches import Stretch
from shopgen.planning.targets import Targets, targets_of
from shopgen.planning.unpublished import Mark, marks
from shopgen.planning.visibility import Shown, next_change, visible


class Planning(Struct, frozen=True):
    """A finished plan. `assets` are the addresses of the theme's files by name, which templates look up."""

    shop: Shop
    plan: Plan
    assets: dict[str, str]
    findings: tuple[Diagnostic, ...]
    next_change: datetime | None


class Planner:
    """A shop on its way to a plan: what templates look up is known at once, then the jobs come one by one.

    Its stretches may be planned in any order and by any process that was forked with this planner; the plan does not
    depend on that.
    """

    def __init__(
        self,
        shop: Shop,
        shown: Shown,
        locate: Callable[[str], Path],
        left_out: frozenset[str] = frozenset(),
        check: Check = unchecked,
    ) -> None:
        """`locate` says where a source file lies on the disk.

        `left_out` is what links end in to things that the shop lacks because of errors told already. `check` tells of
        each product that is not a draft what is wrong with it.
        """
        self._whole = shop
        self._shown = shown
        self._findings = Findings()
        self.shop = visible(shop, shown)
        addresses = assign(self.shop, self._findings)
        self._draft = Draft(self.shop, addresses, shown.clock, locate, left_out, check)
        self.plan = self._draft.plan
        self.values = self._draft.pantry.values
        """Those of the plan, for somebody who takes them out as they are used."""
        self.fresh = self._draft.pantry.fresh
        """Some of the values as they were planned."""
        self._has_addresses = not self.has_errors
        self.assets = plan_assets(self._draft) if self._has_addresses else {}
        self._parts: dict[int, Part] = {}
        self._rest = self._adopted() if self._has_addresses else self._checked()

    @property
    def has_errors(self) -> bool:
        return self._findings.has_errors

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """All pages but those that need to know of all others."""
        draft = self._draft
        if not self._has_addresses:
            return ()
        _warn_of_many_variants(draft)
        given = self._checkouts = checkouts(draft)
        self._is_amendable = is_each_for_itself(given) and not sorts_by_price(self.shop.categories)
        self._targets = Targets(
            targets_of(self.shop, draft.addresses), draft.addresses, draft.settings.default_language
        )
        hidden = _hidden(self._whole) if _hides(self._whole, self.shop) else None
        bought = {language: controls(checkout) for language, checkout in given.items()}
        catalogue = self._catalogue = Catalogue(draft, bought, self._targets, hidden)
        self._opening = self._adopt(draft.part())
        texts = Stretch("texts", 1, lambda: plan_texts(draft, catalogue))
        unseen = [product for key, product in self._whole.products.items() if key not in self.shop.products]
        return (
            texts,
            *products(draft, catalogue),
            *listings(draft, catalogue),
            *news(draft, catalogue),
            Stretch("unseen", 0, partial(self._check, unseen)),
        )

    @cached_property
    def size(self) -> int:
        """How many pages the stretches are."""
        return sum(stretch.size for stretch in self.stretches)

    def _check(self, products: Iterable[Brief]) -> None:
        for product in products:
            if not product.is_draft:
                self._draft.check(self._whole.whole(product), self._draft.findings)

    def planned(self, number: int) -> Part:
        """What comes of the stretch `number`, which is not in the plan yet."""
        self.stretches[number].plan()
        return self._draft.part()

    def take(self, number: int, part: Part, values: Mapping[str, bytes]) -> None:
        """Has what was planned of a stretch, with `values` of its jobs by name, put into the plan in its turn."""
        self._parts[number] = part
        self.values.update(values)

    def jobs(self) -> Iterator[Job]:
        """Every job once, as soon as it is planned; the second time those that nobody took yet."""
        for jobs in self._rest:
            yield from jobs

    def finished(self) -> Planning:
        """The plan, once all jobs have been asked for."""
        moment = next_change(self._whole, self._shown) if self._has_addresses else None
        return Planning(self.shop, self.plan, self.assets, once(self._findings), moment)

    @property
    def wholes(self) -> Iterator[Digest]:
        """The names of all whole products, shown or not."""
        return (product.whole for product in self._whole.products.values())

    def marks(self) -> Mapping[str, Mark]:
        """Why each page is not published that customers do not see, by output path; for a shop that hides nothing."""
        return marks(self.shop, self._draft.addresses, self._shown.clock)

    def known(self) -> Known:
        """What an edit is planned within that comes while this process lives."""
        return Known(self._draft.addresses, self._targets, self.shop.categories, self.shop.pictures, self._is_amendable)

    def outline(self) -> Outline:
        """What a later edit is planned with, when nothing is wrong so far."""
        _ = self.stretches  # whatever a link may lead to is found out with them
        return outline_of(self.known(), self.shop.products.values())

    def _checked(self) -> Iterator[list[Job]]:
        """No jobs: what cannot be planned is only checked."""
        self._check(self._whole.products.values())
        yield self._adopt(self._draft.part())

    def _adopted(self) -> Iterator[list[Job]]:
        """The jobs of one part after the other, when they are in the plan."""
        numbers = range(len(self.stretches))
        yield self._opening
        for number in numbers:
            yield self._adopt(self._parts.pop(number) if number in self._parts else self.planned(number))
        plan_documents(self._draft, self._catalogue)
        yield self._adopt(self._draft.part())
        _plan_checkouts(self._draft, self._checkouts.values())
        _plan_host(self._draft, self._checkouts.values())
        yield self._adopt(self._draft.part())

    def _adopt(self, part: Part) -> list[Job]:
        jobs, findings = self._draft.adopt(part)
        self._findings.extend(findings)
        return jobs


def plan_shop(
    shop: Shop, shown: Shown, locate: Callable[[str], Path], left_out: frozenset[str] = frozenset()
) -> Planning:
    """All jobs for `shop` as `shown` sees it, at once; the arguments are those of Planner."""
    planner = Planner(shop, shown, locate, left_out)
    deque(planner.jobs(), maxlen=0)
    return planner.finished()


def _plan_checkouts(draft: Draft, given: Iterable[Checkout]) -> None:
    documents = {path: content for checkout in given for path, content in checkout.documents.items()}
    for path, content in documents.items():
        text = draft.pantry.put("text", f"checkout/{path}", content.decode())
        draft.add(path, "verbatim", [text], draft.settings.source)


def _hidden(shop: Shop) -> Targets:
    addresses = assign(shop, Findings())
    return Targets(targets_of(shop, addresses), addresses, shop.settings.default_language)


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
