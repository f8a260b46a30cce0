"""Whatever is typed where a path comes from, nothing is written outside the output, over another page or in silence.

Two things with one address, or with addresses that some file system takes for one, are an error that names both.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from shopgen.core.diagnostics import Diagnostic, Severity, Span
from shopgen.session import Options, Session
from support import strings
from support.inline import report
from support.workplace import NOON, Workplace

TRAVERSALS = (
    *("..", ".", "../x", "../../x", "../../../../../../tmp/x", "/x", "//x", "/etc/passwd", "x/../../y", "x/..", "./x"),
    *("..\\x", "..\\..\\x", "\\x", "\\\\server\\x", "C:\\x", "C:x", "C:/x", "/C:/x", "file:///x", "file:x", "~", "~/x"),
    *("%2e%2e/x", "%2e%2e%2fx", "..%2fx", "..%5cx", "%252e%252e%252fx", "..%c0%afx", "..%00/x", "%00", "x%00.html"),
    *(
        "...",
        "....//x",
        "..;/x",
        "..././x",
        ".../x",
        "..\u2215x",
        "..\u2044x",
        "\uff0e\uff0e/x",
        "..\uff0fx",
        "\u2025/x",
    ),
    *("x\x00", "\x00", "x\n", "\n", "x\r\ny", "\t", " ", "x ", " x", ".x", "x.", "x..", "-", "--x", "-rf", "*", "?"),
    *(
        "x?y",
        "x#y",
        "x|y",
        "x<y",
        "x>y",
        'x"y',
        "x:y",
        "x*y",
        "$HOME",
        "${HOME}",
        "$(id)",
        "`id`",
        "%TEMP%",
        "a;b",
        "a&b",
    ),
    *("con", "CON", "nul", "NUL.txt", "aux.html", "com1", "COM¹", "lpt9", "prn", "con.yaml", "clock$", "desktop.ini"),
    *("index.html", "index", "404.html", "404", "sitemap.xml", "robots.txt", "_redirects", "_headers", "CNAME"),
    *(
        ".shopgen-manifest.json",
        ".well-known/x",
        ".htaccess",
        ".git/config",
        ".nojekyll",
        "assets",
        "images",
        "products",
    ),
    *(
        "news",
        "catalog",
        "tags",
        "brands",
        "pl",
        "en",
        "page",
        "products/moss",
        "rss.xml",
        "news/rss.xml",
        "web.config",
    ),
    *(
        "x" * 101,
        "x" * 5000,
        "ż" * 99,
        "x/" * 200,
        "🙂",
        "!!!",
        "İ",
        "ı",
        "ß",
        "ﬁ",
        "é",
        "e\u0301",
        "\u202ex",
        "x\u200by",
    ),
    *(
        "\ud800",
        "\ufffe",
        "\U0001ffff",
        "\ue000",
        "{slug}",
        "{path}",
        "{slug}/{slug}",
        "{0}",
        "{slug.__class__}",
        "{",
        "}",
    ),
    *(
        "{slug}/..",
        "../{slug}",
        "/{slug}",
        "{slug}/",
        "x/{slug}",
        "{slug}.html",
        "{slug}/index.html",
        "..{slug}",
        "{{slug}}",
    ),
)
SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
theme: bare
missing_links: warning
addresses:
  article: "news/{slug}"
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
tags: [green]
brand: Glinka
-- catalog/mugs/ink.yaml --
title: Ink mug
sku: M-2
price: 26.00
images: [{src: ink.jpg, alt: Ink}]
-- catalog/mugs/ink.jpg: 20x20 --
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
---
Text
-- content/pages/about.md --
---
title: About
---
Hello
"""
MOSS = "title: Moss mug\nsku: M-1\nprice: 24.00\ntags: [green]\nbrand: Glinka\n"
SETTINGS = "name: Glinka\nbase_url: https://glinka.example/\ncurrency: EUR\ntheme: bare\nmissing_links: warning\n"


def _moss(line: str, without: str = "") -> tuple[str, str]:
    return "catalog/mugs/moss.yaml", MOSS.replace(without, "") + line + "\n"


def _settings(lines: str, without: str = "") -> tuple[str, str]:
    return "shop.yaml", SETTINGS.replace(without, "") + lines + "\n"


