"""Files that hosts read: whole, one rule a line, nothing smuggled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shopgen.core.failures import UsageFailure
from shopgen.hosts.members import HOSTS, host
from shopgen.hosts.protocol import Deployment, Redirect, one_line, policy_text

SHOP = Deployment(
    base_url="https://glinka.example/shop",
    base_path="/shop",
    redirects=(
        Redirect("/shop/old/mug", "/shop/products/mug/"),
        Redirect("/shop/stary.html", "/shop/pl/products/kubek-%C5%BCółty/".replace("ółty", "%C3%B3%C5%82ty")),
    ),
    policy={"img-src": ("'self'", "data:"), "default-src": ("'self'",), "upgrade-insecure-requests": ()},
)
ROOT = replace(SHOP, base_url="https://glinka.example", base_path="", redirects=())

HEADERS = """\
{base}/*
  Content-Security-Policy: default-src 'self'; img-src 'self' data:; upgrade-insecure-requests
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=()
  Strict-Transport-Security: max-age=31536000

{base}/assets/*
  Cache-Control: public, max-age=31536000, immutable

{base}/images/*
  Cache-Control: public, max-age=31536000, immutable
"""


def documents(name: str, deployment: Deployment) -> dict[str, str]:
    return dict(host(name).documents(deployment))


def test_netlify_reads_redirects_and_headers() -> None:
    assert documents("netlify", SHOP) == {
        "_redirects": (
            "/shop/old/mug /shop/products/mug/ 301\n"
            "/shop/stary.html /shop/pl/products/kubek-%C5%BC%C3%B3%C5%82ty/ 301\n"
        ),
        "_headers": HEADERS.format(base="/shop"),
    }
    assert documents("netlify", ROOT) == {"_redirects": "", "_headers": HEADERS.format(base="")}


def test_cloudflare_gets_each_old_address_with_and_without_a_slash() -> None:
    assert documents("cloudflare", SHOP) == {
        "_redirects": (
            "/shop/old/mug /shop/products/mug/ 301\n"
            "/shop/old/mug/ /shop/products/mug/ 301\n"
            "/shop/stary.html /shop/pl/products/kubek-%C5%BC%C3%B3%C5%82ty/ 301\n"
        ),
        "_headers": HEADERS.format(base="/shop"),
    }


@pytest.mark.parametrize(
    ("base_url", "base_path", "cname"),
    [
        ("https://glinka.example", "", {"CNAME": "glinka.example\n"}),
        ("https://WWW.Glinka.example:443", "", {"CNAME": "www.glinka.example\n"}),
        ("https://glinka.github.io", "", {}),
        ("https://glinka.github.io/shop", "/shop", {}),
        ("https://glinka.example/shop", "/shop", {}),
    ],
)
def test_github_learns_a_domain_of_ones_own(base_url: str, base_path: str, cname: dict[str, str]) -> None:
    deployment = replace(SHOP, base_url=base_url, base_path=base_path)
    assert documents("github", deployment) == {".nojekyll": "", **cname}


@pytest.mark.parametrize("name", ["plain", "s3"])
def test_a_plain_host_needs_nothing_of_its_own(name: str) -> None:
    assert documents(name, SHOP) == {}


@pytest.mark.parametrize("name", HOSTS.members)
def test_a_host_either_reads_redirects_or_gets_pages_for_them(name: str) -> None:
    member = host(name)
    assert member.name == name
    assert member.wants_redirect_pages == ("_redirects" not in documents(name, SHOP))
    assert tuple(member.limits(SHOP)) == ()
    assert documents(name, SHOP) == documents(name, SHOP)


def test_an_unknown_host_is_refused() -> None:
    with pytest.raises(UsageFailure) as refused:
        host("geocities")
    assert refused.value.hint == "known are: cloudflare, github, netlify, plain, s3"


def limits(deployment: Deployment) -> list[str]:
    return list(host("cloudflare").limits(deployment))


def many(count: int, length: int = 10) -> tuple[Redirect, ...]:
    return tuple(Redirect(f"/{number:0{length}}.html", "/") for number in range(count))


def test_cloudflare_takes_so_many_redirects() -> None:
    assert limits(replace(SHOP, redirects=many(2000))) == []
    assert limits(replace(SHOP, redirects=many(2001))) == ["Cloudflare Pages takes 2,000 redirects, the shop has 2,001"]
    twins = tuple(Redirect(f"/{number}", "/") for number in range(1001))
    assert limits(replace(SHOP, redirects=twins)) == ["Cloudflare Pages takes 2,000 redirects, the shop has 2,002"]


def test_cloudflare_takes_so_long_a_line() -> None:
    fits = Redirect("/" + "a" * 987 + ".html", "/")
    assert len(f"{fits.source} {fits.target} 301") == 999
    longer = replace(fits, target="/b")
    longest = replace(fits, target="/bc")
    assert limits(replace(SHOP, redirects=(fits, longer))) == []
    assert limits(replace(SHOP, redirects=(longest,))) == [
        f"the redirect from `/{'a' * 59}…` is longer than 1,000 characters"
    ]


def test_cloudflare_takes_so_large_a_file() -> None:
    fits = many(400, 237)
    assert sum(len(f"{each.source} {each.target} 301\n") for each in fits) == 100_000
    assert limits(replace(SHOP, redirects=fits)) == []
    assert limits(replace(SHOP, redirects=(*fits, *many(1, 5)))) == [
        "Cloudflare Pages ignores what is behind the first 100,000 bytes of `_redirects`"
    ]


def test_cloudflare_takes_so_long_a_header() -> None:
    head = len("  Content-Security-Policy: img-src ")
    assert limits(replace(SHOP, policy={"img-src": ("a" * (2000 - head),)})) == []
    assert limits(replace(SHOP, policy={"img-src": ("a" * (2001 - head),)})) == [
        "the Content-Security-Policy is longer than 2,000 characters"
    ]


SMUGGLED = ["", " ", "a b", "a\nb", "a\r\nX-Evil: 1", "a\tb", "a\x00b", "a\x85b", "a\u2028b", "a\u202eb", "\n/x /y 301"]


@pytest.mark.parametrize("value", SMUGGLED, ids=ascii)
def test_nothing_can_add_a_line_or_a_word(value: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a host's file"):
        one_line(value)
    for name in ("netlify", "cloudflare"):
        for redirect in (Redirect(value, "/x"), Redirect("/x", value)):
            with pytest.raises(ValueError, match="cannot stand in a host's file"):
                documents(name, replace(SHOP, redirects=(redirect,)))
    with pytest.raises(ValueError, match="cannot stand in a host's file"):
        policy_text({"img-src": (value,)})
    if value:
        with pytest.raises(ValueError, match="cannot stand in a host's file"):
            documents("netlify", replace(SHOP, base_path=f"/{value}"))


@pytest.mark.parametrize("source", ["'self'; script-src *", "*;", "a,b"])
def test_a_source_cannot_add_a_directive(source: str) -> None:
    with pytest.raises(ValueError, match=r"cannot stand|not one source"):
        policy_text({"img-src": (source.replace(" ", ""),)})


@given(st.lists(st.tuples(st.text(), st.text())))
def test_a_redirects_file_has_a_line_for_each_redirect_or_is_refused(pairs: list[tuple[str, str]]) -> None:
    deployment = replace(SHOP, redirects=tuple(Redirect(f"/{source}", f"/{target}") for source, target in pairs))
    try:
        text = documents("netlify", deployment)["_redirects"]
    except ValueError:
        return
    assert [line.split(" ") for line in text.splitlines()] == [
        [f"/{source}", f"/{target}", "301"] for source, target in pairs
    ]
