"""What is said when something outside a shop stops a run: the system refused, or shopgen has a bug."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path

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
OTHERWISE = "check the disk and the permissions, then run again"


class Whereabouts:
    """What the command line knows before a command runs: where a crash report may be written."""

    def __init__(self) -> None:
        self.cache: Path | None = None


def explain(problem: Exception, arguments: Sequence[str], whereabouts: Whereabouts) -> tuple[str, str]:
    """Message and hint for what is no Failure: something that the system refused, or else a bug."""
    if isinstance(problem, OSError):
        return explain_system_error(problem)
    from shopgen.commands.crashes import report_crash

    return report_crash(problem, arguments, whereabouts)


def explain_system_error(problem: OSError) -> tuple[str, str]:
    """Message and hint for something that the operating system refused."""
    reason = (problem.strerror or str(problem) or "the system refused").lower()
    path = problem.filename2 or problem.filename
    where = f"{_text(path)}: " if path is not None else ""
    return f"{where}{reason}", _ADVICE.get(problem.errno or 0, OTHERWISE)


def _text(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, bytes) else str(path)
