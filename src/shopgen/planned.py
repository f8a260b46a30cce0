"""The shop as it is now: read, checked and planned."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from shopgen.checking.shop import check, check_product
from shopgen.checkout.members import options_definitions
from shopgen.core.diagnostics import Diagnostic, Severity
from shopgen.core.stopwatch import Stopwatch
from shopgen.engine.borrowed import AnyStore
from shopgen.engine.bundle import Bundle
from shopgen.engine.jobs import Plan
from shopgen.making.bundle import bundle_of
from shopgen.model.shop import Shop
from shopgen.options import Options, installed_themes
from shopgen.outcome import has_errors
from shopgen.planning.plan import Planner
from shopgen.planning.unpublished import Mark
from shopgen.planning.visibility import Shown
from shopgen.reading.places import pin
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import Sources
from shopgen.workplace import Workplace


class Planned(Struct, frozen=True):
    """The shop as it is now and everything that is to exist. `shop` and `plan` are None when nothing can be planned.

    `next_change` is the first moment at which the clock alone changes the shop. `unpublished` says of pages, by output
    path, why customers do not see them; only preview asks.
    """

    findings: tuple[Diagnostic, ...]
    shop: Shop | None = None
    plan: Plan | None = None
    bundle: Bundle | None = None
    next_change: datetime | None = None
    unpublished: Mapping[str, Mark] = {}

    @property
    def has_errors(self) -> bool:
        return has_errors(self.findings)


class Begun(Struct, frozen=True):
    """A shop that is read and about to be planned, with what was found on the way.

    `base_url` is that of the settings, whatever was asked for.
    """

    findings: tuple[Diagnostic, ...]
    sources: Sources
    planner: Planner
    bundle: Bundle
    base_url: str


def begin(place: Workplace, watch: Stopwatch, sources: Sources, store: AnyStore) -> Begun | Planned:
    """Everything read, and a planner for it; a Planned with what is wrong when there is nothing to plan.

    Whole products go into `store`, which raises Lost later when it has one no more.
    """
    options, definitions = place.options, options_definitions()
    with watch.stage("read"):
        themes, looks = installed_themes(), not options.is_preview
        reading = read_shop(sources, themes, place.reading, store, definitions, options.jobs, looks)
    if reading.shop is None:
        return Planned(severe(reading.findings, options))
    shop = _adjusted(reading.shop, options)
    with watch.stage("check"):
        checked = pin(check(shop, is_whole=not has_errors(reading.findings)), sources)
    shown = Shown(options.clock, options.drafts, options.future, options.expired)
    with watch.stage("plan"):
        rules = partial(check_product, settings=shop.settings, presets=shop.theme.presets, clock=options.clock)
        planner = Planner(shop, shown, sources.location, reading.left_out, rules)
    findings = severe((*reading.findings, *checked), options)
    bundle = bundle_of(shop.settings, shop.theme, planner.assets)
    return Begun(findings, sources, planner, bundle, reading.shop.settings.base_url)


def finish(begun: Begun, options: Options, watch: Stopwatch) -> Planned:
    """The whole plan, whether its jobs have been asked for or not."""
    with watch.stage("plan"):
        for _ in begun.planner.jobs():
            pass
        planning = begun.planner.finished()
    found = (*begun.findings, *severe(pin(planning.findings, begun.sources), options))
    unpublished = begun.planner.marks() if options.is_preview else {}
    return Planned(found, planning.shop, planning.plan, begun.bundle, planning.next_change, unpublished)


def severe(findings: Iterable[Diagnostic], options: Options) -> tuple[Diagnostic, ...]:
    """The findings, all of them errors when that was asked for."""
    if not options.strict:
        return tuple(findings)
    return tuple(replace(finding, severity=Severity.ERROR) for finding in findings)


def _adjusted(shop: Shop, options: Options) -> Shop:
    if not options.base_url:
        return shop
    return replace(shop, settings=replace(shop.settings, base_url=options.base_url))
