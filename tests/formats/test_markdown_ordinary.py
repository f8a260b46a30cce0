"""Ordinary texts are written at once, and come out as the engines would write them."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopgen.formats.markdown import ordinary, references
from shopgen.formats.markdown.preparing import prepare
from shopgen.formats.markdown.rendering import by_engine

ROOT = Path(__file__).resolve().parents[2]
LINKS = {"mug.yaml": "/products/mug/", "żuk.yaml": "/zuk/", "odd.yaml": "/a b/?c=d&e", "far.yaml": "//e.org"}
LINKS |= {"pół.yaml": "/pół/"}

KNOWN_WORDS = """
mug Żółty 日本 5 3.5 12. 10kg R&B x>3 a&b C# (see) — / % . , ! ? it's "quoted" 100% 😀 -5 +1 =, a: $3 {x} ^2 :)
"""
KNOWN_SPANS = """
*em* **strong** *em*, **b**. (*em*) **Note:** [link](/a/b/) [mug](mug.yaml) [e](https://e.org/x?a=1#b) [t](#top)
[m](mailto:a@b.org) [p](/a_b.pdf) [ż](żuk.yaml) [q](?q=1) [www](https://www.e.org)
"""
ODD_WORDS = r"""
foo*bar a_b _x_ __x__ [x] [ ] ! ![p](a.png) `c` <b> </b> &amp; &copy &#39; \* \ ~ ~~s~~ http://x.org www.a.org
a@b.org [**b**](c) ***x*** *x**y* **x*y** **a**b a**b** *a*b* *a**b* [j](javascript:x) [d](//e.org) [d](//1.2.3.999)
[d](///) [t](a"b")
[r][s] [o](odd.yaml) [f](far.yaml) [ó](pół.yaml) [n](http://1.2.3.999/) [n](http://a..b/) [n](http://e.org:x/)
[k](x:y) [x](/a*b*c) ১. 1. 2. # - * + : = > | & < ( ) *a. **a.** "*q*" €*"q"*
€**"q"** a**"b"** a*"b"* «*q*» [a]: [a]:b [^1] [^1]: x {: #id }
*** --- === ** * *) *( [*a](b)* :- |-| | a | <https://e.org> https://e.org/*x* *https://e.org*
[h](http-a.html) [h](https) [H](HTTPS://e.org) [%](a%20b) [%](/%C5%BC) [.](./a) [.](../a)
[https://e.org](https://e.org) [a](b_c)_d_ @ :// []() [a]() [](a) [a](b)(c) [a](b)[c](d) *[a](b)* [ł](ł.md)
"""
WORDS = [
    *KNOWN_WORDS.split(),
    "a\xa0b",
    "AT & T",
    "> 3",
    "5 - 4",
    "1) one",
    "2 + 2",
    "soft\xadhyphen",
    "zero\u200bwidth",
]
SPANS = [*KNOWN_SPANS.split(), "*two words*", "**a, b & c > d**", "[two words](/c/)", "*a\xa0b*"]
NEAR_WORDS = [
    *ODD_WORDS.split(),
    "2 * 3 * 4",
    "**a *b* c**",
    "*a* *",
    "* a*",
    "*a *",
    "[q]( a )",
    '[t](a "b")',
    "[ a ](b)",
]
NEAR_WORDS += ["\u2028", "\t", "\x0b", "\x02", "\ufdd3", "\x85", "\u3000", "\xa0", "\ufeff", "\x00", "[a b](c d)"]
NEAR_WORDS += ["*a\nb*", "[a\nb](c)", "[a](b\nc)", "<!-- c -->", "    "]

ODD_MARKS = """
#x #### ####### -- --- - * + > : = === *** ___ ~~~ ``` | 1) 1990. 0. 1.x ১. <div> [a]:
"""
MARKS = ["", "", "", "- ", "* ", "+ ", "1. ", "2. ", "# ", "## ", "### "]
NEAR_MARKS = [
    *(f"{mark} " for mark in ODD_MARKS.split()),
    "    ",
    "  ",
    " ",
    "-\t",
    "\t",
    "#\t",
    "##\xa0",
    "## \xa0",
    "\xa0",
]
NEAR_MARKS += [
    "- - ",
    "* * ",
    "- # ",
    "- 1. ",
    "- 1) ",
    "- > ",
    "- \xa0",
    "-  ",
    "##  ",
    "# # ",
    "1.  ",
    "10. ",
    "- [ ] ",
]
NEAR_MARKS += ["-", "#", "1.", "\ufeff"]
ENDS = ["\n", "\n\n", "\n\n", "\n\n\n"]
NEAR_ENDS = ["  \n", " \n", "\n \n", "\\\n", "\r\n", "\r", "\xa0\n", "\n\t\n", "\n\xa0\n", " #\n", "##\n", ""]
NEAR_ENDS += ["\n---\n", "\n===\n", "\n-\n", "\n***\n"]

word = st.sampled_from(WORDS + SPANS)
near_word = st.one_of(word, word, st.sampled_from(NEAR_WORDS))
letters = st.text(st.characters(exclude_categories=["C"]), max_size=4)


def documents(words, marks, ends):
    """Texts of lines: a mark, words with blanks between most of them, an end."""
    spoken = st.lists(words, min_size=1, max_size=6).map(" ".join)
    line = st.tuples(st.sampled_from(marks), spoken, st.sampled_from(ends)).map("".join)
    return st.lists(line, max_size=6).map("".join)


def block(lines):
    return st.lists(lines, min_size=1, max_size=4).map("\n".join)


said = st.lists(word, max_size=5).map(lambda words: " ".join(["So", *words]))
item = said.map(lambda words: f"- {words}")
heading = st.tuples(st.sampled_from(["# ", "## ", "### "]), said.map(lambda words: words.replace("#", ""))).map("".join)
known_blocks = [block(said), block(item), block(said).map(lambda lines: "1. " + lines.replace("\n", "\n7. ")), heading]


@st.composite
def tables(draw, words=said):
    """Tables with a pipe around each cell, of rows that are all as long."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(words, min_size=width, max_size=width), min_size=2, max_size=4))
    rule = draw(st.lists(st.sampled_from(["---", ":----", "---:", ":---:"]), min_size=width, max_size=width))
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], rule, *rows[1:]])


known_blocks.append(tables())


@st.composite
def known_documents(draw):
    """Texts of nothing but what is known; between two lists stands a paragraph."""
    blocks = draw(st.lists(st.one_of(known_blocks), min_size=1, max_size=5))
    return "\n\nAnd\n\n".join(blocks) + draw(st.sampled_from(["", "\n", "\n\n"]))


def written(source, top_heading=2):
    return ordinary.html_of(prepare(source).text, LINKS, top_heading)


def by_engines(source, top_heading=2):
    return {by_engine(engine, prepare(source), LINKS, {}, top_heading) for engine in ("markdown", "gfm")}


def assert_taken_rightly(source, top_heading=2):
    """Whether `source` is taken; if it is, it is what each engine makes of it."""
    prepared = prepare(source)
    if prepared.fences or prepared.remarks:
        return False
    html = ordinary.html_of(prepared.text, LINKS, top_heading)
    if html is not None:
        assert by_engines(source, top_heading) == {html}
    return html is not None


# what is ordinary


def test_an_ordinary_text():
    source = (
        "The *quiet* mug & its **lid**, > 3 of\nthem: see [all](mug.yaml).\n\n"
        "- R&B\n- **Żółty**: [far](https://e.org/a_b)\n\n"
        "## Care *now*\nBy hand.\n\n1. Rinse\n2. Dry\n\n#### Care now\n\n# Top"
    )
    assert written(source) == (
        "<p>The <em>quiet</em> mug &amp; its <strong>lid</strong>, &gt; 3 of\n"
        'them: see <a href="/products/mug/">all</a>.</p>\n'
        "<ul>\n<li>R&amp;B</li>\n"
        '<li><strong>Żółty</strong>: <a href="https://e.org/a_b" rel="noopener">far</a></li>\n</ul>\n'
        '<h2 id="care-now">Care <em>now</em></h2>\n<p>By hand.</p>\n'
        "<ol>\n<li>Rinse</li>\n<li>Dry</li>\n</ol>\n"
        '<h3 id="care-now-2">Care now</h3>\n<h2 id="top">Top</h2>'
    )
    assert by_engines(source) == {written(source)}


def test_a_table():
    source = "Sizes:\n\n| Size | *cm* |\n| --- | ---: |\n| Small | 3 > 2 |\n| **Large** | [5](mug.yaml) |"
    assert written(source) == (
        "<p>Sizes:</p>\n<table>\n"
        '<thead>\n<tr>\n<th>Size</th>\n<th class="align-right"><em>cm</em></th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td>Small</td>\n<td class="align-right">3 &gt; 2</td>\n</tr>\n'
        '<tr>\n<td><strong>Large</strong></td>\n<td class="align-right"><a href="/products/mug/">5</a></td>\n</tr>\n'
        "</tbody>\n</table>"
    )
    assert by_engines(source) == {written(source)}


def test_tables_that_could_have_too_many_cells_are_left():
    """A wide one and a long one: each row could be as wide as the widest."""
    wide = "\n".join(["| a " * 1_500 + "|", "| --- " * 1_500 + "|", "| b " * 1_500 + "|"])
    assert written(wide + "\n\n| a | b |\n| --- | --- |" + "\n| c | d |" * 100) is not None
    assert written(wide + "\n\n| a | b |\n| --- | --- |" + "\n| c | d |" * 200) is None


def test_no_text_is_ordinary_and_empty():
    assert written("") == written("\n\n") == ""


LEFT = [
    "`a`",
    "<b>",
    "a_b",
    "&amp;",
    "\\*",
    "![a](b)",
    "a | b",
    "[a](javascript:x)",
    "- a\n  b",
    "- a\n\n- b",
    "a  \nb",
]
LEFT += [
    "| a |\n| --- |\n| b |",
    "| a | b |\n| --- | --- |",
    "| a | b |\n| --- | --- |\n| c |",
    "a | b\n--- | ---\nc | d",
]
LEFT += ["| a | b |\n| --- | --- |\n| c |  |", "| a | b |\n| --- | --- |\n| **c | d** |", "| a | b |\n| c | d |"]
LEFT += ["a\n- b", "a\n===", "> a", ": a", "[a][b]", "[a]", "2. a", "a*b*c", "***a***", "#a", "---", "1) a", "a\u2028b"]


@pytest.mark.parametrize("source", LEFT)
def test_what_is_left_to_the_engine(source):
    assert written(source) is None


@given(known_documents(), st.integers(2, 6))
@settings(max_examples=300)
def test_all_that_is_known_is_taken(source, top_heading):
    assert assert_taken_rightly(source, top_heading)


# nothing else is taken


@given(documents(near_word, MARKS + NEAR_MARKS, ENDS + NEAR_ENDS), st.integers(2, 3))
@settings(max_examples=1500)
def test_what_is_taken_is_what_the_engines_make_of_it(source, top_heading):
    assert_taken_rightly(source, top_heading)


@pytest.mark.parametrize("near", NEAR_WORDS)
@given(st.data())
@settings(max_examples=15)
def test_one_near_miss_in_a_known_text(near, data):
    before, after = data.draw(documents(word, MARKS, ENDS)), data.draw(documents(word, MARKS, ENDS))
    assert_taken_rightly(f"{before}{near}{data.draw(st.sampled_from(['', ' ', '. ']))}{after}")


@pytest.mark.parametrize("mark", NEAR_MARKS + NEAR_ENDS)
@given(st.data())
@settings(max_examples=15)
def test_one_odd_line_in_a_known_text(mark, data):
    before, after = data.draw(documents(word, MARKS, ENDS)), data.draw(documents(word, MARKS, ENDS))
    assert_taken_rightly(f"{before}{mark}{after}")


@given(tables(st.one_of(said, said, near_word)), st.sampled_from(["", *MARKS, *ENDS, *NEAR_ENDS]), near_word)
@settings(max_examples=300)
def test_what_is_near_a_table_is_taken_rightly(table, between, other):
    assert_taken_rightly(f"{table}{between}{other}")
    assert_taken_rightly(f"{other}{between}{table}")


@given(
    st.lists(
        st.one_of(
            letters,
            st.sampled_from(
                [*"*[]()_ \n-#.&>", "**", "](/a)", "\n\n", "\n- ", " | ", "\n| ", " |\n", "\n| - | --- |\n"]
            ),
        ),
        max_size=25,
    )
)
@settings(max_examples=500)
def test_soup_is_taken_rightly(parts):
    assert_taken_rightly("".join(parts))


@given(documents(near_word, MARKS, ENDS))
@settings(max_examples=300)
def test_links_that_are_taken_are_what_planning_sees(source):
    if written(source) is not None:
        targets = [[one.target for one in references(source, engine)] for engine in ("markdown", "gfm")]
        assert targets[0] == targets[1]
        html = ordinary.html_of(prepare(source).text, dict.fromkeys(targets[0], "/known/"), 2)
        assert re.findall('href="([^"]*)"', html) == ["/known/"] * len(targets[0])


@pytest.mark.nightly
@given(documents(near_word, MARKS + NEAR_MARKS, ENDS + NEAR_ENDS), st.integers(2, 3))
@settings(max_examples=10_000)
def test_what_is_taken_is_what_the_engines_make_of_it_in_many_texts(source, top_heading):
    assert_taken_rightly(source, top_heading)


# real texts


def test_the_texts_of_the_benchmark_are_ordinary(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    catalogue = importlib.import_module("catalogue").Catalogue(200)
    texts = [catalogue.product(number).description for number in range(200)]
    assert all(assert_taken_rightly(text) for text in texts)
    assert any("|" in text for text in texts)


def test_real_texts_are_taken_rightly(samples):
    """Posts whole and by paragraph, and all that stands in exports."""
    posts = [path.read_text("utf-8-sig").split("---\n", 2)[-1] for path in sorted((samples / "news").rglob("*.md"))]
    assert len(posts) > 50
    texts = {*posts, *(part for post in posts for part in re.split(r"\n\n+", post))}
    for path in sorted(path for path in samples.rglob("*") if path.suffix in {".csv", ".yaml", ".json", ".xml"}):
        texts |= set(re.split(r'\n\n+|",?"|<[^>]*>', path.read_bytes().decode("utf-8", "replace")[:200_000]))
    texts |= set(json.loads((samples / "strings/blns.json").read_text()))
    texts = {text for text in texts if len(text) < 20_000}
    taken = sum(assert_taken_rightly(text) for text in texts)
    assert taken > len(texts) / 2


def test_ordinary_texts_import_no_engine():
    program = (
        "import sys; from shopgen.formats.markdown import render, study\n"
        "study('A *mug*, [all](/products/)'); render('A *mug*, [all](/products/)', {}, {})\n"
        "print(sorted({'markdown', 'nh3', 'comrak'} & set(sys.modules)))\n"
        "render('`a`', {}, {}); print(sorted({'markdown', 'nh3', 'comrak'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n['markdown', 'nh3']\n"
