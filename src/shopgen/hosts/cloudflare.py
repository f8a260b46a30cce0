"""Cloudflare Pages: `_redirects` and `_headers`, within the limits of its documentation of 2026."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from shopgen.hosts.headers import headers_file, redirects_file
from shopgen.hosts.protocol import Deployment, Host, Redirect, policy_text

REDIRECTS = 2_000
LINE_LENGTH = 1_000
FILE_BYTES = 100_000
"""Seen by its users, not in its documentation: what stands behind them in `_redirects` is ignored without a word."""
HEADER_LENGTH = 2_000


def _documents(deployment: Deployment) -> Mapping[str, str]:
    return {"_redirects": redirects_file(_both_ways(deployment)), "_headers": headers_file(deployment)}


def _both_ways(deployment: Deployment) -> Deployment:
    """Each old address with and without a closing slash: here a rule matches exactly what it says."""
    return replace(deployment, redirects=tuple(each for old in deployment.redirects for each in _twins(old)))


def _twins(redirect: Redirect) -> Iterator[Redirect]:
    yield redirect
    if not redirect.source.endswith((".html", ".htm", "/")):
        yield Redirect(f"{redirect.source}/", redirect.target)


def _limits(deployment: Deployment) -> Sequence[str]:
    return tuple(_problems(_both_ways(deployment)))


def _problems(deployment: Deployment) -> Iterator[str]:
    if len(deployment.redirects) > REDIRECTS:
        yield f"Cloudflare Pages takes {REDIRECTS:,} redirects, the shop has {len(deployment.redirects):,}"
    if len(redirects_file(deployment)) > FILE_BYTES:
        yield f"Cloudflare Pages ignores what is behind the first {FILE_BYTES:,} bytes of `_redirects`"
    for redirect in deployment.redirects:
        if len(f"{redirect.source} {redirect.target} 301") > LINE_LENGTH:
            yield f"the redirect from `{redirect.source[:60]}…` is longer than {LINE_LENGTH:,} characters"
    if len(f"  Content-Security-Policy: {policy_text(deployment.policy)}") > HEADER_LENGTH:
        yield f"the Content-Security-Policy is longer than {HEADER_LENGTH:,} characters"


HOST = Host("cloudflare", wants_redirect_pages=False, documents=_documents, limits=_limits)
