"""Products and posts of other shops, which nobody here wrote, become a shop that builds without an exception.

The converter is rough on purpose: what a person would do in an afternoon with a script.
"""

import csv
import json
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from shopgen.formats.slug import slug
from shopgen.planned import Planned
from shopgen.session import BuildReport, Options, Session
from support import dom
from support.inline import report
from support.workplace import NOON

SETTINGS = {
    "name": "Other people's shop",
    "base_url": "https://glinka.example/",
    "currency": "EUR",
    "languages": ["en", "ar", "ja", "pl"],
    "missing_links": "warning",
}


class Converter:
    """Writes a shop; counts what it wrote."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.products = 0
        self.variants = 0
        self.posts: Counter[str] = Counter()
        self._skus: set[str] = set()
        self.write("shop.yaml", SETTINGS)

    def write(self, path: str, document: dict[str, Any]) -> None:
        """As JSON, which is YAML: no other writer of YAML can be mistaken about a text."""
        self.text(path, json.dumps(document, ensure_ascii=False, indent=1, default=str))

    def text(self, path: str, content: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)

    def product(self, folder: str, name: str, document: dict[str, Any]) -> None:
        self.write(f"catalog/{folder}/{name}.yaml", {key: value for key, value in document.items() if value})
        self.products += 1
        self.variants += len(document.get("variants") or ())

    def sku(self, wanted: str) -> str:
        """`wanted`, with a number when another product has it already."""
        found, number = wanted, 1
        while found in self._skus:
            number += 1
            found = f"{wanted}-{number}"
        self._skus.add(found)
        return found


def flowers(converter: Converter, samples: Path) -> None:
    """A list of products in one file."""
    for item in yaml.load((samples / "yaml/flowers.yaml").read_text(), yaml.CBaseLoader):
        converter.product(
            slug(item.get("category") or "flowers", False),
            item["slug"],
            {
                "title": item["name"],
                "sku": converter.sku(item["id"]),
                "price": item["price"],
                "description": item.get("description"),
                "stock": item.get("stock"),
            },
        )


def watches(converter: Converter, samples: Path) -> None:
    """A file of Markdown for each product, with options but without variants."""
    for file in sorted((samples / "yaml/hugo-vex-products-en").glob("product-*.md")):
        _, header, body = file.read_text().split("---", 2)
        item = yaml.load(header, yaml.CBaseLoader)
        usual, reduced = item["price"], item.get("discount_price") or ""
        options = [{"name": name.title(), "values": item[name]} for name in ("colors", "sizes") if item.get(name)]
        choices: list[dict[str, str]] = [{}]
        for option in options:
            choices = [choice | {option["name"]: value} for choice in choices for value in option["values"]]
        sku = converter.sku(file.stem)
        converter.product(
            "watches",
            file.stem,
            {
                "title": item["title"],
                "sku": sku,
                "price": reduced or usual,
                "compare_at_price": usual if reduced else None,
                "description": body.strip(),
                "options": options,
                "variants": [
                    {"sku": f"{sku}-{number}", "options": choice} for number, choice in enumerate(choices, 1) if choice
                ],
                "draft": item.get("draft") == "true",
            },
        )


def gatsby(converter: Converter, samples: Path) -> None:
    """A table of Shopify's; pictures lie on the net and are left out."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (samples / "shopify/gatsby-starter-99-products.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            groups[row["Handle"]].append(row)
    for handle, rows in groups.items():
        first = rows[0]
        name = first["Option1 name"]
        variants = {row["Option1 value"]: row for row in rows if row["Option1 value"] and row["Variant price"]}
        is_plain = len(variants) < 2 or name == "Title"
        sku = converter.sku(first["Variant sku"] or handle)
        converter.product(
            slug(first["Type"] or "other", False),
            handle,
            {
                "title": first["Title"],
                "sku": sku,
                "price": first["Variant price"],
                "description": first["Body"],
                "brand": first["Vendor"],
                "tags": [tag.strip() for tag in first["Tags"].split(",") if tag.strip()],
                "condition": first["Google shopping condition"],
                "mpn": first["Google shopping mpn"],
                "seo": {"title": first["Seo title"], "description": first["Seo description"]},
                "options": [] if is_plain else [{"name": name, "values": list(variants)}],
                "variants": []
                if is_plain
                else [
                    {
                        "sku": f"{sku}-{number}",
                        "options": {name: value},
                        "price": row["Variant price"],
                        "weight": f"{Decimal(row['Variant grams'])} g" if Decimal(row["Variant grams"] or 0) else "",
                    }
                    for number, (value, row) in enumerate(variants.items(), 1)
                ],
            },
        )


