"""Work in steps: what comes of it, how far it is, and what becomes of its errors."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from skybasket.stepwise import Underway, finished, within

if TYPE_CHECKING:
    from skybasket.stepwise import Stepwise


def counting(steps: int) -> Stepwise[int]:
    for step in range(steps):
        yield step / steps
    return steps


def failing() -> Stepwise[int]:
    yield 0.5
    message = "torn"
    raise ValueError(message)


def test_all_steps_at_once() -> None:
    assert finished(counting(4)) == 4
    assert finished(counting(0)) == 0
    with pytest.raises(ValueError, match="torn"):
        finished(failing())


def test_a_part_of_other_work_has_its_share_of_it() -> None:
    part = within(counting(4), 0.5, 1)
    assert [next(part) for _ in range(4)] == [0.5, 0.625, 0.75, 0.875]
    with pytest.raises(StopIteration) as end:
        next(part)
    assert end.value.value == 4


def test_somebody_else_drives_it() -> None:
    work = Underway(counting(3))
    shares = []
    while not work.has_ended:
        work.go_on()
        shares.append(work.share)
    assert shares == [0, 1 / 3, 2 / 3, 2 / 3]
    work.go_on()
    assert work.finish() == 3
    assert work.finish() == 3
    assert gc.isenabled()


def test_what_is_left_is_done_in_the_end() -> None:
    work = Underway(counting(3))
    work.go_on()
    assert work.finish() == 3


def test_an_error_waits_for_who_asks() -> None:
    work = Underway(failing())
    for _ in range(4):
        work.go_on()
    assert work.has_ended
    for _ in range(2):
        with pytest.raises(ValueError, match="torn"):
            work.finish()
    assert gc.isenabled()
