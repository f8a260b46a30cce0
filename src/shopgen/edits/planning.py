"""What a few edited products are now, within a plan that else stays as it is."""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from shopgen.checking.shop import check_product
from shopgen.core.diagnostics import Diagnostic, Findings
from shopgen.edits.kept import Kept
from shopgen.edits.theming import THEME_FOLDERS, plan_theme
from shopgen.engine.borrowed import AnyStore
from shopgen.engine.jobs import Plan
from shopgen.engine.overlaid import Overlaid
from shopgen.model.brief import Both
from shopgen.model.product import Product
from shopgen.model.shop import Shop
from shopgen.options import Options
from shopgen.planning.amending import Amendment, Known, amend
from shopgen.reading.again import Frame, Rest, read_again
from shopgen.reading.linking import Names
from shopgen.reading.memory import Memory
from shopgen.reading.places import pin
from shopgen.reading.sources import Sources
from shopgen.reading.wholes import Wholes

FEW = 20
"""So many edited products are planned by themselves; after more it is quicker to plan the whole shop."""


class Before(Struct, frozen=True):
    """The shop as it was planned: whole `products` by source file, and all `findings` about it."""

    frame: Frame
    rest: Rest
    known: Known
    products: Mapping[str, Product]
    findings: tuple[Diagnostic, ...]


def before_of(shop: Shop, known: Known, findings: tuple[Diagnostic, ...], store: AnyStore) -> Before:
    """What an edit of `shop` is planned with by the process that planned the shop."""
    names = Names({key: product.skus for key, product in shop.products.items()})
    products = Kept({product.source: product.whole for product in shop.products.values()}, Wholes(store).named)
    return Before(Frame(shop.settings, shop.theme), Rest(shop.categories, names), known, products, findings)


class Edit(Struct, frozen=True):
    """The edited products by source file, what pages show of them, and all findings about the shop, old and new."""

    products: Mapping[str, Both]
    amendment: Amendment
    findings: tuple[Diagnostic, ...]


def plan_edit(
    paths: tuple[str, ...], before: Before, sources: Sources, memory: Memory, store: AnyStore, options: Options
) -> Edit | None:
    """What became of the products in the files `paths`; None when that may not be all that changes. Raises Lost."""
    findings, settings = Findings(), before.frame.settings
    now = read_again(paths, sources, settings, before.rest, memory, store, findings)
    if now is None:
        return None
    for _, whole in now.values():
        check_product(whole, findings, settings, before.frame.theme.presets, options.clock)
    told = _told_anew(before.findings, pin(findings, sources), paths)
    were = {was.key: was for was in map(before.products.__getitem__, paths)}
    are = {both[0].key: both for both in now.values()}
    if told is None or are.keys() != were.keys():
        return None
    amendment = amend(before.known, settings, before.frame.theme, were, are, options.clock, sources.location)
    return None if amendment is None else Edit(now, amendment, told)


class Last(Struct, frozen=True):
    """The last plan of this process, and what it was made from."""

    sources: Sources
    shop: Shop
    plan: Plan
    before: Before
    assets: Mapping[str, str]


def plan_again(last: Last, changed: Iterable[str], memory: Memory, store: AnyStore, options: Options) -> Last | None:
    """The plan after the files `changed` were saved; None when the whole shop has to be planned.

    Raises Lost when what it is planned with is not in `store` any more.
    """
    paths = tuple(sorted(changed))
    if not 0 < len(paths) <= FEW:
        return None
    products = tuple(path for path in paths if path in last.before.products)
    themed = tuple(path for path in paths if path.startswith(THEME_FOLDERS) and path in last.sources)
    if len(products) + len(themed) < len(paths):
        return None
    sources = last.sources.looked_at_again(paths)
    if sources is None:
        return None
    sources.memory = memory
    found: Last | None = replace(last, sources=sources)
    if found and themed:
        found = _themed_again(themed, found, options)
    if found and products:
        found = _products_again(products, found, memory, store, options)
    return found


def _themed_again(paths: tuple[str, ...], last: Last, options: Options) -> Last | None:
    shop, before = last.shop, last.before
    edit = plan_theme(
        paths, shop, last.plan, last.assets, last.sources, before.known.addresses, options, before.findings
    )
    if edit is None:
        return None
    frame = replace(before.frame, theme=edit.theme)
    shop = replace(shop, theme=edit.theme)
    return Last(last.sources, shop, edit.plan, replace(before, frame=frame), edit.assets)


def _products_again(
    paths: tuple[str, ...], last: Last, memory: Memory, store: AnyStore, options: Options
) -> Last | None:
    edit = plan_edit(paths, last.before, last.sources, memory, store, options)
    if edit is None:
        return None
    plan = last.plan.amended(edit.amendment.values, edit.amendment.digests)
    products = Overlaid(last.shop.products, {brief.key: brief for brief, _ in edit.products.values()})
    wholes = {path: whole for path, (_, whole) in edit.products.items()}
    before = replace(last.before, products=Overlaid(last.before.products, wholes), findings=edit.findings)
    return Last(last.sources, replace(last.shop, products=products), plan, before, last.assets)


def _told_anew(
    before: tuple[Diagnostic, ...], now: tuple[Diagnostic, ...], paths: tuple[str, ...]
) -> tuple[Diagnostic, ...] | None:
    """What was said before, with today's places of what is said about `paths`; None when something else is said."""
    waiting = list(now)
    told = []
    for finding in before:
        if finding.place is None or finding.place.path not in paths:
            told.append(finding)
            continue
        same = next((each for each in waiting if _says(each) == _says(finding)), None)
        if same is None:
            return None
        waiting.remove(same)
        told.append(replace(same, severity=finding.severity))
    return None if waiting else tuple(told)


def _says(finding: Diagnostic) -> tuple[str, str, str]:
    path = finding.place.path if finding.place else ""
    return finding.code, finding.message, path
