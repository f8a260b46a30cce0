"""What the jobs of a plan are made from, opened."""

from typing import Any

import msgspec

from shopgen.engine.bundle import Bundle
from shopgen.engine.jobs import Plan
from shopgen.making.recipes import kitchen

LINKS = ("breadcrumbs", "tags")
"""Roles whose links are one ingredient."""

_RECIPES = kitchen(Bundle({})).recipes


def values(plan: Plan, path: str, role: str = "") -> list[Any]:
    """The values of the job for `path`, of all roles or of one; links that travel together one by one."""
    job = plan.jobs[path]
    roles = _RECIPES[job.recipe].roles
    found = [
        msgspec.json.decode(plan.values[item.name], type=roles[item.role])
        for item in job.ingredients
        if role in ("", item.role)
    ]
    return list(found[0]) if role in LINKS and found else found
