"""What the inspector bar tells of a page."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopgen.formats.page import Description
from shopgen.options import Options
from shopgen.preview.answers import Answers
from shopgen.preview.appearance import Data, SearchResult, ShareCard, data_shown, search_result, share_card
from shopgen.preview.inspector import inspector
from shopgen.preview.places import Places
from shopgen.session import Session
from support.inline import lay

NASTY = "</template><script>alert(1)</script>\"'&"
SHOP = f"""\
-- shop.yaml --
name: {json.dumps(NASTY)}
base_url: https://glinka.example/kubki/
currency: EUR
time_zone: Europe/Warsaw
-- catalog/mugs/_category.yaml --
title: {json.dumps(NASTY)}
-- catalog/mugs/blue.yaml --
title: {json.dumps(NASTY)}
sku: MUG-BLUE
price: 24
summary: {json.dumps(NASTY)}
images: [{{src: blue.png, alt: {json.dumps(NASTY)}}}]
-- catalog/images/blue.png: 600x600 --
-- catalog/mugs/green.yaml --
title: Green mug
sku: MUG-GREEN
price: 22
draft: true
-- content/news/later.md --
---
title: Later
date: 2099-01-05
---
<center>It will be.</center>
-- content/pages/sale.md --
---
title: Sale
expiry_date: 2026-01-05T10:00
---
It was.
"""


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    import shutil

    root = lay(tmp_path / "shop", SHOP)
    shutil.rmtree(root / "themes")
    options = Options(
        root=root,
        output=root / "public",
        cache=root / ".shopgen",
        clock=datetime(2026, 11, 22, tzinfo=UTC),
        drafts=True,
        future=True,
        expired=True,
        is_preview=True,
    )

    def crash(problem: Exception) -> str:
        raise problem

    return Answers(Session(options), lambda planned, session: None, crash)


@pytest.fixture
def places(answers: Answers, tmp_path: Path) -> Places:
    return Places(Options(root=tmp_path / "shop", output=tmp_path, cache=tmp_path, clock=datetime.now(UTC)))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_it_tells_what_a_page_is_made_from(answers: Answers, places: Places) -> None:
    told = inspector(answers, "/kubki/products/green/", places)
    root = places.options.root
    assert f'<a class="place" href="vscode://file{root}/catalog/mugs/green.yaml:1:1"' in told
    assert ">@themes/default/templates/product.html</a>" in told
    assert "@themes/default/templates/base.html" in told
    assert "products/green/index.html" in told
    assert "Draft: customers do not see this page." in told
    assert "catalog/mugs/blue.yaml" in text_of(told)  # a neighbour


def test_what_is_not_published_is_marked(answers: Answers, places: Places) -> None:
    later = inspector(answers, "/kubki/news/later/", places)
    assert '<p class="told is-mark">Customers see this page from 2099-01-05 00:00 on.</p>' in later
    assert '<span class="chip is-mark">Not yet</span>' in later
    assert '<span class="chip is-mark">Expired</span>' in inspector(answers, "/kubki/sale/", places)
    assert "is-mark" not in inspector(answers, "/kubki/products/blue/", places)


def test_it_tells_the_warnings_of_its_page_alone(answers: Answers, places: Places) -> None:
    page = inspector(answers, "/kubki/news/later/", places)
    assert page.count('<li class="finding is-warning">') >= 1
    assert "content/news/later.md:5:" in text_of(page)
    assert "content/news/later.md" not in text_of(inspector(answers, "/kubki/sale/", places))


def test_nothing_of_a_shop_is_more_than_text_in_it(answers: Answers, places: Places) -> None:
    told = inspector(answers, "/kubki/products/blue/", places)
    assert "<script" not in told
    assert told.count("</template>") == 1
    assert told.count("&lt;/template&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;") >= 3


def test_there_is_nothing_to_tell_of_what_is_no_page(answers: Answers, places: Places) -> None:
    for address in ("/", "/kubki/sitemap.xml", "/kubki/products/blue", "/other/"):
        assert inspector(answers, address, places) == ""


def test_the_picture_of_a_card_is_that_of_the_preview(answers: Answers, places: Places) -> None:
    told = inspector(answers, "/kubki/products/blue/", places)
    found = re.search(r'<div class="card">\s*<img src="(/kubki/images/[^"]+)"', told)
    assert found
    assert answers.answer(found[1]).status == 200


def test_a_weight_is_that_of_the_files(answers: Answers, places: Places) -> None:
    told = inspector(answers, "/kubki/products/blue/", places)
    sizes = re.findall(r'data-size="(\d+)" data-compressed="(\d+)">\s*<th scope="row">(\w+)</th><td>(\d+)</td>', told)
    page = answers.answer("/kubki/products/blue/").content
    assert [(kind, files) for _, _, kind, files in sizes] == [("HTML", "1"), ("CSS", "1"), ("JavaScript", "1")]
    assert int(sizes[0][0]) == len(page)
    assert all(0 < int(compressed) < int(size) for size, compressed, _, _ in sizes)


PAGE = Description(
    title="Blue mug",
    description="It is blue.",
    robots="",
    canonical="https://glinka.example/products/blue/",
    language="en",
    properties={"og:site_name": "Glinka", "og:image": "https://glinka.example/images/b.jpg", "og:image:alt": "Blue"},
    data=(
        '{"@type": "Product", "offers": [{"price": "24.00", "priceCurrency": "EUR", "availability":'
        ' "https://schema.org/InStock"}, {"price": "9.50", "priceCurrency": "EUR"}]}',
        '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Home"}, {"name": "Mugs"}, {"name": "Blue mug"}]}',
    ),
)
BARE = Description("", "", "noindex, follow", "", "", {}, ("{", "[]", '{"@graph": [{"@type": ["A", "B"]}, 1]}', "null"))


def test_a_search_result_is_what_the_page_says_of_itself() -> None:
    assert search_result(PAGE, "The shop") == SearchResult(
        site="Glinka",
        trail=("glinka.example", "Mugs"),
        title="Blue mug",
        description="It is blue.",
        facts=("from EUR 9.50", "In stock"),
        notes=(),
    )


def test_what_keeps_a_page_from_being_found_is_noted() -> None:
    assert search_result(BARE, "The shop").notes == (
        "Search engines are asked not to show this page.",
        "The page has no title.",
        "The page has no description: search engines choose words of their own.",
        "The page names no canonical address.",
    )


def test_a_card_falls_back_on_what_the_page_has() -> None:
    assert share_card(PAGE, "/products/blue/", "https://glinka.example/") == ShareCard(
        host="glinka.example",
        title="Blue mug",
        description="It is blue.",
        picture="/images/b.jpg",
        alt="Blue",
        notes=(),
    )
    assert share_card(BARE, "/", "https://glinka.example/").notes == (
        "There is no picture: the card is shown without one.",
    )


def test_data_is_laid_out_and_what_is_none_is_told() -> None:
    assert data_shown(BARE) == (
        Data("not JSON", "{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        Data("no type", "[]"),
        Data(
            "A, B",
            '{\n  "@graph": [\n    {\n      "@type": [\n        "A",\n        "B"\n      ]\n    },\n    1\n  ]\n}',
        ),
        Data("no type", "null"),
    )


@pytest.mark.parametrize("offers", ['"x"', "[1]", '{"price": null}', '[{"price": {}}]', '{"availability": 5}'])
def test_data_of_any_shape_is_borne(offers: str) -> None:
    text = f'{{"@type": "Product", "offers": {offers}, "hasVariant": [{offers}]}}'
    search_result(Description("", "", "", "", "", {}, (text, '{"@type": "BreadcrumbList", "itemListElement": 5}')), "")
