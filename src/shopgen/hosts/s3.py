"""S3 and its like, as a website: nothing of its own, redirects by pages."""

from shopgen.hosts.protocol import Host

HOST = Host("s3", wants_redirect_pages=True, documents=lambda deployment: {})
