"""The facts of the catalogue that every generator is given: what each category, product and post says.

A product is drawn from the seed and its number alone, so that the same size is always the same shop.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random

from words import (
    ADJECTIVES,
    ATTRIBUTES,
    AUTHORS,
    BRANDS,
    COLOURS,
    DEPARTMENTS,
    NOUNS,
    RANGES,
    SIZES,
    STYLES,
    WORDS,
)

LARGEST = 50 * len(DEPARTMENTS) * len(STYLES) * len(RANGES)
PHOTOS = 100
FEATURED = 8
STATES = ("in_stock",) * 7 + ("out_of_stock", "preorder", "backorder")
SOLD_OUT = "out_of_stock"
OPENED = datetime(2024, 1, 1, tzinfo=UTC)
STRIDE = 7919  # a prime: products that follow each other in a category are not of the same day


@dataclass(frozen=True)
class Category:
    path: str
    title: str
    order: int
    about: str


@dataclass(frozen=True)
class Variant:
    sku: str
    value: str
    price: Decimal
    availability: str


@dataclass(frozen=True)
class Product:
    sku: str
    slug: str
    title: str
    brand: str
    gtin: str
    published: datetime
    price: Decimal
    usual_price: Decimal | None
    availability: str
    photos: tuple[str, ...]
    about: str
    attributes: tuple[tuple[str, str], ...]
    option: str
    variants: tuple[Variant, ...]
    related: tuple[int, ...]
    description: str
    is_featured: bool


@dataclass(frozen=True)
class Post:
    slug: str
    title: str
    author: str
    published: datetime
    about: str
    body: str


class Catalogue:
    """`size` products, a multiple of 50 from 200 to LARGEST; 50 a category, 20 a post, 4 to 20 departments."""

    def __init__(self, size: int, seed: int = 2026) -> None:
        self.size = size
        self.seed = seed
        self.posts = size // 20
        self._leaves = size // 50
        self._departments = min(len(DEPARTMENTS), max(4, self._leaves // 10))

    def categories(self) -> Sequence[Category]:
        """The departments, then the categories below them."""
        titles = DEPARTMENTS[: self._departments]
        departments = [self._category(title.lower(), title, place) for place, title in enumerate(titles)]
        return departments + [self._leaf(number) for number in range(self._leaves)]

    def product(self, number: int) -> Product:
        chance = Random(self.seed * 1_000_003 + number)
        brand, title, sku = chance.choice(BRANDS), _title(chance, number), sku_of(number)
        price = Decimal(chance.randint(500, 49_999)) / 100
        state = chance.choice(STATES)
        option, values = chance.choice((("Colour", COLOURS), ("Size", SIZES)))
        return Product(
            sku=sku,
            slug=f"{ascii_slug(title)}-{number}",
            title=title,
            brand=brand,
            gtin=gtin13(chance.randrange(4 * 10**11, 5 * 10**11)),
            published=OPENED + timedelta(minutes=10 * (number * STRIDE % self.size)),
            price=price,
            usual_price=price + Decimal(chance.randint(200, 9_999)) / 100 if chance.random() < 0.3 else None,
            availability=state,
            photos=tuple(f"photo-{photo:03}" for photo in chance.sample(range(PHOTOS), chance.randint(1, 3))),
            about=f"{title} by {brand}. {sentence(chance, 8)}.",
            attributes=tuple(
                (name, chance.choice(ATTRIBUTES[name]))
                for name in chance.sample(list(ATTRIBUTES), chance.randint(3, 6))
            ),
            option=option,
            variants=_variants(chance, sku, values, price, state) if number % 3 == 0 else (),
            related=self._related(chance, number),
            description=self._description(chance),
            is_featured=number < FEATURED,
        )

    def file_of(self, number: int) -> str:
        """Where a product's source lies, without the ending."""
        return f"{self._leaf(number % self._leaves).path}/{sku_of(number).lower()}"

    def post(self, number: int) -> Post:
        chance = Random(-self.seed * 1_000_003 - number - 1)
        title = sentence(chance, chance.randint(4, 7))
        parts = [paragraph(chance, "/news/") for _ in range(chance.randint(5, 8))]
        if chance.random() < 0.5:
            parts[1:1] = [f"## {sentence(chance, 3)}", bullets(chance)]
        return Post(
            slug=f"{ascii_slug(title)}-{number}",
            title=title,
            author=chance.choice(AUTHORS),
            published=OPENED + timedelta(hours=5 * number),
            about=f"{sentence(chance, 12)}.",
            body="\n\n".join(parts),
        )

    def _leaf(self, number: int) -> Category:
        place, top = divmod(number, self._departments)
        title = f"{STYLES[place % len(STYLES)]} {RANGES[(place // len(STYLES) + top) % len(RANGES)]}"
        return self._category(f"{DEPARTMENTS[top].lower()}/{ascii_slug(title)}", title, place)

    def _category(self, path: str, title: str, order: int) -> Category:
        return Category(path, title, order, f"{title}: {sentence(Random(f'{self.seed} {path}'), 9)}.")

    def _related(self, chance: Random, number: int) -> tuple[int, ...]:
        """Three of the same category and one of another."""
        near = [other for other in range(number % self._leaves, self.size, self._leaves) if other != number]
        far = (number + chance.randrange(1, self._leaves)) % self.size
        return (*chance.sample(near, 3), far)

    def _description(self, chance: Random) -> str:
        link = f"/catalog/{self._leaf(chance.randrange(self._leaves)).path}/"
        parts = [paragraph(chance, link) for _ in range(chance.randint(2, 4))]
        if chance.random() < 0.6:
            parts.insert(1, bullets(chance))
        if chance.random() < 0.4:
            parts.insert(-1, f"## {sentence(chance, 3)}")
        if chance.random() < 0.03:
            rows = [f"| {chance.choice(WORDS)} | {chance.randint(1, 9)} |" for _ in range(3)]
            parts.append("\n".join(("| Part | Pieces |", "| --- | --- |", *rows)))
        return "\n\n".join(parts)


