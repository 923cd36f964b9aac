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

#: Few letters, so that heads, tails and what is searched overlap in every way; some
#: are no ASCII, some beyond Latin-1, some turn into two when case is left out.
ALPHABET = "aab_._.ABéÉß√Σ"
filenames = st.text(ALPHABET, min_size=1, max_size=7)
#: Longer ones than heads may be, by repetition.
long_names = st.builds(
    str.__mul__, st.text("ab_.é", min_size=1, max_size=4), st.just(60)
)


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[str], str]:
    names = draw(st.lists(filenames | filenames | long_names, min_size=1, max_size=12))
    name = draw(st.sampled_from(names))
    start = draw(st.integers(0, len(name)))
    part = name[start : draw(st.integers(start, len(name)))]
    for wild in draw(st.lists(st.sampled_from("*?"), max_size=3)):
        place = draw(st.integers(0, len(part)))
        part = part[:place] + wild + part[place + draw(st.integers(0, 2)) :]
    return names, part


def fits(wanted: str, name: str) -> bool:
    wanted, name = wanted.casefold(), name.casefold()
    if "*" not in wanted and "?" not in wanted:
        return wanted in name
    expression = re.escape(wanted).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, name, re.DOTALL) is not None


def expected_in(names: list[str], wanted: str) -> set[int]:
    return {row for row, name in enumerate(names) if fits(wanted, name)}


def found_in(names: list[str], wanted: str, spread: int) -> set[int]:
    searcher, tree = search(names, spread)
    found = searcher.find(wanted)
    return {tree.row_at[position] for position in positions(found, tree.length)}


def search(names: list[str], spread: int) -> tuple[NameSearch, Tree]:
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
    return NameSearch(catalog, tree), tree


@given(searches(), st.integers(1, 3))
def test_finds_what_looking_at_each_name_finds(
    case: tuple[list[str], str], spread: int
) -> None:
    names, wanted = case
    assert found_in(names, wanted, spread) == expected_in(names, wanted)


@given(st.integers(300, 400), st.text("ab*?_0", min_size=1, max_size=5))
def test_more_tails_than_are_kept(count: int, wanted: str) -> None:
    names = [f"{'ab'[place % 2]}{place}_{place:03}b.fits" for place in range(count)]
    assert found_in(names, wanted, 3) == expected_in(names, wanted)


@given(st.text("cn_*?0.", min_size=1, max_size=6), st.integers(1, 3))
def test_rests_of_stems_go_to_the_tails(wanted: str, spread: int) -> None:
    endings = ("_c.f", "_c_n.j", "_n.f", "_o001_c.f", "_O001_c.f", ".f", "_c__n.j")
    names = [f"c0{place}{ending}" for place in range(9) for ending in endings]
    assert found_in(names, wanted, spread) == expected_in(names, wanted)


@given(st.permutations(range(30)), st.text("ab*?_1", min_size=1, max_size=4))
def test_names_that_come_unsorted_and_more_than_once(
    order: list[int], wanted: str
) -> None:
    names = [f"{'ab'[place % 2]}{place // 3}_b.fits" for place in order] * 2
    assert found_in(names, wanted, 2) == expected_in(names, wanted)


@given(filenames)
def test_the_extension_lies_in_the_suffix(name: str) -> None:
    stem, suffix = split_filename(name)
    assert stem + suffix == name
    assert file_extension("x" + suffix) == file_extension(name)


@pytest.mark.parametrize("wanted", ["", "*", "a", "?"])
def test_an_empty_basket_has_no_names(wanted: str) -> None:
    assert search([], 1)[0].find(wanted) == 0


def test_a_pattern_of_many_stars_ends_soon() -> None:
    searcher, _ = search(["c" + "a" * 200 + "x"], 1)
    assert searcher.find("*a" * 40 + "*c*x") == 0
    assert searcher.find("c*a" + "*a" * 40 + "*x")
