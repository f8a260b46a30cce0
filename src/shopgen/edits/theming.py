"""Edited templates and assets of the theme, in a shop that else stays as it is.

A plan knows which templates there are, but not what is in them: pages look them up while they are made. Of an asset it
knows the digest, which is in its address.
"""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.diagnostics import Diagnostic, Findings
from shopgen.engine.jobs import Plan
from shopgen.model.shop import Shop, StaticFile, Theme
from shopgen.options import Options
from shopgen.planning.addresses import Addresses
from shopgen.planning.assets import plan_assets
from shopgen.planning.draft import Draft
from shopgen.reading.sources import Sources
from shopgen.reading.theme import read_theme

THEME_FOLDERS = ("assets/", "templates/", "themes/")


class ThemeEdit(Struct, frozen=True):
    """The theme as it is now, the plan with its assets, and their addresses by name."""

    theme: Theme
    plan: Plan
    assets: Mapping[str, str]


def plan_theme(
    paths: tuple[str, ...],
    shop: Shop,
    plan: Plan,
    assets: Mapping[str, str],
    sources: Sources,
    addresses: Addresses,
    options: Options,
    told: tuple[Diagnostic, ...],
) -> ThemeEdit | None:
    """What became of the theme whose files `paths` were saved; None when that may not be all that changes."""
    if any(finding.place is not None and finding.place.path in paths for finding in told):
        return None
    findings = Findings()
    theme = read_theme(sources, shop.settings, findings)
    if len(findings) or not _is_outwardly_the_same(shop.theme, theme):
        return None
    before = _drafted(_others(shop.theme, theme), shop, theme, sources, addresses, options)
    now = _drafted(_others(theme, shop.theme), shop, theme, sources, addresses, options)
    if before is None or now is None:
        return None
    exchanged = plan.exchanged(before[0].plan.jobs, now[0].plan.jobs, now[0].plan.values)
    return ThemeEdit(theme, exchanged, {**assets, **now[1]})


def _is_outwardly_the_same(before: Theme, now: Theme) -> bool:
    """Whether there are the same templates and assets, and all else that the plan knows of a theme."""
    return before.assets.keys() == now.assets.keys() and _outward(before) == _outward(now)


def _outward(theme: Theme) -> Theme:
    return replace(theme, templates=dict.fromkeys(theme.templates, ""), assets={})


def _others(these: Theme, those: Theme) -> dict[str, StaticFile]:
    return {name: asset for name, asset in these.assets.items() if asset != those.assets[name]}


def _drafted(
    assets: dict[str, StaticFile], shop: Shop, theme: Theme, sources: Sources, addresses: Addresses, options: Options
) -> tuple[Draft, dict[str, str]] | None:
    """A plan of these assets alone, and their addresses; None when something is wrong with it."""
    alone = Shop(shop.settings, {}, {}, {}, {}, (), replace(theme, assets=assets), shop.whole)
    draft = Draft(alone, addresses, options.clock, sources.location)
    planned = plan_assets(draft)
    _, findings = draft.adopt(draft.part())
    return None if findings else (draft, planned)
