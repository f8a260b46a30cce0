"""The engine `gfm`: as safe as the other, the same for what shops write, and CommonMark in the rest."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from shopgen.formats.markdown import Image, Reference, Remark, check, is_allowed, references, render, study

ELEMENTS = "a blockquote body br code dd del dl dt em h1 h2 h3 h4 h5 h6 head hr html img li ol p pre strong table tbody"
ELEMENTS += " td th thead tr ul"
ATTRIBUTES = "alt class height href id loading rel sizes src srcset start title width"
SIGNS = [
    *"[]()!<>`*_#=-\\&+|.~:\"' \n\tab\r",
    "\n\n",
    "    ",
    "- ",
    "1. ",
    "> ",
    "[a]: ",
    "http://",
    "javascript:",
    "<!--",
]
SIGNS += ["-->", "](", "![", "```\n", "<script>", "<img src=x onerror=alert(1)>", "&#106;", "&lt;", "](b.md)", "\x02"]
SIGNS += ["\ufdd3", "<div>", "](<", ">)", "[a]", "a | b\n--|--\n", "%20", "ż"]
soup = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=5)), max_size=40).map("".join)


def html(source, links=None, images=None, top_heading=2):
    return render(source, links or {}, images or {}, top_heading, "gfm")


def assert_inert(page):
    for node in LexborHTMLParser(page).css("*"):
        assert node.tag in ELEMENTS.split()
        assert set(node.attributes) <= set(ATTRIBUTES.split())
        for name in ("href", "src"):
            assert is_allowed(node.attributes.get(name) or "")


# links and pictures


def test_a_mapped_link_gets_its_address():
    assert html('`-` [*the* mug](mug.yaml "T&T").', {"mug.yaml": "/products/mug/?a=1&b=2"}) == (
        '<p><code>-</code> <a href="/products/mug/?a=1&amp;b=2" title="T&amp;T"><em>the</em> mug</a>.</p>'
    )


def test_an_unmapped_link_keeps_its_address():
    assert html("`-` [a](/b.md#c) <https://e.org/ż>") == (
        '<p><code>-</code> <a href="/b.md#c">a</a> <a href="https://e.org/%C5%BC" rel="noopener">https://e.org/ż</a></p>'
    )


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "&#106;avascript:x",
        "java&Tab;script:x",
        "data:text/html,x",
        "file:///etc",
    ],
)
def test_a_link_with_a_refused_scheme_becomes_its_text_with_a_remark(target):
    assert html(f"[*a*]({target}) ![b]({target})") == "<p><em>a</em> b</p>"
    assert [remark.code for remark in check(f"[a]({target})", "gfm")] == ["link-refused"]


def test_a_mapped_picture_gets_size_and_sources():
    image = Image("/a.webp?x&y", 40, 30, "/a.webp 1x", "100vw")
    assert html('![A *"mug"*](<a b.jpg> "T")', images={"a b.jpg": image}) == (
        '<p><img src="/a.webp?x&amp;y" alt="A &quot;mug&quot;" width="40" height="30" srcset="/a.webp 1x" sizes="100vw"'
        ' loading="lazy" title="T"></p>'
    )


def test_a_picture_with_sources_and_a_tone():
    image = Image("/m.jpg", 640, 480, sizes="100vw", sources=(("image/avif", "/m.avif 640w", ""),), tone="sand")
    assert html("![A](m.jpg)", images={"m.jpg": image}) == (
        '<p><picture><source type="image/avif" srcset="/m.avif 640w" sizes="100vw"><img src="/m.jpg" alt="A"'
        ' width="640" height="480" loading="lazy" class="tone-sand"></picture></p>'
    )


def test_an_unmapped_picture_becomes_its_alternative_text():
    assert html("![A *b* <c>](d.jpg)") == "<p>A b &lt;c&gt;</p>"


def test_a_picture_inside_a_link():
    assert html("[![a](b.jpg)](c.md)", {"c.md": "/c/"}, {"b.jpg": Image("/b.webp", 1, 2)}) == (
        '<p><a href="/c/"><img src="/b.webp" alt="a" width="1" height="2" loading="lazy"></a></p>'
    )


def test_references_are_found_with_their_places():
    source = "żó [a *b*](<c ż.md> 'T')\r\n\r\n> - ![d](e%20f.jpg?a&amp;b) [g], <me@h.org>\r\n\r\n[g]: i\\_j.md\r\n"
    assert references(source, "gfm") == (
        Reference("link", "c ż.md", source.index("[a")),
        Reference("image", "e f.jpg?a&b", source.index("![d")),
        Reference("link", "i_j.md", source.index("[g]")),
        Reference("link", "mailto:me@h.org", source.index("<me")),
    )


def test_references_in_code_are_none():
    assert references("`[a](b)`\n\n```\n[c](d)\n```\n\n    [e](f)\n\n- ~~~\n  ![g](h)\n  ~~~\n\n\\[i](j)", "gfm") == ()


@given(soup)
@settings(max_examples=300)
def test_every_rendered_link_was_among_the_references(source):
    found = references(source, "gfm")
    mapped = {one.target: "/known/" for one in found if one.kind == "link"}
    pictures = {one.target: Image("/known.webp", 1, 1) for one in found if one.kind == "image"}
    page = LexborHTMLParser(html(source, mapped, pictures))
    assert {node.attributes.get("href") for node in page.css("a")} <= {"/known/"}
    assert len(page.css("a")) == sum(one.kind == "link" for one in found)
    assert len(page.css("img")) == sum(one.kind == "image" for one in found)


@given(soup)
@settings(max_examples=200)
def test_references_stand_in_the_text(source):
    places = [reference.offset for reference in references(source, "gfm")]
    assert places == sorted(places)
    assert all(source[place] in "[!<" for place in places)


# HTML


def test_headings_follow_each_other_without_gaps_and_have_ids_of_their_own():
    assert html("# Żółta `b` & [c](d)\n\nŻółta `b` & c\n---\n\n###### *!*", top_heading=3) == (
        '<h3 id="zolta-b-c">Żółta <code>b</code> &amp; <a href="d">c</a></h3>\n'
        '<h4 id="zolta-b-c-2">Żółta <code>b</code> &amp; c</h4>\n<h5 id="section"><em>!</em></h5>'
    )


def test_tables_say_alignment_by_class():
    assert html("a | b\n:- | -:\n1 | *2*") == (
        '<table>\n<thead>\n<tr>\n<th class="align-left">a</th>\n<th class="align-right">b</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td class="align-left">1</td>\n<td class="align-right"><em>2</em></td>'
        "\n</tr>\n</tbody>\n</table>"
    )


def test_what_commonmark_reads_otherwise():
    assert html("Buy\n- a\n- b\n\n1) c\n2) d\n\n~~e~~") == (
        "<p>Buy</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol>\n<li>c</li>\n<li>d</li>\n</ol>\n<p><del>e</del></p>"
    )


def test_raw_html_is_text_with_one_remark():
    source = "A <b onclick=x>b</b>\n\n<div>\n*c*\n</div>\n\n> <script>alert(1)</script>\n\n`<i>` <!-- gone -->"
    assert html(source) == (
        "<p>A &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n<p>&lt;div&gt;\n<em>c</em>\n&lt;/div&gt;</p>\n"
        "<blockquote>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n</blockquote>\n<p><code>&lt;i&gt;</code> </p>"
    )
    assert check(source, "gfm") == (Remark("raw-html", "`<b onclick=x>` is markup; it is shown as text", 2),)


@given(soup)
@settings(max_examples=400)
def test_no_text_becomes_active(source):
    assert_inert(html(source))
    study(source, "gfm")


@given(st.text())
@settings(max_examples=200)
def test_no_text_raises(source):
    html(source)
    study(source, "gfm")


@given(st.text("abcż żóść0123. ", min_size=1))
def test_words_survive(source):
    assert LexborHTMLParser(html(f"x {source}")).body.text().split() == f"x {source}".split()


# limits

LONG = 20_000
PATHOLOGICAL = {
    "brackets": "[" * LONG,
    "picture brackets": "![" * LONG,
    "angles": "<" * LONG,
    "tags": "<a " * LONG,
    "cdata": "<![CDATA[" * LONG,
    "backtick runs": " ".join("`" * count for count in range(1, 300)),
    "emphasis": "*a _a " * LONG,
    "nested emphasis": "*a **a " * LONG + "b" + " a** a*" * LONG,
    "links": "[a](" * LONG,
    "nested links": "[" * LONG + "a" + "](b)" * LONG,
    "quotes": "> " * LONG + "a",
    "lists": "\n".join("  " * depth + "- a" for depth in range(300)),
    "lists in a line": "- " * LONG + "a",
    "a fence that is none": "<div>\n```\n\n" + "> " * LONG + "\n```",
    "definitions": "[a]: /" + "b" * LONG + "\n" + "[a]" * LONG,
    "rows": "a|b\n-|-\n" + "a|b\n" * LONG,
    "cells": "a|" * LONG + "\n" + "-|" * LONG + "\n" + "a\n" * LONG,
    "entities": "&" * 300_000,
    "line ends": "\n" * 300_000,
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_pathological_texts_are_read_in_time(name):
    began = time.process_time()
    assert_inert(html(PATHOLOGICAL[name]))
    study(PATHOLOGICAL[name], "gfm")
    assert time.process_time() - began < 8


def test_tables_with_too_many_cells_are_shown_as_typed():
    source = "a|" * 500 + "\n" + "-|" * 500 + "\n" + "a\n" * 500
    assert html(source).startswith("<p>a|a|")
    message = "tables may have 200,000 cells; the text is shown as typed"
    assert check(source, "gfm") == (Remark("text-limit", message, 0),)


# other dialects

SAME = """
# A | B

