"""Several processes take what is to be done from each other's heaps."""

import os
from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.engine.aside import done_aside
from shopgen.engine.tickets import Tickets

pytestmark = pytest.mark.usefixtures("alone")


def ones(heaps: Sequence[Sequence[int]]) -> Tickets:
    return Tickets(heaps, [1] * 100_000)


def drawn(tickets: Tickets, process: int) -> bytes:
    return ",".join(map(str, tickets.drawn(process))).encode()


@given(st.lists(st.lists(st.integers(0, 99), max_size=9), min_size=1, max_size=4))
def test_one_process_draws_its_own_heap_and_then_the_others(heaps: list[list[int]]) -> None:
    tickets = ones(heaps)

    assert list(tickets.drawn(1 % len(heaps))) == [number for heap in heaps[1:] + heaps[:1] for number in heap]
    tickets.close()


def test_each_number_is_drawn_by_one_process() -> None:
    tickets = ones([range(3_000), range(3_000, 3_010), range(3_010, 9_000)])

    with done_aside([partial(drawn, tickets, number) for number in (1, 2)]) as answers:
        mine = list(tickets.drawn(0))
        theirs = [int(number) for answer in answers() for number in (answer or b"").split(b",") if number]

    assert sorted(mine + theirs) == list(range(9_000))
    tickets.close()


def test_a_heap_may_be_larger_than_a_pipe() -> None:
    tickets = ones([range(50_000), range(50_000, 100_000)])

    assert list(tickets.drawn(0)) == list(range(100_000))
    tickets.close()


def test_a_pipe_may_have_room_for_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on some systems, and on Linux for somebody who has very many pipes: to fill it must not wait for a reader."""
    fcntl = pytest.importorskip("fcntl")
    if not hasattr(fcntl, "F_SETPIPE_SZ"):
        pytest.skip("pipes are as long as they are here")
    real = os.pipe

    def small() -> tuple[int, int]:
        pipe, end = real()
        fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, 4096)
        os.set_blocking(end, False)
        return pipe, end

    monkeypatch.setattr(os, "pipe", small)
    tickets = ones([range(100_000)])

    assert list(tickets.drawn(0)) == list(range(100_000))
    tickets.close()


def test_how_much_is_taken_leaves_out_what_they_are_at() -> None:
    tickets = Tickets([[0, 1], [2]], [5, 7, 11])

    assert [tickets.taken for _ in tickets.drawn(0)] == [0, 5, 5]
    tickets.close()


def test_nobody_draws_for_a_process_that_is_gone() -> None:
    tickets = ones([[1, 2, 3]])

    def by_a_stranger() -> bytes:
        with done_aside([partial(drawn, tickets, 0)]) as answers:
            (answer,) = answers()
        return b"told: " + (answer or b"")

    with done_aside([by_a_stranger]) as answers:
        assert answers() == [b"told: "]
    tickets.close()
