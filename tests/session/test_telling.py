"""What somebody changed is told by the thing that was changed, with the pages that are made of it."""

import errno
from pathlib import Path

import pytest

from shopgen.commands import edits
from shopgen.core.disk import Content, Place
from shopgen.engine.manifest import Change
from shopgen.outcome import Edit, Kind
from support.failing_disk import CountingDisk
from support.inline import picture
from support.workplace import Workplace

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
theme: bare
missing_links: warning
-- catalog/mugs/_category.yaml --
title: Mugs
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
description: A *mug*.
images: [moss.jpg]
-- catalog/mugs/moss.jpg: 40x50 --
-- catalog/mugs/ink.yaml --
title: Ink mug
sku: M-2
price: 26.00
description: Dark.
options: [{name: Size, values: [S, L]}]
variants:
  - {sku: M-2S, options: {Size: S}}
  - {sku: M-2L, options: {Size: L}, price: 29}
-- catalog/bowls/rice.yaml --
title: Rice bowl
sku: B-1
price: 22.00
description: For rice.
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
---
It is hot.
-- content/pages/about.md --
---
title: About
---
Hello.
"""


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path, SHOP)


def told(workplace: Workplace) -> list[str]:
    report = workplace.build()
    assert not report.has_errors
    return list(edits.lines(report.edits))


def test_a_first_build_and_one_with_nothing_to_do_tell_nothing(workplace: Workplace) -> None:
    assert told(workplace) == []
    assert told(workplace) == []


class FullDisk(CountingDisk):
    """Takes no page any more."""

    def fill(self, path: Place, content: Content, durable: bool) -> None:
        if Path(path).parent.name == "moss":
            raise OSError(errno.ENOSPC, "made to fail", str(path))
        super().fill(path, content, durable)


def test_what_could_not_be_published_is_told_by_the_next_build(workplace: Workplace) -> None:
    assert told(workplace) == []
    workplace.replace("catalog/mugs/moss.yaml", "24.00", "22.00")
    with pytest.raises(OSError, match="made to fail"):
        workplace.session(FullDisk()).build()
    assert told(workplace) == ["M-1: price 24.00 -> 22.00; 7 pages"]


@pytest.mark.parametrize(
    ("path", "old", "new", "lines"),
    [
        ("catalog/mugs/moss.yaml", "24.00", "22.00", ["M-1: price 24.00 -> 22.00; 7 pages"]),
        ("catalog/mugs/moss.yaml", "A *mug*.", "A *cup*.", ["M-1: description changed; 1 page"]),
        (
            "catalog/mugs/moss.yaml",
            "Moss mug",
            "Moss cup",
            ["M-1: title Moss mug -> Moss cup; 7 pages", "lists, menus and links that go with it; 1 page"],
        ),
        (
            "catalog/mugs/moss.yaml",
            "sku: M-1",
            "sku: M-1\nstock: 0",
            ["M-1: availability in_stock -> out_of_stock, stock is now 0; 7 pages"],
        ),
        (
            "catalog/mugs/moss.yaml",
            "sku: M-1",
            "sku: M-1\nseo: {title: Green mug}",
            ["M-1: title for search engines Moss mug – Glinka -> Green mug – Glinka; 1 page"],
        ),
        (
            "content/pages/about.md",
            "title: About",
            "title: About\nseo: {description: Who we are}",
            ["content/pages/about.md: description for search engines Hello. -> Who we are; 1 page"],
        ),
        ("catalog/mugs/ink.yaml", "price: 29", "price: 28", ["M-2: price of variant 2 29.00 -> 28.00; 3 pages"]),
        ("content/news/2026-11-01-kiln.md", "is", "was", ["content/news/2026-11-01-kiln.md: text changed; 3 pages"]),
        ("content/pages/about.md", "Hello", "Hi", ["content/pages/about.md: text changed; 1 page"]),
        (
            "catalog/mugs/_category.yaml",
            "Mugs",
            "Cups",
            [
                "catalog/mugs/_category.yaml: title Mugs -> Cups; 4 pages",
                "lists, menus and links that go with it; 9 pages",
            ],
        ),
        ("shop.yaml", "name: Glinka", "name: Glina", ["shop.yaml: name Glinka -> Glina; 13 pages"]),
        ("shop.yaml", "name: Glinka", "tagline: Clay\nname: Glinka", ["shop.yaml: tagline is now Clay; 13 pages"]),
        (
            "themes/bare/templates/partials/card.html",
            "<li>",
            "<li class=card>",
            ["themes/bare/templates/partials/card.html: changed; 9 pages"],
        ),
        ("themes/bare/assets/theme.css", "black", "red", ["themes/bare/assets/theme.css: changed; 13 pages"]),
    ],
)
def test_an_edit_is_told_by_what_was_edited(
    workplace: Workplace, path: str, old: str, new: str, lines: list[str]
) -> None:
    workplace.build()
    workplace.replace(path, old, new)
    assert told(workplace) == lines


def test_an_interface_text_is_told_by_its_file_and_key(workplace: Workplace) -> None:
    workplace.replace("themes/bare/templates/home.html", "{{ site.name }}", '{{ t("nav.home") }}')
    workplace.build()
    workplace.replace("themes/bare/locales/en.yaml", "nav.home: Home", "nav.home: Start")
    assert told(workplace)[0] == "locales/en.yaml: nav.home changed; 1 page"


def test_edits_are_told_those_with_the_most_pages_first(workplace: Workplace) -> None:
    workplace.build()
    workplace.replace("catalog/mugs/ink.yaml", "Dark.", "Darker.")
    workplace.replace("catalog/bowls/rice.yaml", "22.00", "21.00")
    workplace.write("static/terms.txt", "Terms")
    assert told(workplace) == [
        "B-1: price 22.00 -> 21.00; 4 pages",
        "M-2: description changed; 3 pages",
        "new: static/terms.txt; 1 file",
    ]


def test_what_comes_and_goes_is_told_with_what_shows_it(workplace: Workplace) -> None:
    workplace.build()
    workplace.write("catalog/bowls/vase.yaml", "title: Vase\nsku: VASE-7\nprice: 9\ndescription: A.\nimages: [v.jpg]\n")
    workplace.write("catalog/bowls/v.jpg", picture(40, 50))
    assert told(workplace) == ["new: VASE-7; 5 pages", "lists, menus and links that go with it; 1 page"]
    workplace.remove("catalog/bowls/vase.yaml")
    workplace.remove("catalog/bowls/v.jpg")
    assert told(workplace)[0] == "gone: catalog/bowls/vase.yaml; 5 pages"


def test_a_new_picture_is_the_product_s(workplace: Workplace) -> None:
    workplace.build()
    workplace.write("catalog/mugs/moss.jpg", picture(60, 50))
    assert told(workplace)[0] == "M-1: pictures changed; 7 pages"


def test_an_edit_that_is_taken_back_is_told_as_well(workplace: Workplace) -> None:
    workplace.build()
    workplace.replace("catalog/bowls/rice.yaml", "22.00", "21.00")
    workplace.build()
    workplace.replace("catalog/bowls/rice.yaml", "21.00", "22.00")
    assert told(workplace) == ["B-1: price 21.00 -> 22.00; 4 pages"]


def test_a_build_with_errors_in_between_hides_nothing(workplace: Workplace) -> None:
    workplace.build()
    workplace.replace("catalog/bowls/rice.yaml", "22.00", "21.00")
    workplace.replace("themes/bare/templates/article.html", "{{ article.body", "{{ nothing }}{{ article.body")
    assert workplace.build().has_errors
    workplace.replace("themes/bare/templates/article.html", "{{ nothing }}", "")
    workplace.replace("catalog/mugs/moss.yaml", "title:", "slug: ink\ntitle:")
    assert workplace.build().has_errors
    workplace.replace("catalog/mugs/moss.yaml", "slug: ink\n", "")
    assert told(workplace) == ["B-1: price 22.00 -> 21.00; 4 pages"]


def test_many_edits_are_counted() -> None:
    many = [Edit(Kind.CHANGED, f"M-{number}", pages=9 - number, files=9) for number in range(9)]
    assert list(edits.lines(many))[-2:] == ["M-5: changed; 4 pages", "and 3 more (all with -v)"]
    assert len(list(edits.lines(many, None))) == 9


def test_a_change_without_a_word_of_its_own_is_told_by_its_field() -> None:
    assert edits.fields_text([Change("x", "colour", "red", "blue")]) == "colour red -> blue"
    assert edits.fields_text([]) == "changed"
    several = [Change("x", f"field{number}", None, "…") for number in range(5)]
    assert edits.fields_text(several) == "field0 added, field1 added, field2 added and 2 more"
    assert edits.fields_text([Change("x", "summary", "old", "")]) == "summary removed"