def _title(chance: Random, number: int) -> str:
    return f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)} {chance.choice('ABDEHKLMRTVX')}{number}"


def _variants(chance: Random, sku: str, values: Sequence[str], price: Decimal, state: str) -> tuple[Variant, ...]:
    """The first is offered as the product is; no other is cheaper, nor can be had when the first cannot."""
    count = chance.randint(3, 6)
    states = [state, *((SOLD_OUT if state == SOLD_OUT else chance.choice(STATES)) for _ in range(count - 1))]
    step = Decimal(chance.choice(("0.00", "1.50", "4.00")))
    return tuple(
        Variant(f"{sku}-{place + 1}", value, price + place * step, each)
        for place, (value, each) in enumerate(zip(values[:count], states, strict=True))
    )


def sku_of(number: int) -> str:
    return f"EX-{number:06}"


def gtin13(digits: int) -> str:
    """`digits` with their check digit (GS1 General Specifications, 7.9)."""
    body = f"{digits:012}"
    total = sum(int(digit) * weight for digit, weight in zip(body, cycle((1, 3)), strict=False))
    return f"{body}{-total % 10}"


def ascii_slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(plain.lower().split())


def sentence(chance: Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length)).capitalize()


def paragraph(chance: Random, link: str) -> str:
    """Two to four sentences; one has emphasis, and three paragraphs in five have a link."""
    sentences = [f"{sentence(chance, chance.randint(8, 16))}." for _ in range(chance.randint(1, 3))]
    start, end, word = sentence(chance, 4), " ".join(chance.choices(WORDS, k=5)), chance.choice(WORDS)
    marked = chance.choice((f"*{word}*", f"**{word} {chance.choice(WORDS)}**"))
    linked = f" [{chance.choice(WORDS)}]({link})" if chance.random() < 0.6 else ""
    return " ".join((*sentences, f"{start} {marked} {end}{linked}."))


def bullets(chance: Random) -> str:
    return "\n".join(f"- {sentence(chance, chance.randint(3, 6))}" for _ in range(chance.randint(3, 5)))
