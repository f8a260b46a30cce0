"""What is written down of a bug in shopgen, for whoever repairs it: nothing in it is secret."""

import os
import platform
import re
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from shopgen import __version__
from shopgen.commands.refusals import OTHERWISE
from shopgen.commands.whereabouts import Whereabouts

_SECRET_NAME = re.compile(r"secret|token|password|passwd|credential|api_?key|access_?key|signing", re.IGNORECASE)
_SECRET_VALUE = re.compile(
    r"(?:sk|rk|pk|whsec)_(?:live|test)?_?\w{8,}"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{12,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abpr]-)[\w-]{10,}"
    r"|(?<=://)[^/\s@]+:[^/\s@]+(?=@)"
    r"|(?i:(?<=bearer )\S{8,})",
    re.DOTALL,
)
_SHORTEST_SECRET = 6


def report_crash(problem: Exception, arguments: Sequence[str], whereabouts: Whereabouts) -> tuple[str, str]:
    """Message and hint for a bug; the details go to a file that is safe to show to others."""
    report = without_secrets(_details(problem, arguments))
    file = _write(report, whereabouts)
    kind = type(problem).__name__
    if file is None:
        return f"this is a bug in shopgen ({kind}); its details could not be written to a file", OTHERWISE
    return f"this is a bug in shopgen ({kind})", f"please report it with the details in {file}"


def report_difference(details: str, whereabouts: Whereabouts) -> str:
    """The hint for a shop that a build from nothing gives otherwise; what helps to find out why goes to a file."""
    file = _write(without_secrets("\n".join((_versions(), "", details, ""))), whereabouts, "verify")
    told = f"please report it with the details in {file}" if file else "please report it"
    return f"{told}; `shopgen clean`, then `shopgen build` makes the shop right until then"


def without_secrets(text: str) -> str:
    """`text` without what looks like a secret, without the values of secret variables, and with `~` for the home."""
    for name, value in os.environ.items():
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST_SECRET:
            text = text.replace(value, f"<{name}>")
    text = _SECRET_VALUE.sub("<secret>", text)
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
    return text.replace(home, "~") if len(home) > 1 else text


def _details(problem: Exception, arguments: Sequence[str]) -> str:
    lines = (
        _versions(),
        f"arguments: {' '.join(arguments)}",
        f"folder: {os.getcwd()}",  # noqa: PTH109 - Path.cwd() would be the same call
        "",
        "".join(traceback.format_exception(problem)),
    )
    return "\n".join(lines)


def _versions() -> str:
    return f"shopgen {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"


def _write(report: str, whereabouts: Whereabouts, kind: str = "crash") -> Path | None:
    name = f"{kind}-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
    folders = [Path(tempfile.gettempdir()) / "shopgen"]
    if whereabouts.cache is not None:
        folders.insert(0, whereabouts.cache)
    for folder in folders:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(report, "utf-8", errors="backslashreplace")
            return folder / name
    return None
