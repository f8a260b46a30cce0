"""Addresses lead to outputs of the plan, and nowhere else."""

import pytest

from shopgen.preview.addresses import Output, Redirect, find, prefix_of

OUTPUTS = {
    "index.html",
    "404.html",
    "pl/404.html",
    "pl/index.html",
    "products/mug/index.html",
    "żółw/index.html",
    "style.css",
    ".well-known/security.txt",
    ".well-known/.hidden",
    ".env",
}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/", Output("index.html")),
        ("/index.html", Output("index.html")),
        ("/products/mug/", Output("products/mug/index.html")),
        ("/products/mug", Redirect("/products/mug/")),
        ("/żółw", Redirect("/%C5%BC%C3%B3%C5%82w/")),
        ("/style.css", Output("style.css")),
        ("/style.css/", Output("404.html", 404)),
        ("/.well-known/security.txt", Output(".well-known/security.txt")),
        ("/.well-known/.hidden", Output("404.html", 404)),
        ("/.env", Output("404.html", 404)),
        ("/products/", Output("404.html", 404)),
        ("/nope", Output("404.html", 404)),
        ("/pl/nope/", Output("pl/404.html", 404)),
        ("/pl/.env", Output("pl/404.html", 404)),
        ("//products/mug", Output("404.html", 404)),
        ("/../index.html", Output("404.html", 404)),
        ("", Redirect("/")),
        ("products/mug", None),
    ],
)
def test_at_the_root(address: str, found: object) -> None:
    assert find(address, "/", OUTPUTS) == found


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/", Redirect("/my%20shop/")),
        ("/my shop", Redirect("/my%20shop/")),
        ("/my shop/", Output("index.html")),
        ("/my shop/products/mug", Redirect("/my%20shop/products/mug/?a=1")),
        ("/my shop/nope", Output("404.html", 404)),
        ("/products/mug/", None),
        ("/my shopping/", None),
    ],
)
def test_below_a_path(address: str, found: object) -> None:
    assert find(address, "/my shop/", OUTPUTS, "a=1") == found


def test_a_shop_without_a_page_for_what_is_not_there() -> None:
    assert find("/nope", "/", {"index.html"}) is None


@pytest.mark.parametrize(
    ("base_url", "prefix"),
    [
        ("https://glinka.example", "/"),
        ("https://glinka.example/", "/"),
        ("https://glinka.example/shop", "/shop/"),
        ("https://glinka.example/a/b/", "/a/b/"),
        ("https://glinka.example/my%20shop/", "/my shop/"),
    ],
)
def test_prefix(base_url: str, prefix: str) -> None:
    assert prefix_of(base_url) == prefix
