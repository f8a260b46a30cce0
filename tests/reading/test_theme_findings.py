"""What is wrong with themes."""

from support.inline import Holds


def test_a_theme_that_is_not_there(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
theme: defualt
-- findings --
shop.yaml:4:8: error[theme-missing]: there is no theme `defualt`
    did you mean `default`?
""")


def test_a_theme_whose_name_is_a_path(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
theme: ../../etc
-- findings --
shop.yaml:4:8: error[theme-missing]: there is no theme `../../etc`
    write the name of a folder in `themes/` with a `theme.yaml`
""")


def test_themes_that_extend_each_other(holds: Holds) -> None:
    holds("""
-- themes/default/theme.yaml --
name: Default
extends: other
-- themes/other/theme.yaml --
name: Other
extends: default
-- findings --
themes/other/theme.yaml:2:10: error[theme-missing]: the theme extends itself: default > other > default
    remove `extends` from one of them
""")


def test_a_theme_that_extends_nothing(holds: Holds) -> None:
    holds("""
-- themes/default/theme.yaml --
name: Default
extends: othr
views: 99
-- themes/other/theme.yaml --
name: Other
-- findings --
themes/default/theme.yaml:2:10: error[theme-missing]: there is no theme `othr`
    did you mean `other`?
themes/default/theme.yaml:3:8: error[theme-version]: the theme is made for version 99 of the templates'
        contract; this is 1
    install a newer shopgen
""")


def test_options_that_the_theme_does_not_have(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
theme_options: {acent: red, columns: '3'}
-- themes/default/theme.yaml --
name: Default
options: {accent: blue}
-- findings --
shop.yaml:4:24: error[unknown-key]: the theme `default` has no option `acent`
    did you mean `accent`?
shop.yaml:4:38: error[unknown-key]: the theme `default` has no option `columns`
    remove it
""")


def test_presets_that_cannot_be(holds: Holds) -> None:
    holds("""
-- themes/default/theme.yaml --
name: Default
pictures:
  card: {widths: [1, 320], aspect: wide, quality: {webp: 200, gif: 3}}
  hero: {widths: []}
-- findings --
themes/default/theme.yaml:3:18: error[bad-value]: the widths must be different numbers from 16 to 8192
    such as `[320, 640]`
themes/default/theme.yaml:3:36: error[bad-value]: `wide` is not an aspect
    such as `4:5`
themes/default/theme.yaml:3:58: error[bad-value]: `webp: 200` is not a quality
    write `avif`, `jpeg` or `webp` with a number from 1 to 100
themes/default/theme.yaml:3:68: error[bad-value]: `gif: 3` is not a quality
    write `avif`, `jpeg` or `webp` with a number from 1 to 100
themes/default/theme.yaml:4:18: error[bad-value]: the widths must be different numbers from 16 to 8192
    such as `[320, 640]`
""")


def test_files_of_a_theme_that_are_wrong(holds: Holds) -> None:
    holds("""
-- themes/default/theme.yaml --
name: Default
nmae: x
-- themes/default/locales/en.yaml --
cart: [a]
-- themes/default/locales/zz9.yaml --
cart: Cart
-- themes/default/locales/readme.txt --
x
-- themes/default/assets/a?b.js --
x
-- findings --
themes/default/assets/a?b.js:1:1: error[file-name]: the file cannot be published: `a?b.js` has a character
        that file names cannot have everywhere
    rename it
themes/default/locales/en.yaml:1:7: error[wrong-type]: `cart`: expected a text or a mapping of texts, found a
        list
    write a text or a mapping of texts
themes/default/locales/zz9.yaml:1:1: warning[unknown-language]: `zz9` is not a language
    rename the file
themes/default/theme.yaml:2:1: error[unknown-key]: there is no key `nmae` here
    did you mean `name`?
""")


def test_an_asset_that_is_too_odd(holds: Holds) -> None:
    holds("""
-- themes/default/assets/.hidden/x.js --
x
-- themes/default/assets/x.bak --
x
-- findings --
""")


def test_a_theme_with_a_very_long_name(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
theme: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
-- findings --
shop.yaml:4:8: error[theme-missing]: there is no theme
        `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…`
    write the name of a folder in `themes/` with a `theme.yaml`
""")
