"""What is wrong with pictures."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from shopgen.core.disk import Disk
from shopgen.reading.memory import Memory
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from support.inline import Holds, lay, report
from support.stores import store


def test_a_picture_lies_beside_the_file_or_in_images_or_at_a_path_from_the_root(holds: Holds) -> None:
    holds("""
-- catalog/mugs/a.jpg: 40x50 --
-- catalog/images/b.jpg: 40x50 --
-- content/news/c.jpg: 40x50 --
-- static/d.jpg: 40x50 --
-- catalog/mugs/mug.yaml --
title: Mug
sku: M
price: 3
images: [a.jpg, b.jpg, /content/news/c.jpg, /d.jpg]
-- findings --
""")


def test_a_picture_that_is_not_there(holds: Holds) -> None:
    holds("""
-- catalog/mugs/moon-mug.jpg: 40x50 --
-- catalog/mugs/Ash.JPG: 40x50 --
-- catalog/mugs/mug.yaml --
title: Mug
sku: M
price: 3
images:
  - moon_mug.jpg
  - {src: ash.jpg, alt: Ash}
  - ../../../secret.jpg
  - https://example.com/mug.jpg
  - nothing.jpg
-- findings --
catalog/mugs/mug.yaml:5:5: error[picture-missing]: there is no picture `moon_mug.jpg`
    did you mean `moon-mug.jpg`?
catalog/mugs/mug.yaml:6:11: error[picture-missing]: there is no picture `ash.jpg`, but one with other capital
        letters
    did you mean `Ash.JPG`?
catalog/mugs/mug.yaml:7:5: error[picture-missing]: `../../../secret.jpg` is not the path of a picture in the
        shop
    put the picture into the shop's folder and write its path
catalog/mugs/mug.yaml:8:5: error[picture-missing]: `https://example.com/mug.jpg` is not the path of a picture
        in the shop
    put the picture into the shop's folder and write its path
catalog/mugs/mug.yaml:9:5: error[picture-missing]: there is no picture `nothing.jpg`
    put it at `catalog/mugs/nothing.jpg`
""")


def test_a_picture_that_is_broken(holds: Holds) -> None:
    holds("""
-- catalog/mugs/mug.jpg --
GIF89a
-- catalog/mugs/mug.yaml --
title: Mug
sku: M
price: 3
images: [mug.jpg]
related: [mug]
-- findings --
catalog/mugs/mug.yaml:4:10: error[picture-broken]: `mug.jpg`: the content is not a picture that can be read
        (JPEG, PNG, WEBP, GIF, AVIF, TIFF, BMP)
    open it in a picture editor and save it again as JPEG or PNG
""")


def test_a_drawing_that_is_broken_or_acts(holds: Holds) -> None:
    holds("""
-- catalog/mugs/plan.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5" onload="x()" onclick="x()"><script>x()</script></svg>
-- catalog/mugs/plan.png --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"/>
-- catalog/mugs/entities.svg --
<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5">&a;</svg>
-- catalog/mugs/mug.yaml --
title: Mug
sku: M
price: 3
images: [plan.svg, plan.png, entities.svg, plan.svg]
-- findings --
catalog/mugs/mug.yaml:4:30: error[picture-broken]: `entities.svg`: the drawing declares or uses entities,
        which are not read
    open it in the program it was made with and export it again as plain SVG
catalog/mugs/plan.png:1:1: warning[picture-extension]: the picture is SVG, but its name ends in `.png`
    rename it to `plan.svg`
catalog/mugs/plan.svg:1:1: warning[drawing-cleaned]: the drawing is shown without what could act or lead
        elsewhere: 2 event handlers, 1 script
    look whether it still shows what it should; export it as plain SVG to be rid of this
""")


def test_an_animation_that_is_too_long(tmp_path: Path) -> None:
    frames = [Image.new("1", (4, 5), number % 2) for number in range(201)]
    content = BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])
    root = lay(tmp_path, "-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 3\nimages: [long.gif]\n")
    (root / "catalog/long.gif").write_bytes(content.getvalue())
    reading = read_shop(scan(Disk(), root), tmp_path / "none", Memory(), store())
    assert report(reading.findings) == (
        "catalog/long.gif:1:1: warning[picture-frames]: the animation has more than 200 frames; only the first frame"
        " is\n        shown\n"
        "    make it shorter or smaller, or show a video elsewhere and link to it\n"
    )
    assert reading.shop is not None
    assert not reading.shop.whole(reading.shop.products["mug"]).pictures[0].is_animated


def test_an_icon_is_square_and_large(holds: Holds) -> None:
    shop = "-- shop.yaml --\nname: Shop\nbase_url: https://example.com\ncurrency: EUR\nicon: /content/icon.png\n"
    holds(f"{shop}-- content/icon.png: 512x512 --\n-- findings --\n")
    holds(
        shop
        + """\
