"""`shopgen why`"""

from typing import TYPE_CHECKING

import click

from shopgen.commands.options import screen_options, shop_options, unpublished_options
from shopgen.core.failures import UsageFailure

if TYPE_CHECKING:
    from shopgen.commands.screen import Screen
    from shopgen.engine.explaining import Explanation
    from shopgen.engine.jobs import Plan
    from shopgen.engine.kitchen import Kitchen
    from shopgen.options import Options

ERRORS = 1


@click.command("why")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@unpublished_options
@shop_options
@screen_options
def command(options: "Options", screen: "Screen", paths: tuple[str, ...]) -> int:
    """Say why a file was made or kept.

    PATH is a file of the finished shop, as public/products/mug/index.html, or its address, as /products/mug/. What
    changed since the last build is compared, and nothing is made.
    """
    from shopgen.commands import explanations
    from shopgen.commands.screen import is_shop
    from shopgen.report.machines import dumped

    if screen.format not in {"text", "json"}:
        raise UsageFailure(f"there is no `{screen.format}` for this", "choose `--format text` or `--format json`")
    if not is_shop(options.root, screen):
        return ERRORS
    found, has_errors = _explained(options, paths)
    if screen.format == "json":
        click.echo(dumped({"outputs": [explanations.plain(each) for each in found]}), nl=False)
        return 0
    for place, each in enumerate(found):
        if place:
            screen.show(())
        for line in explanations.lines(each, screen.verbose):
            screen.show(line)
    if has_errors:
        screen.show((("The shop has errors, so a build would change nothing: `shopgen check` names them.", "yellow"),))
    return 0


def _explained(options: "Options", paths: tuple[str, ...]) -> "tuple[list[Explanation], bool]":
    """What is known of each path, and whether the shop has errors. It is planned only when something was touched."""
    from shopgen.commands.outputs import output_meant
    from shopgen.core.disk import Disk
    from shopgen.engine.explaining import as_built, as_planned
    from shopgen.engine.memory import Memory
    from shopgen.glance import glance

    memory = Memory(Disk(), options.cache)
    built = memory.ledger.records
    today, has_errors = (None, False) if built and glance(options) else _today(options)
    known = built.keys() | (today[0].jobs.keys() if today else frozenset())
    meant = dict.fromkeys(output_meant(path, options.root, options.output, known) for path in paths)
    found = (as_planned(path, *today, memory) if today else as_built(path, memory) for path in meant)
    return [each for each in found if each is not None], has_errors


def _today(options: "Options") -> "tuple[tuple[Plan, Kitchen] | None, bool]":
    """What is planned now and who would make it, nothing when the shop has errors; and whether it has."""
    from shopgen.making.recipes import kitchen
    from shopgen.session import Session

    planned = Session(options).plan()
    if planned.has_errors or planned.plan is None or planned.bundle is None:
        return None, True
    return (planned.plan, kitchen(planned.bundle)), False
