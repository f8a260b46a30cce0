"""What is said when the operating system refused something."""

import errno
import os

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


def explain_system_error(problem: OSError) -> tuple[str, str]:
    """Message and hint for something that the operating system refused."""
    reason = (problem.strerror or str(problem) or "the system refused").lower()
    path = problem.filename2 or problem.filename
    where = f"{_text(path)}: " if path is not None else ""
    return f"{where}{reason}", _ADVICE.get(problem.errno or 0, OTHERWISE)


def _text(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, bytes) else str(path)
