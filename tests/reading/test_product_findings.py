"""What is wrong with a product is said with its place."""

from support.inline import Holds


def test_a_price_has_the_decimals_of_the_currency(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M-1
description: A mug.
price: 24.001
compare_at_price: -3
sale: {price: 1.999}
-- findings --
catalog/mug.yaml:4:8: error[bad-amount]: `24.001` is not a price: EUR has 2 decimals
    write it like `24.00`
catalog/mug.yaml:5:19: error[bad-amount]: `-3` is not a price: an amount cannot be negative
    write it like `24.00`
catalog/mug.yaml:6:15: error[bad-amount]: `1.999` is not a price: EUR has 2 decimals
    write it like `24.00`
""")


def test_a_product_with_an_error_hides_nothing_in_the_next(holds: Holds) -> None:
    holds("""
-- catalog/bowl.yaml --
title: Bowl
sku: B 1
price: 12
-- catalog/mug.yaml --
title: Mug
price: 12
-- catalog/plate.yaml --
titel: Plate
sku: P-1
price: 12
related: [B 1, M-1, mug, cup]
-- findings --
catalog/bowl.yaml:2:6: error[bad-value]: the SKU `B 1` has blanks or invisible characters
    use letters, digits, `-`, `_` and `.`
catalog/mug.yaml:1:1: error[missing-key]: the key `sku` is missing
    add `sku: ...`
catalog/plate.yaml:1:1: error[unknown-key]: there is no key `titel` here
    did you mean `title`?
""")


def test_a_slug_must_be_able_to_stand_in_an_address(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M-1
price: 12
slug: Moon mug
-- catalog/cup.yaml --
title: Cup
sku: C-1
price: 12
slug: ../cup
-- catalog/bowl.yaml --
title: Bowl
sku: B-1
price: 12
slug: miska-łąkowa
-- catalog/plate.yaml --
title: Plate
sku: P-1
price: 12
slug: con
-- catalog/vase.yaml --
title: Vase
sku: V-1
price: 12
slug: '!!!'
-- catalog/🙂.yaml --
title: Smile
sku: S-1
price: 12
-- findings --
catalog/bowl.yaml:4:7: error[address-refused]: `miska-łąkowa` cannot be the last part of an address
    write `miska-lakowa`
catalog/cup.yaml:4:7: error[address-refused]: `../cup` cannot be the last part of an address
    write `cup`
catalog/mug.yaml:4:7: error[address-refused]: `Moon mug` cannot be the last part of an address
    write `moon-mug`
catalog/plate.yaml:4:7: error[address-refused]: the slug cannot be used: `con` is a reserved name on Windows
    choose another one
catalog/vase.yaml:4:7: error[address-refused]: `!!!` cannot be the last part of an address
    use letters, digits and hyphens
catalog/🙂.yaml:1:1: error[file-name]: the name `🙂` cannot become an address
    set `slug`, or rename it
""")


def test_a_measure_is_a_number_and_a_unit(holds: Holds) -> None:
    holds("""
-- catalog/tea.yaml --
title: Tea
sku: T-1
price: 12
weight: 50 stones
unit_price: {measure: 0 g, reference: 100}
-- catalog/jam.yaml --
title: Jam
sku: J-1
price: 12
unit_price: {measure: 50 g, reference: 1 l}
-- findings --
catalog/jam.yaml:4:40: error[bad-value]: `50 g` cannot be told in `1 l`
    use units of one kind, such as `50 g` and `100 g`
catalog/tea.yaml:4:9: error[bad-value]: `50 stones` is not a measure
    write a number with a decimal point and one of: cbm, cl, cm, ct, g, in, kg, l, lb, m, mg, ml, mm, oz, sqm
catalog/tea.yaml:5:23: error[bad-value]: `0 g` is not a measure
    write a number with a decimal point and one of: cbm, cl, cm, ct, g, in, kg, l, lb, m, mg, ml, mm, oz, sqm
catalog/tea.yaml:5:39: error[bad-value]: `100` is not a measure
    write a number with a decimal point and one of: cbm, cl, cm, ct, g, in, kg, l, lb, m, mg, ml, mm, oz, sqm
""")


