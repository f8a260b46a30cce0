"""The files below `catalog/`: which of them are products, translations and categories."""

from collections.abc import Iterable
from posixpath import dirname
from unicodedata import normalize

from msgspec import Struct

from shopgen.core.diagnostics import Findings, Related, Span
from shopgen.reading.names import split_language

CATALOG = "catalog"
CATEGORY_FILE = "_category"
PICTURES = "images"

MAX_PRODUCTS = 100_000

_SUFFIXES = (".yaml", ".yml")


class Group(Struct):
    """One thing's files: its own and its translations', by language. `source` is empty while only those are known."""

    key: str
    source: str = ""
    translations: dict[str, str] = {}


class Catalogue(Struct, frozen=True):
    """Products and categories by key."""

    products: dict[str, Group]
    categories: dict[str, Group]


def catalogue(paths: Iterable[str], languages: tuple[str, ...], findings: Findings) -> Catalogue:
    """The files at `paths` sorted out. Errors for two files of one thing and for translations of nothing."""
    products: dict[str, Group] = {}
    categories: dict[str, Group] = {}
    files = [path for path in paths if path.endswith(_SUFFIXES) and f"/{PICTURES}/" not in path]
    stems = {path.rpartition(".")[0] for path in files}
    for path in files:
        stem = path.rpartition(".")[0]
        base, language = split_language(stem)
        if language and base not in stems and language not in languages:
            base, language = stem, ""  # `mug.xl.yaml` alone is a product with a dot in its name
        folder, _, name = normalize("NFC", base).removeprefix(CATALOG + "/").rpartition("/")
        if name == CATEGORY_FILE:
            _join(categories.setdefault(folder, Group(folder)), path, language, findings)
        else:
            key = f"{folder}/{name}" if folder else name
            _join(products.setdefault(key, Group(key)), path, language, findings)
    for folder in {key.rpartition("/")[0]: None for key in products}:
        _add_folders(folder, categories)
    for key in list(categories):
        _add_folders(key, categories)
    categories.pop("", None)
    if len(products) > MAX_PRODUCTS:
        message = f"the shop has {len(products):,} products; at most {MAX_PRODUCTS:,} are possible"
        findings.error("too-long", message, Span(CATALOG), "make two shops of it")
    return Catalogue(_with_sources(products, findings), categories)


def _join(group: Group, path: str, language: str, findings: Findings) -> None:
    other = group.translations.get(language, "") if language else group.source
    if other:
        findings.error(
            "duplicate-key",
            f"`{path}` and `{other}` describe one thing",
            Span(path),
            "keep one of them",
            (Related("the other file", Span(other)),),
        )
    elif language:
        group.translations[language] = path
    else:
        group.source = path


def _add_folders(folder: str, categories: dict[str, Group]) -> None:
    """A category for the folder and each one above it."""
    while folder:
        categories.setdefault(folder, Group(folder))
        folder = dirname(folder)


def _with_sources(products: dict[str, Group], findings: Findings) -> dict[str, Group]:
    found = {}
    for key, group in products.items():
        if group.source:
            found[key] = group
            continue
        for path in group.translations.values():
            message = f"this is a translation, but there is no `{key.rpartition('/')[2]}.yaml` beside it"
            hint = "rename it to match the file it translates, or write that file"
            findings.error("unknown-reference", message, Span(path), hint)
    return found
