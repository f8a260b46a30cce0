"""From an ingredient to the file that it is made from."""

import pytest

from shopgen.planning.sources import source_of
from support.planned import Plan

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
-- catalog/mugs/_category.yaml --
title: Mugs
-- catalog/mugs/blue.yaml --
title: Blue mug
sku: B
price: 24
-- content/news/2026-01-05-kiln.md --
---
title: Kiln
---
Hot.
-- content/news/2026-01-05-kiln.pl.md --
---
title: Piec
---
Hot.
-- content/pages/about.md --
---
title: About
---
Hello.
-- static/note.txt --
A note.
"""


@pytest.mark.parametrize(
    ("path", "sources"),
    [
        ("products/blue/index.html", {"catalog/mugs/blue.yaml", ""}),
        ("catalog/mugs/index.html", {"catalog/mugs/_category.yaml", "catalog/mugs/blue.yaml", ""}),
        ("news/index.html", {"content/news/2026-01-05-kiln.md", ""}),
        ("pl/news/index.html", {"content/news/2026-01-05-kiln.pl.md", ""}),
        ("about/index.html", {"content/pages/about.md", ""}),
        ("note.txt", {"static/note.txt"}),
    ],
)
def test_an_ingredient_is_made_from_the_file_that_its_name_tells(sound: Plan, path: str, sources: set[str]) -> None:
    plan = sound(SHOP)
    assert {source_of(item.name, plan.planning.shop) for item in plan.jobs[path].ingredients} == sources


@pytest.mark.parametrize(
    "name", ["product/gone#card:en", "tag/green#listing:en:1", "brand/x#head:en:1", "host/_headers", "site:en", ""]
)
def test_other_names_lead_nowhere(sound: Plan, name: str) -> None:
    assert source_of(name, sound(SHOP).planning.shop) == ""
