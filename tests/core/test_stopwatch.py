"""A stopwatch counts every moment once."""

import time

import pytest

from shopgen.core.stopwatch import REST, Stopwatch, Unwatched


def test_a_stage_inside_another_stops_the_outer_one() -> None:
    began = time.perf_counter()
    watch = Stopwatch()
    runs = time.perf_counter()
    with watch.stage("make"):
        time.sleep(0.02)
        with watch.stage("plan"):
            time.sleep(0.1)
        time.sleep(0.02)
    least = time.perf_counter() - runs
    laps = watch.laps()
    whole = time.perf_counter() - began
    assert list(laps) == [REST, "make", "plan"]
    assert laps["plan"].wall >= 0.1
    assert 0.04 <= laps["make"].wall <= whole - 0.1
    assert least <= sum(lap.wall for lap in laps.values()) <= whole


def test_items_take_their_time_where_they_come_from() -> None:
    def planned() -> list[int]:
        time.sleep(0.05)
        return [1, 2]

    watch = Stopwatch()
    with watch.stage("make"):
        found = []
        for number in watch.through("plan", (each for each in planned())):
            time.sleep(0.01)
            found.append(number)
    assert found == [1, 2]
    assert watch.laps()["make"].wall >= 0.02


def test_a_stage_that_fails_ends() -> None:
    watch = Stopwatch()
    with pytest.raises(ZeroDivisionError), watch.stage("make"):
        raise ZeroDivisionError
    time.sleep(0.02)
    assert watch.laps()[REST].wall >= 0.02


def test_processors_count_only_what_they_work() -> None:
    watch = Stopwatch()
    with watch.stage("sleep"):
        time.sleep(0.1)
    with watch.stage("work"):
        sum(range(2_000_000))
    assert watch.laps()["sleep"].cpu < watch.laps()["sleep"].wall / 2
    assert watch.laps()["work"].cpu > 0.005


def test_who_does_not_watch_counts_nothing() -> None:
    watch = Unwatched()
    with watch.stage("make"):
        assert list(watch.through("plan", [1, 2])) == [1, 2]
    assert (watch.is_running, watch.laps().keys()) == (False, {REST})
