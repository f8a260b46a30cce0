"""Markdown texts of the shop: what is wrong with them, and which pictures they show."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from posixpath import basename

from msgspec import Struct

from shopgen.core.diagnostics import Field, Findings, Place
from shopgen.core.digests import digest
from shopgen.formats import markdown
from shopgen.formats.markdown import Reference, Study
from shopgen.formats.text import shown as plain
from shopgen.formats.yaml.nodes import Places
from shopgen.model.article import Article
from shopgen.model.category import Category
from shopgen.model.page import Page
from shopgen.model.picture import Picture
from shopgen.model.product import Product
from shopgen.model.settings import Settings
from shopgen.reading.memory import Memory
from shopgen.reading.pictures import Pictures

_HINTS = {
    "raw-html": "write it in Markdown, or allow HTML with `markdown: {html: true}` in `shop.yaml`",
    "link-refused": "use an address that begins with `https:`, `http:`, `mailto:` or `tel:`, or one of the shop's own",
    "text-limit": "put a backslash before signs that are meant as they are, or split the text",
}


class Piece(Struct, frozen=True):
    """A Markdown text and where it is typed: under `key` of the mapping at `home`, or in the file from `line` on."""

    text: str
    home: Field
    key: str = ""
    line: int = 0


class Described(Struct, frozen=True):
    """What texts refer to, by text, and the pictures among that by path in the shop.

    What products refer to is told by themselves.
    """

    references: Mapping[str, tuple[Reference, ...]]
    pictures: Mapping[str, Picture]


def is_notable(study: Study) -> bool:
    """Whether there is more to say of a text than where its links lead."""
    return bool(study.remarks) or any(reference.kind == "image" for reference in study.references)


def prose(
    products: Iterable[tuple[Product, tuple[Study, ...]]],
    categories: Iterable[Category],
    articles: Iterable[Article | Page],
    pictures: Pictures,
    settings: Settings,
    memory: Memory,
    findings: Findings,
) -> Described:
    """What the texts refer to. Errors for pictures that are missing, warnings for the rest.

    Products come with a study of each of their prose, as far as there is anything to say of it.
    """
    shown: dict[str, Picture] = {}
    of_products = chain.from_iterable(zip(_of_product(each), studies, strict=True) for each, studies in products)
    pieces = chain(*map(_of_category, categories), *map(_of_article, articles))
    studies_of_pieces = [(piece, studied(piece.text, settings.markdown_engine, memory)) for piece in pieces]
    for piece, study in chain(of_products, studies_of_pieces):
        for remark in study.remarks:
            if remark.code != "raw-html" or not settings.markdown_html:
                findings.warning(remark.code, remark.message, _at(piece, remark.offset), _HINTS.get(remark.code, ""))
        for reference in [each for each in study.references if each.kind == "image" and _is_own(each.target)]:
            picture = pictures.linked(reference.target, _at(piece, reference.offset), findings)
            if picture is not None:
                shown[picture.path] = picture
                _check_alternative_text(picture, piece, reference, findings)
    references = {piece.text: study.references for piece, study in studies_of_pieces if study.references}
    return Described(references, shown)


def _check_alternative_text(picture: Picture, piece: Piece, reference: Reference, findings: Findings) -> None:
    if not picture.is_missing and piece.text[: reference.offset].endswith("![]("):
        name = basename(reference.target)
        message = f"the picture `{plain(name)}` has no alternative text"
        hint = f"write what it shows between the brackets, for people who cannot see it: `![a blue mug]({plain(name)})`"
        findings.warning("missing-alt", message, _at(piece, reference.offset), hint)


def _of_product(product: Product) -> Collection[Piece]:
    pieces: dict[str, Piece] = {}
    for words in product.texts.values():
        for key, text in (("description", words.description), ("warnings", words.warnings)):
            if text and text not in pieces:
                pieces[text] = Piece(text, words.place, key)
    return pieces.values()


def _of_category(category: Category) -> Collection[Piece]:
    pieces: dict[str, Piece] = {}
    for words in category.texts.values():
        if words.description and words.description not in pieces:
            pieces[words.description] = Piece(words.description, words.place, "description")
    return pieces.values()


def _of_article(article: Article | Page) -> Iterator[Piece]:
    for words in article.texts.values():
        yield Piece(words.body, Field(words.source), line=words.body_line)


def studied(text: str, engine: markdown.Engine, memory: Memory) -> Study:
    """What there is to say of a text that `engine` reads, remembered by its digest."""
    key = ("prose", engine, digest(text.encode()))
    known: Study | None = memory.get(key)
    if known is None:
        known = markdown.study(text, engine)
        memory.put(key, known)
    return known


def _is_own(target: str) -> bool:
    """Whether a picture's address stays in the shop; others are planning's to judge."""
    return not target.startswith("//") and ":" not in target.split("/", 1)[0]


def _at(piece: Piece, offset: int) -> Place:
    if piece.key:
        return piece.home.at(piece.key)
    return Places(piece.text, piece.home.path, piece.line).span(offset, offset + 1)
