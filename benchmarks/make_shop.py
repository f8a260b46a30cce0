"""Writes a shop of any size, always the same one for the same size.

    python benchmarks/make_shop.py 10000 FOLDER

N products in N/50 categories below a few top ones, every third with variants, descriptions of a few paragraphs, and
N/20 posts. No pictures: those are measured by themselves.
"""

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

SETTINGS = """\
name: Example Outfitters
base_url: https://shop.example/
currency: EUR
languages: [en]
countries: [DE, PL]
description: Tools, kitchen, outdoor and home goods, sent from one warehouse.
checkout:
  enquiry: {email: orders@shop.example}
"""
TOPS = ("Outdoor", "Kitchen", "Tools", "Garden", "Home", "Office", "Bikes", "Travel", "Audio", "Lighting")
BRANDS = (
    "Norrland",
    "Kestrel & Co",
    "Hüttenwerk",
    "Bramble",
    "Ferrum",
    "Oakline",
    "Mistral",
    "Talus",
    "Wren",
    "Basalt",
)
ADJECTIVES = (
    "Rugged",
    "Slim",
    "Foldable",
    "Insulated",
    "Matte",
    "Quiet",
    "Washable",
    "Cordless",
    "Stackable",
    "Magnetic",
)
NOUNS = ("Kettle", "Backpack", "Lantern", "Toolbox", "Chair", "Mug", "Blanket", "Helmet", "Tripod", "Bottle")
COLOURS = ("Black", "Forest", "Sand", "Slate", "Rust", "Cream")
WORDS = (
    "the",
    "of",
    "and",
    "with",
    "for",
    "from",
    "every",
    "under",
    "weather",
    "long",
    "short",
    "handle",
    "surface",
    "finish",
    "edge",
    "light",
    "load",
    "carry",
    "fold",
    "clean",
    "simple",
    "daily",
    "trip",
    "workshop",
    "kitchen",
    "camp",
    "garden",
    "hand",
    "grip",
    "balance",
    "weight",
    "stitch",
    "seam",
    "lid",
    "base",
    "corner",
    "strap",
    "pocket",
)
STATES = ("in_stock",) * 7 + ("out_of_stock", "preorder", "backorder")
EPOCH = date(2024, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("products", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    write_shop(arguments.folder, arguments.products)


def write_shop(folder: Path, products: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "shop.yaml").write_text(SETTINGS)
    leaves = max(4, products // 50)
    tops = min(len(TOPS), max(2, leaves // 10))
    for number in range(products):
        leaf = number % leaves
        target = folder / "catalog" / TOPS[leaf % tops].lower() / f"range-{leaf}"
        target.mkdir(parents=True, exist_ok=True)
        (target / f"sku-{number:06}.yaml").write_text(product(number, products, leaves))
    news = folder / "content" / "news"
    news.mkdir(parents=True, exist_ok=True)
    for number in range(max(1, products // 20)):
        (news / f"post-{number:05}.md").write_text(post(number))


def product(number: int, products: int, leaves: int) -> str:
    chance = random.Random(number)
    title = f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)} {number}"
    price = f"{chance.randint(5, 300)}.{chance.choice(('00', '50', '90', '99'))}"
    others = [(number + leaves * step) % products for step in range(1, 5)]
    lines = [
        f"title: {title}",
        f"sku: SKU-{number:06}",
        f"price: {price}",
        f"brand: {chance.choice(BRANDS)}",
        f"availability: {chance.choice(STATES)}",
        f"publish_date: {EPOCH + timedelta(days=number % 900)}",
        f"summary: {sentence(chance, 12)}",
        "attributes:",
        f"  Colour: {chance.choice(COLOURS)}",
        "  Material: Stainless steel",
        f"  Weight: {chance.randint(100, 3000)} g",
        f"related: [{', '.join(f'SKU-{other:06}' for other in others)}]",
        *variants(number, chance),
        "description: |",
        *(f"  {line}" for line in description(chance)),
    ]
    return "\n".join(lines) + "\n"


def variants(number: int, chance: random.Random) -> list[str]:
    if number % 3:
        return []
    colours = chance.sample(COLOURS, chance.randint(3, 6))
    lines = ["options:", f"  - {{name: Colour, values: [{', '.join(colours)}]}}", "variants:"]
    for place, colour in enumerate(colours):
        lines.append(
            f"  - {{sku: SKU-{number:06}-{place}, options: {{Colour: {colour}}}, stock: {chance.randint(0, 9)}}}"
        )
    return lines


def description(chance: random.Random) -> list[str]:
    lines: list[str] = []
    for _ in range(chance.randint(2, 4)):
        lines += [f"{sentence(chance, 14)} *{chance.choice(WORDS)}* {sentence(chance, 10)} [all](/products/).", ""]
    if chance.random() < 0.4:
        lines += ["## Care", ""]
    if chance.random() < 0.6:
        lines += [f"- {sentence(chance, 5)}" for _ in range(3)]
    return lines


def post(number: int) -> str:
    chance = random.Random(-number)
    day = EPOCH + timedelta(days=number % 900)
    head = f"---\ntitle: News {number}\ndate: {day}\ntags: [{chance.choice(COLOURS)}]\n---\n"
    return head + "\n\n".join(f"{sentence(chance, 40)}." for _ in range(6)) + "\n"


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length)).capitalize()


if __name__ == "__main__":
    main()
