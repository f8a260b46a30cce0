"""What is said when something outside a shop stops a run: the system refused, or shopgen has a bug."""

import errno
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

_ADVICE = {
    errno.ENOSPC: "the disk is full: make room and run again",
    getattr(errno, "EDQUOT", errno.ENOSPC): "your share of the disk is used up: make room and run again",
    errno.EACCES: "check who owns it and whether you may read and write it",
    errno.EPERM: "check who owns it and whether you may change it",
    errno.EROFS: "it is on a read-only file system: choose another folder with --destination or --cache-dir",
    errno.EMFILE: "too many files are open: run with fewer --jobs, or raise the limit (`ulimit -n`)",
    errno.ENFILE: "too many files are open on this machine: close other programs",
    errno.EIO: "the disk reports an error: check it before you run again",
    errno.ENOTDIR: "a file stands where a folder should be",
    errno.EISDIR: "a folder stands where a file should be",
    errno.ENAMETOOLONG: "the path is too long for this file system",
    errno.ENOENT: "it disappeared while shopgen was at work: run again",
}
_OTHERWISE = "check the disk and the permissions, then run again"

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


class Whereabouts:
    """What the command line knows before a command runs: where a crash report may be written."""

    def __init__(self) -> None:
        self.cache: Path | None = None


def explain(problem: Exception, arguments: Sequence[str], whereabouts: Whereabouts) -> tuple[str, str]:
    """Message and hint for what is no Failure: something that the system refused, or else a bug."""
    if isinstance(problem, OSError):
        return explain_system_error(problem)
    return report_crash(problem, arguments, whereabouts)


def explain_system_error(problem: OSError) -> tuple[str, str]:
    """Message and hint for something that the operating system refused."""
    reason = (problem.strerror or str(problem) or "the system refused").lower()
    path = problem.filename2 or problem.filename
    where = f"{_text(path)}: " if path is not None else ""
    return f"{where}{reason}", _ADVICE.get(problem.errno or 0, _OTHERWISE)


def report_crash(problem: Exception, arguments: Sequence[str], whereabouts: Whereabouts) -> tuple[str, str]:
    """Message and hint for a bug; the details go to a file that is safe to show to others."""
    report = without_secrets(_details(problem, arguments))
    file = _write(report, whereabouts)
    kind = type(problem).__name__
    if file is None:
        return f"this is a bug in shopgen ({kind}); its details could not be written to a file", _OTHERWISE
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


def _text(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, bytes) else str(path)
