"""What people do to the files of a shop: every kind of edit by its name, each done at a place that is picked at random.

An edit for which there is no place does nothing. Some leave a shop with errors, as people do.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from support.inline import picture
from support.workplace import Workplace

T = TypeVar("T")


class Pick:
    """One of several; `chosen` tells afterwards which they were."""

    def __init__(self, draw: Callable[[Sequence[object]], object]) -> None:
        self._draw = draw

    def __call__(self, among: Sequence[T]) -> T:
        return self._draw(among)  # type: ignore[return-value]


Edit = Callable[[Workplace, Pick], None]


class Kind(Struct, frozen=True):
    """Files of one kind: where they may lie, and what may be in them; `STEM` stands for the name of the file."""

    paths: tuple[str, ...]
    contents: tuple[str | bytes, ...]

    def content(self, path: str, pick: Pick) -> str | bytes:
        content = pick(self.contents)
        return content if isinstance(content, bytes) else content.replace("STEM", Path(path).name.partition(".")[0])


def paths(folders: str, names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}" for folder, name in product(folders.split(), names.split()))


KINDS = {
    "product": Kind(
        paths("catalog/mugs catalog/bowls catalog/cups/small", "moss.yaml ink.yaml rice.yaml fern.yaml"),
        (
            "title: STEM\nsku: S-STEM\nprice: 9.50\n",
            "title: Żółta STEM\nsku: S-STEM\nprice: 12\ntags: [new, gift]\nbrand: Glinka\nimages: [moss.png]\n",
            "title: <b>STEM\nsku: S-STEM\nprice: 7.00\nstock: 0\ndescription: See [ink](/products/ink/).\n",
            "title: STEM\nsku: S-STEM\nprice: 8.00\nrelated: [M-1]\naliases: [/old/STEM/]\nfeatured: true\n",
        ),
    ),
    "category": Kind(
        paths("catalog/mugs catalog/bowls catalog/cups catalog/cups/small", "_category.yaml"),
        ("title: All\n", "title: Best\norder: 3\nsort: price_down\n", "title: Hot\nslug: hot\nimage: moss.png\n"),
    ),
    "post": Kind(
        paths("content/news", "2026-11-01-kiln.md 2026-11-22-later.md glaze.md 2026-11-02-kiln.pl.md"),
        (
            "---\ntitle: STEM\ndate: 2026-11-03\n---\nHot.\n",
            "---\ntitle: Clay\ndate: 2026-11-24 08:00\ntags: [news]\n---\nSee [it](/products/moss/).\n",
            "---\ntitle: Draft\ndate: 2026-10-03\ndraft: true\nproducts: [M-1]\n---\n![it](/catalog/images/moss.png)\n",
        ),
    ),
    "page": Kind(
        paths("content/pages", "about.md terms.md about.pl.md"),
        ("---\ntitle: STEM\n---\nHello.\n", "---\ntitle: We\naliases: [/us/]\n---\n# A\n[news](/news/)\n"),
    ),
    "image": Kind(
        paths("catalog/images catalog/mugs", "moss.png ink.png"),
        tuple(picture(width, 10, "PNG") for width in (8, 12)),
    ),
    "translation": Kind(
        paths("catalog/mugs catalog/bowls", "moss.pl.yaml ink.pl.yaml"),
        ("title: Kubek\n", "title: Miska\nslug: miska\ndescription: Do *ryżu*.\n"),
    ),
    "template": Kind(
        paths("templates themes/bare/templates", "page.html article.html product.html"),
        ("{{ head.title }}\n", '{% extends "base.html" %}{% block content %}<b>{{ site.name }}{% endblock %}\n'),
    ),
    "partial": Kind(
        paths("templates/partials themes/bare/templates/partials", "card.html note.html"),
        (
            "{% macro card(product) %}<b>{{ product.title }} {{ product.offer.price.text }}</b>{% endmacro %}\n",
            '{% macro card(product) %}{{ product.url }}{{ t("nav.home") }}{% endmacro %}{{ t("news.title") }}\n',
        ),
    ),
    "asset": Kind(paths("assets themes/bare/assets", "theme.css more.css"), ("a { color: red }\n", "a { top: 0 }\n")),
    "static file": Kind(paths("static static/deep", "hello.txt about/index.html"), ("one", "two", b"\0\xff")),
    "message file": Kind(paths("locales themes/bare/locales", "en.yaml pl.yaml"), ("nav.home: A\n", "news.title: B\n")),
}
OUTSIDE = "../outside.yaml"


def existing(shop: Workplace, kind: str) -> list[str]:
    return [path for path in KINDS[kind].paths if (shop.root / path).is_file()]


def free(shop: Workplace, kind: str) -> list[str]:
    """Places where a file of this kind could be written now."""
    return [
        path
        for path in KINDS[kind].paths
        if not os.path.lexists(shop.root / path)
        and not any(each.is_file() or each.is_symlink() for each in (shop.root / path).parents)
    ]


def every(shop: Workplace) -> list[str]:
    return [path for kind in KINDS for path in existing(shop, kind)]


def move(shop: Workplace, old: str, new: str) -> None:
    (shop.root / new).parent.mkdir(parents=True, exist_ok=True)
    (shop.root / old).rename(shop.root / new)


def add(kind: str, shop: Workplace, pick: Pick) -> None:
    if there := free(shop, kind):
        path = pick(there)
        shop.write(path, KINDS[kind].content(path, pick))


def edit(kind: str, shop: Workplace, pick: Pick) -> None:
    if there := existing(shop, kind):
        path = pick(there)
        shop.write(path, KINDS[kind].content(path, pick))


def rename(kind: str, shop: Workplace, pick: Pick) -> None:
    there, others = existing(shop, kind), free(shop, kind)
    if there and others:
        move(shop, pick(there), pick(others))


def delete(kind: str, shop: Workplace, pick: Pick) -> None:
    if there := existing(shop, kind):
        (shop.root / pick(there)).unlink()


def swap_two_names(shop: Workplace, pick: Pick) -> None:
    there = existing(shop, pick(list(KINDS)))
    if len(there) > 1:
        one, other = pick(there), pick(there)
        first, second = (shop.root / one).read_bytes(), (shop.root / other).read_bytes()
        shop.write(one, second)
        shop.write(other, first)


def rename_a_folder(shop: Workplace, pick: Pick) -> None:
    old, new = pick(("mugs", "bowls", "cups")), pick(("mugs", "bowls", "cups", "Mugs"))
    if (shop.root / "catalog" / old).is_dir() and not os.path.lexists(shop.root / "catalog" / new):
        move(shop, f"catalog/{old}", f"catalog/{new}")


def touch(shop: Workplace, pick: Pick) -> None:
    if there := every(shop):
        (shop.root / pick(there)).touch()


def change_content_but_not_size_and_time(shop: Workplace, pick: Pick) -> None:
    if there := [path for path in every(shop) if (shop.root / path).stat().st_size]:
        file = shop.root / pick(there)
        status, content = file.stat(), file.read_bytes()
        letters = [at for at, byte in enumerate(content) if chr(byte).isalpha()]
        at = pick(letters[-6:]) if letters else 0
        file.write_bytes(content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :])
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def change_case_of_a_name(shop: Workplace, pick: Pick) -> None:
    if there := every(shop):
        old = pick(there)
        folder, _, name = old.rpartition("/")
        if not os.path.lexists(shop.root / folder / name.swapcase()):
            move(shop, old, f"{folder}/{name.swapcase()}")


def replace_by_a_link(shop: Workplace, pick: Pick) -> None:
    if there := every(shop):
        path = pick(there)
        target = pick((*existing(shop, pick(list(KINDS))), OUTSIDE, "nowhere"))
        shop.write(OUTSIDE, "title: Out\nsku: OUT\nprice: 1\n")
        (shop.root / path).unlink()
        (shop.root / path).symlink_to(shop.root / target)


def replace_by_a_folder(shop: Workplace, pick: Pick) -> None:
    if there := every(shop):
        path = pick(there)
        (shop.root / path).unlink()
        (shop.root / path).mkdir()


def replace_by_nothing(shop: Workplace, pick: Pick) -> None:
    if there := every(shop):
        shop.write(pick(there), "")


def set_key(shop: Workplace, path: str, key: str, value: str | None) -> None:
    """Puts one line of a mapping behind the others, in the place of the one that was there; None removes it."""
    file = shop.root / path
    head, mark, body = file.read_text(errors="replace").partition("\n---\n")
    lines = [line for line in head.split("\n") if line and not line.startswith(f"{key}:")]
    file.write_text("\n".join([*lines, *([] if value is None else [f"{key}: {value}"])]) + (mark + body or "\n"))


FIELDS = {
    "product": {
        "price": ("1.00", "20.50", "33.00"),
        "title": ("Moss", "Żółta", '"<i>"'),
        "slug": ("moss", "ink", "new-one", None),
        "tax_class": ("reduced", None),
        "stock": ("0", "3", None),
        "description": ("Dark *clay*.", '"See [all](/products/) and [us](/about/)."', None),
        "images": ("[moss.png]", "[{src: ink.png, alt: Ink}]", None),
        "tags": ("[new]", "[gift, new]", None),
        "publish_date": ("2026-11-23", "2026-11-22T12:00:30Z", None),
        "expiry_date": ("2026-11-24", None),
        "draft": ("true", None),
        "sale": ("{price: 0.50, ends: 2026-11-22}", None),
        "summary": ("Green", "Dark", None),
        "seo": ("{title: A mug}", "{title: A mug, description: Green}", "{noindex: true}", None),
        "manufacturer": ("{name: Glinka, address: Krakow}", "{name: Huta, address: Krakow}", None),
        "condition": ("used", "new", None),
        "attributes": ("{Clay: red, Height: 9 cm}", "{Height: 9 cm, Clay: red}", None),
    },
    "post": {"title": ("Kiln", "Fire"), "date": ("2026-11-05", "2026-11-23"), "slug": ("kiln", "fire", None)},
    "page": {"title": ("Us", "They"), "weight": ("2", "-2", None), "slug": ("us", None)},
    "category": {"title": ("Mugs", "Cups"), "order": ("1", "-1", None), "sort": ("title", "price_up", None)},
}
SETTINGS = {
    "name": ("Glinka", "Huta"),
    "currency": ("EUR", "PLN", "JPY"),
    "base_url": ("https://glinka.example/", "https://glinka.example/shop/", "https://huta.example/"),
    "tax": ("{included: false, note: net}", "{note: {en: gross, pl: brutto}}", None),
    "languages": ("[en]", "[en, pl]", "[pl, en]"),
    "prefix_default_language": ("true", None),
    "products_per_page": ("1", "2", None),
    "posts_per_page": ("1", None),
    "time_zone": ("Asia/Kolkata", "America/St_Johns", None),
    "tagline": ("Clay", "{en: Clay, pl: Glina}", None),
    "taglien": ("a slip of the pen", None),
    "theme": ("bare", "other"),
    "host": ("netlify", "cloudflare", "s3", None),
    "addresses": ('{product: "p/{slug}"}', '{page: "info/{slug}"}', None),
    "menus": ("{main: [{title: News, link: /news/}]}", "{main: [{title: M, link: /products/moss/}]}", None),
    "tags": ("{new: New}", "{new: {en: Fresh, pl: Nowe}}", None),
    "variants": ("{pages: false}", None),
    "checkout": ("{enquiry: {email: a@glinka.example}}", None),
}
_VARIANT = re.compile(r"\{sku: (\S+), options: \{Size: (\w+)\}, price: (\d+)\}")


def change_field(kind: str, key: str, shop: Workplace, pick: Pick) -> None:
    if there := existing(shop, kind):
        set_key(shop, pick(there), key, pick(FIELDS[kind][key]))


def change_setting(key: str, shop: Workplace, pick: Pick) -> None:
    set_key(shop, "shop.yaml", key, pick(SETTINGS[key]))


def change_variants(how: str, shop: Workplace, pick: Pick) -> None:
    there = existing(shop, "product")
    if not there:
        return
    path = pick(there)
    before = [found.groups() for found in _VARIANT.finditer((shop.root / path).read_text())]
    after = dict(enumerate(before))
    if how == "add" or not before:
        after[len(before)] = (f"V-{len(before)}-{Path(path).stem}", "SMLX"[len(before) % 4], pick(("20", "30")))
    else:
        number = pick(list(after))
        sku, size, price = after.pop(number)
        if how != "delete":
            after[number] = (f"R-{sku}"[:12], size, price) if how == "rename" else (sku, size, "1" + price[:2])
    variants = [f"{{sku: {sku}, options: {{Size: {size}}}, price: {price}}}" for sku, size, price in after.values()]
    sizes = ", ".join(size for _, size, _ in after.values())
    set_key(shop, path, "options", f"[{{name: Size, values: [{sizes}]}}]" if after else None)
    set_key(shop, path, "variants", f"[{', '.join(variants)}]" if after else None)


def _edits() -> Iterator[tuple[str, Edit]]:
    verbs = {"add": add, "edit": edit, "rename": rename, "delete": delete}
    yield from ((f"{verb} {kind}", partial(do, kind)) for kind in KINDS for verb, do in verbs.items())
    yield from ((f"{verb} variant", partial(change_variants, verb)) for verb in verbs)
    yield from ((f"set {key} of {kind}", partial(change_field, kind, key)) for kind in FIELDS for key in FIELDS[kind])
    yield from ((f"set {key}", partial(change_setting, key)) for key in SETTINGS)
    yield from ODD_EDITS.items()


ODD_EDITS: dict[str, Edit] = {
    edit.__name__.replace("_", " "): edit
    for edit in (
        swap_two_names,
        rename_a_folder,
        touch,
        change_content_but_not_size_and_time,
        change_case_of_a_name,
        replace_by_a_link,
        replace_by_a_folder,
        replace_by_nothing,
    )
}
EDITS = dict(_edits())
