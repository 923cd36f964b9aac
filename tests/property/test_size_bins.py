"""Bins of sizes against a loop over the sizes."""

from __future__ import annotations

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.bitmaps import byte_planes, from_positions
from skybasket.size_bins import SizeBins

pytestmark = pytest.mark.property

SIZES = st.one_of(
    st.integers(0, 12),
    st.integers(0, 2**40),
    st.builds(
        lambda digit, power, more: digit * 10**power + more,
        st.sampled_from((1, 2, 5)),
        st.integers(0, 12),
        st.sampled_from((-1, 0, 1)),
    ),
)


@given(st.lists(st.tuples(SIZES, st.booleans()), max_size=30))
def test_every_known_size_is_in_its_bin(files: list[tuple[int, bool]]) -> None:
    sizes = [size for size, _ in files]
    chosen = [place for place, (_, on) in enumerate(files) if on]
    planes = byte_planes(array("Q", sizes), max(sizes, default=0).bit_length())
    known = from_positions([n for n, s in enumerate(sizes) if s], len(sizes))
    bins = SizeBins.of(planes, known)
    edges = bins.edges
    here = [size for size in sizes if size]
    assert bool(edges) == bool(here)
    assert all(edge in _all_edges() for edge in edges)
    if here:
        assert edges[0] <= min(here) < edges[1]
        assert edges[-2] <= max(here) < edges[-1]
    wanted = [sizes[place] for place in chosen]
    files_chosen = from_positions(chosen, len(sizes))
    assert bins.counts(files_chosen) == [
        sum(low <= size < high for size in wanted) for low, high in pairwise(edges)
    ]
    holding = bins.holding(files_chosen)
    some = [size for size in wanted if size]
    assert bool(holding.edges) == bool(some)
    if some:
        assert holding.edges[0] <= min(some) < holding.edges[1]
        assert holding.edges[-2] <= max(some) < holding.edges[-1]
    assert sum(holding.counts(files_chosen)) == len(some)
    assert bins.edges == edges


def _all_edges() -> list[int]:
    return [digit * 10**power for power in range(14) for digit in (1, 2, 5)]
