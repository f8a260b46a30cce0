"""A second process answers one question."""

import pytest

from shopgen.engine.aside import asked_aside


@pytest.mark.parametrize("truth", [True, False])
def test_the_answer_is_that_of_the_question(truth: bool) -> None:
    with asked_aside(lambda: truth) as answer:
        assert answer() is truth
        assert answer() is truth


def test_nobody_has_to_wait_for_the_answer() -> None:
    with asked_aside(lambda: True):
        pass
