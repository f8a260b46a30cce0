"""Netlify: `_redirects` and `_headers`."""

from collections.abc import Mapping

from shopgen.hosts.headers import headers_file, redirects_file
from shopgen.hosts.protocol import Deployment, Host


def _documents(deployment: Deployment) -> Mapping[str, str]:
    return {"_redirects": redirects_file(deployment), "_headers": headers_file(deployment)}


HOST = Host("netlify", wants_redirect_pages=False, documents=_documents)