# where the text stands: the file and what it holds; § is the text in quotes
FIELDS = {
    "a product's slug": _moss("slug: §"),
    "a SKU": _moss("sku: §", "sku: M-1\n"),
    "a variant": _moss(
        "options: [{name: Size, values: [§, other]}]\n"
        "variants: [{sku: A, options: {Size: §}}, {sku: B, options: {Size: other}}]"
    ),
    "a tag": _moss("tags: [§]", "tags: [green]\n"),
    "a brand": _moss("brand: §", "brand: Glinka\n"),
    "a category": _moss("categories: [§]"),
    "a picture": _moss("images: [{src: §, alt: A}]"),
    "an energy label": _moss("energy: {rating: A, label: §}"),
    "a link in a text": _moss('description: "See [a](<§^>) and ![b](<§^>)."'),
    "an old address": _moss("aliases: [§]"),
    "a related product": _moss("related: [§]"),
    "a translation's slug": _moss("translations: {pl: {title: Mech, slug: §}}"),
    "a translation's language": _moss("translations: {§: {title: Mech}}"),
    "a category's slug": ("catalog/mugs/_category.yaml", "title: Mugs\nslug: §\n"),
    "a page's slug": ("content/pages/about.md", "---\ntitle: About\nslug: §\n---\nHello\n"),
    "a page's layout": ("content/pages/about.md", "---\ntitle: About\nlayout: §\n---\nHello\n"),
    "a page's language": ("content/pages/about.md", "---\ntitle: About\nlang: §\n---\nHello\n"),
    "a post's slug": ("content/news/2026-11-01-kiln.md", "---\ntitle: Kiln\nslug: §\n---\nText\n"),
    "a post's tag": ("content/news/2026-11-01-kiln.md", "---\ntitle: Kiln\ntags: [§]\n---\nText\n"),
    "a post's picture": ("content/news/2026-11-01-kiln.md", "---\ntitle: Kiln\nimage: §\n---\nText\n"),
    "a theme": _settings("theme: §", "theme: bare\n"),
    "a language": _settings("languages: [en, §]"),
    "a menu link": _settings("menus: {main: [{title: A, link: §}]}"),
    "a logo": _settings("organisation: {logo: §}"),
    "a page of returns": _settings("returns: {countries: [PL], page: §}"),
    "an address of products": _settings("addresses: {product: §}"),
    "an address of lists": _settings("addresses: {products: §}"),
    "an address of categories": _settings("addresses: {category: §}"),
    "an address of pages": _settings("addresses: {page: §}"),
    "an address of news": _settings("addresses: {news: §, article: §}"),
    "the base address": _settings("base_url: §", "base_url: https://glinka.example/\n"),
    "what a theme extends": ("themes/bare/theme.yaml", "name: bare\nextends: §\n"),
}
# § is the text as it is, in a name of a file or folder
NAMES = (
    "catalog/mugs/§.yaml",
    "catalog/§/other.yaml",
    "catalog/mugs/moss.§.yaml",
    "content/pages/§.md",
    "content/news/§.md",
    "static/§",
    "assets/§",
    "templates/§",
    "templates/partials/§.html",
    "locales/§.yaml",
    "themes/§/theme.yaml",
)
CONTENTS = {".yaml": "title: Other\nsku: O-1\nprice: 1.00\n", ".md": "---\ntitle: Other\n---\nText\n"}
SPECIALS = ("index.html", "404.html", "sitemap.xml", "robots.txt", "products/index.html", "news/index.html")


