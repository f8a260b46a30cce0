"""`shopgen build`"""

from typing import TYPE_CHECKING

import click

from shopgen.commands.options import screen_options, shop_options, shop_zone, unpublished_options

if TYPE_CHECKING:
    from shopgen.commands.screen import Screen
    from shopgen.session import Options

ERRORS = 1


@click.command("build")
@unpublished_options
@shop_options
@screen_options
def command(options: "Options", screen: "Screen") -> int:
    """Make the shop, or what changed in it.

    It goes into the output folder. When the shop has errors nothing is published: the folder stays as it was.
    """
    from shopgen.commands import summary
    from shopgen.commands.screen import is_shop, shown_path
    from shopgen.session import Session

    if not is_shop(options.root, screen):
        return ERRORS
    session = Session(options)
    with screen.progress() as progress:
        report = session.build(progress)
    screen.findings(report.findings, session.source_text, options.root)
    screen.data(report.findings, options.root, summary.plain(report) if screen.format == "json" else {})
    for line in summary.lines(report, shown_path(options.output), shop_zone(options.root), screen.verbose):
        screen.say(line)
    return ERRORS if report.has_errors else 0
