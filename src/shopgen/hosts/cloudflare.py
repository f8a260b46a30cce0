"""Cloudflare Pages: `_redirects` and `_headers`, within the limits of its documentation of 2026."""

from collections.abc import Iterator, Mapping, Sequence

from shopgen.hosts.headers import headers_file, redirects_file
from shopgen.hosts.protocol import Deployment, Host

REDIRECTS = 2_000
LINE_LENGTH = 1_000


def _documents(deployment: Deployment) -> Mapping[str, str]:
    return {"_redirects": redirects_file(deployment), "_headers": headers_file(deployment)}


def _limits(deployment: Deployment) -> Sequence[str]:
    return tuple(_problems(deployment))


def _problems(deployment: Deployment) -> Iterator[str]:
    if len(deployment.redirects) > REDIRECTS:
        yield f"Cloudflare Pages takes {REDIRECTS:,} redirects, the shop has {len(deployment.redirects):,}"
    for redirect in deployment.redirects:
        if len(redirect.source) + len(redirect.target) + 5 > LINE_LENGTH:
            yield f"the redirect from `{redirect.source[:60]}…` is longer than {LINE_LENGTH:,} characters"


HOST = Host("cloudflare", wants_redirect_pages=False, documents=_documents, limits=_limits)
