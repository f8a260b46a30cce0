"""Drawings: parsed without entities, written again from a list, and never larger than the limits."""

import gzip
from base64 import b64encode
from io import BytesIO
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from shopgen.formats import svg
from shopgen.formats.svg import BrokenDrawing, Drawing, allowed, cleaned, examined, is_drawing

HEAD = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 6"'
SHOWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6" width="9" height="6"'
HTML = 'xmlns="http://www.w3.org/1999/xhtml"'
DOT = '<circle r="2"/>'
NESTED = b64encode(f'<svg {HEAD} onload="x()"/>'.encode()).decode()


def drawn(inside: str, more: str = "") -> bytes:
    return f"<svg {HEAD}{more}>{inside}</svg>".encode()


def photograph(kind: str = "JPEG") -> bytes:
    target = BytesIO()
    Image.new("RGB", (4, 4), "red").save(target, kind, **({"comment": b"SECRET"} if kind == "JPEG" else {}))
    return target.getvalue() + b"SECRET"


def packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def removed(content: bytes) -> dict[str, int]:
    return dict(examined(content).removed)


def test_what_is_drawn_stays() -> None:
    inside = (
        '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        "<style>.b{fill:url(#a)}@media (max-width: 9px){.b{fill:none}}</style>"
        '<g transform="rotate(3 1 2)"><path d="M0 0h3z" class="b" style="stroke:blue"/></g>'
        '<text x="1">Mug &amp; cup <tspan>5&lt;6</tspan></text><use href="#c"/><rect id="c" fill="url(#a)"/>'
    )
    assert cleaned(drawn(inside)).decode() == f"{SHOWN}>{inside}</svg>"
    assert examined(drawn(inside)) == Drawing(9, 6)


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", {"script": 1}),
        ('<script href="data:text/javascript,alert(1)"/>', {"script": 1}),
        ('<SCRIPT xmlns="http://www.w3.org/2000/svg"/>', {}),
        (f"<script {HTML}>alert(1)</script>", {"script": 1}),
        ("<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/></foreignObject>", {"embedded page": 1}),
        (f"<iframe {HTML} src='javascript:alert(1)'/>", {"embedded page": 1}),
        (f"<body {HTML}><img src='x' onerror='alert(1)'/><object data='x'/></body>", {"embedded page": 1}),
        (
            "<handler type='text/javascript' xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='load'/>",
            {"script": 1},
        ),
        ("<set attributeName='href' to='javascript:alert(1)'/>", {"animation": 1}),
        ("<animate attributeName='xlink:href' values='javascript:alert(1)'/>", {"animation": 1}),
        ("<feImage xlink:href='https://evil.example/x'/>", {"embedded file": 1}),
        ("<image href='https://evil.example/x.png'/>", {"address outside the drawing": 1}),
        ("<image href='file:///etc/passwd'/>", {"address outside the drawing": 1}),
        ("<image href='//evil.example/x.png'/>", {"address outside the drawing": 1}),
        (f"<image href='data:image/svg+xml;base64,{NESTED}'/>", {"address outside the drawing": 1}),
        ("<image href='data:image/png;base64,AAAA'/>", {"address outside the drawing": 1}),
        ("<style>@import url(https://evil.example/x.css);</style>", {"address outside the drawing": 1}),
        ("<style>@import 'https://evil.example/x.css'</style>", {"address outside the drawing": 1}),
        ("<style>@\\69mport 'https://evil.example/x.css';</style>", {"address outside the drawing": 1}),
        ("<style>@font-face{src:url(https://evil.example/f)}</style>", {"address outside the drawing": 1}),
        ("<!-- a --><?xml-stylesheet href='https://evil.example/x.css'?><metadata>SECRET</metadata>", {}),
        ("<unknown><deeper/></unknown>some text", {}),
    ],
)
def test_what_acts_or_leads_outside_is_left_out(inside: str, what: dict[str, int]) -> None:
    assert cleaned(drawn(inside + DOT)).decode() == f"{SHOWN}>{DOT}</svg>"
    assert removed(drawn(inside + DOT)) == what


