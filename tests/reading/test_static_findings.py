"""What is never published, and secrets that must not be."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from shopgen.core.disk import Disk
from shopgen.reading.memory import Memory
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from support.inline import Holds, lay, report
from support.stores import store


def test_names_that_are_never_published(holds: Holds) -> None:
    holds("""
-- static/.env --
x
-- static/.well-known/security.txt --
x
-- static/.git/config --
x
-- static/index.html~ --
x
-- static/a.bak --
x
-- static/server.pem --
x
-- static/id_rsa --
x
-- static/.DS_Store --
x
-- findings --
static/.DS_Store:1:1: warning[unpublished-file]: `.DS_Store` is never published
    remove it, or rename it if it is meant
static/.env:1:1: warning[unpublished-file]: `.env` is never published
    remove it, or rename it if it is meant
static/.git/config:1:1: warning[unpublished-file]: `.git/config` is never published
    remove it, or rename it if it is meant
static/a.bak:1:1: warning[unpublished-file]: `a.bak` is never published
    remove it, or rename it if it is meant
static/id_rsa:1:1: warning[unpublished-file]: `id_rsa` is never published
    remove it, or rename it if it is meant
static/index.html~:1:1: warning[unpublished-file]: `index.html~` is never published
    remove it, or rename it if it is meant
static/server.pem:1:1: warning[unpublished-file]: `server.pem` is never published
    remove it, or rename it if it is meant
""")


def test_names_that_cannot_be_published(holds: Holds) -> None:
    holds("""
-- static/a?b.txt --
x
-- static/con.txt --
x
-- findings --
static/a?b.txt:1:1: error[file-name]: the file cannot be published: `a?b.txt` has a character that file names
        cannot have everywhere
    rename it
static/con.txt:1:1: error[file-name]: the file cannot be published: `con.txt` is a reserved name on Windows
    rename it
""")


def test_secrets_are_found_in_any_text(holds: Holds) -> None:
    holds("""
-- shop.yaml --
name: Shop
base_url: https://example.com
currency: EUR
description: sk_live_51H8abcdefgh
-- catalog/mug.yaml --
title: Mug
sku: M
price: 3
description: our key is AKIAIOSFODNN7EXAMPLE
-- content/pages/about.md --
---
title: About
---
rk_live_abcdefgh12345 and whsec_abcdefgh12345, but not sk_live_ alone
-- themes/default/templates/home.html --
<script>var key = "sk_test_4eC39HqLyjWDarjtT1zdp7dc"</script>
-- static/app.js --
// -----BEGIN RSA PRIVATE KEY-----
-- findings --
catalog/mug.yaml:4:25: error[secret]: `AKIA…` looks like a secret key
    remove it, make a new key at the provider, and give secrets in environment variables only
content/pages/about.md:4:1: error[secret]: `rk_l…` looks like a secret key
    remove it, make a new key at the provider, and give secrets in environment variables only
content/pages/about.md:4:27: error[secret]: `whse…` looks like a secret key
    remove it, make a new key at the provider, and give secrets in environment variables only
shop.yaml:4:14: error[secret]: `sk_l…` looks like a secret key
    remove it, make a new key at the provider, and give secrets in environment variables only
static/app.js:1:4: error[secret]: `----…` looks like a secret key
    remove it, make a new key at the provider, and give secrets in environment variables only
themes/default/templates/home.html:1:20: error[secret]: `sk_t…` looks like a secret key
    remove it, make a new key at the provider, and give secrets in environment variables only
""")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_photograph_that_tells_where_it_was_taken(tmp_path: Path, kind: str) -> None:
    def saved(exif: Image.Exif) -> bytes:
        content = BytesIO()
        Image.new("RGB", (8, 8)).save(content, kind, exif=exif)
        return content.getvalue()

    camera, place = Image.Exif(), Image.Exif()
    camera[0x010F] = place[0x010F] = "Camera"
    place.get_ifd(0x8825)[2] = (50.0, 3.0, 41.0)
    root, end = lay(tmp_path, "-- static/text.jpg --\nhello\n"), kind.lower()
    (root / f"static/camera.{end}").write_bytes(saved(camera))
    (root / f"static/place.{end}").write_bytes(saved(place))
    told = report(read_shop(scan(Disk(), root), tmp_path / "none", Memory(), store()).findings)
    assert " ".join(told.split()) == (
        f"static/place.{end}:1:1: warning[picture-location]: the photograph tells where it was taken, and is published "
        "as it is name it in a product or a text instead, or save it without its location"
    )
