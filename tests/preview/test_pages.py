"""What preview adds to pages."""

import pytest

from shopgen.preview.pages import problem_page, with_problems, with_script

SCRIPT = '<script type="module" src="/_shopgen/reload.js?seen=a-1"></script>'


@pytest.mark.parametrize(
    ("page", "served"),
    [
        ("<body>a</body></html>", f"<body>a{SCRIPT}</body></html>"),
        ("<BODY>a</BODY >", f"<BODY>a{SCRIPT}</BODY >"),
        ("<pre></body></pre></body>", f"<pre></body></pre>{SCRIPT}</body>"),
        ("<p>no end", f"<p>no end{SCRIPT}"),
        ("", SCRIPT),
    ],
)
def test_the_script_goes_before_the_end_of_the_body(page: str, served: str) -> None:
    assert with_script(page.encode(), "a-1").decode() == served


def test_problems_are_text_whatever_they_say() -> None:
    nasty = '</pre><script>alert(1)</script>&"'
    shown = with_problems(b"<body>good</body>", [(nasty, "bold red"), (nasty, "unknown style")]).decode()
    assert shown == (
        '<body>good<link rel="stylesheet" href="/_shopgen/preview.css">'
        '<aside class="shopgen-problems" role="alert"><h1>The shop has errors</h1><pre><span class="error">'
        "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;</span>"
        "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;</pre></aside></body>"
    )


def test_a_page_of_its_own() -> None:
    assert problem_page("a < b", [("it is <wrong>", "")]).decode() == (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<title>a &lt; b</title><link rel="stylesheet" href="/_shopgen/preview.css"></head>'
        '<body class="shopgen-page"><main class="shopgen-problems"><h1>a &lt; b</h1>'
        "<pre>it is &lt;wrong&gt;</pre></main></body></html>\n"
    )
