"""`shopgen check`"""

from typing import TYPE_CHECKING

import click

from shopgen.commands.options import screen_options, shop_options, unpublished_options

if TYPE_CHECKING:
    from shopgen.commands.screen import Screen
    from shopgen.options import Options

ERRORS = 1


@click.command("check")
@unpublished_options
@shop_options
@screen_options
def command(options: "Options", screen: "Screen") -> int:
    """Say what is wrong, and write nothing.

    The shop is read and planned; the pages are not made.
    """
    from shopgen.commands.screen import is_shop
    from shopgen.report.form import count
    from shopgen.session import Session

    if not is_shop(options.root, screen):
        return ERRORS
    session = Session(options)
    planned = session.plan()
    products = len(planned.shop.products) if planned.shop else 0
    files = len(planned.plan) if planned.plan else 0
    screen.findings(planned.findings, session.source_text, options.root)
    screen.data(planned.findings, options.root, {"products": products, "files": files})
    if not planned.has_errors:
        screen.say(f"The shop can be built: {count(products, 'product')}, {count(files, 'file')}.")
    return ERRORS if planned.has_errors else 0
