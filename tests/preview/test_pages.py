"""What preview adds to pages."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopgen.core.diagnostics import Diagnostic, Related, Severity, Span
from shopgen.options import Options
from shopgen.preview.answers import Answer, Problems
from shopgen.preview.editor import Editor
from shopgen.preview.pages import served
from shopgen.preview.places import Places

SCRIPT = '<script type="module" src="/_shopgen/live.js?seen=a1"></script>'
NASTY = "</pre></template><script>alert(1)</script>&\"'"
ESCAPED = "&lt;/pre&gt;&lt;/template&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#34;&#39;"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    options = Options(root=tmp_path, output=tmp_path, cache=tmp_path, clock=datetime(2026, 11, 22, tzinfo=UTC))
    return Places(options, Editor("editor://{path}?{line}:{column}"))


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<body>a</body></html>", f"<body>a{SCRIPT}</body></html>"),
        ("<BODY>a</BODY >", f"<BODY>a{SCRIPT}</BODY >"),
        ("<pre></body></pre></body>", f"<pre></body></pre>{SCRIPT}</body>"),
        ("<p>no end", f"<p>no end{SCRIPT}"),
        ("", SCRIPT),
    ],
)
def test_the_script_goes_before_the_end_of_the_body(page: str, shown: str, places: Places) -> None:
    assert served(Answer(200, page.encode()), "/", places, "a1").decode() == shown


def test_problems_are_text_whatever_they_say(places: Places) -> None:
    name = NASTY.replace("/", "")
    (places.options.root / name).write_text(f"first\n  {NASTY}\n", "utf-8")
    place = Span(name, 2, 3, 4)
    finding = Diagnostic(Severity.ERROR, "code", NASTY, place, NASTY, (Related(NASTY, Span(NASTY, 7)),))
    page = served(Answer(200, b"<body>good</body>", problems=Problems(NASTY, NASTY, (finding,))), "/", places).decode()
    assert page.startswith("<body>good<shopgen-problems data-problems=")
    assert page.endswith("</shopgen-problems></body>")
    assert page.count(ESCAPED) == 8
    assert page.count(ESCAPED.replace("/", "")) == 1
    assert f"editor://{places.options.root}/%3Cpre%3E%3Ctemplate%3E%3Cscript%3Ealert%281%29%3Cscript%3E" in page
    assert "<script" not in page
    assert page.count("</template>") == 1


def test_a_finding_has_its_place_its_line_and_what_to_do(places: Places) -> None:
    (places.options.root / "a b.yaml").write_text("first\n  second: 1\n", "utf-8")
    related = Related("the other one is here", Span("gone.yaml", 7))
    finding = Diagnostic(
        Severity.ERROR, "bad-value", "it is wrong", Span("a b.yaml", 2, 3, 6), "make it right", (related,)
    )
    page = served(Answer(500, problems=Problems(findings=(finding,))), "/", places).decode()
    start, end = page.index("<ol"), page.index("</ol>")
    assert [line.strip() for line in page[start:end].splitlines() if line.strip()] == [
        '<ol class="findings">',
        '<li class="finding is-error">',
        f'<p><a class="place" href="editor://{places.options.root}/a%20b.yaml?2:3" title="Open in the editor">'
        "a b.yaml:2:3</a></p>",
        '<p class="message"><b>error</b> it is wrong <code>bad-value</code></p>',
        '<pre tabindex="0" aria-label="The line in the file"><span class="dim">    2 | </span>'
        '<span class="source">  second: 1',
        '</span><span class="dim">      | </span><span class="caret">  ^~~~~~',
        "</span></pre>",
        '<p class="hint">make it right</p>',
        '<p class="related">the other one is here: <span class="place">gone.yaml:7:1</span></p>',
        "</li>",
    ]


def test_who_reads_elsewhere_gets_no_paths_of_this_computer(places: Places) -> None:
    (places.options.root / "a.yaml").write_text("first\n", "utf-8")
    finding = Diagnostic(Severity.ERROR, "bad-value", "it is wrong", Span("a.yaml"))
    page = served(Answer(500, problems=Problems(findings=(finding,))), "/", places.without_links()).decode()
    assert '<span class="place">a.yaml:1:1</span>' in page
    assert str(places.options.root) not in page
    assert "editor:" not in page


def test_a_page_of_its_own_when_there_is_no_good_one(places: Places) -> None:
    page = served(Answer(404, problems=Problems("There is nothing at this address", "/a<b/")), "/", places).decode()
    assert page.startswith("<!doctype html>\n")
    assert "<title>There is nothing at this address</title>" in page
    assert '<p class="words">/a&lt;b/</p>' in page
    assert "data-close" not in page


def test_at_most_fifty_errors_are_shown_and_the_rest_counted(places: Places) -> None:
    found = tuple(
        Diagnostic(Severity.ERROR, "bad-value", f"wrong {number}", Span("a.yaml", number)) for number in range(1, 53)
    )
    page = served(Answer(200, b"good", problems=Problems(findings=found)), "/", places).decode()
    assert page.count('<li class="finding') == 50
    assert '<p class="count">52 errors</p>' in page
    assert "not shown: 2 errors" in page
