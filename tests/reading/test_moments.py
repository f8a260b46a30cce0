"""Times as typed become moments on the world's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.diagnostics import Field, Findings
from shopgen.formats.schema import Moment
from shopgen.reading.moments import end_of_day, moment, window

PLACE = Field("catalog/mug.yaml", ("date",))
ZONES = ["UTC", "Europe/Warsaw", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"]


def typed(text: str, has_time: bool = True) -> Moment:
    value = datetime.fromisoformat(text)
    return Moment(value, has_time, value.tzinfo is not None)


def read(text: str, zone: str, has_time: bool = True) -> tuple[datetime | None, list[str]]:
    findings = Findings()
    found = moment(typed(text, has_time), ZoneInfo(zone), PLACE, findings)
    return found and found.astimezone(UTC), [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("text", "zone", "expected", "codes"),
    [
        ("2026-11-22 10:00", "Europe/Warsaw", "2026-11-22T09:00:00+00:00", []),
        ("2026-11-22 10:00+05:30", "Europe/Warsaw", "2026-11-22T04:30:00+00:00", []),
        ("2026-03-29 02:00", "Europe/Warsaw", "2026-03-29T01:00:00+00:00", ["local-time"]),
        ("2026-03-29 02:59:59", "Europe/Warsaw", "2026-03-29T01:59:59+00:00", ["local-time"]),
        ("2026-03-29 03:00", "Europe/Warsaw", "2026-03-29T01:00:00+00:00", []),
        ("2026-10-25 02:30", "Europe/Warsaw", "2026-10-25T00:30:00+00:00", ["local-time"]),
        ("2026-10-25 03:00", "Europe/Warsaw", "2026-10-25T02:00:00+00:00", []),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00+00:00", ["local-time"]),
        ("0001-01-01", "Asia/Kathmandu", None, ["bad-date"]),
        ("9999-12-31 23:00", "America/St_Johns", None, ["bad-date"]),
    ],
)
def test_a_moment_on_the_worlds_clock(text: str, zone: str, expected: str | None, codes: list[str]) -> None:
    found, warned = read(text, zone)
    assert (found and found.isoformat(), warned) == (expected, codes)


def test_a_day_that_begins_late_needs_no_warning() -> None:
    assert read("2018-11-04", "America/Sao_Paulo", has_time=False) == (datetime(2018, 11, 4, 3, tzinfo=UTC), [])


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 31)),  # noqa: DTZ001 - as typed, without a zone
    st.sampled_from(ZONES),
)
def test_a_moment_is_the_local_time_or_just_behind_a_gap(value: datetime, zone: str) -> None:
    findings = Findings()
    found = moment(Moment(value, True), ZoneInfo(zone), PLACE, findings)
    assert found is not None
    shift = found.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) - value
    assert timedelta(0) <= shift <= timedelta(hours=1)
    assert bool(findings) or shift == timedelta(0)


@given(st.datetimes(timezones=st.sampled_from([UTC, *map(ZoneInfo, ZONES)])))
def test_an_offset_is_never_changed(value: datetime) -> None:
    assert moment(Moment(value, True, True), ZoneInfo("UTC"), PLACE, Findings()) is value


def test_the_last_day_of_something_is_part_of_it() -> None:
    day = end_of_day(typed("2026-11-30", has_time=False))
    assert day is not None
    assert day.value == datetime(2026, 12, 1)  # noqa: DTZ001
    assert end_of_day(typed("2026-11-30 10:00")) == typed("2026-11-30 10:00")
    assert end_of_day(typed("9999-12-31", has_time=False)) == typed("9999-12-31", has_time=False)
    assert end_of_day(None) is None


def test_a_window_that_closes_before_it_opens_is_an_error() -> None:
    findings = Findings()
    window(typed("2026-11-22 10:00"), typed("2026-11-22 10:00"), ("from", "to"), ZoneInfo("UTC"), PLACE, findings)
    assert [(finding.code, finding.place) for finding in findings] == [("bad-date", PLACE.at("to"))]
