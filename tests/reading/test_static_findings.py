"""What is never published, and secrets that must not be."""

from support.inline import Holds


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
