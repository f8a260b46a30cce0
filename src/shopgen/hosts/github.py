"""GitHub Pages: no Jekyll, a CNAME for a domain of one's own, redirects by pages.

A shop below a path of a domain is a project's site, whose domain is the business of its owner's main site.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from shopgen.hosts.protocol import Deployment, Host, one_line


def _documents(deployment: Deployment) -> Mapping[str, str]:
    domain = urlsplit(deployment.base_url).hostname or ""
    if domain.endswith(".github.io") or deployment.base_path:
        return {".nojekyll": ""}
    return {".nojekyll": "", "CNAME": f"{one_line(domain)}\n"}


HOST = Host("github", wants_redirect_pages=True, documents=_documents)
