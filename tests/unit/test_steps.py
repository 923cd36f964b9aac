"""Steps that can be taken back: how many are kept, by number and by bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket import Basket, steps

from tests.browser.lists import many

if TYPE_CHECKING:
    import pytest


def undone(basket: Basket) -> int:
    """Take everything back; return how many steps that were."""
    count = 0
    while basket.undo_step:
        basket.undo()
        count += 1
    return count


def clicked(files: int, clicks: int) -> Basket:
    basket = Basket.open(many(files // 100, 100))
    for click in range(clicks):
        basket.choose(basket.tree.files, on=click % 2 == 0)
    return basket


def test_a_hundred_steps_are_kept() -> None:
    assert undone(clicked(100, 130)) == 100


def test_the_oldest_are_forgotten_where_they_take_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A tree of 1,000 files takes some 9 kB, and a bitmap of them 130 bytes.
    monkeypatch.setattr(steps, "_MOST_BYTES", 11_000)
    count = undone(clicked(1000, 60))
    assert 5 < count < 50


def test_the_last_step_is_kept_whatever_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(steps, "_MOST_BYTES", 1)
    basket = clicked(1000, 3)
    assert undone(basket) == 1
    basket.redo()
    assert basket.selected.count == 1000


def test_trees_that_are_shared_are_counted_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(steps, "_MOST_BYTES", 60_000)
    basket = Basket()
    for number in range(20):
        basket.add(many(10, 10, str(number)).replace(b"jw", b"jw%d" % number))
    assert undone(basket) < 20
    assert undone(clicked(1000, 60)) == 61
