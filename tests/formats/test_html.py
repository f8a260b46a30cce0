"""Foreign HTML: cleaned to its text and structure; text fit for XML."""

import json
import time
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from shopgen.formats.html import MAX_DEPTH, Cleaned, clean, text_of
from shopgen.formats.text import xml_text

PARTS = [
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "</div>",
    "<div class=a>",
    "<script>",
    "</script>",
    "<img src=x onerror=alert(1)>",
]
PARTS += [
    "<svg onload=alert(1)>",
    "<table><tr><td>",
    "</table>",
    "<!--",
    "-->",
    "<math><mtext>",
    "<style>",
    "</style>",
    "'",
]
PARTS += [
    '"',
    "<a href='javascript:alert(1)'>",
    '<a href="java\nscript:x">',
    "<noscript>",
    "<textarea>",
    "<title>",
    "&lt;",
]
soup = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=5)), max_size=30).map("".join)


def test_a_shopify_description_keeps_text_and_structure():
    html = (
        '<meta charset="utf-8"><p class="p1" style="color:red" data-mce-fragment="1">'
        'Soft &amp; <b onclick="x()">warm</b></p>'
        '<ul><li>wool<li><a href="/care" target="_blank">care</a></ul><script>alert(1)</script>'
        '<iframe src="https://video.example/1"></iframe><a href="javascript:alert(1)">more</a>'
    )
    assert clean(html) == Cleaned(
        '<p>Soft &amp; <b>warm</b></p><ul><li>wool</li><li><a href="/care">care</a></li></ul><a>more</a>', 5
    )


def test_harmless_html_has_nothing_removed():
    html = '<h2>A</h2><p>b <img src="/c.jpg" alt="d" width="3"> <a href="mailto:e@f.org">g</a></p>'
    assert clean(html) == Cleaned(html, 0)


@pytest.mark.parametrize(
    "html",
    [
        "</div></div><p>x",
        "<b>x",
        "<table><td>x",
        "<p>x<!-- y",
        "<select><option>x",
        "<svg><style>a</style>",
        "<a title='>x",
    ],
)
def test_nothing_escapes_its_container(html):
    body = LexborHTMLParser(f'<div id="in">{clean(html).html}</div><i id="after"></i>').body
    assert [node.attributes.get("id") for node in body.iter()] == ["in", "after"]


@given(soup)
@settings(max_examples=300)
def test_nothing_active_is_left(html):
    cleaned = clean(html).html
    assert clean(cleaned) == Cleaned(cleaned, 0)
    for node in LexborHTMLParser(f"<div>{cleaned}</div>").css("*"):
        assert node.tag not in {"script", "style", "svg", "math", "iframe", "form", "textarea"}
        assert not {name for name in node.attributes if name.startswith("on") or name in {"style", "class", "id"}}
        assert not (node.attributes.get("href") or "").replace("\n", "").startswith("javascript:")


@given(st.lists(st.text("abż1", min_size=1, max_size=5), min_size=1))
def test_all_words_are_kept(words):
    html = "".join(f"<p data-x='1'><font color=red>{word}</font><hr>" for word in words)
    assert text_of(clean(html).html).split() == words
    assert text_of(html).split() == words


def test_the_text_of_html_parts_blocks_and_leaves_scripts_out():
    html = "<h1>A</h1><p>b<b>c</b> &amp;\n d<br>e<script>f()</script><style>g</style><table><tr><td>h<td>i</table>"
    assert text_of(html) == "A bc & d e h i"
    assert text_of("") == ""


@pytest.mark.parametrize(
    "html", ["<b>" * 600000, "<div>" * (MAX_DEPTH + 1), "<a " * 500000, "&" * 1000000, "<p><b>" * 20000]
)
def test_pathological_html_is_reduced_to_text_in_time(html):
    began = time.process_time()
    assert "<b>" not in clean(f"{html}word").html
    assert clean(f"{html} word").html.rstrip("\n</p>").endswith("word")
    text_of(html)
    assert time.process_time() - began < 5


def test_html_at_the_depth_limit_keeps_its_structure():
    html = "<div>" * MAX_DEPTH + "x" + "</div>" * MAX_DEPTH
    assert clean(html).html == html


def test_characters_that_xml_forbids_are_removed():
    assert xml_text("a\x00b\x0bc\x1f\ufffe\ud83dd\te\nf😀") == "abcd\te\nf😀"


@given(st.text(st.characters(exclude_categories=[])))
def test_xml_text_always_parses(text):
    escaped = xml_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    assert (fromstring(f"<a>{escaped}</a>").text or "") == xml_text(text)


def test_hostile_strings_are_inert(samples: Path):
    for source in json.loads((samples / "strings/blns.json").read_text()):
        cleaned = clean(source).html
        assert clean(cleaned) == Cleaned(cleaned, 0)
        text_of(source)
