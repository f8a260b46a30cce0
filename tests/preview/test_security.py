"""Nobody but the person at this computer, nothing but the finished shop."""

import itertools
import json
from pathlib import Path
from urllib.parse import quote

import pytest

FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:8421",
    "localhost.evil.example",
    "evil-localhost",
    "xlocalhost",
    "localhostx",
    "localhost.",
    "localhost..",
    "localhost@evil.example",
    "localhost:8421@evil.example",
    "evil.example/localhost",
    "evil.example#localhost",
    "evil.example?localhost",
    "localhost,evil.example",
    "localhost evil.example",
    "localhost\tevil.example",
    "localhost\\evil.example",
    "localhost:8421:8421",
    "localhost:port",
    "localhost:-1",
    "localhost:123456",
    "localhost:",
    "127.0.0.1.evil.example",
    "127.0.0.1.",
    "127.0.0.2",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "0.0.0.0",
    "0",
    "127.0.0.1:8421.evil.example",
    "127.0.0.1%00.evil.example",
    "127.0.0.1%20",
    "192.168.0.10",
    "10.0.0.1:8421",
    "169.254.169.254",
    "[::]",
    "[::2]",
    "[::1].evil.example",
    "[::1",
    "::1]",
    "::1",
    "[::1]evil",
    "[::ffff:127.0.0.1]",
    "[0:0:0:0:0:0:0:1]",
    "[::1%25lo]",
    "lоcalhost",
    "ⓛocalhost",
    "LOCALHOST.EVIL.EXAMPLE",
    "local host",
    "http://localhost",
    "//localhost",
    "*",
    "*.localhost",
    "",
    "-",
    "..",
    "a" * 300,
]

OWN = [
    "/_shopgen/",
    "/_shopgen/problems?page=/",
    "/_shopgen/inspect?page=/",
    "/_shopgen/marks.css?page=/",
    "/_shopgen/checkout?page=/products/blue/&sku=MUG-BLUE",
]

SECRET_FILES = ["shop.yaml", ".env", "catalog/mugs/blue.yaml", ".shopgen/secret", "secret.txt"]
CANARY = "canary-4711"

STEPS = [
    "..",
    "%2e%2e",
    "%2E%2e",
    ".%2e",
    "%252e%252e",
    "%c0%ae%c0%ae",
    "%e0%80%ae%e0%80%ae",
    "..;",
    "..%00",
    "..%5c",
    "..\\",
    "%2e%2e%5c",
    "....",
    "..%c0%af",
    "..%ef%bc%8f",
    ".",
    "%2f..",
    "static/..",
]
TARGETS = ["secret.txt", "shop.yaml", ".env", "etc/passwd", ".shopgen/secret", "catalog/mugs/blue.yaml"]
ODD = [
    "http://127.0.0.1/secret.txt",
    "http://evil.example/",
    "file:///etc/passwd",
    "//etc/passwd",
    "///etc/passwd",
    "/C:/Windows/win.ini",
    "/C:%5cWindows%5cwin.ini",
    "/\\\\server\\share",
    "/~root/.bashrc",
    "/.git/config",
    "/.env",
    "/.shopgen/secret",
    "/.shopgen-manifest.json",
    "/shop.yaml",
    "/catalog/mugs/blue.yaml",
    "/content/news/later.md",
    "/static/note.txt",
    "/themes/default/theme.yaml",
    "/_shopgen",
    "/_shopgen/templates/problems.html",
    "/_shopgen/../secret.txt",
    "/_shopgen/problems.css/../app.py",
    "/_shopgen/app.py",
    "/linked/secret.txt",
    "/leak.txt",
    "/index.html%00.txt",
    "/index.html::$DATA",
    "/index.html%20",
    "/%",
    "/%zz",
    "/%ff%fe",
    "*",
    "",
    "secret.txt",
    "/products",
    "/products/..%2f..%2fsecret.txt",
    "/" + "a" * 5000,
    "/" + "a/" * 3000,
    "/?" + "a=b&" * 1000,
    "/%0d%0aSet-Cookie:a=b",
    "/products/blue%0d%0aLocation:%20http://evil.example",
]


def crafted_paths() -> list[str]:
    climbs = itertools.product(STEPS, TARGETS, (1, 2, 3, 6))
    paths = [f"/{'/'.join([step] * depth)}/{target}" for step, target, depth in climbs]
    return [*ODD, *paths, *(path.replace("/", "%2f") for path in paths[:60])]