@pytest.mark.parametrize(
    ("attribute", "kept", "what"),
    [
        ("onload='alert(1)'", "", {"event handler": 1}),
        ("OnClick='alert(1)'", "", {"event handler": 1}),
        ("style='fill:url(https://evil.example/x)'", ' style="fill:none"', {"address outside the drawing": 1}),
        ("style='fill:u\\72l(https://evil.example/x)'", "", {"address outside the drawing": 1}),
        ("style='background:image-set(\"https://evil.example/x\" 1x)'", "", {"address outside the drawing": 1}),
        ("fill='url(https://evil.example/#x)'", ' fill="none"', {"address outside the drawing": 1}),
        ("fill='url(javascript:alert(1))'", "", {"address outside the drawing": 1}),
        ("filter='url(\"#a\")'", ' filter="url(&quot;#a&quot;)"', {}),
        ("href='javascript:alert(1)'", "", {"address outside the drawing": 1}),
        ("data-name='Layer' inkscape:label='x' xmlns:inkscape='i'", "", {}),
        ("xml:base='https://evil.example/'", "", {}),
        ("xml:space='preserve'", ' xml:space="preserve"', {}),
        ("fill='a&#10;b&quot;&lt;'", ' fill="a&#10;b&quot;&lt;"', {}),
    ],
)
def test_attributes_that_act_or_lead_outside_are_left_out(attribute: str, kept: str, what: dict[str, int]) -> None:
    content = drawn(f"<rect {attribute}/>")
    assert cleaned(content).decode() == f"{SHOWN}><rect{kept}/></svg>"
    assert removed(content) == what


def test_a_link_is_a_group() -> None:
    content = drawn('<a xlink:href="javascript:alert(1)"><rect/></a><text><a href="https://a.example/">x</a></text>')
    assert cleaned(content).decode() == f"{SHOWN}><g><rect/></g><text><tspan>x</tspan></text></svg>"


def test_a_photograph_in_a_drawing_is_made_anew() -> None:
    for kind, name in (("JPEG", "jpeg"), ("PNG", "png"), ("GIF", "png")):
        content = drawn(f'<image href="data:image/png;base64,{b64encode(photograph(kind)).decode()}"/>')
        made = cleaned(content).decode()
        assert f'href="data:image/{name};base64,' in made
        assert b64encode(b"SECRET").decode()[:7] not in made
        assert removed(content) == {}


@pytest.mark.parametrize(
    ("more", "size"),
    [
        ('viewBox="0 0 30 20"', (30, 20)),
        ('width="100%" height="100%" viewBox="0 0 30 20"', (30, 20)),
        ('width="60" viewBox="0 0 30 20"', (60, 40)),
        ('height="10px" viewBox="0 0 30 20"', (15, 10)),
        ('width="1in" height="25.4mm"', (96, 96)),
        ('width="12pt" height="1pc"', (16, 16)),
        ('width="1e2" height="50"', (100, 50)),
        ('viewBox="-5,-5 0.5 0.25"', (1, 1)),
        ('width="8192" height="1024" viewBox="0 0 8 1"', (4096, 512)),
    ],
)
def test_a_drawing_is_as_large_as_it_says(more: str, size: tuple[int, int]) -> None:
    content = f'<svg xmlns="http://www.w3.org/2000/svg" {more}/>'.encode()
    assert (examined(content).width, examined(content).height) == size
    assert f'width="{size[0]}" height="{size[1]}"' in cleaned(content).decode()
    assert "viewBox=" in cleaned(content).decode()


@pytest.mark.parametrize("more", ["", 'viewBox="0 0 0 5"', 'width="-3" height="2"', 'width="a" viewBox="1 2 3"'])
def test_a_drawing_that_does_not_say_how_large_it_is_is_broken(more: str) -> None:
    with pytest.raises(BrokenDrawing, match="export it with a `viewBox`"):
        examined(f'<svg xmlns="http://www.w3.org/2000/svg" {more}/>'.encode())


def test_what_programs_write_around_a_drawing_is_passed_over() -> None:
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?><!-- Generator: A -->'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        '<svg:svg xmlns:svg="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><svg:circle r="2"/></svg:svg>'
    )
    assert cleaned(document.encode("utf-8-sig")).decode() == f"{SHOWN}>{DOT}</svg>"
    assert cleaned(document.replace("UTF-8", "UTF-16").encode("utf-16")).decode() == f"{SHOWN}>{DOT}</svg>"
    assert cleaned(drawn(DOT).replace(b'xmlns="http://www.w3.org/2000/svg" ', b"")).decode() == f"{SHOWN}>{DOT}</svg>"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + drawn("&a;"), "declares or uses entities"),
        (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + drawn("&x;"), "declares or uses entities"),
        (b'<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://evil.example/"> %x;]>' + drawn(""), "declares or uses entities"),
        (b'<!DOCTYPE svg SYSTEM "http://evil.example/x.dtd">' + drawn("&a;"), "declares or uses entities"),
        (drawn("&a;"), "damaged in line 1: undefined entity"),
        (drawn("<g>")[:-6], "damaged in line 1: no element found"),
        (drawn("")[:-9] + b"\n\n<g></svg>", "damaged in line 3: not well-formed|damaged in line 3: mismatched tag"),
        (b'<?xml version="1.0" encoding="klingon"?>' + drawn(""), "encoding that cannot be read|unknown encoding"),
        (b"<html><body><svg/></body></html>", "not a drawing in SVG"),
        (b'<svg xmlns="http://www.w3.org/1999/xhtml"/>', "not a drawing in SVG"),
        (drawn("<g>" * 200 + "</g>" * 200), "deeper than the limit of 200 levels"),
        (drawn("<g/>" * svg.MAX_ELEMENTS), "more than the limit of 100,000 elements"),
        (drawn(" " * svg.MAX_BYTES), "more than the limit of 2,000,000"),
        (packed(drawn(" " * svg.MAX_INFLATED)), "unpacks to more than the limit of 10,000,000 bytes"),
        (packed(drawn(DOT))[:-20], "the packed drawing is damaged"),
        (b"\x1f\x8bnothing", "the packed drawing is damaged"),
        (drawn('<g id="a"><use href="#a"/></g>'), "uses itself"),
    ],
    ids=count(),
)  # fmt: skip
def test_a_broken_or_hostile_drawing_is_refused(content: bytes, message: str) -> None:
    assert is_drawing(content)
    with pytest.raises(BrokenDrawing, match=message):
        examined(content)
    with pytest.raises(BrokenDrawing, match=message):
        cleaned(content)


