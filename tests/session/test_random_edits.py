"""Whatever is done to a shop, a build that remembers gives what a build from nothing gives, byte for byte."""

import gc
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shopgen.engine import sights
from shopgen.glance import glimpse
from shopgen.outcome import BuildReport
from shopgen.reading import sources
from shopgen.session import Session
from support.edits import EDITS, ODD_EDITS, Pick, every
from support.inline import report as lines
from support.workplace import NOON, Workplace

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
theme: bare
missing_links: warning
-- catalog/mugs/_category.yaml --
title: Mugs
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
description: A *mug*, like [ink](/products/ink/).
images: [moss.png]
tags: [new]
options: [{name: Size, values: [S, L]}]
variants: [{sku: V-S, options: {Size: S}, price: 24}, {sku: V-L, options: {Size: L}, price: 30}]
-- catalog/mugs/moss.pl.yaml --
title: Kubek
-- catalog/mugs/ink.yaml --
title: Ink mug
sku: M-2
price: 26.00
aliases: [/products/dark/]
-- catalog/bowls/rice.yaml --
title: Rice bowl
sku: B-1
price: 22.00
description: For rice.
related: [M-1]
-- catalog/images/moss.png: 8x10 --
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
---
See [the mug](/products/moss/).
-- content/news/2026-11-22-later.md --
---
title: Later
date: 2026-11-22T12:00:20Z
---
Soon.
-- content/pages/about.md --
---
title: About
---
Hello.
-- static/hello.txt --
Hello
-- themes/other/theme.yaml --
name: other
extends: bare
-- themes/other/templates/page.html --
<i>{{ page.title }}</i>
-- themes/bare/templates/product.html --
{% extends "base.html" %}
{% from "partials/card.html" import card with context %}
{% block title %}{{ product.title }}{% endblock %}
{% block content %}{{ product.offer.price.text }}{{ product.description | markdown }}
{% for picture in product.pictures %}<img src="{{ picture.src }}" srcset="{{ picture.srcset }}">{% endfor %}
{% for variant in product.variants %}<a href="{{ variant.url }}">{{ variant.offer.price.text }}</a>{% endfor %}
{% for other in related %}{{ card(other) }}{% endfor %}
{{ part("partials/note.html") }}{{ t("news.title") }}{% endblock %}
-- themes/bare/templates/partials/note.html --
<hr>{{ t("nav.home") }}
"""
MOMENTS = [NOON, NOON + timedelta(seconds=20), NOON + timedelta(seconds=30), NOON + timedelta(days=3)]
ARGUMENTS: list[dict[str, object]] = [
    {},
    {"drafts": True},
    {"future": True},
    {"expired": True},
    {"base_url": "https://test.example/a/"},
    {"jobs": 2},
    {"strict": True},
]
CACHE_FILES = ["*/ledger", "*/outline", "*/reading", "*/store/index", "*/store/packs/*", "glance-*", "published-*"]
NAMES = sorted(EDITS) + 3 * sorted(ODD_EDITS)
YOUNG_NS = [0, 20_000_000, sights.RACY_NS]
"""For so long files are young; real waiting would take the whole night."""


class RandomEdits(RuleBasedStateMachine):
    """`is_long_lived` keeps one Session, as a preview does; else each build has its own, as the command line has."""

    def __init__(self) -> None:
        super().__init__()
        self._temporary = TemporaryDirectory()
        self._patch = pytest.MonkeyPatch()
        self.folder = Path(self._temporary.name)
        self.clock = NOON
        self.arguments: dict[str, object] = {}
        self.session: Session | None = None
        self.has_lost_memory = False
        self.history: list[dict[str, bytes]] = []
        self.good: dict[str, bytes] = {}
        self.since_good = 0

    @initialize(is_long_lived=st.booleans(), young_ns=st.sampled_from(YOUNG_NS))
    def begin(self, is_long_lived: bool, young_ns: int) -> None:
        self.is_long_lived = is_long_lived
        self._patch.setattr(sights, "RACY_NS", young_ns)
        self._patch.setattr(sources, "RACY_NS", young_ns)
        self.shop = Workplace(self.folder / "shop", SHOP)

    def teardown(self) -> None:
        self._patch.undo()
        self._temporary.cleanup()
        gc.collect()  # Python would wait until the night has used all memory

    @rule(name=st.sampled_from(NAMES), data=st.data())
    def edit(self, name: str, data: st.DataObject) -> None:
        EDITS[name](self.shop, Pick(lambda among: data.draw(st.sampled_from(among))))

    @rule(names=st.lists(st.sampled_from(NAMES), min_size=2, max_size=4), data=st.data())
    def edit_several(self, names: list[str], data: st.DataObject) -> None:
        for name in names:
            self.edit(name, data)

    @rule(moment=st.sampled_from(MOMENTS))
    def let_time_pass(self, moment: datetime) -> None:
        self.clock, self.session = moment, None

    @rule(arguments=st.sampled_from(ARGUMENTS))
    def ask_otherwise(self, arguments: dict[str, object]) -> None:
        self.arguments, self.session = arguments, None

    @rule(data=st.data())
    def restore_an_old_version(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from(self.history))
        path = data.draw(st.sampled_from(sorted(old)))
        self._put(path, old[path])

    @rule(data=st.data())
    def go_back_to_an_old_state(self, data: st.DataObject) -> None:
        self.restore_all(data.draw(st.sampled_from(self.history)))

    @rule()
    def build_with_an_error_in_between(self) -> None:
        settings = (self.shop.root / "shop.yaml").read_bytes()
        before = self.shop.tree() if self.shop.output.exists() else {}
        self.shop.write("shop.yaml", settings + b"\nnonsense: [\n")
        assert self._build().has_errors
        assert before == (self.shop.tree() if before else {})
        self.shop.write("shop.yaml", settings)

    @precondition(lambda self: self.shop.output.exists())
    @rule(data=st.data(), act=st.sampled_from([Path.unlink, Path.touch, lambda path: path.write_bytes(b"x")]))
    def disturb_the_output(self, data: st.DataObject, act: Callable[[Path], object]) -> None:
        pages = [path for path in sorted(self.shop.output.rglob("*")) if path.is_file() and path.name[0] != "."]
        if pages:
            act(data.draw(st.sampled_from(pages)))

    @rule(name=st.sampled_from(CACHE_FILES), act=st.sampled_from([Path.unlink, lambda path: path.write_bytes(b"x")]))
    def disturb_the_cache(self, name: str, act: Callable[[Path], object]) -> None:
        self.session, self.has_lost_memory = None, True
        for path in sorted(self.shop.cache.glob(name)):
            act(path)

    @invariant()
    def equals_a_clean_build(self) -> None:
        if not hasattr(self, "shop"):
            return
        self.history.append(self._sources())
        before = self.shop.tree()
        clean = self._clean()
        report = self._build()
        self.has_lost_memory = False
        after = self.shop.tree()
        assert lines(report.findings) == lines(clean.findings)
        if report.has_errors:
            assert after == before
            self._repair_soon()
            return
        self.good, self.since_good = self.history[-1], 0
        assert after == self.shop.tree(self.folder / "clean/public")
        assert_only_changes_are_written(report, before, after)
        if self.is_long_lived:
            self._preview(after)

    def _build(self) -> BuildReport:
        """As the command line does: at first a glance. What it says has to be what the build says."""
        options = {**self.arguments, "clock": self.clock}
        last = glimpse(self.shop.session(**options).options)
        seen = None if last is None or last.changed else last.report()
        if self.session is None or not self.is_long_lived:
            self.session = self.shop.session(**options)
        report = self.session.build(last=last)
        if seen is not None:
            assert lines(seen.findings) == lines(report.findings)
            assert self.has_lost_memory or report.made == {}
            assert seen.published == report.published
            assert (seen.counts, seen.next_change) == (report.counts, report.next_change)
        return report

    def _clean(self) -> BuildReport:
        rmtree(self.folder / "clean", ignore_errors=True)
        (self.folder / "clean/public").mkdir(parents=True)
        places = {"output": self.folder / "clean/public", "cache": self.folder / "clean/cache"}
        return self.shop.build(**{**self.arguments, **places, "clock": self.clock})

    def _preview(self, tree: Mapping[str, bytes]) -> None:
        """The Session makes one page after the other, as they are asked for."""
        assert self.session is not None
        planned = self.session.plan()
        assert planned.plan is not None
        for path in planned.plan.jobs:
            made = self.session.make(path, planned)
            assert made is not None
            assert made.content == tree.get(path, made.content)

    def _sources(self) -> dict[str, bytes]:
        return {path: (self.shop.root / path).read_bytes() for path in ("shop.yaml", *every(self.shop))}

    def _repair_soon(self) -> None:
        """A shop that stays broken would tell nothing more."""
        self.since_good += 1
        if self.since_good > 1 and self.good:
            self.restore_all(self.good)

    def restore_all(self, state: Mapping[str, bytes]) -> None:
        for folder in ("catalog", "content", "static", "templates", "assets", "locales"):
            rmtree(self.shop.root / folder, ignore_errors=True)
        for path, content in state.items():
            self._put(path, content)

    def _put(self, path: str, content: bytes) -> None:
        file = self.shop.root / path
        if file.is_symlink():
            file.unlink()
        elif file.is_dir():
            rmtree(file)
        self.shop.write(path, content)


def assert_only_changes_are_written(
    report: BuildReport, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> None:
    assert report.published is not None
    assert report.published.removed == tuple(sorted(before.keys() - after.keys()))
    assert report.published.written == tuple(path for path in after if before.get(path) != after[path])


USUAL = settings(stateful_step_count=10, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
def test_incremental_equals_clean() -> None:
    run_state_machine_as_test(RandomEdits, settings=settings(USUAL, max_examples=40, derandomize=True))  # type: ignore[no-untyped-call]


@pytest.mark.slow
def test_each_kind_of_edit_is_noticed() -> None:
    """One after the other, each done to the same shop, whose files are trusted as soon as they are written."""
    machine, chance = RandomEdits(), random.Random(1)
    machine.begin(is_long_lived=False, young_ns=0)
    machine.equals_a_clean_build()
    for name in NAMES:
        if name in ODD_EDITS:  # what keeps an old time tells nothing when all files are new
            machine.equals_a_clean_build()
        EDITS[name](machine.shop, Pick(chance.choice))
        machine.equals_a_clean_build()
        machine.restore_all(machine.history[0])
    machine.teardown()


@pytest.mark.nightly
@pytest.mark.parametrize("share", range(4))
def test_incremental_equals_clean_all_night(share: int) -> None:
    """Other edits each night, in shares for several processors."""
    run_state_machine_as_test(RandomEdits, settings=settings(USUAL, max_examples=1250))  # type: ignore[no-untyped-call]
