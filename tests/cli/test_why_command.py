"""`why`: what a file was made of and because of what, and whether a build would make it again."""

import json
import re
from contextlib import suppress
from pathlib import Path

import pytest

from shopgen.commands.explanations import ingredient_text, looked_up_text
from shopgen.commands.outputs import output_meant
from shopgen.core.failures import UsageFailure

BLUE = "products/blue/index.html"


def undated(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "DATE", text)


def test_a_kept_page_says_since_when_and_what_it_was_made_of(bare, shopgen) -> None:
    shopgen("build")
    bare.replace("catalog/mugs/blue.yaml", "price: 24", "price: 22")
    shopgen("build")
    done = shopgen("why", f"public/{BLUE}")
    assert (done.code, done.err) == (0, "")
    assert (
        undated(done.out)
        == """\
products/blue/index.html
    kept           since DATE; nothing that it is made of has changed
    made because   product mugs/blue (en): price 24.00 -> 22.00
    source         catalog/mugs/blue.yaml
    recipe         product
    made of        head of product mugs/blue (en)
                   product mugs/blue (en)
                   settings and menus (en)
                   breadcrumbs of product mugs/blue (en)
                   card of product mugs/green (en)
    looked up      template base.html
                   template partials/card.html
                   template product.html
                   asset theme.css
                   the default language
"""
    )


def test_an_edit_that_is_not_built_yet_is_told(bare, shopgen) -> None:
    shopgen("build")
    bare.replace("catalog/mugs/blue.yaml", "price: 24", "price: 22")
    before = bare.tree()
    done = shopgen("why", BLUE)
    assert (
        undated(done.out).partition("    source")[0]
        == """\
products/blue/index.html
    to be made     the next build makes it again
    because        product mugs/blue (en): price 24.00 -> 22.00
    last made      DATE
    made because   it was not there before
"""
    )
    assert bare.tree() == before
    assert "    kept " in shopgen("why", "news/hello/").out


def test_a_changed_template_is_named(bare, shopgen) -> None:
    shopgen("build")
    bare.replace("themes/bare/templates/partials/card.html", "<li>", "<li class=card>")
    assert "    because        template partials/card.html changed\n" in shopgen("why", BLUE).out
    shopgen("build")
    assert "    made because   template partials/card.html changed\n" in shopgen("why", BLUE).out


def test_what_comes_and_goes_is_told(bare, shopgen) -> None:
    shopgen("build")
    bare.remove("catalog/mugs/blue.yaml")
    bare.write("catalog/mugs/red.yaml", "title: Red mug\nsku: MUG-RED\nprice: 20\ndescription: Red.\n")
    gone, new = shopgen("why", BLUE).out, shopgen("why", "/products/red/").out
    assert "    to be removed  nothing in the shop asks for it any more\n" in gone
    assert "    to be made     it is not there yet; the next build makes it\n" in new
    listing = shopgen("why", "catalog/mugs/").out
    assert "    because        card of product mugs/red (en) came\n" in listing
    assert f"{' ' * 19}card of product mugs/blue (en) went\n" in listing


def test_an_edit_that_is_taken_back_comes_from_the_cache(bare, shopgen) -> None:
    shopgen("build")
    bare.replace("catalog/mugs/blue.yaml", "price: 24", "price: 22")
    shopgen("build")
    bare.replace("catalog/mugs/blue.yaml", "price: 22", "price: 24")
    told = "    to be changed  the next build takes it from the cache, where it is still known\n"
    assert told in shopgen("why", BLUE).out


def test_a_shop_with_errors_says_so(bare, shopgen) -> None:
    shopgen("build")
    bare.replace("catalog/mugs/blue.yaml", "price: 24", "price: cheap")
    done = shopgen("why", BLUE)
    assert done.code == 0
    assert done.out.endswith("The shop has errors, so a build would change nothing: `shopgen check` names them.\n")


def test_verbose_tells_roles_and_digests(bare, shopgen) -> None:
    shopgen("build")
    done = shopgen("why", "-v", "index.html")
    assert re.search(r"^    made of        head of home \(en\) as head, [0-9a-f]{12}$", done.out, re.MULTILINE)
    assert re.search(r"^ {19}template partials/card\.html, [0-9a-f]{12}$", done.out, re.MULTILINE)


