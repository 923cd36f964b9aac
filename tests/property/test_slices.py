"""Bit slices of texts and runs of positions against lists of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.bitmaps import from_positions, positions, span
from skybasket.columns import TextColumn
from skybasket.letters import Letters
from skybasket.runs import Runs
from skybasket.signatures import SignatureTable

if TYPE_CHECKING:
    from random import Random

pytestmark = pytest.mark.property

texts = st.lists(st.text("abcé", max_size=5), max_size=12)


@given(texts, st.integers(0, 6), st.sampled_from("abcéx"))
def test_letters_by_place(found: list[str], place: int, letter: str) -> None:
    letters = Letters(found)
    count = len(found)
    assert letters.all == span(0, count, count)
    assert letters.width == max(map(len, found), default=0)
    if place <= letters.width:
        longer = [len(text) > place for text in found]
        ending = [len(text) == place for text in found]
        assert letters.longer[place] == _bitmap(longer)
        assert letters.ending(place) == _bitmap(ending)
    if place < letters.width:
        having = [text[place : place + 1] == letter for text in found]
        assert letters.having(place, letter) == _bitmap(having)
        assert letters.having(place, letter) == _bitmap(having)


def _bitmap(chosen: list[bool]) -> int:
    places = (place for place, is_in in enumerate(chosen) if is_in)
    return from_positions(places, len(chosen))


@st.composite
def runs_of_positions(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    """Runs in one block, or over the bounds of several, also long ones."""
    steps = draw(
        st.lists(
            st.tuples(
                st.one_of(st.integers(0, 3), st.integers(0, 20_000)),
                st.one_of(st.integers(1, 20), st.integers(1, 70_000)),
            ),
            max_size=8,
        )
    )
    runs, end = [], 0
    for gap, length in steps:
        runs.append((end + gap, end + gap + length))
        end += gap + length
    return end + draw(st.integers(0, 9)), runs


@given(runs_of_positions(), st.data())
def test_runs_are_filled(
    case: tuple[int, list[tuple[int, int]]], data: st.DataObject
) -> None:
    length, found = case
    runs = Runs([run[0] for run in found], [run[1] for run in found], length)
    chosen = [data.draw(st.booleans()) for _ in found]
    expected = 0
    for (start, stop), is_in in zip(found, chosen, strict=True):
        expected |= span(start, stop, length) if is_in else 0
    assert runs.fill(_bitmap(chosen)) == expected
    assert runs.fill(0) == 0
    assert runs.all == _bitmap([True] * len(found))


@given(st.lists(st.integers(1, 5), min_size=1, max_size=400), st.randoms())
def test_many_short_runs(lengths: list[int], random: Random) -> None:
    starts, stops, end = [], [], 0
    for length in lengths * 100:
        starts.append(end)
        end += length
        stops.append(end)
        end += length % 3
    chosen = sorted(random.sample(range(len(starts)), len(starts) // 3))
    filled = Runs(starts, stops, end).fill(from_positions(chosen, len(starts)))
    expected = [place for run in chosen for place in range(starts[run], stops[run])]
    assert list(positions(filled, end)) == expected


@given(st.lists(st.integers(0, 2**70), min_size=1, max_size=5))
def test_sums_of_signatures_of_any_size(amounts: list[int]) -> None:
    column = TextColumn()
    column.extend([str(place) for place in range(len(amounts))])
    numbers: defaultdict[tuple[int, ...], int] = defaultdict(int)
    numbers.update({(place + 1,): place for place in range(len(amounts))})
    ones = [1] * len(amounts)
    table = SignatureTable({"kind": column}, numbers, [ones, amounts, ones], 0)
    assert table.totals(table.all) == (len(amounts), sum(amounts), len(amounts))
