"""Building again from nothing, in a process of its own, to see whether the same comes out."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict

import shopgen
from shopgen.core.failures import EnvironmentFailure, Failure, FindingsFailure
from shopgen.publishing.published import MANIFEST
from shopgen.report.form import count

if TYPE_CHECKING:
    from shopgen.options import Options

NAMED = 10
LINES_TOLD = 20

_FLAGS = {"drafts": "--drafts", "future": "--future", "expired": "--expired", "strict": "--strict"}


class Verdict(Struct, frozen=True):
    """How the output folder differs from what a build from nothing gives; paths are relative to both.

    `details` are the first lines in which each file differs. `files` is how many the build from nothing made.
    """

    files: int
    differing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left_over: tuple[str, ...] = ()
    details: str = ""
    seconds: float = 0

    @property
    def is_same(self) -> bool:
        return not (self.differing or self.missing or self.left_over)


def verify(options: "Options", foreign: Iterable[str], is_quiet: bool) -> Verdict:
    """Builds with the same options into a temporary folder and compares; `foreign` files are nobody's business.

    Raises FindingsFailure when the second build finds errors, EnvironmentFailure when it cannot be run.
    """
    began = time.perf_counter()
    with TemporaryDirectory(prefix="shopgen-verify-") as scratch:
        again = Path(scratch) / "public"
        _build(options, again, Path(scratch) / "cache", is_quiet)
        verdict = compared(options.output, again, foreign)
    return Verdict(**{**asdict(verdict), "seconds": time.perf_counter() - began})


def compared(folder: Path, again: Path, foreign: Iterable[str] = ()) -> Verdict:
    """How `folder` differs from `again`, byte for byte."""
    there, wanted = _files(folder) - set(foreign), _files(again)
    differing = sorted(path for path in there & wanted if not _are_equal(folder / path, again / path))
    details = "\n".join(line for path in differing[:NAMED] for line in _detail(path, folder / path, again / path))
    missing, left_over = sorted(wanted - there), sorted(there - wanted)
    return Verdict(len(wanted), tuple(differing), tuple(missing), tuple(left_over), details)


def lines(verdict: Verdict) -> Iterator[str]:
    """For people; the names of the first files that differ."""
    if verdict.is_same:
        files = count(verdict.files, "file")
        yield f"Verified in {verdict.seconds:.2f} s: a build from nothing gives the same {files}, byte for byte."
        return
    named = [f"    {word}: {path}" for word, paths in _by_word(verdict) for path in paths]
    yield from named[:NAMED]
    if len(named) > NAMED:
        yield f"    and {len(named) - NAMED:,} more"


def plain(verdict: Verdict) -> dict[str, Any]:
    """The verdict as data."""
    told = asdict(verdict)
    told.pop("details")
    return {**told, "is_same": verdict.is_same, "seconds": round(verdict.seconds, 3)}


def report(verdict: Verdict) -> str:
    """What helps to find the bug."""
    named = [f"{word}: {path}" for word, paths in _by_word(verdict) for path in paths]
    return "\n".join((*named, "", verdict.details))


def message(verdict: Verdict, output: str) -> str:
    sizes = ", ".join(f"{len(paths):,} {word}" for word, paths in _by_word(verdict) if paths)
    return f"{output} is not what a build from nothing gives ({sizes}): this is a bug in shopgen"


def _by_word(verdict: Verdict) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (("different", verdict.differing), ("missing", verdict.missing), ("left over", verdict.left_over))


def _build(options: "Options", output: Path, cache: Path, is_quiet: bool) -> None:
    """With an interpreter of its own, so that nothing that this process remembers has a part in it."""
    flags = [flag for name, flag in _FLAGS.items() if getattr(options, name)]
    places = ["-s", str(options.root), "-d", str(output), "--cache-dir", str(cache)]
    clock = ["--clock", options.clock.isoformat(), "--jobs", str(options.jobs), "--base-url", options.base_url]
    clock += ["--image-cache", "none"]  # what is compared with must not come from where the first build had it
    code = str(Path(shopgen.__file__).parents[1])
    path = os.pathsep.join(filter(None, (code, os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "shopgen", "build", *places, *clock, *flags, *(["-q"] if is_quiet else [])],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == FindingsFailure.exit_code:
        hint = "the first build found none: build again, and report it when it stays so"
        raise Failure("a build from nothing finds errors in the shop", hint)
    if done.returncode:
        raise EnvironmentFailure("the shop could not be built from nothing", "see what is said above")


def _files(folder: Path) -> set[str]:
    """All but the folder's own list, which says the same once more."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return found - {MANIFEST}


def _are_equal(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _detail(path: str, one: Path, other: Path) -> Iterator[str]:
    """The first lines that differ, as they are and as they should be."""
    yield f"=== {path}: {one.stat().st_size:,} bytes, {other.stat().st_size:,} from nothing"
    pairs = zip_longest(_text(one), _text(other), fillvalue="")
    told = 0
    for number, (mine, wanted) in enumerate(pairs, 1):
        if mine != wanted and told < LINES_TOLD:
            told += 1
            yield from (f"{number} is:        {mine[:500]}", f"{number} should be: {wanted[:500]}")


def _text(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8", "backslashreplace").splitlines()
