"""Bit algebra against sets and lists of numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import bitmaps
from skybasket.ranks import Ranks
from skybasket.spreading import Spread

pytestmark = pytest.mark.property

lengths = st.integers(1, 200)


@st.composite
def placed(draw: st.DrawFn) -> tuple[int, set[int]]:
    length = draw(
        st.one_of(lengths, st.integers(4000, 13000), st.integers(131_000, 132_000))
    )
    chosen = draw(st.sets(st.integers(0, length - 1), max_size=60))
    return length, chosen


@given(placed())
def test_positions_come_back_ascending(case: tuple[int, set[int]]) -> None:
    length, chosen = case
    bitmap = bitmaps.from_positions(chosen, length)
    assert list(bitmaps.positions(bitmap, length)) == sorted(chosen)
    assert bitmaps.selectors(bitmap, length) == bytes(
        position in chosen for position in range(length)
    )


@given(placed(), st.data())
def test_ranks_count_and_find(case: tuple[int, set[int]], data: st.DataObject) -> None:
    length, chosen = case
    ranks = Ranks(bitmaps.from_positions(chosen, length), length)
    ordered = sorted(chosen)
    assert len(ranks) == len(ordered)
    position = data.draw(st.integers(0, length))
    assert ranks.before(position) == sum(other < position for other in ordered)
    start = data.draw(st.integers(0, len(ordered) + 2))
    stop = data.draw(st.integers(start, len(ordered) + 5))
    assert ranks.window(start, stop) == ordered[start:stop]
    first = data.draw(st.integers(0, length - 1))
    last = data.draw(st.integers(first, length))
    assert list(bitmaps.positions(ranks.part(first, last), last - first)) == [
        position - first for position in ordered if first <= position < last
    ]
    assert all(ranks.has(position) for position in ordered)


@given(st.lists(st.integers(0, 300), max_size=120))
def test_planes_divide_into_each_code(codes: list[int]) -> None:
    low = bitmaps.bit_planes(bytes(code & 255 for code in codes), 8)
    high = bitmaps.bit_planes(bytes(code >> 8 for code in codes), 1)
    everywhere = bitmaps.span(0, len(codes), len(codes))
    found = bitmaps.split_planes(low + high, set(codes), everywhere)
    assert found == {
        code: bitmaps.from_positions(
            (place for place, other in enumerate(codes) if other == code), len(codes)
        )
        for code in set(codes)
    }


@given(st.lists(st.integers(0, 1023), max_size=80), st.integers(-2, 1100), st.data())
def test_slices_sum_and_compare(
    numbers: list[int], limit: int, data: st.DataObject
) -> None:
    length = len(numbers)
    slices = [
        bitmaps.from_positions(
            (place for place, n in enumerate(numbers) if n >> bit & 1), length
        )
        for bit in range(10)
    ]
    places = st.integers(0, max(length - 1, 0))
    chosen = data.draw(st.sets(places)) if length else set()
    bitmap = bitmaps.from_positions(chosen, length)
    assert bitmaps.weighted_sum(bitmap, slices) == sum(numbers[p] for p in chosen)
    assert set(bitmaps.positions(bitmaps.at_most(limit, slices, bitmap), length)) == {
        place for place in chosen if numbers[place] <= limit
    }


@given(placed(), st.data())
def test_spread_moves_every_position(
    case: tuple[int, set[int]], data: st.DataObject
) -> None:
    length, chosen = case
    gaps = data.draw(
        st.dictionaries(st.integers(0, length), st.integers(1, 5), max_size=6)
    )
    target, moves = 0, []
    for position in range(length):
        target += gaps.get(position, 0)
        moves.append((position, target, 1))
        target += 1
    new = target + gaps.get(length, 0)
    bitmap = bitmaps.from_positions(chosen, length)
    spread = Spread(length, new, moves).put(bitmap)
    assert list(bitmaps.positions(spread, new)) == [
        target for position, target, _ in moves if position in chosen
    ]
