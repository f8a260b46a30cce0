"""What is wrong with posts and pages."""

from support.inline import Holds


def test_a_post_needs_a_date(holds: Holds) -> None:
    holds("""
-- content/news/hello.md --
---
title: Hello
---
Hi
-- content/news/2026-02-30-bye.md --
---
title: Bye
---
Hi
-- findings --
content/news/2026-02-30-bye.md:1:1: error[bad-date]: the name begins with `2026-02-30`, which is not in the
        calendar
    rename the file, or add `date`
content/news/hello.md:1:1: error[missing-key]: the post has no date
    add `date: 2026-11-22`, or begin the file's name with the date
""")


def test_a_text_without_front_matter(holds: Holds) -> None:
    holds("""
-- content/pages/about.md --
# About us #

We are four.
-- content/pages/terms.md --
No heading before this.

# Later
-- content/news/2026-11-22-new-kiln.md --
Text
-- findings --
content/news/2026-11-22-new-kiln.md:1:1: warning[front-matter-missing]: the text has no front matter
    begin it with a line `---`, then `title: …`, then a line `---`
content/pages/about.md:1:1: warning[front-matter-missing]: the text has no front matter
    begin it with a line `---`, then `title: …`, then a line `---`
content/pages/terms.md:1:1: warning[front-matter-missing]: the text has no front matter
    begin it with a line `---`, then `title: …`, then a line `---`
""")


def test_a_text_without_a_title(holds: Holds) -> None:
    holds("""
-- content/pages/about.md --
---
weight: 1
---
Hi
-- findings --
content/pages/about.md:1:1: warning[missing-text]: the text has no title
    add `title` to its front matter
""")


def test_front_matter_that_is_not_closed(holds: Holds) -> None:
    holds("""
-- content/pages/about.md --
---
title: About
-- findings --
content/pages/about.md:1:1: error[front-matter]: the front matter that begins here is never closed
    add a line `---` after its last key
""")


def test_front_matter_with_keys_that_nobody_knows(holds: Holds) -> None:
    holds("""
-- content/pages/about.md --
---
title: About
comments: true
layuot: wide
---
Hi
-- findings --
content/pages/about.md:3:1: warning[unknown-key]: the key `comments` is not used; it is left out
content/pages/about.md:4:1: error[unknown-key]: there is no key `layuot` here
    did you mean `layout`?
""")


def test_languages_of_texts(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
languages: [en, pl]
-- content/pages/about.md --
---
title: About
---
-- content/pages/about.de.md --
---
title: Über
---
-- content/pages/about.pl.md --
---
title: O nas
lang: en
---
-- content/pages/other.md --
---
title: About
lang: fr
---
-- content/pages/terms.md --
---
title: Terms
---
-- content/pages/terms/index.md --
---
title: Terms
---
-- findings --
content/pages/about.de.md:1:1: warning[unknown-language]: the shop has no language `de`
    add it to `languages` in `shop.yaml`, or remove the translation
content/pages/about.pl.md:3:7: error[bad-value]: `lang` says `en`, but the file's name says `pl`
    keep one of them
content/pages/other.md:3:7: warning[unknown-language]: the shop has no language `fr`
    add it to `languages` in `shop.yaml`, or remove the translation
content/pages/terms/index.md:1:1: error[duplicate-key]: two files are the text `terms` in `en`
    keep one of them, or set `lang`
    the other file: content/pages/terms.md:1:1
""")


def test_times_that_clocks_skip_or_repeat(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
time_zone: Europe/Warsaw
-- content/news/gap.md --
---
title: Gap
date: 2026-03-29 02:30
expiry_date: 9999-12-31
---
-- content/news/overlap.md --
---
title: Overlap
date: 2026-10-25 02:30
---
-- content/news/elsewhere.md --
---
title: Elsewhere
date: 2026-03-29 02:30
time_zone: Asia/Kolkata
---
-- content/news/nowhere.md --
---
title: Nowhere
date: 2026-03-29 02:30
time_zone: Mars/Olympus
---
-- findings --
content/news/gap.md:3:7: warning[local-time]: `2026-03-29 02:30` does not exist in Europe/Warsaw: clocks go
        forward; `03:30` is used
    write the time with its offset, such as `2026-03-29 03:30+02:00`
content/news/nowhere.md:4:12: error[bad-value]: `Mars/Olympus` is not a time zone
    write one such as `Europe/Warsaw`
content/news/overlap.md:3:7: warning[local-time]: `2026-10-25 02:30` exists twice in Europe/Warsaw: clocks go
        back; the first is used
    write the time with its offset, such as `2026-10-25 02:30+02:00`
""")


def test_posts_name_products_that_exist(holds: Holds) -> None:
    holds("""
-- catalog/mug.yaml --
title: Mug
sku: M-1
price: 3
-- catalog/cup.yaml --
title: Cup
sku: C-1
price: three
-- content/news/2026-11-22-a.md --
---
title: A
products: [mug, M-1, /catalog/mug.yaml, C-1, cup, mugg]
---
-- findings --
catalog/cup.yaml:3:8: error[bad-amount]: `price`: `three` is not an amount
    write an amount in digits with a point, such as `19.99`
content/news/2026-11-22-a.md:3:51: error[unknown-reference]: there is no product `mugg`
    did you mean `mug`?
""")


def test_a_file_that_is_no_text(holds: Holds) -> None:
    holds(r"""
-- content/pages/about.md --
---
title: "\u0000"
---
-- findings --
content/pages/about.md:2:8: error[yaml-syntax]: a text cannot hold NUL
    remove the escape
""")


def test_a_text_outside_the_two_folders(holds: Holds) -> None:
    holds("""
-- content/about.md --
---
title: About
---
-- findings --
content/about.md:1:1: warning[file-name]: the text lies neither in `content/news/` nor in `content/pages/`; it
        is not read
    move it into one of them
""")


def test_markdown_that_is_worth_a_remark(holds: Holds) -> None:
    holds("""
-- content/pages/about.md --
---
title: About
---
Hello <b>you</b>, [click](javascript:alert) ![kiln](kiln.jpg) ![far](https://example.com/x.jpg)

![kiln](Oven.jpg "title")
-- content/pages/oven.jpg: 10x10 --
-- findings --
content/pages/about.md:4:7: warning[raw-html]: `<b>` is markup; it is shown as text
    write it in Markdown, or allow HTML with `markdown: {html: true}` in `shop.yaml`
content/pages/about.md:4:27: warning[link-refused]: `javascript:alert` is not an address that is published
    use an address that begins with `https:`, `http:`, `mailto:` or `tel:`, or one of the shop's own
content/pages/about.md:4:53: error[picture-missing]: there is no picture `kiln.jpg`
    put it at `content/pages/kiln.jpg`
content/pages/about.md:6:9: error[picture-missing]: there is no picture `Oven.jpg`, but one with other capital
        letters
    did you mean `oven.jpg`?
""")


def test_two_slugs_that_cannot_be(holds: Holds) -> None:
    holds("""
-- content/pages/!!!.md --
---
title: About
---
-- content/pages/b.md --
---
title: About
slug: a/b
---
-- findings --
content/pages/!!!.md:1:1: error[file-name]: the name `!!!` cannot become an address
    set `slug`, or rename it
content/pages/b.md:3:7: error[address-refused]: `a/b` cannot be the last part of an address
    write `a-b`
""")