def test_several_files_are_data_as_well(bare, shopgen) -> None:
    shopgen("build")
    bare.replace("catalog/mugs/blue.yaml", "price: 24", "price: 22")
    done = shopgen("why", BLUE, "404.html", "--format", "json")
    mug, missing = json.loads(done.out)["outputs"]
    amount = {"of": "product/mugs/blue#detail:en", "field": "offer.price.amount", "before": "24.00", "after": "22.00"}
    assert (mug["path"], mug["state"], mug["today"]["cause"]) == (BLUE, "stale", "ingredient")
    assert amount in mug["today"]["changes"]
    assert mug["made"] == {"cause": "new", "names": [], "changes": []}
    assert [item["role"] for item in mug["ingredients"]] == ["head", "product", "site", "breadcrumbs", "related"]
    assert "template:product.html" in mug["lookups"]
    assert (missing["path"], missing["state"], missing["today"]) == ("404.html", "kept", None)


def test_an_unknown_file_is_wrong_usage_with_the_nearest_one(bare, shopgen) -> None:
    shopgen("build")
    done = shopgen("why", "products/bleu")
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "shopgen: `products/bleu` is no file of the finished shop\n    hint: did you mean `products/blue/index.html`?\n"
    )
    assert "name a file of the finished shop, or its address" in shopgen("why", "xyz.zip").err
    assert shopgen("why").code == 2
    assert "there is no `sarif` for this" in shopgen("why", BLUE, "--format", "sarif").err


def test_nothing_needs_to_be_built_before(bare, shopgen) -> None:
    done = shopgen("why", BLUE)
    assert "    to be made     it is not there yet; the next build makes it\n" in done.out
    assert not bare.output.exists()


def test_colours_say_how_it_is(bare, shopgen, monkeypatch) -> None:
    shopgen("build")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;32mkept\x1b[0m" in shopgen("why", BLUE).out
    assert "\x1b[" not in shopgen("why", "--no-color", BLUE).out


KNOWN = frozenset((BLUE, "index.html", "404.html", "robots.txt", "müsli/index.html"))


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        (BLUE, BLUE),
        ("products/blue", BLUE),
        ("products/blue/", BLUE),
        ("/products/blue/", BLUE),
        ("/products/blue/?utm=1#top", BLUE),
        ("public/products/blue/index.html", BLUE),
        ("./public/products/blue", BLUE),
        ("https://glinka.example/products/blue/", BLUE),
        ("https://glinka.example/shop/products/blue/?a=b", BLUE),
        ("https://glinka.example", "index.html"),
        ("https://glinka.example/m%C3%BCsli/", "müsli/index.html"),
        ("/", "index.html"),
        ("public", "index.html"),
        ("404", "404.html"),
        ("/robots.txt", "robots.txt"),
    ],
)
def test_a_file_may_be_named_as_people_have_it(tmp_path: Path, monkeypatch, typed: str, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert output_meant(typed, tmp_path, tmp_path / "public", KNOWN) == path
    assert output_meant(str(tmp_path / "public" / path), tmp_path, tmp_path / "public", KNOWN) == path


@pytest.mark.parametrize("typed", ["", "..", "nowhere/", "public/../../x", "https://", "\x00", "https://[", "%"])
def test_whatever_is_typed_is_known_or_refused(tmp_path: Path, typed: str) -> None:
    with suppress(UsageFailure):
        assert output_meant(typed, tmp_path, tmp_path / "public", KNOWN) in KNOWN


def test_names_of_ingredients_are_words() -> None:
    names = ("product/a/b#card:en", "site:pl", "file:catalog/a.jpg", "category/a#listing:en:2", "home#head:en", "x")
    assert [ingredient_text(name) for name in names] == [
        "card of product a/b (en)",
        "settings and menus (pl)",
        "file catalog/a.jpg",
        "listing of category a (en, page 2)",
        "head of home (en)",
        "x",
    ]
    assert looked_up_text("message:en:cart.add") == "text cart.add (en)"