def news(converter: Converter, samples: Path) -> None:
    """Posts as they are; only the names of keys are ours, and pictures that are not in the samples are dropped."""
    for file in sorted((samples / "news/jekyll-blog-en").iterdir()):
        content = file.read_text().replace("18:30:22 2023 -0800", "18:30:22 -0800")  # the only date that is none
        converter.text(f"content/news/{file.stem}.md", _without_pictures(content))
        converter.posts["en"] += 1
    for language in ("en", "ar", "ja", "pl"):
        for file in sorted((samples / "news/opensource-guide" / language).glob("*.md")):
            content = re.sub(
                r"^(lang|image|related|order|toc|redirect_from):.*\n((  |- ).*\n)*", "", file.read_text(), flags=re.M
            )
            content = content.replace("---\n", "---\ndate: 2026-01-01\n", 1)
            suffix = "" if language == "en" else f".{language}"
            converter.text(f"content/news/{file.stem}{suffix}.md", _without_pictures(content))
            converter.posts[language] += 1


def _without_pictures(text: str) -> str:
    return re.sub(r"!\[([^\]]*)\]", r"[\1]", text)


@pytest.fixture(scope="module")
def converter(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Converter:
    made = Converter(tmp_path_factory.mktemp("others"))
    flowers(made, samples)
    watches(made, samples)
    gatsby(made, samples)
    news(made, samples)
    return made


def session(converter: Converter) -> Session:
    root = converter.root
    return Session(Options(root=root, output=root / "public", cache=root / ".shopgen", clock=NOON))


@pytest.fixture(scope="module")
def built(converter: Converter) -> tuple[Planned, BuildReport]:
    planned = session(converter).plan()
    built = session(converter).build()
    errors = [finding for finding in built.findings if finding.is_error]
    assert errors == [], report(errors)
    return planned, built


def test_every_product_and_post_has_its_page(converter: Converter, built: tuple[Planned, BuildReport]) -> None:
    planned, result = built
    assert planned.shop is not None
    assert planned.plan is not None
    assert len(planned.shop.products) == converter.products
    assert sum(len(product.variants) for product in planned.shop.products.values()) == converter.variants
    assert Counter(language for each in planned.shop.articles.values() for language in each.texts) == converter.posts
    recipes = Counter(job.recipe for job in planned.plan)
    assert recipes["product"] == 4 * (converter.products + converter.variants)
    assert recipes["article"] == sum(converter.posts.values())
    for path in planned.plan.jobs:
        assert path in result.manifest
        assert (converter.root / "public" / path).is_file()


def test_every_page_is_sound(converter: Converter, built: tuple[Planned, BuildReport]) -> None:
    pages = sorted((converter.root / "public").rglob("*.html"))
    for file in pages[::7]:
        page = dom.parsed(file.read_text())
        assert page.css_first("h1") is not None, file
        assert dom.strangers(page) == []
        assert dom.bad_addresses(page) == []
        dom.structured(page)


def test_a_second_build_makes_nothing(converter: Converter, built: tuple[Planned, BuildReport]) -> None:
    second = session(converter).build()

    assert second.made == {}
    assert second.published is not None
    assert second.published.written == second.published.removed == ()
