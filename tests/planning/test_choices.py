"""Variants: what a page shows as chosen, and where its options lead."""

from shopgen.views.product import ProductDetail
from support.planned import Plan

MUG = """\
-- catalog/mug.yaml --
title: Mug
sku: MUG
price: 24.00
images: [moss.jpg, ash.jpg, both.jpg]
options:
  - {name: Glaze, values: [Moss, Ash, Ink]}
  - {name: Size, values: [250 ml, 350 ml]}
variants:
  - {sku: MO-2, options: {Glaze: Moss, Size: 250 ml}, image: moss.jpg, stock: 0}
  - {sku: MO-3, options: {Glaze: Moss, Size: 350 ml}, image: moss.jpg, price: 30.00}
  - {sku: AS-2, options: {Glaze: Ash, Size: 250 ml}, image: ash.jpg, price: 26.00}
-- catalog/moss.jpg: 900x900 --
-- catalog/ash.jpg: 900x901 --
-- catalog/both.jpg: 900x902 --
"""


def options(detail: ProductDetail) -> dict[str, list[tuple[str, str, bool, bool]]]:
    return {
        option.name: [(value.label, value.url, value.is_selected, value.is_available) for value in option.values]
        for option in detail.options
    }


def test_the_product_page_shows_its_leading_variant_as_chosen(sound: Plan) -> None:
    detail = sound(MUG).view("products/mug/index.html", "product")
    assert (detail.choice, detail.selected, detail.has_price_range) == ("Ash, 250 ml", None, False)
    assert (detail.offer.sku, detail.offer.price.amount, detail.sku) == ("AS-2", "26.00", "MUG")
    assert detail.pictures[0].full.startswith("/images/ash-")
    assert options(detail) == {
        "Glaze": [
            ("Moss", "/products/mug/moss-250-ml/", False, False),
            ("Ash", "/products/mug/ash-250-ml/", True, True),
            ("Ink", "/products/mug/", False, False),
        ],
        "Size": [
            ("250 ml", "/products/mug/ash-250-ml/", True, True),
            ("350 ml", "/products/mug/moss-350-ml/", False, False),
        ],
    }


def test_a_variants_page_shows_that_variant(sound: Plan) -> None:
    detail = sound(MUG).view("products/mug/moss-350-ml/index.html", "product")
    assert detail.selected == detail.variants[1]
    assert (detail.choice, detail.offer.sku, detail.has_price_range) == ("Moss, 350 ml", "MO-3", False)
    assert detail.pictures[0].full.startswith("/images/moss-")
    assert options(detail) == {
        "Glaze": [
            ("Moss", "/products/mug/moss-350-ml/", True, True),
            ("Ash", "/products/mug/ash-250-ml/", False, False),
            ("Ink", "/products/mug/", False, False),
        ],
        "Size": [
            ("250 ml", "/products/mug/moss-250-ml/", False, False),
            ("350 ml", "/products/mug/moss-350-ml/", True, True),
        ],
    }


def test_the_nearest_variant_is_rather_one_that_can_be_bought(sound: Plan) -> None:
    text = """\
-- catalog/mug.yaml --
title: Mug
sku: MUG
price: 24.00
options:
  - {name: Glaze, values: [Moss, Ash]}
  - {name: Size, values: [S, M, L]}
variants:
  - {sku: A, options: {Glaze: Moss, Size: S}}
  - {sku: B, options: {Glaze: Ash, Size: M}, stock: 0}
  - {sku: C, options: {Glaze: Ash, Size: L}}
"""
    detail = sound(text).view("products/mug/index.html", "product")
    assert options(detail)["Glaze"][1] == ("Ash", "/products/mug/ash-l/", False, False)


def test_pictures_stand_for_values_only_where_they_tell_them_apart(sound: Plan) -> None:
    detail = sound(MUG).view("products/mug/index.html", "product")
    glaze, size = detail.options
    assert [value.picture and value.picture.full.split("-")[0] for value in glaze.values] == [
        "/images/moss",
        "/images/ash",
        None,
    ]
    assert [value.picture for value in size.values] == [None, None]


