"""`shopgen build`"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from shopgen.commands.options import image_cache_option, screen_options, shop_options, unpublished_options

if TYPE_CHECKING:
    from shopgen.commands.screen import Screen
    from shopgen.commands.verify import Verdict
    from shopgen.core.failures import Failure
    from shopgen.core.stopwatch import Lap, Stopwatch
    from shopgen.glance import Seen
    from shopgen.options import Options
    from shopgen.outcome import BuildReport

ERRORS = 1


@click.command("build")
@click.option("--verify", is_flag=True, help="Build again from nothing and compare every byte.")
@click.option("--timings", is_flag=True, help="Show where the time went, by stage and by template.")
@unpublished_options
@shop_options
@image_cache_option
@screen_options
def command(options: "Options", screen: "Screen", verify: bool, timings: bool) -> int:
    """Make the shop, or what changed in it.

    It goes into the output folder. When the shop has errors nothing is published: the folder stays as it was.
    """
    from shopgen import glance
    from shopgen.commands.screen import is_shop
    from shopgen.core.stopwatch import Stopwatch, Unwatched

    watch = Stopwatch() if timings else Unwatched()
    if not is_shop(options.root, screen):
        return ERRORS
    seen = glance.before(options) if verify else None
    with _without_collecting():
        report = _built(options, screen, watch)
        with watch.stage("show"):
            screen.findings((*report.findings, *report.remarks), options.source_text, options.root)
    stages = watch.laps()
    verdict = None if report.has_errors or not verify else _verdict(options, screen, report, seen)
    _tell(options, screen, report, stages if timings else {}, verdict)
    if verdict is not None and not verdict.is_same:
        raise _difference(options, verdict)
    return ERRORS if report.has_errors else 0


def _built(options: "Options", screen: "Screen", watch: "Stopwatch") -> "BuildReport":
    from shopgen import glance

    with watch.stage("look"):
        seen = glance.glimpse(options, prepare=partial(import_module, "shopgen.session"))
    if seen is not None and not seen.changed:
        return seen.report()
    with glance.looking(options) if seen is None else nullcontext(lambda: None) as looked:
        with watch.stage("load"):
            from shopgen.session import Session

            if seen is None:
                import_module("shopgen.building")
        with watch.stage("look"):
            found = looked()

    with screen.progress() as progress:
        return Session(options, watch=watch).build(progress, seen, found)


def _tell(
    options: "Options", screen: "Screen", report: "BuildReport", stages: "Mapping[str, Lap]", verdict: "Verdict | None"
) -> None:
    from shopgen.commands import summary
    from shopgen.commands.screen import shown_path

    more: dict[str, Any] = {}
    for line in summary.lines(report, shown_path(options.output), screen.verbose):
        screen.say(line)
    if stages:
        from shopgen.commands import timings

        more["timings"] = timings.plain(stages, report.worked)
        for line in ("", *timings.lines(stages, report.worked)):
            screen.say(line)
    if verdict is not None:
        from shopgen.commands import verify

        more["verified"] = verify.plain(verdict)
        for line in verify.lines(verdict):
            screen.say(line)
    screen.data(
        (*report.findings, *report.remarks),
        options.root,
        {**summary.plain(report), **more} if screen.format == "json" else {},
    )


def _verdict(options: "Options", screen: "Screen", report: "BuildReport", seen: "Seen | None") -> "Verdict":
    """What comes of building again. Raises EnvironmentFailure when somebody changed the shop meanwhile."""
    from shopgen import glance
    from shopgen.commands.verify import verify
    from shopgen.core.failures import EnvironmentFailure

    if screen.talks:
        click.echo("building again from nothing, to compare", err=True)
    verdict = verify(options, report.published.foreign if report.published else (), not screen.talks)
    today = glance.before(options) if seen is not None and not verdict.is_same else seen
    if today is not None and seen is not None and today.sources.stamps != seen.sources.stamps:
        raise EnvironmentFailure("the shop was changed while it was verified", "run again")
    return verdict


def _difference(options: "Options", verdict: "Verdict") -> "Failure":
    from shopgen.commands import verify
    from shopgen.commands.crashes import report_difference
    from shopgen.commands.screen import shown_path
    from shopgen.core.failures import Failure

    hint = report_difference(verify.report(verdict), click.get_current_context().obj)
    return Failure(verify.message(verdict, shown_path(options.output)), hint)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Python does not look for garbage: what is read and planned is kept until the end. Making turns it on again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
