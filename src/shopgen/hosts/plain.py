"""Any web server that serves files: nothing of its own, redirects by pages."""

from shopgen.hosts.protocol import Host

HOST = Host("plain", wants_redirect_pages=True, documents=lambda deployment: {})