def test_values_without_pictures_have_no_swatches_beside_them(sound: Plan) -> None:
    detail = sound(MUG.replace(", image: ash.jpg", "")).view("products/mug/index.html", "product")
    assert [value.picture for value in detail.options[0].values] == [None, None, None]


def test_sold_out_variants_lead_when_all_are_sold_out(sound: Plan) -> None:
    text = MUG.replace("price: 30.00", "price: 30.00, stock: 0").replace("price: 26.00", "price: 26.00, stock: 0")
    detail = sound(text).view("products/mug/index.html", "product")
    assert (detail.choice, detail.offer.buy, detail.offer.can_be_bought) == ("Moss, 250 ml", None, False)


def test_a_product_without_variants_has_no_choice(sound: Plan) -> None:
    detail = sound("-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1\n").view("products/mug/index.html", "product")
    assert (detail.choice, detail.options, detail.variants, detail.selected) == ("", (), (), None)


def test_without_pages_of_their_own_all_variants_are_on_the_products_page(sound: Plan) -> None:
    settings = "-- shop.yaml --\nname: G\nbase_url: https://g.example/\ncurrency: EUR\nvariants: {pages: false}\n"
    plan = sound(settings + MUG)
    detail = plan.view("products/mug/index.html", "product")
    assert [path for path in plan.pages() if "/mug/" in path] == ["products/mug/index.html"]
    assert {variant.url for variant in detail.variants} == {"/products/mug/"}
    assert (detail.choice, detail.has_price_range) == ("", True)
    assert options(detail)["Glaze"] == [
        ("Moss", "/products/mug/", False, True),
        ("Ash", "/products/mug/", False, True),
        ("Ink", "/products/mug/", False, False),
    ]


def many(count: int) -> str:
    sizes = ", ".join(f"S{number}" for number in range(count))
    lines = "".join(f"  - {{sku: K{number}, options: {{Size: S{number}}}}}\n" for number in range(count))
    head = "-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1\n"
    return f"{head}options: [{{name: Size, values: [{sizes}]}}]\nvariants:\n{lines}"


def test_fifty_variants_have_pages_and_fifty_one_have_not(plan: Plan) -> None:
    fifty, more = plan(many(50)), plan(many(51))
    assert len([path for path in fifty.pages() if "/mug/" in path]) == 51
    assert fifty.report == ""
    assert len([path for path in more.pages() if "/mug/" in path]) == 1
    assert more.report == (
        "catalog/mug.yaml:6:3: warning[variant-pages]: 51 variants are too many for a page each; all are on the\n"
        "        product's page\n"
        "    up to 50 variants have pages of their own\n"
    )


def test_thumbnails_are_made_only_of_several_pictures(sound: Plan) -> None:
    single = MUG.replace("images: [moss.jpg, ash.jpg, both.jpg]", "images: [moss.jpg]").replace(", image: ash.jpg", "")
    theme = "-- themes/default/theme.yaml --\nname: default\npictures:\n  thumb: {widths: [77], sizes: 4rem}\n"
    several, one = sound(theme + MUG), sound(theme + single)
    assert len(several.view("products/mug/index.html", "product").thumbnails) == 3
    assert one.view("products/mug/index.html", "product").thumbnails == ()
    assert any("-77-" in path for path in several.jobs)
    assert not any("-77-" in path for path in one.jobs)


def test_words_of_options_are_those_of_the_language(sound: Plan) -> None:
    text = MUG.replace(
        "-- catalog/moss.jpg",
        (
            "translations:\n  pl:\n    title: Kubek\n    alts: {moss.jpg: Zielony}\n    options:\n"
            "      Glaze: {name: Szkliwo, values: {Moss: Mech}}\n-- catalog/moss.jpg"
        ),
    )
    settings = "-- shop.yaml --\nname: G\nbase_url: https://g.example/\ncurrency: EUR\nlanguages: [en, pl]\n"
    detail = sound(settings + text).view("pl/products/kubek/mech-350-ml/index.html", "product")
    assert (detail.choice, detail.options[0].name, detail.pictures[0].alt) == ("Mech, 350 ml", "Szkliwo", "Zielony")
    assert detail.pictures[1].alt == "Kubek"
