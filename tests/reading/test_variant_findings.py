"""What is wrong with variants and their options."""

from support.inline import Holds


def test_a_variant_chooses_one_value_of_each_option(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
options:
  - {name: Glaze, values: [Moss, Ash]}
  - {name: Size, values: [250 ml, 400 ml]}
variants:
  - {sku: M-1, options: {Glaze: Mos, Size: 250 ml}}
  - {sku: M-2, options: {Glaze: Moss}}
  - {sku: M-3, options: {Glaze: Moss, Size: 250 ml, Colour: red}}
  - {sku: M-4, options: {Glaze: Ash, Size: 1 l}}
  - {sku: M-5, options: {Glaze: Ash, Size: 250 ml}}
  - {sku: M-6, options: {Glaze: Ash, Size: 250 ml}}
-- findings --
catalog/mug.yaml:8:33: error[variant-options]: the option `Glaze` has no value `Mos`
    did you mean `Moss`?
catalog/mug.yaml:9:25: error[variant-options]: the variant does not choose a `Size`
    add it: one of `250 ml`, `400 ml`
catalog/mug.yaml:10:61: error[variant-options]: the product has no option `Colour`
    add it to `options` of the product
catalog/mug.yaml:11:44: error[variant-options]: the option `Size` has no value `1 l`
    known are `250 ml`, `400 ml`
catalog/mug.yaml:13:25: error[variant-options]: two variants choose the same: Ash, 250 ml
    change one of them, or remove it
    the first one is here: catalog/mug.yaml:12:25
""")


def test_options_are_different_and_have_variants(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
options:
  - {name: Glaze, values: [Moss, Moss]}
  - {name: Size, values: []}
  - {name: Size, values: [S]}
-- findings --
catalog/mug.yaml:5:3: error[variant-options]: the product has options but no variants
    add `variants`, one for each choice that can be bought, or remove `options`
catalog/mug.yaml:5:27: error[variant-options]: the values of the option `Glaze` must be different texts, at
        least one
    such as `[Moss, Ash]`
catalog/mug.yaml:6:26: error[variant-options]: the values of the option `Size` must be different texts, at
        least one
    such as `[Moss, Ash]`
catalog/mug.yaml:7:12: error[variant-options]: the option `Size` stands twice
    remove one
""")


def test_variants_without_options_are_the_same(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
variants:
  - {sku: M-1, options: {}}
  - {sku: M-2, options: {}}
-- findings --
catalog/mug.yaml:6:25: error[variant-options]: two variants choose the same: nothing
    change one of them, or remove it
    the first one is here: catalog/mug.yaml:5:25
""")


def test_a_variant_shows_pictures_of_its_product(holds: Holds) -> None:
    holds("""
-- catalog/moss.jpg: 40x50 --
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
images: [moss.jpg, ash.jpg]
options: [{name: Glaze, values: [Moss, Ash]}]
variants:
  - {sku: M-1, options: {Glaze: Moss}, image: moss.jpeg}
  - {sku: M-2, options: {Glaze: Ash}, image: ash.jpg}
-- findings --
catalog/mug.yaml:4:20: error[picture-missing]: there is no picture `ash.jpg`
    put it at `catalog/ash.jpg`
catalog/mug.yaml:7:47: error[unknown-reference]: the product has no picture `moss.jpeg`
    did you mean `moss.jpg`?
""")


def test_errors_in_variants_have_their_places(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
options: [{name: Glaze, values: [Moss, Ash]}]
variants:
  - sku: M-1
    options: {Glaze: Moss}
    price: 1.234
    weight: heavy
  - sku: M-2
    options: {Glaze: Ash}
    gtin: 123
    compare_at_price: 11
-- findings --
catalog/mug.yaml:8:12: error[bad-amount]: `1.234` is not a price: EUR has 2 decimals
    write it like `24.00`
catalog/mug.yaml:9:13: error[bad-value]: `heavy` is not a measure
    write a number with a decimal point and one of: cbm, cl, cm, ct, g, in, kg, l, lb, m, mg, ml, mm, oz, sqm
catalog/mug.yaml:12:11: warning[bad-gtin]: `123` is not a GTIN
    compare it with the bar code: 8, 12, 13 or 14 digits of which the last one checks the others
catalog/mug.yaml:13:23: warning[compare-at-price]: the price before the reduction, 11.00, is not above the
        price, 12.00
    write the former, higher price, or remove the key
""")


def test_a_price_of_its_own_inherits_no_reduction_so_nothing_is_wrong_with_it(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
compare_at_price: 15
lowest_price_30d: 11
options: [{name: Glaze, values: [Moss, Ash]}]
variants:
  - {sku: M-1, options: {Glaze: Moss}, price: 20}
  - {sku: M-2, options: {Glaze: Ash}}
-- findings --
""")


def test_blanks_around_values_mean_nothing(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
languages: [en, pl]
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
options: [{name: Glaze, values: [" Moss ", Ash]}]
variants:
  - {sku: M-1, options: {Glaze: "Moss "}}
translations: {pl: {title: Kubek, options: {Glaze: {values: {" Moss": Mech}}}}}
-- findings --
""")


def test_a_product_may_share_the_sku_of_one_of_its_variants(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M-1
price: 12
options: [{name: Glaze, values: [Moss, Ash]}]
variants:
  - {sku: M-1, options: {Glaze: Moss}}
  - {sku: M-2, options: {Glaze: Ash}}
-- findings --
""")