def test_limits_are_reached_but_not_passed() -> None:
    assert examined(drawn("<g>" * 199 + "</g>" * 199)).width == 9
    assert examined(drawn("").ljust(svg.MAX_BYTES)).width == 9
    assert examined(packed(drawn(DOT).ljust(svg.MAX_INFLATED))).width == 9


def test_a_packed_drawing_is_published_unpacked() -> None:
    assert cleaned(packed(drawn(DOT))).decode() == f"{SHOWN}>{DOT}</svg>"


def test_parts_that_use_each_other_over_and_over_are_refused() -> None:
    levels = ["<g id='a0'><rect/></g>"]
    for level in range(1, 9):
        uses = f"<use href='#a{level - 1}'/>" * 10
        levels.append(f"<g id='a{level}'>{uses}</g>")
    with pytest.raises(BrokenDrawing, match="use each other more than the limit of 1,000,000 times"):
        examined(drawn("".join(levels)))
    assert examined(drawn("".join(levels[:5]))).width == 9


def test_unclosed_comments_and_addresses_take_no_time() -> None:
    """Each would take hours if it were searched to the end again for every beginning."""
    for piece in ("/*", "url(", "url( ", "@font-face {", "url('", " "):
        cleaned(drawn(f"<style>url({piece * 100_000}</style>"))


@given(st.text(st.sampled_from("<>/=\"' svgrectonload:&;#x()@!-[]?abc\n"), max_size=80))
def test_nothing_that_is_written_acts(inside: str) -> None:
    try:
        made = cleaned(drawn(inside))
    except BrokenDrawing:
        return
    check_inert(made)
    assert cleaned(made) == made


def check_inert(made: bytes) -> None:
    """Parsed by somebody else's parser: only elements and attributes of the list, and no address but `#…`."""
    for element in ElementTree.fromstring(made).iter():
        space, _, name = element.tag.rpartition("}")
        assert space == "{http://www.w3.org/2000/svg"
        assert name in allowed.ELEMENTS
        for key, value in element.attrib.items():
            assert not key.lower().startswith("on")
            assert "javascript:" not in value.lower()
            if key == "href":
                assert value.startswith(("#", "data:image/png;base64,", "data:image/jpeg;base64,"))
    assert b"<!" not in made
    assert b"<?" not in made


def test_samples_are_cleaned_or_refused(samples: Path) -> None:
    for path in sorted((samples / "hostile/svg").iterdir()):
        content = path.read_bytes()
        if path.name == "reject-deep.svg":
            with pytest.raises(BrokenDrawing, match="200 levels"):
                cleaned(content)
            continue
        check_inert(cleaned(content))
        assert bool(removed(content)) == path.name.startswith("reject-or-clean-"), path.name


def test_what_stands_for_a_picture_names_it_and_is_itself_a_clean_drawing() -> None:
    made = svg.stand_in("<b>a&b</b>\x1b.jpg", "`a&b.jpg` is not a picture " + "that can be used " * 20)
    check_inert(made.encode())
    lines = [each.text for each in ElementTree.fromstring(made).iter() if each.text]
    assert lines[:2] == ["<b>a&b</b>\ufffd.jpg", "`a&b.jpg` is not a picture that can be"]
    assert len(lines) == 5
    assert max(map(len, lines)) <= 42


def test_photographs_are_no_drawings() -> None:
    assert not any(is_drawing(photograph(kind)) for kind in ("JPEG", "PNG", "GIF", "WEBP"))
    assert not is_drawing(b"")
    assert not is_drawing(b"hello")
