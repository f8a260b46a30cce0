"""`shopgen images`"""

from typing import TYPE_CHECKING

import click

from shopgen.commands.options import image_cache_option, screen_options, shop_options
from shopgen.core.failures import UsageFailure

if TYPE_CHECKING:
    from shopgen.commands.screen import Screen
    from shopgen.options import Options
    from shopgen.planned import Planned

ERRORS = 1


@click.command("images")
@click.option("--gc", "is_tidying", is_flag=True, help="Throw away what was made and is needed no more.")
@shop_options
@image_cache_option
@screen_options
def command(options: "Options", screen: "Screen", is_tidying: bool) -> int:
    """Show what photographs became.

    That is their sizes before and after, those that nothing uses, and the pages that weigh most with their pictures.
    With --gc what was made and no plan needs any more is thrown away: from the memory, and from a folder that is an
    image cache after 30 days without use. Your own files are never touched.
    """
    from shopgen.commands.screen import is_shop
    from shopgen.session import Session

    if screen.format not in {"text", "json"}:
        raise UsageFailure(f"there is no `{screen.format}` for this", "choose `--format text` or `--format json`")
    if not is_shop(options.root, screen):
        return ERRORS
    session = Session(options)
    planned = session.plan()
    if planned.has_errors or planned.plan is None or planned.bundle is None:
        screen.findings(planned.findings, session.source_text, options.root)
        screen.data(planned.findings, options.root, {})
        screen.say("What is planned is known when the errors are gone.")
        return ERRORS
    (_tidy if is_tidying else _show)(options, screen, planned)
    return 0


def _show(options: "Options", screen: "Screen", planned: "Planned") -> None:
    from shopgen.commands import holdings
    from shopgen.report.machines import dumped
    from shopgen.storeroom import Storeroom

    storeroom = Storeroom(options, planned)
    found, pages = storeroom.stock(), storeroom.weights()
    if screen.format == "json":
        click.echo(dumped(holdings.plain(found, pages)), nl=False)
        return
    for line in holdings.lines(found, pages, screen.look(options.root).width, screen.verbose):
        screen.say(line)


def _tidy(options: "Options", screen: "Screen", planned: "Planned") -> None:
    from shopgen.commands.screen import shown_path
    from shopgen.commands.summary import size_text
    from shopgen.engine.lock import locked
    from shopgen.report.machines import dumped
    from shopgen.storeroom import Storeroom

    with locked(options.cache / "lock"):
        storeroom = Storeroom(options, planned)
        memory, cache = storeroom.tidy_memory(), storeroom.tidy_cache()
    if screen.format == "json":
        click.echo(dumped({"memory": memory, "image_cache": cache}), nl=False)
        return
    if not memory and not cache:
        screen.say("There is nothing to throw away: all that was made is needed.")
    if memory:
        screen.say(f"Threw away {size_text(memory)} that the shop needs no more from {shown_path(options.cache)}")
    if cache:
        screen.say(f"Threw away {size_text(cache)} that no build has used for 30 days from the image cache")
