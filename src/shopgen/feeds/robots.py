"""robots.txt (RFC 9309)."""


def robots(sitemap_url: str) -> str:
    """Lets everybody read everything and says where the sitemap is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap_url}\n"
