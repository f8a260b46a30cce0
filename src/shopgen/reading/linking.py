"""What holds between entities: names that refer to others become their keys."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from msgspec import structs

from shopgen.core.diagnostics import Field, Findings, Related
from shopgen.formats.text import shown
from shopgen.model.article import Article
from shopgen.model.brief import Brief
from shopgen.model.category import Category
from shopgen.reading.decoding import MAX_YAML
from shopgen.reading.memory import Memory
from shopgen.reading.sources import FileRefused, Sources
from shopgen.reading.suggestions import did_you_mean

_Owner = tuple[Brief, int | None]
"""A product, and the number of its variant when that is what owns something."""

_SKU = re.compile(r"""\bsku:[ ]*["']?([^\s"',}]+)""")


class Names:
    """Products by what others call them: key, SKU of the product or a variant, file name when only one has it.

    `broken` are names of products that have errors of their own: to name one is no second error.
    """

    def __init__(self, skus: Mapping[str, Iterable[str]], broken: Iterable[str] = ()) -> None:
        """`skus` are those of each product and its variants, by the product's key."""
        self._skus = skus
        self._broken = frozenset(broken)

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        """By name, from the first time that somebody asks: most products name no other."""
        keys: dict[str, str] = {}
        stems: dict[str, str] = {}
        for key, own in self._skus.items():
            stem = key.rpartition("/")[2]
            stems[stem] = "" if stem in stems else key
            for sku in own:
                keys.setdefault(sku, key)
        keys |= {stem: key for stem, key in stems.items() if key}
        return keys | {key: key for key in self._skus}

    def keys(self, names: Iterable[str]) -> list[str]:
        """The keys of the products that `names` mean; empty where there is none."""
        known = self._keys
        return [known.get(name) or known.get(plain_name(name), "") for name in names]

    def is_broken(self, name: str) -> bool:
        return name in self._broken or plain_name(name) in self._broken

    def all(self) -> Iterable[str]:
        return self._keys


def plain_name(name: str) -> str:
    """A path of a product's file, as somebody may have typed it, reduced to the product's key."""
    return name.strip("/").removeprefix("catalog/").removesuffix(".yaml").removesuffix(".yml")


def broken_names(key: str, path: str, sources: Sources) -> set[str]:
    """What a product would be called whose file has errors: key, file name, and all that looks like a SKU."""
    try:
        typed = sources.read(path, MAX_YAML).decode(errors="replace")
    except FileRefused:
        typed = ""
    return {key, key.rpartition("/")[2], *_SKU.findall(typed)}


def linked_product(
    product: Brief, names: Names, categories: Mapping[str, Category], memory: Memory, findings: Findings
) -> Brief:
    """The product with keys for what it names; errors for names of nothing, which are left out.

    It is the same object as in the last reading when nothing has changed, so that others can tell at once.
    """
    related = _keys(product.related, names, Field(product.source, ("related",)), findings) if product.related else ()
    others = tuple([key for key in related if key != product.key])
    known = product.categories
    if not all(map(categories.__contains__, known)):
        known = _known_categories(product, categories, findings)
    linked = product
    if (others, known) != (product.related, product.categories):
        linked = structs.replace(product, related=others, categories=known)
    before: Brief | None = memory.get(("linked", product.key))
    if before == linked:
        return before
    memory.put(("linked", product.key), linked)
    return linked


def _known_categories(product: Brief, categories: Mapping[str, Category], findings: Findings) -> tuple[str, ...]:
    known = []
    for number, name in enumerate(product.categories):
        if name in categories:
            known.append(name)
        else:
            hint = did_you_mean(name, categories) or "write the path of a folder below `catalog/`"
            place = Field(product.source, ("categories", number))
            findings.error("unknown-reference", f"there is no category `{shown(name)}`", place, hint)
    return tuple(known)


def linked_article(article: Article, names: Names, findings: Findings) -> Article:
    """The post with the keys of the products that it names; errors for names of nothing, which are left out."""
    if not article.products:
        return article
    place = Field(article.source, ("products",))
    return structs.replace(article, products=_keys(article.products, names, place, findings))


def _keys(typed: tuple[str, ...], names: Names, place: Field, findings: Findings) -> tuple[str, ...]:
    found = names.keys(typed)
    for number, (name, key) in enumerate(zip(typed, found, strict=True)):
        if not key and not names.is_broken(name):
            hint = did_you_mean(name, names.all()) or "write the SKU or the file name of a product"
            findings.error("unknown-reference", f"there is no product `{shown(name)}`", place.at(number), hint)
    return tuple(dict.fromkeys(filter(None, found)))


def check_skus(products: Iterable[Brief], findings: Findings) -> None:
    """An error for each SKU that stands twice in the shop; a product may share its own with one of its variants."""
    products = tuple(products)
    if not _any_sku_stands_twice(products):
        return
    first: dict[str, _Owner] = {}
    for product in products:
        for number, variant in enumerate(product.variants):
            _check_sku(variant.offer.sku, (product, number), first, findings)
        if product.offer.sku not in [variant.offer.sku for variant in product.variants]:
            _check_sku(product.offer.sku, (product, None), first, findings)


def _any_sku_stands_twice(products: Collection[Brief]) -> bool:
    """Whether it is worth to find out which: in nearly every shop none does."""
    all_skus: list[str] = []
    for product in products:
        skus = [variant.offer.sku for variant in product.variants]
        all_skus += skus if product.offer.sku in skus else (product.offer.sku, *skus)
    return len(set(all_skus)) < len(all_skus)


def _check_sku(sku: str, owner: _Owner, first: dict[str, _Owner], findings: Findings) -> None:
    other = first.setdefault(sku, owner)
    if other is owner:
        return
    owned = "another variant" if other[0] is owner[0] else f"`{shown(other[0].key)}`"
    hint = "give each product and variant a SKU of its own"
    related = (Related("the other one is here", _place_of_sku(*other)),)
    findings.error(
        "duplicate-sku", f"the SKU `{shown(sku)}` is also that of {owned}", _place_of_sku(*owner), hint, related
    )


def _place_of_sku(product: Brief, number: int | None) -> Field:
    return Field(product.source, ("sku",) if number is None else ("variants", number, "sku"))
