"""A value that looks like a secret key stops the build before anything is published, wherever it stands."""

from pathlib import Path

import pytest

from support.inline import report
from support.workplace import Workplace

# put together here, so that nobody's scanner takes this file for a leak
KEYS = {
    "stripe": "sk_" + "live_51H8xYzCanaryCanary",
    "stripe restricted": "rk_" + "live_51H8xYzCanaryCanary",
    "stripe test": "sk_" + "test_51H8xYzCanaryCanary",
    "stripe webhook": "whsec_" + "0a1b2c3d4e5f6a7b8c9d",
    "amazon": "AKIA" + "IOSFODNN7CANARYX",
    "pem": "-----BEGIN " + "PRIVATE KEY-----",
    "rsa": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "openssh": "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
    "password": "https://shop:" + "51H8xYzCanary@cdn.example/",
}
SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
theme: bare
tagline: A tagline
-- catalog/mugs/_category.yaml --
title: Mugs
summary: A summary
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
description: A description
attributes: {Material: stoneware}
-- catalog/mugs/moss.pl.yaml --
title: Kubek mech
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
---
A body
-- content/pages/about.md --
---
title: About
---
Hello
-- locales/en.yaml --
nav.home: Home
-- templates/page.html --
{{ page.title }}
-- themes/bare/assets/extra.js --
let a = 1
-- assets/own.css --
body {}
-- static/hello.txt --
Hello
-- static/feed.json --
{"a": "b"}
"""
PLACES = {
    "shop.yaml": "A tagline",
    "catalog/mugs/_category.yaml": "A summary",
    "catalog/mugs/moss.yaml": "A description",
    "catalog/mugs/moss.pl.yaml": "Kubek mech",
    "content/news/2026-11-01-kiln.md": "A body",
    "content/pages/about.md": "Hello",
    "locales/en.yaml": "Home",
    "templates/page.html": "{{ page.title }}",
    "themes/bare/theme.yaml": "bare",
    "themes/bare/templates/base.html": "<h1>",
    "themes/bare/assets/extra.js": "let a",
    "assets/own.css": "body",
    "static/hello.txt": "Hello",
    "static/feed.json": "b",
}


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    workplace = Workplace(tmp_path_factory.mktemp("secrets"), SHOP)
    assert not workplace.build().has_errors
    return workplace


@pytest.mark.parametrize("path", PLACES)
def test_a_secret_is_found_in_every_kind_of_text(workplace: Workplace, path: str) -> None:
    check(workplace, path, PLACES[path], KEYS["stripe"])


@pytest.mark.parametrize("name", KEYS)
def test_every_kind_of_secret_is_found(workplace: Workplace, name: str) -> None:
    check(workplace, "content/pages/about.md", "Hello", KEYS[name])


@pytest.mark.parametrize(
    "line",
    [
        'description: "A key sk_\\x6cive_51H8xYzCanaryCanary"',
        'description: "A key sk_\\u006cive_51H8xYzCanaryCanary"',
        "x-note: sk_" + "live_51H8xYzCanaryCanary",
        "# sk_" + "live_51H8xYzCanaryCanary",
        "attributes: {sk_" + "live_51H8xYzCanaryCanary: a}",
    ],
)
def test_a_secret_is_found_in_comments_keys_and_behind_escapes(workplace: Workplace, line: str) -> None:
    check(workplace, "catalog/mugs/moss.yaml", "description: A description", line)


def check(workplace: Workplace, path: str, old: str, key: str) -> None:
    before = (workplace.root / path).read_bytes()
    tree = workplace.tree()
    workplace.write(path, before.decode().replace(old, f"{old} {key}" if not old.startswith("desc") else key, 1))
    try:
        built = workplace.build()
    finally:
        workplace.write(path, before)

    found = [finding for finding in built.findings if finding.code == "secret"]
    assert [finding.place.path for finding in found] == [path], report(built.findings)  # type: ignore[union-attr]
    assert built.published is None
    assert workplace.tree() == tree
    assert "Canary" not in report(built.findings)
    assert all(b"51H8xYzCanary" not in file.read_bytes() for file in remembered(workplace.root))


def remembered(root: Path) -> list[Path]:
    return [file for file in (root / ".shopgen").rglob("*") if file.is_file()]
