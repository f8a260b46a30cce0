"""Drawings that were made to do harm, opened in a real browser: as they came they act, cleaned none does."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from shopgen.formats.svg import cleaned

pytestmark = pytest.mark.slow

ELSEWHERE = "http://127.0.0.1:9/x"
HTML = 'xmlns="http://www.w3.org/1999/xhtml"'
ACT = "document.documentElement.setAttribute('data-acted', 1)"
BOX = '<rect width="9" height="9"/>'
HOSTILE = {
    "a script": f"<script>{ACT}</script>",
    "a script in CDATA": f"<script><![CDATA[{ACT}]]></script>",
    "a script elsewhere": f'<script href="{ELSEWHERE}"/>',
    "a script in data": '<script href="data:text/javascript,alert(1)"/>',
    "a script of a page": f"<script {HTML}>{ACT}</script>",
    "a handler": f'<rect width="9" height="9" onload="{ACT}"/>',
    "a handler of the root": f'</svg><svg xmlns="http://www.w3.org/2000/svg" onload="{ACT}">',
    "a handler of a click": f'<rect width="9" height="9" onclick="{ACT}" onpointerdown="{ACT}"/>',
    "a handler of an animation": f'<animate onbegin="{ACT}" attributeName="x" dur="1s"/>',
    "a handler of an image": f'<image href="x:" onerror="{ACT}"/>',
    "a handler in a page": f'<foreignObject><img {HTML} src="x:" onerror="{ACT}"/></foreignObject>',
    "a link": f'<a href="javascript:{ACT}"><rect width="9" height="9"/></a>',
    "a link with blanks": f'<a href=" java&#10;script:{ACT}"><rect width="9" height="9"/></a>',
    "a link of an animation": f'<a><set attributeName="href" to="javascript:{ACT}"/>{BOX}</a>',
    "a frame": f'<foreignObject width="9" height="9"><iframe {HTML} src="{ELSEWHERE}"/></foreignObject>',
    "a picture elsewhere": f'<image width="9" height="9" href="{ELSEWHERE}"/>',
    "a drawing elsewhere": f'<use href="{ELSEWHERE}#a"/>',
    "a picture of a filter": f'<filter id="a"><feImage href="{ELSEWHERE}"/></filter><g filter="url(#a)">{BOX}</g>',
    "a style elsewhere": f"<style>@import url({ELSEWHERE});</style>",
    "a style in quotes": f"<style>@import '{ELSEWHERE}';</style>",
    "a style with escapes": f"<style>@\\69mport '{ELSEWHERE}';</style>",
    "a font elsewhere": f"<style>@font-face{{font-family:a;src:url({ELSEWHERE})}}</style><text font='9px a'>x</text>",
    "a mask elsewhere": f'<rect width="9" height="9" style="mask-image:url({ELSEWHERE})"/>',
    "a cursor elsewhere": f'<rect width="9" height="9" style="cursor:url({ELSEWHERE}),auto"/>',
    "a set of pictures": f"<rect width='9' height='9' style='mask-image:image-set(&quot;{ELSEWHERE}&quot; 1x)'/>",
    "a style sheet of the file": f'<?xml-stylesheet href="{ELSEWHERE}"?>',
}


def drawing(inside: str) -> bytes:
    root = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'
    if inside.startswith("<?"):
        return f"{inside}{root}</svg>".encode()
    if inside.startswith("</svg>"):
        return inside.replace("</svg><svg", '<svg viewBox="0 0 9 9"', 1).encode() + b"</svg>"
    return f"{root}{inside}</svg>".encode()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_no_cleaned_drawing_acts(browser, tmp_path: Path, address: str) -> None:
    contents = {name: drawing(inside) for name, inside in HOSTILE.items()}
    acted: dict[str, list[str]] = {"raw": [], "clean": []}
    page = browser.new_page()
    for number, (name, content) in enumerate(contents.items()):
        (tmp_path / f"{number}-raw.svg").write_bytes(content)
        (tmp_path / f"{number}-clean.svg").write_bytes(cleaned(content))
        for kind, active in acted.items():
            if acts(page, f"{address}/{number}-{kind}.svg"):
                active.append(name)
    assert len(contents) >= 25
    assert len(acted["raw"]) >= 15, sorted(set(contents) - set(acted["raw"]))
    assert acted["clean"] == []


def acts(page, url: str) -> bool:
    """Whether the drawing runs something, also when it is clicked at, or asks for anything but itself."""
    asked: list[str] = []

    def note(request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.goto(url)
    page.mouse.click(3, 3)
    has_acted = page.evaluate("document.documentElement.hasAttribute('data-acted')")
    page.remove_listener("request", note)
    return has_acted or any(each.startswith(ELSEWHERE) for each in asked)
