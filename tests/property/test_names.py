"""Search in file names against the plain way of looking at each name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.bitmaps import positions
from skybasket.catalog import Catalog, ProductRows
from skybasket.names import NameSearch
from skybasket.product import file_extension, split_filename
from skybasket.tree import Tree

pytestmark = pytest.mark.property

#: Few letters, so that stems, suffixes and what is searched overlap in every way.
ALPHABET = "ab_.AB"
filenames = st.text(ALPHABET, min_size=1, max_size=7)


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[str], str]:
    names = draw(st.lists(filenames, min_size=1, max_size=12))
    name = draw(st.sampled_from(names))
    start = draw(st.integers(0, len(name)))
    part = name[start : draw(st.integers(start, len(name)))]
    for wild in draw(st.lists(st.sampled_from("*?"), max_size=3)):
        place = draw(st.integers(0, len(part)))
        part = part[:place] + wild + part[place + draw(st.integers(0, 2)) :]
    return names, part


def fits(wanted: str, name: str) -> bool:
    wanted, name = wanted.lower(), name.lower()
    if "*" not in wanted and "?" not in wanted:
        return wanted in name
    expression = re.escape(wanted).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, name) is not None


def search(names: list[str], spread: int) -> tuple[NameSearch, Tree, Catalog]:
    catalog = Catalog()
    catalog.append(
        ProductRows(
            uris=[f"mast:{place}/{name}" for place, name in enumerate(names)],
            filenames=names,
            text={
                "mission": ["HST"] * len(names),
                "observation_id": [f"o{place % spread}" for place in range(len(names))],
            },
            sizes=[0] * len(names),
        ),
        lambda _row: False,
    )
    tree = Tree(catalog)
    return NameSearch(catalog, tree), tree, catalog


@given(searches(), st.integers(1, 3))
def test_finds_what_looking_at_each_name_finds(
    case: tuple[list[str], str], spread: int
) -> None:
    names, wanted = case
    searcher, tree, catalog = search(names, spread)
    found = {
        tree.row_at[position]
        for position in positions(searcher.find(wanted), tree.length)
    }
    expected = {row for row in range(len(names)) if fits(wanted, names[row])}
    assert {catalog.filename(row) for row in found} == {names[row] for row in expected}
    assert found == expected


@given(st.integers(300, 400), st.text("ab*?_", min_size=1, max_size=4))
def test_many_suffixes_and_sparse_hits(count: int, wanted: str) -> None:
    names = [f"{'ab'[place % 2]}{place}_{place:03}b.fits" for place in range(count)]
    searcher, tree, _ = search(names, 3)
    found = {
        tree.row_at[position]
        for position in positions(searcher.find(wanted), tree.length)
    }
    assert found == {row for row in range(count) if fits(wanted, names[row])}


@given(filenames)
def test_the_extension_lies_in_the_suffix(name: str) -> None:
    stem, suffix = split_filename(name)
    assert stem + suffix == name
    assert file_extension("x" + suffix) == file_extension(name)


def test_a_pattern_of_many_stars_ends_soon() -> None:
    searcher, _, _ = search(["c" + "a" * 200 + "x"], 1)
    assert searcher.find("*a" * 40 + "*c*x") == 0
    assert searcher.find("c*a" + "*a" * 40 + "*x")