Text with `code`, *em*, **strong**, <https://e.org>, [a](b "c") and ![d](e.png).
A second line.BREAK
A break.

> A quote

- one
- two

3. three
4. four

| a | b |
|---|:-:|
| 1 | *2* |

```python
x < 1
```

***
""".replace("BREAK", "  ")


def test_both_engines_read_what_shops_write_alike():
    images = {"e.png": Image("/e.webp", 1, 2)}
    page = (
        '<h2 id="a-b">A | B</h2><p>Text with <code>code</code>, <em>em</em>, <strong>strong</strong>,'
        ' <a href="https://e.org" rel="noopener">https://e.org</a>, <a href="b" title="c">a</a> and'
        ' <img src="/e.webp" alt="d" width="1" height="2" loading="lazy">.\nA second line.<br>\nA break.</p>'
        "<blockquote><p>A quote</p></blockquote><ul><li>one</li><li>two</li></ul>"
        '<ol start="3"><li>three</li><li>four</li></ol>'
        '<table><thead><tr><th>a</th><th class="align-center">b</th></tr></thead>'
        '<tbody><tr><td>1</td><td class="align-center"><em>2</em></td></tr></tbody></table>'
        '<pre><code class="language-python">x &lt; 1\n</code></pre><hr>'
    )
    assert shape(html(SAME, images=images)) == shape(render(SAME, {}, images)) == shape(page)


_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_RAW_HTML = re.compile(r"</?[a-zA-Z][^>\s:@]*(\s[^>]*)?>|<[!?]")
_PICTURE = re.compile(r'<img [^>]*alt="([^"]*)"[^>]*>')


def test_the_examples_of_the_specification(samples):
    """Pictures that the shop does not have are text, and headings get ids."""
    if not (samples / "commonmark/spec.txt").exists():
        pytest.skip("the samples have no commonmark/spec.txt")
    text = (samples / "commonmark/spec.txt").read_text("utf-8").replace("→", "\t")
    examples = [found for found in _EXAMPLE.findall(text) if not _RAW_HTML.search(found[0])]
    assert len(examples) > 500
    same = [shape(html(source, top_heading=1)) == shape(_PICTURE.sub(r"\1", page)) for source, page in examples]
    assert sum(same) / len(same) > 0.95


def shape(page):
    """The elements and words of a page; no ids, levels of headings and `rel`, which are ours."""
    found = []
    for node in LexborHTMLParser(f"<body>{page}").body.traverse(include_text=True):
        if node.tag != "-text":
            attributes = {name: value for name, value in node.attributes.items() if name not in {"id", "rel"}}
            found.append((re.sub(r"h\d", "h", node.tag), attributes))
        elif node.text_content.strip():
            found.append(" ".join(node.text_content.split()))
    return found