@pytest.fixture
def guarded(root: Path) -> Path:
    """The shop with secrets in it, beside it, and linked from it."""
    for name in (".env", "secret.txt", ".shopgen/secret"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(CANARY)
    (root.parent / "secret.txt").write_text(CANARY)
    (root / "catalog/mugs/blue.yaml").write_text(f"# {CANARY}\ntitle: Blue\nsku: B\nprice: 1\n", "utf-8")
    return root


def test_crafted_paths_lead_nowhere(guarded: Path, serve) -> None:
    preview = serve()
    paths = crafted_paths()
    assert len(paths) >= 500
    for path in paths:
        answer = preview.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert CANARY.encode() not in answer, path
        assert b"root:" not in answer, path
        status = answer.split(b" ", 2)[1:2]
        assert status in ([b"200"], [b"307"], [b"400"], [b"404"]), (path, answer[:80])
        if status == [b"200"]:
            assert path in {"http://evil.example/", "/products", "*", ""} or path.startswith("/?") or "/./" in path, (
                path
            )
        assert b"Set-Cookie" not in answer.split(b"\r\n\r\n")[0]
        assert b"location: http" not in answer.lower().split(b"\r\n\r\n")[0]


@pytest.mark.parametrize("what", ["events", "problems", "inspect", "checkout"])
def test_what_preview_tells_of_a_page_is_of_pages_alone(guarded: Path, serve, what: str) -> None:
    preview = serve()
    for path in [
        "../../secret.txt",
        "/../secret.txt",
        "//evil.example/",
        "/shop.yaml",
        "/.env",
        "/a%00b",
        "\\..\\secret.txt",
    ]:
        if what == "events":
            told = json.dumps(next(preview.events(path)))
        else:
            told = preview.get(f"/_shopgen/{what}?page={quote(path)}&sku=B").body
        assert CANARY not in told
        assert 'href="//' not in told


def test_foreign_hosts_get_nothing(serve) -> None:
    preview = serve()
    assert len(FOREIGN_HOSTS) >= 60
    for host in FOREIGN_HOSTS:
        answer = preview.raw(b"GET / HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n" % host.encode())
        assert answer.split(b" ", 2)[1] in {b"403", b"400"}, host
        assert b"Glinka" not in answer, host
    for request in (
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    ):
        assert preview.raw(request).split(b" ", 2)[1] in {b"403", b"400"}


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8421", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8421"])
def test_our_own_names_are_answered(serve, host: str) -> None:
    assert serve().get("/", Host=host).status == 200


def test_another_name_must_be_asked_for(serve) -> None:
    preview = serve(host="shop.local")
    assert preview.get("/", Host="shop.local:8421").status == 200
    assert preview.get("/", Host="other.local").status == 403


def test_an_address_in_figures_may_be_the_other_name(serve) -> None:
    preview = serve(host="2001:db8::5")
    assert preview.get("/", Host="[2001:db8::5]:8421").status == 200
    assert preview.get("/", Host="[2001:db8::6]:8421").status == 403


def test_open_to_the_network_it_answers_to_figures_only(serve) -> None:
    preview = serve(host="0.0.0.0")
    assert preview.get("/", Host="192.168.0.10:8421").status == 200
    assert preview.get("/", Host="[fe80::1]").status == 200
    assert preview.get("/", Host="evil.example").status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost.evil.example", "file://", ""])
@pytest.mark.parametrize("path", ["/", "/_shopgen/events", *OWN])
def test_scripts_of_other_sites_get_nothing(serve, origin: str, path: str) -> None:
    reply = serve().get(path, Origin=origin)
    assert reply.status == 403
    assert "access-control-allow-origin" not in reply.headers


def test_cross_site_requests_without_an_origin_get_nothing_but_links_may_be_followed(serve) -> None:
    preview = serve()
    assert preview.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status == 403
    assert preview.get("/", Sec_Fetch_Site="same-site", Sec_Fetch_Mode="cors").status == 403
    assert preview.get("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 200
    assert preview.get("/", Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="cors").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_nothing_but_reading(serve, method: str) -> None:
    for path in ("/", "/_shopgen/events", "/_shopgen/live.js"):
        reply = serve().get(path, method)
        assert reply.status == 405
        assert reply.headers["allow"] == "GET, HEAD"


def test_every_answer_has_the_headers(serve) -> None:
    preview = serve()
    for path in ("/", "/nope/", "/products/blue", "/_shopgen/live.js", "/note.txt", *OWN):
        headers = preview.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers
        assert "access-control-allow-origin" not in headers


def test_a_megabyte_of_headers_is_refused(serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopgen.preview.requests.LINGER_SECONDS", 60)  # a megabyte may take longer than a moment
    preview = serve()
    for head in (b"X: " + b"a" * 1_000_000, b"\r\n".join(b"X-%d: %b" % (n, b"a" * 90) for n in range(10_000))):
        answer = preview.raw(b"GET / HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
        assert b"x-content-type-options: nosniff\r\n" in answer
    assert preview.get("/").status == 200


def test_what_is_no_request_is_refused(serve) -> None:
    answer = serve().raw(b"\x16\x03\x01\x02\x00\x01\r\n\r\n")  # a browser that expects https
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert answer.endswith(b"\r\n\r\nBad Request.\n")
