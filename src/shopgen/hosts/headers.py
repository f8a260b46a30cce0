"""`_headers` as Netlify and Cloudflare Pages read it: caching and safety of every answer."""

from shopgen.hosts.protocol import Deployment, one_line, policy_text

_YEAR = "public, max-age=31536000, immutable"


def headers_file(deployment: Deployment) -> str:
    """Files with their content in their name are kept for ever, everything else is asked for again."""
    base = deployment.base_path and one_line(deployment.base_path)
    everywhere = (
        f"Content-Security-Policy: {policy_text(deployment.policy)}",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: strict-origin-when-cross-origin",
        "Permissions-Policy: camera=(), geolocation=(), microphone=()",
        "Strict-Transport-Security: max-age=31536000",
    )
    blocks = [
        _block(f"{base}/*", everywhere),
        _block(f"{base}/assets/*", (f"Cache-Control: {_YEAR}",)),
        _block(f"{base}/images/*", (f"Cache-Control: {_YEAR}",)),
    ]
    return "\n".join(blocks)


def _block(path: str, lines: tuple[str, ...]) -> str:
    return path + "\n" + "".join(f"  {line}\n" for line in lines)


def redirects_file(deployment: Deployment) -> str:
    """One permanent redirect a line, with its code, because the default differs between hosts."""
    lines = (f"{one_line(each.source)} {one_line(each.target)} 301\n" for each in deployment.redirects)
    return "".join(lines)