-- content/icon.png: 511x511 --
-- findings --
shop.yaml:4:7: warning[picture-small]: the icon is smaller than 512 x 512
    home screens that want a larger one get none; use a larger picture, or a drawing (SVG)
"""
    )
    holds(
        shop
        + """\
-- content/icon.png: 600x400 --
-- findings --
shop.yaml:4:7: warning[icon-shape]: the icon is 600 x 400; only a square in its middle is shown
    use a square picture
"""
    )


def test_a_picture_that_nothing_shows(holds: Holds) -> None:
    holds("""
-- catalog/mugs/a.jpg: 40x50 --
-- catalog/mugs/b.jpg: 40x50 --
-- catalog/mugs/c.svg --
<svg/>
-- catalog/images/notes.txt --
-- content/news/D.JPG: 40x50 --
-- content/pages/e.webp: 40x50 --
-- content/pages/about.md --
---
title: About
draft: true
---
![e](e.webp)
-- static/f.jpg: 40x50 --
-- catalog/mugs/mug.yaml --
title: Mug
sku: M
price: 3
images: [a.jpg]
draft: true
-- findings --
catalog/mugs/b.jpg:1:1: warning[picture-unused]: the picture is used by nothing
    name it in a product or a text, or remove it
catalog/mugs/c.svg:1:1: warning[picture-unused]: the picture is used by nothing
    name it in a product or a text, or remove it
content/news/D.JPG:1:1: warning[picture-unused]: the picture is used by nothing
    name it in a product or a text, or remove it
""")


def test_nothing_is_unused_while_something_is_wrong(holds: Holds) -> None:
    holds("""
-- catalog/mugs/a.jpg: 40x50 --
-- catalog/mugs/mug.yaml --
title: Mug
sku: M
price: [a
images: [a.jpg]
-- findings --
catalog/mugs/mug.yaml:3:8: error[yaml-syntax]: the `[` that begins here lacks a comma or its closing `]`
    close it with `]`, or put a text that begins with `[` in quotes
""")


def test_a_picture_in_a_text_has_an_alternative_text(holds: Holds) -> None:
    holds("""
-- content/pages/a.jpg: 40x50 --
-- content/pages/about.md --
---
title: About
---
Hello ![](a.jpg) and ![a](a.jpg).
-- findings --
content/pages/about.md:4:11: warning[missing-alt]: the picture `a.jpg` has no alternative text
    write what it shows between the brackets, for people who cannot see it: `![a blue mug](a.jpg)`
""")


def test_a_focus_is_a_point(holds: Holds) -> None:
    holds("""
-- catalog/mugs/mug.png: 40x50 --
-- catalog/mugs/mug.yaml --
title: Mug
sku: M
price: 3
images:
  - {src: mug.png, focus: top}
  - {src: mug.png, focus: 120% 10%}
-- findings --
catalog/mugs/mug.yaml:5:27: error[bad-value]: `top` is not a point in a picture
    write how far from the left and from the top it is, such as `50% 30%`
catalog/mugs/mug.yaml:6:27: error[bad-value]: `120% 10%` is not a point in a picture
    write how far from the left and from the top it is, such as `50% 30%`
""")


def test_a_logo_and_a_label_are_pictures_or_static_files(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
organisation: {logo: /images/logo.svg}
-- static/images/logo.svg --
<svg/>
-- catalog/lamp.yaml --
title: Lamp
sku: L
price: 3
energy: {rating: B, label: label.png}
-- catalog/lamp2.yaml --
title: Lamp
sku: L2
price: 3
energy: {class: B, label: https://eprel.example/label.svg}
-- findings --
catalog/lamp.yaml:4:28: error[picture-missing]: there is no picture `label.png`
    put it at `catalog/label.png`
""")
