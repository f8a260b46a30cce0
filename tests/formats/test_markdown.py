"""Markdown: links, remarks, safe HTML, plain text, and no text that takes long."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from shopgen.formats.markdown import (
    MAX_CHARACTERS,
    Image,
    Reference,
    Remark,
    check,
    is_allowed,
    plain_text,
    references,
    render,
    summary,
)

NAMES = "a blockquote body br code dd dl dt em h1 h2 h3 h4 h5 h6 head hr html img li ol p pre strong table"
ELEMENTS = {*NAMES.split(), "tbody", "td", "th", "thead", "tr", "ul"}
ATTRIBUTES = {
    "alt",
    "class",
    "height",
    "href",
    "id",
    "loading",
    "rel",
    "sizes",
    "src",
    "srcset",
    "start",
    "title",
    "width",
}
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
SIGNS += [
    "-->",
    "](",
    "![",
    "```\n",
    "<script>",
    "<img src=x onerror=alert(1)>",
    "&#106;",
    "&lt;",
    "](b.md)",
    "\x02",
    "\ufdd3",
]
soup = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=5)), max_size=40).map("".join)


def html(source: str, **links: str) -> str:
    return render(source, links, {})


def assert_inert(page: str) -> None:
    for node in LexborHTMLParser(page).css("*"):
        assert node.tag in ELEMENTS
        assert set(node.attributes) <= ATTRIBUTES
        for name in ("href", "src"):
            assert is_allowed(node.attributes.get(name) or "")


# links and pictures


def test_a_mapped_link_gets_its_address():
    assert render("See [the mug](mug.yaml).", {"mug.yaml": "/products/mug/?a=1&b=2"}, {}) == (
        '<p>See <a href="/products/mug/?a=1&amp;b=2">the mug</a>.</p>'
    )


def test_an_unmapped_link_keeps_its_address():
    assert html("[a](/b.md#c)") == '<p><a href="/b.md#c">a</a></p>'


@pytest.mark.parametrize("target", ["http://e.org/", "HTTPS://e.org", "//e.org", "/\\e.org"])
def test_a_link_to_elsewhere_is_noopener(target):
    assert 'rel="noopener"' in html(f"[a](<{target}>)")


@pytest.mark.parametrize("target", ["http://e.org/", "mailto:a@b.org", "tel:+48123", "a/b.md", "#c", "?q=a:b", "a/b:c"])
def test_addresses_that_may_be_published(target):
    assert is_allowed(target)
    assert check(f"[a]({target})") == ()


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x0A;script:alert(1)",
        "&#106;avascript:alert(1)",
        "java&Tab;script:alert(1)",
        "java\u200bscript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "file:///etc/passwd",
        "\x01javascript:alert(1)",
    ],
)
def test_a_link_with_a_refused_scheme_becomes_its_text_with_a_remark(target):
    source = f"Go [*there*]({target})."
    assert html(source) == "<p>Go <em>there</em>.</p>"
    assert [remark.code for remark in check(source)] == ["link-refused"]


def test_a_link_to_a_sku_is_nothing_to_remark_on():
    assert check("See [the mug](sku:MUG-01).") == ()
    assert [remark.code for remark in check("[x](skus:MUG-01) ![y](javascript:sku:)")] == ["link-refused"] * 2


def test_addresses_are_judged_as_a_browser_reads_them():
    assert is_allowed(" \n\u200bhttps://a.org")
    assert not is_allowed("&#106;avascript:x")


def test_a_refused_automatic_link_becomes_text():
    assert html("<javascript:alert(1)>") == "<p>javascript:alert(1)</p>"


def test_a_refused_scheme_behind_a_definition_becomes_text():
    assert html("[a]\n\n[a]: javascript:alert(1)") == "<p>a</p>"


def test_a_mapped_picture_gets_size_and_sources():
    images = {"mug.jpg": Image("/i/mug.webp", 640, 480, "/i/mug.webp 640w", "100vw")}
    assert render('![A *blue* mug](mug.jpg "From \\"here\\"")', {}, images) == (
        '<p><img alt="A blue mug" height="480" loading="lazy" sizes="100vw" src="/i/mug.webp" srcset="/i/mug.webp 640w"'
        ' title="From &quot;here&quot;" width="640"></p>'
    )


def test_a_picture_with_sources_and_a_tone():
    picture = Image("/i/m.jpg", 640, 480, sizes="100vw", sources=(("image/avif", "/i/m.avif 640w", ""),), tone="sand")
    assert render("![A](m.jpg)", {}, {"m.jpg": picture}) == (
        '<p><picture><source sizes="100vw" srcset="/i/m.avif 640w" type="image/avif"><img alt="A" class="tone-sand"'
        ' height="480" loading="lazy" src="/i/m.jpg" width="640"></picture></p>'
    )


def test_an_unmapped_picture_becomes_its_alternative_text():
    assert html('![<b>A</b> "mug"](mug.jpg)') == '<p>&lt;b&gt;A&lt;/b&gt; "mug"</p>'


def test_a_picture_inside_a_link():
    assert render("[![a](b.jpg)](c.md)", {"c.md": "/c/"}, {"b.jpg": Image("/b.webp", 1, 2)}) == (
        '<p><a href="/c/"><img alt="a" height="2" loading="lazy" src="/b.webp" width="1"></a></p>'
    )


def test_references_are_found_with_their_places():
    source = (
        "A [link](a.md 'T'), ![pic](<b c.jpg>), [![in](d.jpg)](e.md), <https://f.org>, <me@g.org>,\n"
        "[full][r], [short], ![p][q], [a\\]b](h\\_i&amp;j.md), [par](k_(l).md).\n\n"
        "[r]: m.md\n[Short]: <n.md> 'T'\n[q]: o.jpg\n[unused]: p.md\n"
    )
    found = references(source)
    assert [(one.kind, one.target) for one in found] == [
        ("link", "a.md"),
        ("image", "b c.jpg"),
        ("image", "d.jpg"),
        ("link", "e.md"),
        ("link", "https://f.org"),
        ("link", "mailto:me@g.org"),
        ("link", "h_i&j.md"),
        ("link", "k_(l).md"),
        ("link", "m.md"),
        ("link", "n.md"),
        ("image", "o.jpg"),
        ("link", "p.md"),
    ]
    assert all(
        source[one.offset :].lstrip("<").startswith(one.target[0]) for one in found if "mailto" not in one.target
    )


def test_references_in_code_are_none():
    assert (
        references("`[a](b)`\n\n```\n[c](d)\n```\n\n    [e](f)\n\n~~~ md\n![g](h)\n~~~\n\n\\[i](j) `` ` [k](l) ``")
        == ()
    )


def test_indented_links_below_a_list_are_references():
    assert references("- a\n\n    [b](c)\n") == (Reference("link", "c", 13),)


def test_places_count_both_characters_of_a_line_end():
    assert references("a\r\n\r\n[b](c)\r\n") == (Reference("link", "c", 9),)


@given(soup)
@settings(max_examples=300)
def test_every_rendered_link_was_among_the_references(source):
    mapped = {one.target: "/known/" for one in references(source.replace("`", "").replace("~", ""))}
    page = render(source.replace("`", "").replace("~", ""), mapped, {})
    addresses = [node.attributes.get("href") for node in LexborHTMLParser(page).css("a")]
    assert set(addresses) <= {"/known/"}


# HTML


def test_headings_follow_each_other_without_gaps_and_have_ids_of_their_own():
    assert html("# Żółta filiżanka\n\n## A & `b`\n\n## A & `b`\n\n###### *!*") == (
        '<h2 id="zolta-filizanka">Żółta filiżanka</h2>\n<h3 id="a-b">A &amp; <code>b</code></h3>\n'
        '<h3 id="a-b-2">A &amp; <code>b</code></h3>\n<h4 id="section"><em>!</em></h4>'
    )


def test_headings_stay_within_six_levels():
    assert render("# a\n\n###### b", {}, {}, 6) == '<h6 id="a">a</h6>\n<h6 id="b">b</h6>'


def test_the_highest_heading_of_a_text_comes_right_below_the_page_title():
    assert render("#### a\n\n## b", {}, {}) == '<h2 id="a">a</h2>\n<h2 id="b">b</h2>'


def test_tables_say_alignment_by_class():
    assert html("a | b\n:- | -:\n1 | *2*") == (
        '<table>\n<thead>\n<tr>\n<th class="align-left">a</th>\n<th class="align-right">b</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td class="align-left">1</td>\n<td class="align-right"><em>2</em></td>'
        "\n</tr>\n</tbody>\n</table>"
    )


def test_fenced_code_keeps_its_language_and_its_text():
    assert html("```python\n<a> & [b](c) {{ 7*7 }}\n```\nafter") == (
        '<pre><code class="language-python">&lt;a&gt; &amp; [b](c) {{ 7*7 }}\n</code></pre>\n<p>after</p>'
    )


def test_a_fence_cannot_break_out():
    assert_inert(html('```html"><script>alert(1)</script>\nx\n```'))


def test_raw_html_is_text_with_one_remark():
    source = "A <b onclick=x>b</b>\n\n<script>alert(1)</script> 1 < 2 `<i>` <https://a.org>"
    assert html(source) == (
        "<p>A &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt; 1 &lt; 2"
        " <code>&lt;i&gt;</code>"
        ' <a href="https://a.org" rel="noopener">https://a.org</a></p>'
    )
    assert check(source) == (Remark("raw-html", "`<b onclick=x>` is markup; it is shown as text", 2),)


def test_comments_vanish_but_not_in_code():
    assert html("a\n\n<!-- more -->\n\nb <!-- no --> c `<!-- d -->`\n<!--\ne\n-->") == (
        "<p>a</p>\n<p>b  c <code>&lt;!-- d --&gt;</code></p>"
    )


def test_templates_in_text_are_text():
    assert html("{{ 7*7 }} {% raw %}") == "<p>{{ 7*7 }} {% raw %}</p>"


def test_entities_are_characters():
    assert html("&copy; &lt;b&gt; AT&T &amp;amp;") == "<p>© &lt;b&gt; AT&amp;T &amp;amp;</p>"


@given(soup)
@settings(max_examples=400)
def test_no_text_becomes_active(source):
    assert_inert(render(source, {}, {}))
    check(source)


@given(st.text())
@settings(max_examples=200)
def test_no_text_raises(source):
    render(source, {}, {})
    references(source)
    check(source)
    summary(source)
    plain_text(source)


@given(st.text("abcż żóść0123. ", min_size=1))
def test_words_survive(source):
    assert LexborHTMLParser(html(f"x {source}")).body.text().split() == f"x {source}".split()


# limits

PATHOLOGICAL = {
    "brackets": "[" * 8000,
    "picture brackets": "![" * 8000,
    "angles": "<" * 8000,
    "tags": "<a " * 5000,
    "cdata": "<![CDATA[" * 5000,
    "backticks": "`" * 8000,
    "backtick runs": " ".join("`" * count for count in range(1, 300)),
    "escaped backticks": "``\\" * 7000,
    "emphasis": "*a _a " * 8000,
    "links": "[a](" * 4000,
    "titles": '[a](b "' * 3000,
    "quotes": ">" * 3000,
    "quotes with blanks": "> " * 3000 + "a",
    "lists": "\n".join("    " * depth + "- a" for depth in range(500)),
    "lists in a line": "- " * 5000 + "a",
    "numbers in a line": "1. " * 5000 + "a",
    "setext": "a\n=\n" * 5000,
    "rules": "---\n" * 5000,
    "headings": "# a\n" * 10000,
    "definitions": "\n: a" * 10000,
    "fences": "~~~a\n\n" * 10000,
    "entities": "&" * 300000,
    "blanks": " " * 300000,
    "line ends": "\n" * 300000,
    "comments": "<!--" * 20000,
    "tables": "a|b\n-|-\n" + "a|b\n" * 5000,
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_pathological_texts_are_read_in_time(name):
    source = PATHOLOGICAL[name]
    began = time.process_time()
    assert_inert(render(source, {}, {}))
    references(source)
    check(source)
    summary(source)
    plain_text(source)
    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    ("source", "remark"),
    [
        (
            "[" * 201,
            Remark("text-limit", "too many unclosed brackets in one block; the rest of it is shown as typed", 200),
        ),
        (
            "\\` " * 201,
            Remark("text-limit", "too many unclosed backticks in one block; the rest of it is shown as typed", 601),
        ),
        (
            "<a " * 201,
            Remark("text-limit", "too many unclosed `<` in one block; the rest of it is shown as typed", 600),
        ),
        (">" * 101, Remark("text-limit", "too deep nesting in one block; the rest of it is shown as typed", 100)),
    ],
    ids=["brackets", "backticks", "angles", "nesting"],
)
def test_one_over_a_limit_is_remarked_and_shown_as_typed(source, remark):
    assert [one for one in check(source) if one.code == "text-limit"] == [remark]
    assert "text-limit" not in {one.code for one in check(source[: remark.offset])}


def test_what_is_over_a_limit_is_not_lost():
    assert html("[" * 8000 + "*a*\n\n*b*") == f"<p>{'[' * 8000}*a*</p>\n<p><em>b</em></p>"


def test_a_text_over_the_size_limit_is_shown_as_typed():
    assert html("*a*" + "a" * MAX_CHARACTERS).startswith("<p>*a*aaa")


def test_hostile_samples_are_inert(samples: Path):
    sources = [path.read_text(encoding="utf-8-sig") for path in sorted((samples / "hostile/markdown").iterdir())]
    sources += json.loads((samples / "strings/blns.json").read_text())
    sources += json.loads((samples / "hostile/names/breakouts.json").read_text())
    assert len(sources) > 500
    for source in sources:
        began = time.process_time()
        assert_inert(render(source, {}, {}))
        check(source)
        plain_text(source)
        assert time.process_time() - began < 8


# plain text


def test_plain_text_has_all_words_and_no_marks():
    source = (
        "# Title\n\n> A *b* __c__ [d](e) ![f](g) `h_*i*` \\*j\\* 5 * 3 k_l_m &amp; <https://n.org>"
        "\n\n- o\n- p\n\n1. q\n"
        "\na | b\n--|--\n1 | 2\n\n```\ncode *x*\n```\n\n[r]: s 'T'\n\nt\n===\n"
    )
    assert plain_text(source) == (
        "Title\n\nA b c d h_*i* *j* 5 * 3 k_l_m & https://n.org\n\no p\n\nq\n\na b 1 2\n\ncode *x*\n\nt"
    )


@given(st.text(st.sampled_from("aé1 .-#:!])(~=+>'`<[*_|&\\") | st.characters(), max_size=30))
@settings(max_examples=200)
def test_a_line_of_words_is_as_plain_as_the_same_in_a_text_of_lines(line):
    assert plain_text(f"A{line}") == plain_text(f"\nA{line}")


def test_a_summary_is_cut_after_a_word():
    assert summary("# T\n\nOne *two*, three four.\n\nFive", 14) == "One two…"
    assert summary("One two", 7) == "One two"
    assert summary("日本語のテキスト", 5) == "日本語の…"


def test_a_summary_ends_at_the_marker():
    assert summary("# T\n\nOne.\n\nTwo.\n\n<!-- more -->\n\nThree.") == "One. Two."


@given(soup, st.integers(2, 200))
@settings(max_examples=200)
def test_a_summary_is_never_longer_than_asked(source, length):
    assert len(summary(source, length)) <= length