class Place:
    """A shop in a folder of its own; what lies beside it must stay as it is."""

    def __init__(self, above: Path) -> None:
        self.above = above
        self.workplace = Workplace(above / "a/b/shop", SHOP)
        (above / "x").write_text("not ours")
        options = Options(
            root=self.workplace.root, output=above / "a/b/out", cache=above / "a/b/cache", clock=NOON, base_url=""
        )
        self.session = Session(options)
        self.output = options.output
        assert not self.session.build().has_errors
        self.before = self.outside()
        self.specials = self.special_pages()

    def outside(self) -> dict[str, bytes]:
        """All files beside the output, the cache and the shop's own."""
        inside = ("a/b/out/", "a/b/cache/", "a/b/shop/")
        names = {path.relative_to(self.above).as_posix(): path for path in self.above.rglob("*") if path.is_file()}
        return {name: path.read_bytes() for name, path in names.items() if not name.startswith(inside)}

    def special_pages(self) -> dict[str, bytes]:
        titles = {}
        for name in SPECIALS:
            content = (self.output / name).read_bytes()
            found = re.search(rb"<title>[^<]*</title>|<urlset|Sitemap:", content)
            titles[name] = found[0] if found else b""
        return titles

    def check(self) -> list[Diagnostic]:
        """Builds; the findings, when nothing was written that should not be."""
        manifest_is_ours = (self.output / ".shopgen-manifest.json").read_bytes()[:1]
        built = self.session.build()
        assert self.outside() == self.before
        assert not any(path.is_symlink() for path in self.output.rglob("*"))
        if built.published is not None:
            assert (self.output / ".shopgen-manifest.json").read_bytes()[:1] == manifest_is_ours
            assert set(built.manifest) == {
                path.relative_to(self.output).as_posix()
                for path in self.output.rglob("*")
                if path.is_file() and path.name != ".shopgen-manifest.json"
            }
        errors = [finding for finding in built.findings if finding.severity is Severity.ERROR]
        assert (built.published is None) == bool(errors)
        for error in errors:
            assert isinstance(error.place, Span), error
            assert error.hint, report([error])
        return errors


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("above"))


def test_there_are_enough_of_them() -> None:
    assert len(set(TRAVERSALS)) == len(TRAVERSALS) >= 120


@pytest.mark.parametrize("name", FIELDS)
def test_no_text_leads_out_of_the_output(place: Place, name: str) -> None:
    """A quarter of the texts in each field, another one in the next; all of them at night."""
    try_texts(place, name, TRAVERSALS[list(FIELDS).index(name) % 4 :: 4])


@pytest.mark.nightly
@pytest.mark.parametrize("name", FIELDS)
def test_no_text_at_all_leads_out_of_the_output(place: Place, name: str) -> None:
    try_texts(place, name, TRAVERSALS)


def try_texts(place: Place, name: str, texts: Sequence[str]) -> None:
    path, content = FIELDS[name]
    file = place.workplace.root / path
    old = file.read_bytes() if file.is_file() else None
    try:
        for text in texts:
            plain = strings.quoted(text)[1:-1]
            file.write_text(content.replace("§^", plain).replace("§", strings.quoted(text)))
            errors = place.check()
            if not errors and not path.startswith(("shop.yaml", "themes/")):
                assert place.special_pages() == place.specials, text
    finally:
        file.write_bytes(old) if old is not None else file.unlink()


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_leads_out_of_the_output(place: Place, name: str) -> None:
    """A quarter of them for each place; all of them at night."""
    try_names(place, name, TRAVERSALS[NAMES.index(name) % 4 :: 4])


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_at_all_leads_out_of_the_output(place: Place, name: str) -> None:
    try_names(place, name, TRAVERSALS)


def try_names(place: Place, name: str, texts: Sequence[str]) -> None:
    for text in texts:
        if "/" in text or "\0" in text or text in {".", ".."} or len(text.encode(errors="replace")) > 200:
            continue  # no file can be called this
        try:
            file = place.workplace.root / name.replace("§", text)
            existed = file.parent.is_dir()
            if file.exists():
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(CONTENTS.get(Path(name).suffix, "x") if not name.startswith("locales") else "a: b\n")
        except (OSError, UnicodeEncodeError):
            continue
        try:
            errors = place.check()
            if not errors and not name.startswith("templates/"):  # an override is meant to change pages
                assert place.special_pages() == place.specials, text
        finally:
            file.unlink()
            if not existed:
                file.parent.rmdir()
    assert not place.check()


