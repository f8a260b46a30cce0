"""`content/news/` to posts."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shopgen.core.diagnostics import Findings
from shopgen.formats.schema import Moment
from shopgen.formats.text import shown
from shopgen.model.article import Article
from shopgen.model.text import Window
from shopgen.reading.moments import moment
from shopgen.reading.scope import Scope
from shopgen.reading.texts import Twin, is_draft, picture, words
from shopgen.reading.values import texts

NEWS = "content/news"


def article(key: str, group: Mapping[str, Twin], scope: Scope, findings: Findings) -> Article | None:
    """The post of one text and its twins in other languages; None, with errors, when something is wrong.

    What is not words (date, tags, products, picture) is that of the first language of the shop that has the text.
    """
    first = next(iter(group.values()))
    document, place = first.text.document, first.text.place
    own = Findings()
    zone = zone_of(first, scope, own)
    day = _date(group, scope, own)
    made = Article(
        key=key,
        source=first.text.path,
        date=day or datetime.max.replace(tzinfo=UTC),
        texts={language: words(twin, scope, own) for language, twin in shown_twins(group).items()},
        modified=moment(document.lastmod, zone, place.at("lastmod"), own),
        authors=texts(document.authors),
        tags=texts((*texts(document.tags), *texts(document.categories))),
        products=texts(document.products),
        picture=picture(group, scope, findings),
        is_draft=is_draft(first),
        window=Window(
            moment(document.publish_date, zone, place.at("publish_date"), own) or day,
            moment(document.expiry_date, zone, place.at("expiry_date"), own),
        ),
    )
    findings.extend(own)
    return made if day is not None and not own.has_errors else None


def shown_twins(group: Mapping[str, Twin]) -> dict[str, Twin]:
    """The twins without those that are drafts of a thing that is none."""
    first = next(iter(group.values()))
    return {language: twin for language, twin in group.items() if is_draft(first) or not is_draft(twin)}


def zone_of(twin: Twin, scope: Scope, findings: Findings) -> ZoneInfo:
    """The zone of a text's own times; the shop's when it names none, and with an error when it names no zone."""
    name = twin.text.document.time_zone.strip()
    if not name:
        return scope.zone
    found = zone(name)
    if found is None:
        place = twin.text.place.at("time_zone")
        findings.error("bad-value", f"`{shown(name)}` is not a time zone", place, "write one such as `Europe/Warsaw`")
    return found or ZoneInfo("UTC")


def zone(name: str) -> ZoneInfo | None:
    """The zone with this IANA name; None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _date(group: Mapping[str, Twin], scope: Scope, findings: Findings) -> datetime | None:
    """The first date that front matter or a file name of the twins tells; None and an error when none does."""
    for twin in group.values():
        if twin.text.document.date is not None:
            own_zone = zone_of(twin, scope, Findings())
            return moment(twin.text.document.date, own_zone, twin.text.place.at("date"), findings)
    for twin in group.values():
        day = _day(twin)
        if day is not None:
            return moment(day, zone_of(twin, scope, Findings()), twin.text.place, findings)
    first = next(iter(group.values()))
    if first.day:
        message = f"the name begins with `{first.day}`, which is not in the calendar"
        findings.error("bad-date", message, first.text.place, "rename the file, or add `date`")
        return None
    hint = "add `date: 2026-11-22`, or begin the file's name with the date"
    findings.error("missing-key", "the post has no date", first.text.place, hint)
    return None


def _day(twin: Twin) -> Moment | None:
    try:
        return Moment(datetime.fromisoformat(twin.day)) if twin.day else None
    except ValueError:
        return None
