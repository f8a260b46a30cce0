"""`shopgen build`"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import click

from shopgen.commands.options import screen_options, shop_options, unpublished_options

if TYPE_CHECKING:
    from shopgen.commands.screen import Screen
    from shopgen.glance import Glimpse
    from shopgen.options import Options
    from shopgen.outcome import BuildReport

ERRORS = 1


@click.command("build")
@unpublished_options
@shop_options
@screen_options
def command(options: "Options", screen: "Screen") -> int:
    """Make the shop, or what changed in it.

    It goes into the output folder. When the shop has errors nothing is published: the folder stays as it was.
    """
    from shopgen import glance
    from shopgen.commands import summary
    from shopgen.commands.screen import is_shop, shown_path

    if not is_shop(options.root, screen):
        return ERRORS
    with _without_collecting():
        seen = glance.glimpse(options, prepare=partial(import_module, "shopgen.session"))
        report = _built(options, screen, seen) if seen is None or seen.changed else seen.report()
        screen.findings(report.findings, options.source_text, options.root)
    screen.data(report.findings, options.root, summary.plain(report) if screen.format == "json" else {})
    for line in summary.lines(report, shown_path(options.output), screen.verbose):
        screen.say(line)
    return ERRORS if report.has_errors else 0


def _built(options: "Options", screen: "Screen", seen: "Glimpse | None") -> "BuildReport":
    from shopgen.session import Session

    with screen.progress() as progress:
        return Session(options).build(progress, seen)


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
