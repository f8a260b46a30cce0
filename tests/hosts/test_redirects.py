"""Old addresses lead to today's, and nothing is lost over them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopgen.core.diagnostics import Diagnostic, Span
from shopgen.planned import Planned
from shopgen.session import Options, Session
from support.inline import lay
from support.opened import values

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: {base_url}
currency: EUR
languages: [en, pl]
host: {host}
-- catalog/mug.yaml --
sku: MUG
title: Mug
price: 24
aliases: [{aliases}]
-- catalog/vase.yaml --
sku: VASE
title: Vase
price: 30
aliases: [{others}]
-- static/price.list --
none
"""


def planned(
    folder: Path, aliases: str = "", others: str = "", host: str = "netlify", base_url: str = "https://glinka.example/"
) -> Planned:
    text = SHOP.format(aliases=aliases, others=others, host=host, base_url=base_url)
    root = lay(folder / "shop", text)
    clock = datetime(2026, 11, 22, tzinfo=UTC)
    return Session(Options(root=root, output=folder / "public", cache=folder / "cache", clock=clock)).plan()


def redirects(plan: Planned) -> str:
    assert plan.plan is not None
    (text,) = values(plan.plan, "_redirects")
    return str(text)


def refusals(plan: Planned) -> list[str]:
    return [line(found) for found in plan.findings if found.code in {"redirect-refused", "address-taken"}]


def line(finding: Diagnostic) -> str:
    related = "".join(f" [{other.message}: {at(other.place)}]" for other in finding.related)
    return f"{at(finding.place)}: {finding.severity}[{finding.code}]: {finding.message} ({finding.hint}){related}"


def at(place: object) -> str:
    return f"{place.path}:{place.line}:{place.column}" if isinstance(place, Span) else repr(place)


@pytest.mark.parametrize(
    "typed",
    [
        "/old/mug",
        "/old/mug/",
        "old/mug",
        " /old/mug/ ",
        "https://glinka.example/old/mug/",
        "/old/%6Dug/",
    ],
)
def test_an_old_address_can_be_typed_in_many_ways(tmp_path: Path, typed: str) -> None:
    plan = planned(tmp_path, f'"{typed}"')
    assert refusals(plan) == []
    assert redirects(plan) == "/old/mug /products/mug/ 301\n"


def test_letters_of_other_scripts_are_encoded_in_addresses_and_not_in_files(tmp_path: Path) -> None:
    typed = '"/stary/żółw", "/nowy/%C5%BC%C3%B3%C5%82w"'
    assert redirects(planned(tmp_path / "1", typed)) == (
        "/nowy/%C5%BC%C3%B3%C5%82w /products/mug/ 301\n/stary/%C5%BC%C3%B3%C5%82w /products/mug/ 301\n"
    )
    pages = planned(tmp_path / "2", typed, host="plain").plan
    assert pages is not None
    assert {path for path, job in pages.jobs.items() if job.recipe == "redirect"} == {
        "nowy/żółw/index.html",
        "stary/żółw/index.html",
    }


def test_a_host_without_redirects_gets_pages(tmp_path: Path) -> None:
    plan = planned(tmp_path, "/old/mug, /mug.html", "old/vase", host="plain").plan
    assert plan is not None
    found = {path: values(plan, path) for path, job in plan.jobs.items() if job.recipe == "redirect"}
    assert found == {
        "old/mug/index.html": ["en", "https://glinka.example/products/mug/"],
        "mug.html": ["en", "https://glinka.example/products/mug/"],
        "old/vase/index.html": ["en", "https://glinka.example/products/vase/"],
    }
    assert "_redirects" not in plan.jobs


@pytest.mark.parametrize("typed", ["/shop/old/mug", "/old/mug", "https://glinka.example/shop/old/mug"])
@pytest.mark.parametrize("base_url", ["https://glinka.example/shop/"])
def test_a_base_path_is_in_front_once(tmp_path: Path, typed: str, base_url: str) -> None:
    assert redirects(planned(tmp_path, typed, base_url=base_url)) == "/shop/old/mug /shop/products/mug/ 301\n"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("https://evil.example/mug", "it is on another site"),
        ("https://a@glinka.example/mug", "it is on another site"),
        ("https://glinka.example.evil.example/mug", "it is on another site"),
        ("//evil.example/mug", "it is on another site"),
        ("/\\\\evil.example", "it is on another site"),
        ("/?p=12", "what is behind `?` or `#` does not reach a static host"),
        ("/mug#blue", "what is behind `?` or `#` does not reach a static host"),
        ("/../mug", "`..` leads out of the folder"),
        ("/%2e%2e/mug", "`..` leads out of the folder"),
        ("/%ff", "its percent signs do not stand for UTF-8"),
        ("/*", "`*` has a character that file names cannot have everywhere"),
        ("/:id", "`:id` has a character that file names cannot have everywhere"),
        ("/", "the path is empty"),
        ("/a%0d%0ab", "`a\r\nb` has a character that file names cannot have everywhere"),
    ],
)
def test_what_cannot_be_an_old_address_is_refused(tmp_path: Path, typed: str, problem: str) -> None:
    plan = planned(tmp_path, f'"{typed}"')
    shown = typed.replace("\\\\", "\\")
    assert refusals(plan) == [
        f"catalog/mug.yaml:4:10: error[redirect-refused]: `{shown}` cannot be an old address: {problem}"
        " (write it like `/old/mug/`)"
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "/products/mug/",
        "/products/vase",
        "/products",
        "/pl/products/mug/",
        "/robots.txt",
        "/sitemap.xml",
        "/price.list",
        "/404.html",
    ],
)
def test_an_address_in_use_is_refused(tmp_path: Path, typed: str) -> None:
    for host in ("netlify", "plain"):
        assert refusals(planned(tmp_path / host, typed, host=host))[:1] == [
            f"catalog/mug.yaml:4:10: error[redirect-refused]: `{typed}` is the address of a page or file today"
            " (remove it from `aliases`)"
        ]


@pytest.mark.parametrize(("first", "second"), [("/old", "/old/"), ("/old", "/Old"), ("/caf%C3%A9", "/cafe%CC%81")])
@pytest.mark.parametrize("host", ["netlify", "plain"])
def test_two_things_cannot_have_one_old_address(tmp_path: Path, first: str, second: str, host: str) -> None:
    assert refusals(planned(tmp_path, first, second, host=host)) == [
        f"catalog/vase.yaml:4:10: error[redirect-refused]: `{second}` is to lead to `/products/mug/` and to"
        " `/products/vase/` (remove one of them from `aliases`) [the other one: catalog/mug.yaml:4:10]"
    ]


def test_one_old_address_typed_twice_is_one_redirect(tmp_path: Path) -> None:
    plan = planned(tmp_path, "/old, /old/, /Old", host="plain")
    assert refusals(plan) == []
    assert plan.plan is not None
    assert [path for path, job in plan.plan.jobs.items() if job.recipe == "redirect"] == ["old/index.html"]
