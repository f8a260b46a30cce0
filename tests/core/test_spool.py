"""What one process tells another through a file without a name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.disk import Disk
from shopgen.engine.aside import done_aside


@given(st.lists(st.binary(max_size=9)))
def test_what_is_put_is_taken_in_order_as_often_as_one_likes(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]
) -> None:
    spool = Disk().spool(tmp_path_factory.mktemp("spool") / "inner")
    spool.fill(pieces)
    assert list(spool) == pieces
    assert list(spool) == pieces


@pytest.mark.usefixtures("alone")
def test_another_process_fills_it_and_nothing_is_left(tmp_path: Path) -> None:
    spool = Disk().spool(tmp_path)
    pieces = [b"a" * 300_000, b"", b"b"]

    def fill() -> bytes:
        spool.fill(pieces)
        return b"done"

    with done_aside([fill]) as answers:
        assert answers() == [b"done"]
    assert list(spool) == pieces
    assert list(tmp_path.iterdir()) == []
