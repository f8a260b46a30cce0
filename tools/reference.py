"""Writes docs/reference/ from the code: commands, errors, files and limits.

python -m tools.reference            writes the pages
python -m tools.reference --check    says which of them are not what the code says, and ends with 1
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click

from shopgen.cli import ALIASES, COMMANDS, shopgen
from shopgen.commands.schema import FILES, schemas
from shopgen.core.codes import CODES

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
NOTE = "<!-- Written by tools/reference.py from the code. Change the code, then run `python -m tools.reference`. -->"

EXIT_CODES = {
    0: "Fine. Warnings do not change it, unless `--strict` makes them errors.",
    1: "The shop has errors; nothing was published.",
    2: "The command line asks for something that cannot be.",
    3: "The disk, a permission or something that is not installed.",
    4: "Another machine does not answer as it should.",
    70: "A bug in shopgen, also when `build --verify` finds a difference. Its details are in a file "
    "`.shopgen/crash-*.txt` or `.shopgen/verify-*.txt`, without secrets and names of folders.",
    75: "Another shopgen is at work in the folder, and was not done in ten seconds.",
    130: "Interrupted (Ctrl-C).",
    143: "Told to end (SIGTERM).",
}

VARIABLES = {
    "SHOPGEN_BASE_URL": "Where the shop will live; `--base-url` goes before it.",
    "SHOPGEN_CACHE_DIR": "The folder for what is remembered between runs; `--cache-dir` goes before it.",
    "SHOPGEN_IMAGE_CACHE": "The image cache; `--image-cache` goes before it, it goes before `shop.yaml`.",
    "SOURCE_DATE_EPOCH": "The moment for which the shop is built, in seconds since 1970; `--clock` goes before it.",
    "NO_COLOR": "No colours.",
    "FORCE_COLOR": "Colours also where there is no terminal.",
}

LIMITS = (
    ("A YAML file", "formats.yaml.limits:MAX_CHARACTERS", "characters"),
    ("A text in a YAML file", "formats.yaml.limits:MAX_SCALAR", "characters"),
    ("Depth of a YAML file", "formats.yaml.limits:MAX_DEPTH", "levels"),
    ("Values in a YAML file", "formats.yaml.limits:MAX_NODES", "values"),
    ("Aliases in a YAML file", "formats.yaml.limits:MAX_ALIASES", "aliases"),
    ("Mappings merged into one", "formats.yaml.limits:MAX_MERGES", "mappings"),
    ("Growth of a YAML file by its aliases", "formats.yaml.limits:MAX_EXPANSION", "times"),
    ("A Markdown text", "formats.markdown.limits:MAX_CHARACTERS", "characters"),
    ("Depth of a Markdown text", "formats.markdown.limits:MAX_NESTING", "levels"),
    ("A picture file", "formats.picture.limits:MAX_BYTES", "bytes"),
    ("Pixels of a picture", "formats.picture.limits:MAX_PIXELS", "pixels"),
    ("A side of a picture", "formats.picture.limits:MAX_SIDE", "pixels"),
    ("Frames of a picture", "formats.picture.limits:MAX_FRAMES", "frames"),
    ("Pixels of all frames together", "formats.picture.limits:MAX_PIXELS_OF_ALL_FRAMES", "pixels"),
    ("Time to open a picture, or to make one copy of it", "formats.picture.limits:MAX_CPU_SECONDS", "seconds"),
    ("Memory to open a picture", "formats.picture.limits:MAX_MEMORY", "bytes"),
    ("A drawing (SVG)", "formats.svg.parsing:MAX_BYTES", "bytes"),
    ("A packed drawing (SVGZ), unpacked", "formats.svg.parsing:MAX_INFLATED", "bytes"),
    ("Depth of a drawing", "formats.svg.parsing:MAX_DEPTH", "levels"),
    ("Elements of a drawing", "formats.svg.parsing:MAX_ELEMENTS", "elements"),
    ("Elements that are drawn, each as often as it is used", "formats.svg.references:MAX_DRAWN", "elements"),
    ("Pictures of a product", "reading.products:MAX_PICTURES", "pictures"),
    ("Variants of a product", "reading.variants:MAX_VARIANTS", "variants"),
    ("Variants of a product with a page each", "planning.addresses:VARIANT_PAGES_LIMIT", "variants"),
    ("A SKU", "reading.offers:SKU_CHARACTERS", "characters"),
    ("The last part of an address", "formats.slug:MAX_LENGTH", "characters"),
    ("A name in an output path", "core.paths:COMPONENT_BYTES", "bytes"),
    ("An output path", "core.paths:PATH_CHARACTERS", "characters"),
    ("A file in `static/`", "reading.statics:MAX_STATIC", "bytes"),
    ("A template file", "reading.decoding:MAX_TEMPLATE", "bytes"),
    ("Time for a page", "making.limits:SECONDS", "seconds"),
    ("Size of a page", "making.limits:OUTPUT_BYTES", "characters"),
    ("Steps of loops in a page", "making.limits:STEPS", "steps"),
    ("Head of a request to the preview", "preview.serve:LONGEST_HEAD", "bytes"),
    ("Findings shown in full", "report.text:SHOWN", "findings"),
)


def commands() -> Iterator[str]:
    yield "# Commands"
    yield "`shopgen COMMAND --help` says the same. Options of all commands stand behind the command."
    yield from _command_list()
    context = click.Context(shopgen, info_name="shopgen")
    for name in COMMANDS:
        command = shopgen.get_command(context, name)
        assert command is not None
        yield from _command(command, click.Context(command, context, name))
    yield "## Exit codes"
    yield _table(("code", "means"), [(str(code), text) for code, text in EXIT_CODES.items()])
    yield "## Environment"
    yield _table(("variable", "means"), [(f"`{name}`", text) for name, text in VARIABLES.items()])
    yield (
        "Addresses that hosts offer for previews of a branch (`CF_PAGES_URL`, `DEPLOY_PRIME_URL`) are not taken by "
        'themselves: a shop must not change its address unasked. Hand them over: `shopgen build -b "$CF_PAGES_URL"`.'
    )


def errors() -> Iterator[str]:
    yield "# Errors and warnings"
    yield (
        "A finding says where it is, which rule it is about, what was found, and what to do. With `--format json`, "
        "`sarif` or `github` the same comes as data."
    )
    yield _example()
    for code, sentence in sorted(CODES.items()):
        yield f"## {code}"
        yield sentence


def files() -> Iterator[str]:
    yield "# Files"
    yield "What may stand in the files of a shop. `shopgen schema --write` gives the same to an editor."
    for name, schema in schemas().items():
        yield f"## {FILES[name]}" if name == "text" else f"## `{FILES[name]}`"
        root = schema["$ref"].rpartition("/")[2]
        yield from _struct(schema["$defs"][root])
        for inner, definition in schema["$defs"].items():
            if inner != root:
                yield f"### {FILES[name].split('/')[-1]}: {_title(inner)}" if name != "text" else f"### {_title(inner)}"
                yield from _struct(definition)


def limits() -> Iterator[str]:
    yield "# Limits"
    yield "So that no file can take all the memory or time of the machine. What is beyond a limit is an error."
    yield _table(("what", "at most"), [(what, f"{_constant(place):,} {unit}") for what, place, unit in LIMITS])


PAGES: Mapping[str, Callable[[], Iterable[str]]] = {
    "commands.md": commands,
    "errors.md": errors,
    "files.md": files,
    "limits.md": limits,
}


def page(name: str) -> str:
    """The whole page as the code says it should be."""
    title, *rest = PAGES[name]()
    return "\n\n".join((title, NOTE, *rest)) + "\n"


def main(arguments: Sequence[str]) -> int:
    wanted = {FOLDER / name: page(name) for name in PAGES}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        print(path.relative_to(FOLDER.parents[1]))
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], "utf-8", newline="\n")
    return 1 if stale and "--check" in arguments else 0


def _command_list() -> Iterator[str]:
    context = click.Context(shopgen, info_name="shopgen")
    rows = []
    for name in COMMANDS:
        command = shopgen.get_command(context, name)
        assert command is not None
        rows.append((f"[`{name}`](#shopgen-{name})", command.get_short_help_str(200)))
    yield _table(("command", "does"), rows)


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## shopgen {context.info_name}"
    yield f"    {command.get_usage(context).removeprefix('Usage: ')}"
    yield cleandoc(command.help or "")
    others = [alias for alias, name in ALIASES.items() if name == context.info_name]
    if others:
        yield f"Also: {', '.join(f'`shopgen {alias}`' for alias in others)}."
    records = [parameter.get_help_record(context) for parameter in command.params]
    rows = [(f"`{record[0]}`", _inline(record[1])) for record in records if record]
    if rows:
        yield _table(("option", "means"), rows)


def _example() -> str:
    from shopgen.core.diagnostics import Diagnostic, Severity, Span
    from shopgen.report import Look, format_of

    place = Span("catalog/cups/mug.yaml", 3, 8, 5)
    finding = Diagnostic(Severity.ERROR, "bad-amount", "EUR has 2 decimals", place, "write an amount such as `24.00`")
    source = "title: Mug\nsku: MUG\nprice: 24.005\n"
    text = format_of("text")([finding], lambda path: source, Look())
    return "\n".join(f"    {line}".rstrip() for line in text.strip().splitlines()[:-2])


def _struct(definition: Mapping[str, Any]) -> Iterator[str]:
    needed = set(definition.get("required", ()))
    needed |= {key for group in definition.get("allOf", ()) for one in group["anyOf"] for key in one["required"]}
    rows = [
        (f"`{key}`" + (" (needed)" if key in needed else ""), _kind(value), _inline(value.get("description", "")))
        for key, value in definition["properties"].items()
    ]
    yield _table(("key", "is", "means"), rows)


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value is, in words."""
    if any("format" in each for each in schema.get("anyOf", ())):
        return "date or time"
    if "anyOf" in schema:
        kinds = [_kind(each) for each in schema["anyOf"] if each.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "$ref" in schema:
        return _title(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"] if word)
    match schema.get("type"):
        case "array":
            return f"list of {_kind(schema['items'])}"
        case "object":
            values = schema.get("additionalProperties")
            return f"mapping to {_kind(values)}" if isinstance(values, dict) else "mapping"
        case "boolean":
            return "true or false"
        case ["integer", *_] | "integer":
            return "whole number"
        case ["string", "number"]:
            return "number"
    return "text"


def _title(name: str) -> str:
    """`ShippingDocument` as `shipping`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name.removesuffix("Document"))
    return words.strip()


def _constant(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(f"shopgen.{module}"), name)


def _inline(text: str) -> str:
    return " ".join(text.split())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
