"""`shopgen schema`"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shopgen.commands.options import CACHE, SOURCE, folder

if TYPE_CHECKING:
    from msgspec import Struct

FOLDER = "schemas"

FILES = {
    "shop": "shop.yaml",
    "product": "catalog/**/<product>.yaml",
    "product-translation": "catalog/**/<product>.<language>.yaml",
    "category": "catalog/**/_category.yaml",
    "text": "the front matter of content/news/*.md and content/pages/*.md",
    "theme": "themes/<theme>/theme.yaml",
}


@click.command("schema")
@SOURCE
@click.option("--write", is_flag=True, help=f"Write one file each to {CACHE}/{FOLDER}/ instead.")
def command(source: Path, write: bool) -> None:
    """Print JSON Schemas of a shop's files.

    With them editors complete keys, explain them and underline mistakes.
    """
    if not write:
        click.echo(_written(schemas()), nl=False)
        return
    place = write_schemas(folder(source))
    click.echo(f"Wrote {len(FILES)} schemas to {place}")
    click.echo("VS Code with the extension redhat.vscode-yaml uses them when a file begins with a line such as")
    click.echo(f"    # yaml-language-server: $schema=../../{CACHE}/{FOLDER}/product.json")
    click.echo("where the path leads from that file to the schema; or for all files, in .vscode/settings.json:")
    click.echo(_written({"yaml.schemas": _associations()}), nl=False)


def write_schemas(root: Path) -> Path:
    """Writes the schemas into the shop at `root`, and returns the folder in which they are."""
    from shopgen.core.disk import Disk

    place = root / CACHE / FOLDER
    for name, schema in schemas().items():
        Disk().write(place / f"{name}.json", _written(schema).encode())
    return place


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of file, by the names in `FILES`."""
    from shopgen.formats.schema import json_schema
    from shopgen.reading.documents.article import TextDocument
    from shopgen.reading.documents.category import CategoryDocument
    from shopgen.reading.documents.product import ProductDocument, ProductTranslation
    from shopgen.reading.documents.theme import ThemeDocument
    from shopgen.reading.settings_document import settings_definition

    definitions: dict[str, type] = {
        "shop": settings_definition(_checkout_definitions()),
        "product": ProductDocument,
        "product-translation": ProductTranslation,
        "category": CategoryDocument,
        "text": TextDocument,
        "theme": ThemeDocument,
    }
    return {name: {"title": FILES[name], **schema} for name, schema in json_schema(definitions).items()}


def _checkout_definitions() -> "dict[str, type[Struct]]":
    """The options of each way to pay under a name of its own: a schema names definitions by their classes."""
    from msgspec import defstruct

    from shopgen.checkout.members import options_definitions

    return {
        name: defstruct(f"{name.title().replace('-', '')}Document", [], bases=(options,), frozen=True, kw_only=True)
        for name, options in options_definitions().items()
    }


def _associations() -> dict[str, list[str]]:
    place = f"./{CACHE}/{FOLDER}"
    return {
        f"{place}/shop.json": ["shop.yaml"],
        f"{place}/category.json": ["catalog/**/_category.yaml"],
        f"{place}/product.json": ["catalog/**/[!_]*.yaml"],
        f"{place}/theme.json": ["themes/*/theme.yaml"],
    }


def _written(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
