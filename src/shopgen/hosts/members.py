"""The hosts that shopgen knows."""

from shopgen.core.kinds import Kind
from shopgen.hosts.protocol import Host

HOSTS = Kind(
    "hosts",
    {name: f"shopgen.hosts.{name}" for name in ("plain", "github", "netlify", "cloudflare", "s3")},
)


def host(name: str) -> Host:
    """Raises UsageFailure for a host that nobody provides."""
    found: Host = HOSTS.load(name).HOST
    return found
