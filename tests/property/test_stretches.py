"""Runs of codes, and stretches in which their texts go up, against looking at each."""

from __future__ import annotations

from array import array
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.bitmaps import byte_lanes
from skybasket.codes import changes, climbing, counted_up, falls, marked, raised
from skybasket.columns import Coded, TextColumn

pytestmark = pytest.mark.property

numbers = st.lists(
    st.one_of(st.integers(0, 255), st.sampled_from([0, 127, 128, 255])), min_size=1
)


@given(numbers, st.booleans(), st.sampled_from(["bytes", "H"]))
def test_numbers_that_fall(found: list[int], or_stays: bool, kind: str) -> None:
    column = bytes(found) if kind == "bytes" else array("H", found)
    expected = [
        row
        for row, (one, other) in enumerate(pairwise(found), 1)
        if other < one or (or_stays and other == one)
    ]
    assert marked(falls(column, or_stays=or_stays), len(found)) == [0, *expected]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 70_000)), min_size=1))
def test_changes_of_several_columns(found: list[tuple[int, int]]) -> None:
    first = bytes(one for one, _ in found)
    second = array("I", [other for _, other in found])
    marks = changes(first, second).to_bytes(len(found) - 1)
    expected = [one != other for one, other in pairwise(found)]
    assert list(marks) == [255 * is_other for is_other in expected]


@given(
    st.lists(st.sampled_from([0, 0, 1, 1, 1, 2, 255])),
    st.sampled_from([0, 1, 250, 254, 65_530, 2**24 - 3]),
    st.sampled_from("BHI"),
)
def test_numbers_that_climb(steps: list[int], first: int, kind: str) -> None:
    limit = 1 << 8 * array(kind).itemsize
    found = [number % limit for number in accumulate(steps, initial=first)]
    column = bytes(found) if kind == "B" else array(kind, found)
    marks = climbing(column)
    if marks is not None:
        assert all(other - one in (0, 1) for one, other in pairwise(found))
        assert marks == changes(column)
    elif max(found) < limit - limit // 256:
        assert any(other - one not in (0, 1) for one, other in pairwise(found))


@given(st.lists(st.integers(3, 2**32 - 4)), st.integers(-3, 3))
def test_numbers_raised(found: list[int], by: int) -> None:
    assert list(raised(array("I", found), by)) == [number + by for number in found]


@given(st.integers(0, 3000))
def test_numbers_counted_up(rows: int) -> None:
    assert counted_up(rows) == array("I", range(rows))


@given(st.lists(st.integers(0, 2**32 - 1)), st.integers(0, 4))
def test_bytes_of_numbers(found: list[int], count: int) -> None:
    lanes = byte_lanes(array("I", found), count)
    assert lanes == [
        bytes(number >> 8 * byte & 255 for number in found) for byte in range(count)
    ]


texts = st.text("abé", min_size=1, max_size=3)


@given(
    st.lists(texts),
    st.booleans(),
    st.booleans(),
    st.sampled_from("BHI"),
    st.sampled_from([[""], ["x", ""], []]),
)
def test_stretches(
    rows: list[str], in_order: bool, is_column: bool, kind: str, before: list[str]
) -> None:
    rows = sorted(rows) if in_order else rows
    values = list(dict.fromkeys([*before, *rows]))
    numbers = array(kind, map(values.index, rows))
    coded = Coded(values, bytes(numbers) if kind == "B" else numbers)
    found = coded.stretches
    if is_column:
        column = TextColumn()
        column.extend(coded)
        found = column.stretches
        # What has come since is seen.
        column.extend(["b", "a"])
        now = column.stretches.changes
        assert now >> 16 == found.changes
        assert now & 255
    starts = [row for row in range(len(rows)) if not row or rows[row] != rows[row - 1]]
    assert marked(found.changes, len(rows)) == starts
    assert found.begins == [row for row in starts[1:] if rows[row] < rows[row - 1]]
    runs = [rows[row] for row in starts]
    assert found.are_apart == (len(set(runs)) == len(runs))


@given(
    st.lists(st.lists(st.one_of(texts, st.just("")), max_size=9), max_size=5),
    st.booleans(),
)
def test_columns_grow_from_narrow_codes(
    batches: list[list[str]], has_nothing: bool
) -> None:
    column, expected = TextColumn(), []
    for place, batch in enumerate(batches):
        values = list(dict.fromkeys([""] * has_nothing + batch))
        before = column.codes
        was = list(before)
        column.extend(Coded(values, bytes(map(values.index, batch))))
        column.extend_empty(place)
        expected += [*batch, *([""] * place)]
        if place % 2:
            column.extend(["new", *batch])
            expected += ["new", *batch]
        assert list(column.codes[: len(was)]) == was
    assert [column[row] for row in range(len(column))] == expected
    assert len(column) == len(expected)
