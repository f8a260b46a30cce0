"""What is wrong with shop.yaml, and that it hides nothing elsewhere."""

import sys

import pytest

from support.inline import Holds


def test_values_that_must_be_something_in_the_world(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: ' '
base_url: example.com
currency: eur
languages: [en, xx, en, qqq]
time_zone: Warsaw
countries: [EU, XX, Poland]
social: [https://ok.example/me, "@me"]
allowed_hosts: [pay.example, "https://pay.example"]
tagline: {en: Hi, de: Hallo}
organisation: {country: ZZ9}
-- findings --
shop.yaml:1:7: error[missing-key]: the shop has no name
    write the name that customers know
shop.yaml:2:11: error[bad-value]: `example.com` is not an absolute http or https address
    write it whole, such as `https://example.com/`
shop.yaml:3:11: error[bad-value]: `eur` is not a currency
    did you mean `EUR`?
shop.yaml:4:17: error[bad-value]: `xx` is not a language
    write a language tag, such as `pl` or `pt-BR`
shop.yaml:4:21: error[bad-value]: the language `en` stands twice
    remove one of them
shop.yaml:4:25: error[bad-value]: `qqq` is not a language
    write a language tag, such as `pl` or `pt-BR`
shop.yaml:5:12: error[bad-value]: `Warsaw` is not a time zone
    write one such as `Europe/Warsaw`
shop.yaml:6:17: error[bad-value]: `XX` is not the code of a country
    write two letters, such as `PL`
shop.yaml:6:21: error[bad-value]: `Poland` is not the code of a country
    write two letters, such as `PL`
shop.yaml:7:9: error[bad-value]: `@me` is not a profile's address
    write it whole: `https://…`
shop.yaml:8:16: error[bad-value]: `https://pay.example` is not a host
    write a name such as `example.com`
shop.yaml:9:23: warning[unknown-language]: the shop has no language `de`
    add it to `languages` in `shop.yaml`, or remove the translation
shop.yaml:10:25: error[bad-value]: `ZZ9` is not the code of a country
    write two letters, such as `PL`
""")


def test_a_base_url_is_a_plain_absolute_address(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://user:pw@example.com/?a=1
currency: EUR
-- findings --
shop.yaml:2:11: error[bad-value]: `https://u•••••••example.com/?a=1` holds a user name or password
    write it whole, such as `https://example.com/`
shop.yaml:2:16: error[secret]: an address holds a password
    remove it, make a new key at the provider, and give secrets in environment variables only
""")


def test_address_patterns_have_what_they_need(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
addresses:
  product: shop
  category: c/{slug}
  news: news/{slug}
  article: n/{slug}/{slug}
  tag: ../{slug}
  page: /{slug}/
-- findings --
shop.yaml:5:12: error[bad-value]: `shop` cannot be the pattern `product`: it needs {slug} once and nothing
        else in braces
    such as `products/{slug}`
shop.yaml:6:13: error[bad-value]: `c/{slug}` cannot be the pattern `category`: it needs {path} once and
        nothing else in braces
    such as `catalog/{path}`
shop.yaml:7:9: error[bad-value]: `news/{slug}` cannot be the pattern `news`: it has nothing to fill in
    such as `news`
shop.yaml:8:12: error[bad-value]: `n/{slug}/{slug}` cannot be the pattern `article`: it needs {slug} once and
        nothing else in braces
    such as `news/{slug}`
shop.yaml:9:8: error[bad-value]: `../{slug}` cannot be the pattern `tag`: `..` leads out of the folder
    such as `tags/{slug}`
""")


def test_shipping_and_returns(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com/shop/
currency: JPY
shipping:
  - {name: Post, countries: [JP, UK], price: 1.50}
  - {name: Post, countries: JP, price: 150, free_from: 10.5, handling_days: {min: 3, max: 1}}
returns: {days: -1}
-- findings --
shop.yaml:7:17: error[bad-value]: `returns.days`: `-1` is too small
    write 0 or more
""")


def test_shipping_prices_are_amounts_of_the_currency(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com/shop/
currency: JPY
shipping:
  - {name: Post, countries: [JP, UK], price: 1.50}
  - {name: Post, countries: JP, price: 150, free_from: 10.5, handling_days: {min: 3, max: 1}}
-- findings --
shop.yaml:5:46: error[bad-amount]: `1.50` is not a price: JPY has 0 decimals
    write it like `24`
shop.yaml:6:56: error[bad-amount]: `10.5` is not a price: JPY has 0 decimals
    write it like `24`
shop.yaml:6:77: error[bad-value]: `3` to `1` are not days from few to many
    write `min` and `max` with `min` not above `max`
""")


def test_settings_with_an_unknown_key_still_let_the_rest_be_checked(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: JPY
langauges: [en]
languages:
  - en
  - pl
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1.50
-- catalog/cup.yaml --
title: Cup
sku: C
price: 1500
translations: {pl: {title: Kubek}}
-- findings --
catalog/mug.yaml:3:8: error[bad-amount]: `1.50` is not a price: JPY has 0 decimals
    write it like `24`
shop.yaml:4:1: error[unknown-key]: there is no key `langauges` here
    did you mean `languages`?
""")


def test_settings_that_are_no_yaml_still_let_the_rest_be_checked(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: [Shop
currency: JPY
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1.50
-- findings --
catalog/mug.yaml:3:8: error[bad-amount]: `1.50` is not a price: JPY has 0 decimals
    write it like `24`
shop.yaml:1:7: error[yaml-syntax]: the `[` that begins here lacks a comma or its closing `]`
    close it with `]`, or put a text that begins with `[` in quotes
""")


def test_an_address_with_odd_characters(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://exam ple.com
currency: EUR
-- findings --
shop.yaml:2:11: error[bad-value]: `https://exam ple.com` has characters that an address cannot have
    write it whole, such as `https://example.com/`
""")


def test_an_address_with_a_bad_port(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com:port
currency: EUR
-- findings --
shop.yaml:2:11: error[bad-value]: `https://example.com:port` is not an address
    write it whole, such as `https://example.com/`
""")


def test_an_address_with_a_bad_host(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://-example-.com
currency: EUR
-- findings --
shop.yaml:2:11: error[bad-value]: `https://-example-.com` has no valid host name
    write it whole, such as `https://example.com/`
""")


def test_an_empty_list_of_languages(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: XXX
languages: []
-- findings --
shop.yaml:3:11: error[bad-value]: `XXX` is not a currency
    write its ISO 4217 code, such as `EUR`
shop.yaml:4:12: error[bad-value]: the shop has no language
    write at least one, such as `[en]`
""")


def test_contacts_of_all_products(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
product_defaults: {manufacturer: {name: A, country: QQ}}
menus: {main: [{title: {en: Home, fr: Maison}, link: /, entries: [{title: A, link: /a/}]}]}
-- findings --
shop.yaml:4:53: error[bad-value]: `QQ` is not the code of a country
    write two letters, such as `PL`
shop.yaml:5:39: warning[unknown-language]: the shop has no language `fr`
    add it to `languages` in `shop.yaml`, or remove the translation
""")


def test_an_address_with_something_behind_it(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com/?page=1
currency: EUR
-- findings --
shop.yaml:2:11: error[bad-value]: `https://example.com/?page=1` has something behind `?` or `#`
    write it whole, such as `https://example.com/`
""")


def test_an_engine_that_is_not_installed(holds: Holds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "comrak", None)  # so Python says that a module is not there
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com/
currency: EUR
markdown:
  engine: gfm
-- content/pages/about.md --
---
title: About
---
[Mail](data:us)
-- findings --
content/pages/about.md:4:8: warning[link-refused]: `data:us` is not an address that is published
    use an address that begins with `https:`, `http:`, `mailto:` or `tel:`, or one of the shop's own
shop.yaml:5:11: error[engine-missing]: the engine `gfm` is not installed
    run `pip install shopgen[fast]`
""")


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("gs://bucket/x", "`gs://bucket/x` has a scheme that no image cache has"),
        ("s3:///x", "`s3:///x` is not the address of a bucket, such as `s3://my-bucket/images`"),
        ("static/cache", "`static/cache` lies among the shop's own files"),
        ("' '", "` ` is not an image cache"),
    ],
)
def test_an_image_cache_is_a_place(holds: Holds, typed: str, what: str) -> None:
    finding = f"shop.yaml:4:14: error[bad-value]: {what}\n"
    broken = finding.replace("of a bucket, such as", "of a bucket, such\n        as")
    holds(f"""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
image_cache: {typed}
-- findings --
{broken if len(finding) > 110 else finding}    write `live`, a folder such as `.image-cache`, or `s3://bucket/folder`
""")


@pytest.mark.parametrize(
    "typed", ["live", "../images", "s3://my-bucket", "s3://my-bucket/a/b", "https://shop.example/x/"]
)
def test_an_image_cache_may_be_anywhere(holds: Holds, typed: str) -> None:
    holds(f"""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
image_cache: {typed}
-- findings --
""")
