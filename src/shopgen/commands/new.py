"""`shopgen new`"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

import click

from shopgen.commands.options import moment
from shopgen.core.failures import UsageFailure

_TEXTS = (".yaml", ".md")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path), metavar="NAME")
@click.option("--name", help="The shop's name; that of the folder without it.")
@click.option("--language", default="en", show_default=True, help="The language of its texts.")
@click.option("--currency", default="EUR", show_default=True, help="The currency of its prices (ISO 4217).")
def command(folder: Path, name: str | None, language: str, currency: str) -> None:
    """Make a small shop to start from.

    It goes into the folder NAME, which must not exist yet or be empty: three products, a post, pages.
    """
    from shopgen.commands.schema import write_schemas

    _check(folder, language, currency.upper())
    today = moment(None, folder).astimezone(UTC).date()
    words = _words(name or _title(folder), language, currency.upper(), today)
    number = _copy(files("shopgen.commands") / "starter", folder, words)
    write_schemas(folder)
    click.echo(f"Made a shop with {number} files in {folder}. What to do next:")
    click.echo(f"    cd {folder}")
    click.echo("    shopgen serve    shows the shop while you change it")
    click.echo("    shopgen build    makes it in public/, for any host of files")
    click.echo("README.md there tells what is where.")


def _check(folder: Path, language: str, currency: str) -> None:
    if not _LANGUAGE.fullmatch(language):
        raise UsageFailure(f"`{language}` is not a language tag", "write it as en, pl or pt-BR")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise UsageFailure(f"`{currency}` is not a currency", "write its three letters, as EUR, PLN or USD")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageFailure(f"there is something in `{folder}` already", "choose a new name or an empty folder")


def _title(folder: Path) -> str:
    return folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize() or "My shop"


def _words(name: str, language: str, currency: str, today: date) -> Mapping[str, str]:
    """What stands for the placeholders of the starter's files, as YAML."""
    return {
        "name": name if re.fullmatch(r"[A-Za-z][\w ]*\w", name) else json.dumps(name, ensure_ascii=False),
        "language": json.dumps(language) if language in {"no", "on"} else language,
        "currency": currency,
        "date": today.isoformat(),
    }


def _copy(source: Traversable, target: Path, words: Mapping[str, str]) -> int:
    """Copies the starter below `source` to `target`, and returns the number of files."""
    from shopgen.core.disk import Disk

    disk = Disk()
    number = 0
    for path, file in _walk(source, ""):
        content = file.read_bytes()
        if path.endswith(_TEXTS):
            content = Template(content.decode()).safe_substitute(words).encode()
        disk.write(target / (".gitignore" if path == "gitignore" else path), content)
        number += 1
    return number


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry
