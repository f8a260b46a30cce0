"""`shopgen version`"""

import click

from shopgen import __version__


@click.command("version")
def command() -> None:
    """Show the version of shopgen."""
    click.echo(f"shopgen {__version__}")