def test_a_gtin_with_a_wrong_check_digit_is_left_out(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M-1
price: 12
gtin: 4006381333932
-- catalog/cup.yaml --
title: Cup
sku: C-1
price: 12
gtin: 4.01E+12
-- findings --
catalog/cup.yaml:4:7: warning[bad-gtin]: `4.01E+12` is not a GTIN
    a spreadsheet has rounded it; copy it from the article and store the column as text
catalog/mug.yaml:4:7: warning[bad-gtin]: `4006381333932` is not a GTIN
    compare it with the bar code: 8, 12, 13 or 14 digits of which the last one checks the others
""")


def test_a_reduction_reduces(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M-1
price: 12
compare_at_price: 12.00
sale: {price: 15}
-- findings --
catalog/mug.yaml:4:19: warning[compare-at-price]: the price before the reduction, 12.00, is not above the
        price, 12.00
    write the former, higher price, or remove the key
catalog/mug.yaml:5:15: warning[compare-at-price]: the sale's price, 15.00, is not below the price, 12.00
    write the lower price, or remove the sale
""")


def test_a_sale_ends_after_it_begins(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M-1
price: 12
sale: {price: 9, starts: 2026-11-24, ends: 2026-11-22}
publish_date: 2026-11-24
expiry_date: 2026-11-24
-- findings --
catalog/mug.yaml:4:44: error[bad-date]: `ends` is not after `starts`
    write a later date, or leave it out
catalog/mug.yaml:6:14: error[bad-date]: `expiry_date` is not after `publish_date`
    write a later date, or leave it out
""")


def test_a_sku_stands_once_in_the_whole_shop(holds: Holds) -> None:
    holds("""
-- catalog/cup.yaml --
title: Cup
sku: M-1
price: 12
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
options: [{name: Size, values: [S, L, XL]}]
variants:
  - {sku: M-1, options: {Size: S}}
  - {sku: M-2, options: {Size: L}}
  - {sku: M-2, options: {Size: XL}}
-- findings --
catalog/mug.yaml:6:11: error[duplicate-sku]: the SKU `M-1` is also that of `cup`
    give each product and variant a SKU of its own
    the other one is here: catalog/cup.yaml:2:6
catalog/mug.yaml:8:11: error[duplicate-sku]: the SKU `M-2` is also that of another variant
    give each product and variant a SKU of its own
    the other one is here: catalog/mug.yaml:7:11
""")


def test_a_sku_is_short_and_visible(holds: Holds) -> None:
    holds(r"""
-- catalog/cup.yaml --
title: Cup
sku: ""
price: 12
-- catalog/mug.yaml --
title: Mug
sku: "0123456789012345678901234567890123456789012345678901"
price: 12
-- catalog/vase.yaml --
title: Vase
sku: "A\u202eB"
price: 12
-- findings --
catalog/cup.yaml:2:1: error[bad-value]: the SKU is empty
    use letters, digits, `-`, `_` and `.`
catalog/mug.yaml:2:6: error[bad-value]: the SKU `0123456789012345678901234567890123456789012345678901` is
        longer than 50 characters
    use letters, digits, `-`, `_` and `.`
catalog/vase.yaml:2:6: warning[bidi-control]: the text holds invisible characters that change the direction of
        writing
    remove them, unless the text needs them
catalog/vase.yaml:2:6: error[bad-value]: the SKU `A\u202eB\u202c` has blanks or invisible characters
    use letters, digits, `-`, `_` and `.`
""")


def test_a_payment_link_is_an_https_address(holds: Holds) -> None:
    holds("""
-- catalog/cup.yaml --
title: Cup
sku: C
price: 12
payment_link: http://pay.example/c
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
payment_link: https://me@pay.example/c
-- catalog/vase.yaml --
title: Vase
sku: V
price: 12
payment_link: https://[pay/c
-- findings --
catalog/cup.yaml:4:15: error[bad-value]: `http://pay.example/c` is not a payment address
    copy it whole: `https://…`
catalog/mug.yaml:4:15: error[bad-value]: `https://me@pay.example/c` is not a payment address
    copy it whole: `https://…`
catalog/vase.yaml:4:15: error[bad-value]: `https://[pay/c` is not a payment address
    copy it whole: `https://…`
""")


def test_a_title_is_not_empty(holds: Holds) -> None:
    holds("""
-- catalog/cup.yaml --
title: ' '
sku: C
price: 12
-- findings --
catalog/cup.yaml:1:8: error[missing-key]: the title is empty
    write the name of the product
""")


def test_a_contact_is_in_a_country(holds: Holds) -> None:
    holds("""
-- catalog/cup.yaml --
title: Cup
sku: C
price: 12
manufacturer: {name: Anna, country: pl}
responsible_person: {name: Jan, country: Polska}
-- findings --
catalog/cup.yaml:4:37: error[bad-value]: `pl` is not the code of a country
    did you mean `PL`?
catalog/cup.yaml:5:42: error[bad-value]: `Polska` is not the code of a country
    write two letters, such as `PL`
""")


def test_unknown_names_are_errors_with_the_likeliest_name(holds: Holds) -> None:
    holds("""
-- catalog/mugs/cup.yaml --
title: Cup
sku: CUP-1
price: 12
related:
  - CUP-2
  - nothing at all
categories: [mug, teapots]
-- findings --
catalog/mugs/cup.yaml:5:5: error[unknown-reference]: there is no product `CUP-2`
    did you mean `CUP-1`?
catalog/mugs/cup.yaml:6:5: error[unknown-reference]: there is no product `nothing at all`
    write the SKU or the file name of a product
catalog/mugs/cup.yaml:7:14: error[unknown-reference]: there is no category `mug`
    did you mean `mugs`?
catalog/mugs/cup.yaml:7:19: error[unknown-reference]: there is no category `teapots`
    write the path of a folder below `catalog/`
""")


def test_two_files_of_one_thing(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
-- catalog/cup.yaml --
title: Cup
sku: C
price: 12
-- catalog/cup.yml --
title: Cup
sku: C2
price: 12
-- catalog/mug.pl.yaml --
title: Kubek
-- catalog/plate.yaml --
title: Plate
sku: P
price: 3
-- catalog/plate.de.yaml --
title: Teller
-- findings --
catalog/cup.yml:1:1: error[duplicate-key]: `catalog/cup.yml` and `catalog/cup.yaml` describe one thing
    keep one of them
    the other file: catalog/cup.yaml:1:1
catalog/mug.pl.yaml:1:1: error[unknown-reference]: this is a translation, but there is no `mug.yaml` beside it
    rename it to match the file it translates, or write that file
catalog/plate.de.yaml:1:1: warning[unknown-language]: the shop has no language `de`
    add it to `languages` in `shop.yaml`, or remove the translation
""")


def test_addresses_of_others_are_whole(holds: Holds) -> None:
    holds("""
-- catalog/cup.yaml --
title: Cup
sku: C
price: 12
manufacturer: {name: Anna, url: "javascript:alert(1)"}
energy: {rating: A, sheet: sheet.pdf}
-- catalog/lamp.yaml --
title: Lamp
sku: L
price: 12
manufacturer: {name: Anna, url: https://anna.example/}
-- findings --
catalog/cup.yaml:4:33: error[bad-value]: `javascript:alert(1)` is not an address
    write it whole: `https://…`
catalog/cup.yaml:5:28: error[bad-value]: `sheet.pdf` is not an address
    write it whole: `https://…`
""")