TWINS = {
    "sharp s": ("catalog/mugs/straße.yaml", "catalog/mugs/STRASSE.yaml"),
    "dotted i": ("catalog/mugs/İstanbul.yaml", "catalog/mugs/istanbul.yaml"),
    "ligature": ("catalog/mugs/ﬁsh.yaml", "catalog/mugs/fish.yaml"),
    "capital": ("catalog/mugs/Cup.yaml", "catalog/mugs/cup.yaml"),
    "accents composed and not": ("catalog/mugs/caf\u00e9.yaml", "catalog/mugs/cafe\u0301.yaml"),
    "two folders": ("catalog/mugs/cup.yaml", "catalog/bowls/cup.yaml"),
    "two pages": ("content/pages/Faq.md", "content/pages/faq.md"),
    "a page and a list": ("content/pages/products.md", "shop.yaml"),
    "a page and a list with a capital": ("content/pages/Products.md", "shop.yaml"),
    "a page and the news": ("content/pages/news.md", "shop.yaml"),
    "a file and the home page": ("static/index.html", "shop.yaml"),
    "a file and the sitemap": ("static/sitemap.xml", "shop.yaml"),
    "a file and robots.txt": ("static/robots.txt", "shop.yaml"),
    "a file and a product": ("static/products/moss/index.html", "catalog/mugs/moss.yaml"),
    "a file and a product with a capital": ("static/Products/Moss/INDEX.html", "catalog/mugs/moss.yaml"),
    "two files": ("static/Hello.txt", "static/hello.txt"),
}


@pytest.mark.parametrize("unicode_slugs", [False, True], ids=["ascii", "unicode"])
@pytest.mark.parametrize("name", TWINS)
def test_two_things_with_one_address_are_an_error_that_names_both(
    tmp_path: Path, name: str, unicode_slugs: bool
) -> None:
    workplace = Workplace(tmp_path, SHOP)
    if unicode_slugs:
        workplace.replace("shop.yaml", "theme: bare", "theme: bare\nunicode_slugs: true")
    one, other = TWINS[name]
    for number, path in enumerate((one, other)):
        if not (workplace.root / path).exists():
            text = CONTENTS.get(Path(path).suffix, "x").replace("O-1", f"O-{number}")
            workplace.write(path, text)

    built = workplace.build()

    assert built.published is None
    told = report(finding for finding in built.findings if finding.is_error)
    codes = {finding.code for finding in built.findings if finding.is_error}
    assert codes <= {"address-taken", "duplicate-key", "file-name"}, told
    assert Path(one).name in told or ascii(Path(one).name)[1:-1] in told
    assert other in told or Path(other).name in told


@pytest.mark.parametrize("alias", ["/", "/products/", "/products/moss/", "/index.html", "/Products/MOSS/", "/404.html"])
def test_an_old_address_never_replaces_a_page(tmp_path: Path, alias: str) -> None:
    workplace = Workplace(tmp_path, SHOP)
    workplace.write(*_moss(f"aliases: [{alias}]"))

    built = workplace.build()

    assert built.published is None
    assert {finding.code for finding in built.findings if finding.is_error} <= {"redirect-refused", "address-taken"}


@pytest.mark.parametrize(
    "target",
    [
        *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https://a@evil.example"),
        *(
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x=1",
            "/a%0d%0aLocation: http://evil",
            "/a b",
            "/a\tb",
            "/*",
            "/:x",
        ),
    ],
)
@pytest.mark.parametrize("host", ["plain", "netlify", "cloudflare"])
def test_redirects_stay_on_their_line_and_in_the_shop(tmp_path: Path, target: str, host: str) -> None:
    workplace = Workplace(tmp_path, SHOP)
    workplace.write(*_settings(f"host: {host}"))
    workplace.write(*_moss(f"aliases: [{strings.quoted(target)}]"))

    built = workplace.build()

    if built.published is None:
        return
    for name, content in workplace.tree().items():
        if name in {"_redirects", "_headers"}:
            for line in content.decode().splitlines():
                assert "Set-Cookie" not in line or line.startswith(("#", "/"))
                if name == "_redirects" and line and not line.startswith("#"):
                    source, to, *_ = line.split()
                    assert source.startswith("/")
                    assert to.startswith("/")
                    assert not to.startswith(("//", "/\\"))
        elif name.endswith(".html"):
            for found in re.findall(rb'http-equiv="?refresh[^>]*url=([^">]*)', content):
                assert found.startswith((b"/", b"https://glinka.example/"))
