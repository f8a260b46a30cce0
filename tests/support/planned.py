"""A shop written as one string, planned: what is to exist, and the views that its pages are made of."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from shopgen.checkout.members import options_definitions
from shopgen.core.disk import Disk
from shopgen.making.pages import KINDS
from shopgen.planning.plan import Planning, plan_shop
from shopgen.planning.visibility import Shown
from shopgen.reading.memory import Memory
from shopgen.reading.places import pin
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from shopgen.views.pages import PageView
from shopgen.views.site import Head
from shopgen.views.structured_data import structured_data
from support.inline import lay, report
from support.opened import values
from support.stores import store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Planned:
    """A plan and its findings, which are those of planning alone."""

    def __init__(self, planning: Planning) -> None:
        self.planning = planning
        self.jobs = planning.plan.jobs
        self.report = report(planning.findings)

    def pages(self) -> list[str]:
        """The paths of all pages, in order."""
        return sorted(path for path, job in self.jobs.items() if job.recipe in KINDS)

    def of(self, recipe: str) -> list[str]:
        return sorted(path for path, job in self.jobs.items() if job.recipe == recipe)

    def views(self, path: str, role: str) -> list[Any]:
        """The values in `role` of the job for `path`."""
        return values(self.planning.plan, path, role)

    def view(self, path: str, role: str) -> Any:
        (value,) = self.views(path, role)
        return value

    def head(self, path: str) -> Head:
        head: Head = self.view(path, "head")
        return head

    def page(self, path: str) -> PageView:
        """The whole view of a page, as its template gets it."""
        job = self.jobs[path]
        kind = KINDS[job.recipe]
        single = {"site", "head", "product", "listing", "article", "page", "title", "pager", "tag", "content"}
        single |= {"newer", "older", "language", "target"}
        roles = {item.role for item in job.ingredients} - {"layout"}
        found = {role: self.view(path, role) if role in single else tuple(self.views(path, role)) for role in roles}
        view: PageView = kind.view(**found)
        return view

    def data(self, path: str) -> dict[str, Any]:
        """The page's JSON-LD by type."""
        return {node["@type"]: node for node in structured_data(self.page(path))}


Plan = Callable[..., Planned]


def planned(
    root: Path, text: str, clock: datetime = NOON, files: Mapping[str, bytes] | None = None, **shown: bool
) -> Planned:
    """The shop of `text` and of more `files` as it is at `clock`; it must be read without errors."""
    lay(root, text)
    for path, content in (files or {}).items():
        (root / path).write_bytes(content)
    sources = scan(Disk(), root)
    reading = read_shop(sources, root / "no-themes", Memory(), store(), options_definitions())
    errors = [finding for finding in reading.findings if finding.is_error]
    assert reading.shop is not None
    assert not errors, report(errors)
    planning = plan_shop(reading.shop, Shown(clock, **shown), sources.location)
    return Planned(replace(planning, findings=pin(planning.findings, sources)))


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Plans shops; each in a folder of its own."""
    number = count()

    def plan(text: str, **options: Any) -> Planned:
        return planned(tmp_path / str(next(number)), text, **options)

    return plan


@pytest.fixture
def sound(plan: Plan) -> Plan:
    """Plans shops that planning finds nothing wrong with."""

    def sound(text: str, **options: Any) -> Planned:
        found = plan(text, **options)
        assert found.report == ""
        return found

    return sound
