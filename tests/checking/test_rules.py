"""Rules over a whole shop."""

from support.inline import Holds


def test_a_shop_has_products(holds: Holds) -> None:
    holds("""
-- findings --
shop.yaml:1:1: error[empty-shop]: the shop has no products
    add a file such as `catalog/mugs/green-mug.yaml` with title, sku and price
""")


def test_a_product_has_a_description_and_alternative_texts(holds: Holds) -> None:
    holds("""
-- catalog/a.jpg: 4x5 --
-- catalog/b.jpg: 4x5 --
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1
images: [{src: a.jpg, alt: Front}, b.jpg]
-- catalog/cup.yaml --
title: Cup
sku: C
price: 1
description: ' '
draft: true
-- findings --
catalog/mug.yaml:1:1: warning[missing-text]: the product has no description
    add `description` with what a customer would ask
catalog/mug.yaml:4:36: warning[missing-alt]: the picture `b.jpg` has no alternative text
    write under `alt` what it shows, for people who cannot see it
catalog/mug.yaml:4:16: warning[picture-small]: the picture is smaller than 500 x 500
    search engines want more pixels for what they list; use the photograph as the camera made it
catalog/mug.yaml:4:36: warning[picture-small]: the picture is smaller than 500 x 500
    search engines want more pixels for what they list; use the photograph as the camera made it
""")


PRESETS = """
-- themes/default/theme.yaml --
name: default
pictures:
  gallery: {aspect: "4:5", widths: [400, 1600]}
  card: {widths: [1200]}
  hero: {aspect: "1:1", fit: contain, widths: [600, 1200]}
"""


def test_a_picture_is_large_enough_for_where_it_is_shown(holds: Holds) -> None:
    """Once for each picture, not for each width."""
    holds(
        PRESETS
        + """
-- catalog/499.jpg: 499x2000 --
-- catalog/500.jpg: 500x500 --
-- catalog/799.jpg: 799x1000 --
-- catalog/800.jpg: 800x1000 --
-- catalog/plan.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"/>
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1
description: A mug.
images:
  - {src: 499.jpg, alt: A}
  - {src: 500.jpg, alt: A}
  - {src: 799.jpg, alt: A}
  - {src: 800.jpg, alt: A}
  - {src: plan.svg, alt: A}
-- catalog/mugs/_category.yaml --
image: {src: /catalog/500.jpg, alt: A}
-- catalog/cups/_category.yaml --
image: /catalog/800.jpg
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
date: 2026-11-01
image: {src: /catalog/499.jpg, alt: A}
---
-- content/pages/about.md --
---
title: About
image: /catalog/500.jpg
---
-- findings --
catalog/mug.yaml:6:11: warning[picture-small]: the picture is smaller than 500 x 500
    search engines want more pixels for what they list; use the photograph as the camera made it
catalog/mug.yaml:7:11: warning[picture-small]: the picture has less than half of the 1600 x 2000 pixels in
        which the theme shows it
    it will look soft; use the photograph as the camera made it
catalog/mug.yaml:8:11: warning[picture-small]: the picture has less than half of the 1600 x 2000 pixels in
        which the theme shows it
    it will look soft; use the photograph as the camera made it
catalog/cups/_category.yaml:1:8: warning[missing-alt]: the picture `800.jpg` has no alternative text
    write under `alt` what it shows, for people who cannot see it
catalog/mugs/_category.yaml:1:8: warning[picture-small]: the picture has less than half of the 1200 x 1200
        pixels in which the theme shows it
    it will look soft; use the photograph as the camera made it
content/pages/about.md:3:8: warning[picture-small]: the picture has less than half of the 1200 x 1200 pixels
        in which the theme shows it
    it will look soft; use the photograph as the camera made it
content/pages/about.md:3:8: warning[missing-alt]: the picture `500.jpg` has no alternative text
    write under `alt` what it shows, for people who cannot see it
"""
    )


EU = """
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
countries: [US, DE]
"""


def test_in_the_eu_a_product_names_its_maker(holds: Holds) -> None:
    holds(
        EU
        + """
-- catalog/a.yaml --
title: A
sku: A
price: 1
description: A.
-- catalog/b.yaml --
title: B
sku: B
price: 1
description: B.
manufacturer: {name: Anna}
-- catalog/c.yaml --
title: C
sku: C
price: 1
description: C.
manufacturer: {name: Anna, address: Kraków}
-- catalog/d.yaml --
title: D
sku: D
price: 1
description: D.
digital: true
-- findings --
catalog/a.yaml:1:1: warning[missing-text]: the product does not name its manufacturer with an address, which
        the EU asks for
    add `manufacturer` here, or once for all products under `product_defaults` in `shop.yaml`
catalog/b.yaml:5:15: warning[missing-text]: the product does not name its manufacturer with an address, which
        the EU asks for
    add `manufacturer` here, or once for all products under `product_defaults` in `shop.yaml`
"""
    )


def test_in_the_eu_a_reduction_tells_the_lowest_price(holds: Holds) -> None:
    holds(
        EU.replace(
            "currency: EUR\n", "currency: EUR\nproduct_defaults: {manufacturer: {name: A, email: a@a.example}}\n"
        )
        + """
-- catalog/a.yaml --
title: A
sku: A
price: 10
compare_at_price: 12
description: A.
-- catalog/b.yaml --
title: B
sku: B
price: 10
compare_at_price: 12
lowest_price_30d: 9
description: B.
-- catalog/c.yaml --
title: C
sku: C
price: 10
sale: {price: 9, ends: 2026-11-22}
description: C.
-- catalog/d.yaml --
title: D
sku: D
price: 10
sale: {price: 9, ends: 2026-11-21}
description: D.
-- catalog/e.yaml --
title: E
sku: E
price: 10
compare_at_price: 12
description: E.
options: [{name: Size, values: [S, M, L]}]
variants:
  - {sku: E-1, options: {Size: S}}
  - {sku: E-2, options: {Size: M}}
  - {sku: E-3, options: {Size: L}, compare_at_price: 13}
-- findings --
catalog/a.yaml:4:19: warning[lowest-price-missing]: the reduced price lacks the lowest price of the last 30
        days
    add `lowest_price_30d`
catalog/c.yaml:4:7: warning[lowest-price-missing]: the reduced price lacks the lowest price of the last 30
        days
    add `lowest_price_30d`
catalog/e.yaml:4:19: warning[lowest-price-missing]: the reduced price lacks the lowest price of the last 30
        days
    add `lowest_price_30d`
catalog/e.yaml:10:54: warning[lowest-price-missing]: the reduced price lacks the lowest price of the last 30
        days
    add `lowest_price_30d`
"""
    )
