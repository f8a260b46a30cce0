"""A finished build in a few lines: what there is now, what changed and why, what comes next."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from shopgen.engine.manifest import Cause, Reason
from shopgen.outcome import BuildReport
from shopgen.report.form import count

CHANGES_NAMED = 3
_UNITS = ("kB", "MB", "GB", "TB")
_WORDS = {
    Cause.NEW: "new",
    Cause.INGREDIENT: "changed",
    Cause.ORDER: "in another order",
    Cause.LOOKUP: "changed",
    Cause.TOOLCHAIN: "another version of shopgen or of a library",
    Cause.LOST: "missing from the cache",
}


def lines(report: BuildReport, output: str, verbose: bool) -> Iterator[str]:
    """The summary for people; `output` is where the shop is now."""
    if report.published is None:
        yield f"Nothing was published; {output} is as it was."
        return
    yield _what_there_is(report)
    yield _what_changed(report)
    yield from _what_was_shared(report)
    if report.edits:
        yield from _what_was_edited(report, verbose)
    if verbose:
        yield from _files(report)
    if report.published.foreign:
        yield f"Kept {count(len(report.published.foreign), 'file')} in {output} that shopgen did not make."
    if report.next_change:
        yield f"The clock changes the shop next on {_written(report.next_change, report.time_zone)}: build again then."
    yield f"The shop is in {output}"


def plain(report: BuildReport) -> dict[str, Any]:
    """The summary as data."""
    from shopgen.commands import edits

    published = report.published
    return {
        "products": report.products,
        "languages": report.languages,
        **asdict(report.counts),
        "seconds": round(report.seconds, 3),
        "made": {path: reason_data(reason) for path, reason in sorted(report.made.items())},
        "image_cache": asdict(report.shared) if report.shared else None,
        "edits": edits.plain(report.edits),
        "published": published is not None,
        "written": sorted(published.written) if published else [],
        "removed": sorted(published.removed) if published else [],
        "foreign": sorted(published.foreign) if published else [],
        "bytes_written": published.bytes_written if published else 0,
        "next_change": report.next_change.isoformat() if report.next_change else None,
    }


def reason_text(reason: Reason) -> str:
    """`new`, or `changed: product:catalog/mug, theme:card.html`."""
    word = _WORDS[reason.cause]
    if not reason.names:
        return word
    more = len(reason.names) - CHANGES_NAMED
    return f"{word}: {', '.join(reason.names[:CHANGES_NAMED])}" + (f" and {more:,} more" if more > 0 else "")


def size_text(size: int) -> str:
    """`12.3 MB`, in decimal units as disks and hosts count."""
    if size < 1000:
        return count(size, "byte")
    number = float(size)
    for unit in _UNITS:
        number /= 1000
        if number < 999.95 or unit == _UNITS[-1]:
            break
    return f"{number:,.1f} {unit}"


def _what_there_is(report: BuildReport) -> str:
    there = report.counts
    kinds = ((there.pages, "page"), (there.pictures, "picture"), (there.other_files, "other file"))
    files = ", ".join(count(number, word) for number, word in kinds)
    shop = f"{count(report.products, 'product')} in {count(report.languages, 'language')}: "
    return (shop if report.products else "") + f"{files}, {size_text(there.bytes)}."


def _what_changed(report: BuildReport) -> str:
    done = f"Made {len(report.made):,} of {report.counts.files:,} in {report.seconds:.2f} s"
    published = report.published
    if published is None or not (published.written or published.removed):
        return f"{done}; nothing had to be written."
    removed = f", removed {len(published.removed):,}" if published.removed else ""
    return f"{done}; wrote {len(published.written):,} ({size_text(published.bytes_written)}){removed}."


def _what_was_edited(report: BuildReport, verbose: bool) -> Iterator[str]:
    from shopgen.commands import edits

    return (f"    {line}" for line in edits.lines(report.edits, None if verbose else edits.EDITS_NAMED))


def _what_was_shared(report: BuildReport) -> Iterator[str]:
    shared = report.shared
    if shared is None:
        return
    if shared.brought:
        yield f"Had {count(shared.brought, 'picture')} ({size_text(shared.bytes)}) from {shared.where}"
    if shared.given:
        yield f"Gave {count(shared.given, 'picture')} to {shared.where}"


def _files(report: BuildReport) -> Iterator[str]:
    """Every file that was written or removed, with the reason."""
    if report.published is None:
        return
    reasons = {**report.recalled, **report.made}
    for path in report.published.written:
        yield f"    {path} ({reason_text(reasons[path])})" if path in reasons else f"    {path}"
    for path in report.published.removed:
        yield f"    {path} (removed)"


def reason_data(reason: Reason) -> dict[str, Any]:
    from shopgen.commands import edits

    return {
        "cause": str(reason.cause),
        "names": list(reason.names),
        "changes": [edits.change_data(change) for change in reason.changes],
    }


def _written(moment: datetime, time_zone: str) -> str:
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%d %H:%M %Z")
