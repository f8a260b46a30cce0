"""GitHub Pages: no Jekyll, a CNAME for a domain of one's own, redirects by pages."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from shopgen.hosts.protocol import Deployment, Host


def _documents(deployment: Deployment) -> Mapping[str, str]:
    domain = urlsplit(deployment.base_url).hostname or ""
    own = {} if domain.endswith(".github.io") else {"CNAME": f"{domain}\n"}
    return {".nojekyll": "", **own}


HOST = Host("github", wants_redirect_pages=True, documents=_documents)
