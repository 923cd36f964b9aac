"""Words, numbers and sizes as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.app.words import number, size, words


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (1_250_000, "1.2 MB"),
        (99_940_000, "99.9 MB"),
        (99_960_000, "100 MB"),
        (370_405_440, "370 MB"),
        (999_600_000, "1.0 GB"),
        (3_400_000_000, "3.4 GB"),
        (5 * 10**18, "5000 PB"),
    ],
)
def test_sizes_in_readable_form(count: int, text: str) -> None:
    assert size(count) == text


@pytest.mark.property
@given(st.integers(0, 10**16), st.integers(0, 10**16))
def test_a_larger_size_never_reads_smaller(one: int, other: int) -> None:
    units = ["byte", "bytes", "kB", "MB", "GB", "TB", "PB"]

    def value(count: int) -> float:
        figure, unit = size(count).split()
        steps: int = max(units.index(unit) - 1, 0)
        return float(figure) * float(1000**steps)

    if one <= other:
        assert value(one) <= value(other)


def test_plurals_and_separators() -> None:
    assert words("steps.removed", count=1) == "Removed 1 file"
    assert words("steps.removed", count=1284) == "Removed 1,284 files"
    assert number(1_000_000) == "1,000,000"


def test_a_missing_message_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("steps.flown")
