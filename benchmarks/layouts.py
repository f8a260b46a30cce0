"""The catalogue as the files of each generator: paths with their texts."""

import json
from collections.abc import Iterator

from catalogue import Catalogue, Category, Post, Product, sku_of

Files = Iterator[tuple[str, str]]


def shopgen_files(catalogue: Catalogue, texts_as_summaries: bool = False) -> Files:
    """All but `shop.yaml`. A summary names the product's photographs, as the theme `bench` expects, or says a text."""
    for category in catalogue.categories():
        yield f"catalog/{category.path}/_category.yaml", _shopgen_category(category)
    for number in range(catalogue.size):
        product = catalogue.product(number)
        summary = product.about if texts_as_summaries else " ".join(product.photos)
        yield f"catalog/{catalogue.file_of(number)}.yaml", _shopgen_product(product, summary)
    for number in range(catalogue.posts):
        post = catalogue.post(number)
        yield f"content/news/{post.slug}.md", _post(post, "summary")


def hugo_files(catalogue: Catalogue) -> Files:
    """All but the configuration and the templates."""
    yield "content/catalog/_index.md", "---\ntitle: Catalogue\nbuild: {render: never}\n---\n"
    yield "content/news/_index.md", "---\ntitle: News\noutputs: [html, rss, atom]\n---\n"
    for category in catalogue.categories():
        yield f"content/catalog/{category.path}/_index.md", _hugo_category(category)
    for number in range(catalogue.size):
        product = catalogue.product(number)
        related = [f"/catalog/{catalogue.file_of(other)}" for other in product.related]
        yield f"content/catalog/{catalogue.file_of(number)}.md", _hugo_product(product, related)
    for number in range(catalogue.posts):
        post = catalogue.post(number)
        yield f"content/news/{post.slug}.md", _post(post, "description")


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _lines(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def _facts(product: Product, date_key: str) -> list[str]:
    """What both layouts say in the same words."""
    return [
        f"title: {product.title}",
        f"slug: {product.slug}",
        f"sku: {product.sku}",
        f"brand: {product.brand}",
        f"{date_key}: {product.published:%Y-%m-%dT%H:%M:%SZ}",
        f"price: {product.price:.2f}",
        *([f"compare_at_price: {product.usual_price:.2f}"] if product.usual_price else []),
        f"availability: {product.availability}",
        *(["featured: true"] if product.is_featured else []),
    ]


def _attributes(product: Product) -> list[tuple[str, str]]:
    state = product.availability.replace("_", " ").capitalize()
    return [("GTIN", product.gtin), ("Availability", state), *product.attributes]


def _shopgen_product(product: Product, summary: str) -> str:
    return _lines(
        *_facts(product, "publish_date"),
        f"gtin: {quoted(product.gtin)}",
        f"summary: {quoted(summary)}",
        "seo:",
        f"  description: {quoted(product.about)}",
        "attributes:",
        *(f"  {name}: {quoted(value)}" for name, value in _attributes(product)),
        *_shopgen_variants(product),
        "related:",
        *(f"  - {sku_of(number)}" for number in product.related),
        "description: |",
        *(f"  {line}".rstrip() for line in product.description.split("\n")),
    )


def _shopgen_variants(product: Product) -> Iterator[str]:
    if not product.variants:
        return
    values = ", ".join(quoted(variant.value) for variant in product.variants)
    yield from ("options:", f"  - name: {product.option}", f"    values: [{values}]", "variants:")
    for variant in product.variants:
        yield f"  - sku: {variant.sku}"
        yield f"    options: {{{product.option}: {quoted(variant.value)}}}"
        yield f"    price: {variant.price:.2f}"
        yield f"    availability: {variant.availability}"


def _hugo_product(product: Product, related: list[str]) -> str:
    return _lines(
        "---",
        *_facts(product, "date"),
        f"gtin: {quoted(product.gtin)}",
        f"photos: [{', '.join(product.photos)}]",
        f"description: {quoted(product.about)}",
        "attributes:",
        *(f"  - {{name: {name}, value: {quoted(value)}}}" for name, value in _attributes(product)),
        *_hugo_variants(product),
        "related:",
        *(f"  - {path}" for path in related),
        "---",
        product.description,
    )


def _hugo_variants(product: Product) -> Iterator[str]:
    if not product.variants:
        return
    yield from (f"option: {product.option}", "variants:")
    for variant in product.variants:
        yield f"  - sku: {variant.sku}"
        yield f"    value: {quoted(variant.value)}"
        yield f"    price: {variant.price:.2f}"
        yield f"    availability: {variant.availability}"


def _shopgen_category(category: Category) -> str:
    return _lines(
        f"title: {category.title}",
        f"order: {category.order}",
        "sort: newest",
        "seo:",
        f"  description: {quoted(category.about)}",
    )


def _hugo_category(category: Category) -> str:
    head = (f"title: {category.title}", f"weight: {category.order + 1}", f"description: {quoted(category.about)}")
    return _lines("---", *head, "---")


def _post(post: Post, about_key: str) -> str:
    return _lines(
        "---",
        f"title: {post.title}",
        f"slug: {post.slug}",
        f"date: {post.published:%Y-%m-%dT%H:%M:%SZ}",
        f"author: {post.author}",
        f"{about_key}: {quoted(post.about)}",
        "---",
        post.body,
    )
