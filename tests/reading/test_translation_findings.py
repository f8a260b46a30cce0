"""What is wrong with translations and categories."""

from support.inline import Holds


def test_a_field_is_translated_once(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
languages: [en, pl]
-- catalog/mug.jpg: 40x50 --
-- catalog/mug.yaml --
title: Mug
sku: M
price: 3
images:
  - {src: mug.jpg, alt: {en: Mug, pl: Kubek, de: Becher}}
translations:
  pl:
    title: Kubek
    attributes: {Materiał: kamionka}
  en: {title: Mug}
  de: {title: Becher}
-- catalog/mug.pl.yaml --
title: Kubeczek
summary: Krótko
attributes: {Materiał: glina, Kolor: biały}
alts: {mug.jpg: Kubek, cup.jpg: Filiżanka}
-- catalog/mug.en.yaml --
title: Mug
-- findings --
catalog/mug.en.yaml:1:1: error[translation-twice]: `en` is the shop's default language; its texts stand in the
        thing itself
    move them there
catalog/mug.pl.yaml:1:8: error[translation-twice]: `title` is translated in two places
    keep one of them
    the other one is here: catalog/mug.yaml:8:12
catalog/mug.pl.yaml:3:24: error[translation-twice]: `attributes.Materiał` is translated in two places
    keep one of them
    the other one is here: catalog/mug.yaml:9:28
catalog/mug.pl.yaml:4:17: error[translation-twice]: `alts.mug.jpg` is translated in two places
    keep one of them
    the other one is here: catalog/mug.yaml:5:39
catalog/mug.pl.yaml:4:33: error[unknown-reference]: the product has no picture `cup.jpg`
    use the name of a file under `images`
catalog/mug.yaml:5:50: warning[unknown-language]: the shop has no language `de`
    add it to `languages` in `shop.yaml`, or remove the translation
catalog/mug.yaml:10:7: error[translation-twice]: `en` is the shop's default language; its texts stand in the
        thing itself
    move them there
catalog/mug.yaml:11:7: warning[unknown-language]: the shop has no language `de`
    add it to `languages` in `shop.yaml`, or remove the translation
""")


def test_translated_options_exist(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
languages: [en, pl]
-- catalog/mug.yaml --
title: Mug
sku: M
price: 3
options: [{name: Glaze, values: [Moss, Ash]}]
variants: [{sku: M-1, options: {Glaze: Moss}}]
translations:
  pl:
    title: Kubek
    options:
      Glaz: {name: Szkliwo}
      Glaze: {name: Szkliwo, values: {Moss: Mech, Ashes: Popiół}}
-- findings --
catalog/mug.yaml:10:13: error[unknown-reference]: the product has no option `Glaz`
    did you mean `Glaze`?
catalog/mug.yaml:11:58: error[unknown-reference]: the option `Glaze` has no value `Ashes`
    did you mean `Ash`?
""")


def test_a_translation_without_a_title(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
languages: [en, pl]
-- catalog/mug.yaml --
title: Mug
sku: M
price: 3
translations: {pl: {description: Kubek.}}
-- findings --
catalog/mug.yaml:4:16: warning[missing-text]: the translation to `pl` has no title
    add `title`; the default language's is shown
""")


def test_a_translation_of_nothing(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
languages: [en, pl]
-- catalog/mug.pl.yaml --
title: Kubek
-- catalog/cup.yaml --
title: Cup
sku: C
price: 1
-- catalog/cup.pl.yaml --
titel: Kubek
-- findings --
catalog/cup.pl.yaml:1:1: error[unknown-key]: there is no key `titel` here
    did you mean `title`?
catalog/mug.pl.yaml:1:1: error[unknown-reference]: this is a translation, but there is no `mug.yaml` beside it
    rename it to match the file it translates, or write that file
""")


def test_a_category_with_errors(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
languages: [en, pl]
-- catalog/mugs/_category.yaml --
title: Mugs
slug: a/b
image: missing.jpg
order: first
-- catalog/cups/_category.yaml --
title: Cups
slug: a/b
image: missing.jpg
translations: {pl: {title: Filiżanki}, de: {title: Tassen}}
-- catalog/cups/_category.pl.yaml --
title: Filiżanki
-- catalog/!!!/cup.yaml --
title: Cup
sku: C
price: 1
-- findings --
catalog/!!!:1:1: error[file-name]: the name `!!!` cannot become an address
    set `slug`, or rename it
catalog/cups/_category.pl.yaml:1:8: error[translation-twice]: `title` is translated in two places
    keep one of them
    the other one is here: catalog/cups/_category.yaml:4:28
catalog/cups/_category.yaml:2:7: error[address-refused]: `a/b` cannot be the last part of an address
    write `a-b`
catalog/cups/_category.yaml:3:8: error[picture-missing]: there is no picture `missing.jpg`
    put it at `catalog/cups/missing.jpg`
catalog/cups/_category.yaml:4:44: warning[unknown-language]: the shop has no language `de`
    add it to `languages` in `shop.yaml`, or remove the translation
catalog/mugs/_category.yaml:4:8: error[bad-value]: `order`: `first` is not a whole number
    write digits only, such as `12`
""")


def test_a_translated_slug_must_be_able_to_stand_in_an_address(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
languages: [en, pl]
-- catalog/mug.yaml --
title: Mug
sku: M
price: 3
translations: {pl: {title: Kubek, slug: Mój kubek}}
-- catalog/mugs/_category.yaml --
translations: {pl: {title: Kubki, slug: kubki-2}}
-- findings --
catalog/mug.yaml:4:41: error[address-refused]: `Mój kubek` cannot be the last part of an address
    write `moj-kubek`
""")
