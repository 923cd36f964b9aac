"""Whole columns that are looked at at once, compared with their values one by one."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives import mast_values
from skybasket.codes import gathered, joined, narrow, widened
from skybasket.columns import Coded, coded, combined

VALUES: Final = st.lists(
    st.sampled_from(
        ["", "a", "é世", " a", "a ", "nan", "N/A", "a\tb", "0", "00", "12", "0012"]
    )
    | st.sampled_from(["1" * 15, "1" * 16, "1" * 20, "~12", "1.0", "-1", "\u0661", "²"])
    | st.integers(-1, 3)
    | st.sampled_from([10**15, 10**15 + 1, True, False, None, 1.0, 1.5, float("nan")]),
    max_size=6,
)


@pytest.mark.property
@given(VALUES)
def test_many_values_are_read_as_each_is(values: list[Any]) -> None:
    for plain, readers in (
        (mast_values.plain_texts, (mast_values.text, mast_values.other)),
        (mast_values.plain_sizes, (mast_values.size,)),
    ):
        found = plain(values)
        if found is not None:
            for reader in readers:
                assert found == list(map(reader, values))


@pytest.mark.parametrize("values", [[0, 5, 10**15], ["0", "", "2880", "007"]])
def test_plain_sizes_are_read_at_once(values: list[Any]) -> None:
    assert mast_values.plain_sizes(values) == list(map(mast_values.size, values))


LIMITS: Final = st.lists(st.sampled_from([1, 2, 3, 100, 256, 257, 70_000]), min_size=1)


@pytest.mark.property
@given(LIMITS, st.integers(0, 20), st.randoms(use_true_random=False))
def test_joined_codes_are_digits(limits: list[int], rows: int, random: Any) -> None:  # noqa: ANN401
    columns = [[random.randrange(limit) for _ in range(rows)] for limit in limits]
    written = [
        (narrow(column, limit), limit)
        for column, limit in zip(columns, limits, strict=True)
    ]
    found = joined(written)
    expected = []
    for row in range(rows):
        number = 0
        for column, limit in zip(columns, limits, strict=True):
            number = number * limit + column[row]
        expected.append(number)
    total = 1
    for limit in limits:
        total *= limit
    if total > 1 << 32:
        assert found is None
    else:
        assert found is not None
        assert list(found) == expected
    if rows:
        values = [coded([(limit, code) for code in column])
                  for limit, column in zip(limits, columns, strict=True)]  # fmt: skip
        pairs = combined(lambda *parts: parts, *values)
        assert list(pairs) == list(zip(*values, strict=True))
        assert len(set(pairs.values)) == len(pairs.values)


def test_combinations_too_many_for_a_number() -> None:
    many = [Coded(range(70_000), range(70_000)), Coded(range(70_000), range(70_000))]
    pairs = combined(lambda one, other: (one, other), *many)
    assert list(pairs) == [(row, row) for row in range(70_000)]


@pytest.mark.property
@given(st.lists(st.integers(0, 9), max_size=5))
def test_what_is_gathered_stands_at_its_places(places: list[int]) -> None:
    values = list(range(10, 20))
    expected = [values[place] for place in places]
    assert list(gathered(values, places)) == expected
    assert list(gathered(dict(enumerate(values)), places)) == expected
    assert list(widened(places)) == places
