"""What is known of rows that come in order, against looking at each of them."""

from __future__ import annotations

from array import array
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.bitmaps import byte_planes, from_positions
from skybasket.catalog import Catalog, ProductRows
from skybasket.codes import counted, lowest_bytes, ranked, reaches, run_starts
from skybasket.columns import Coded, TextColumn
from skybasket.deposit import Deposit
from skybasket.identities import Identities
from skybasket.order import sorting
from skybasket.pieces import are_apart, cut_filenames, cut_uris
from skybasket.product import split_filename
from skybasket.stepwise import finished
from skybasket.tree import Tree

pytestmark = pytest.mark.property

#: Mission, observation and file name: few of each, so that they meet.
Row = tuple[str, str, str]
rows_of_lists = st.lists(
    st.tuples(
        st.sampled_from(["HST", "JWST", ""]),
        st.sampled_from(["a", "b", ""]),
        st.builds(
            "{}{}".format,
            st.sampled_from(["x", "y", "é"]),
            st.sampled_from(["_cal.fits", "_raw.fits", ".txt", ""]),
        ),
    ),
    max_size=14,
)


def key(row: Row) -> tuple[object, ...]:
    """Return what decides where a file stands."""
    return row[:2], split_filename(row[2])


def catalog_of(rows: list[Row]) -> Catalog:
    """Return a catalog of files, each with a URI of its own."""
    catalog = Catalog()
    missions, ids, names = zip(*rows, strict=True) if rows else [()] * 3
    catalog.append(
        ProductRows(
            uris=[f"mast:{place}/x" for place in range(len(rows))],
            filenames=names,
            text={"mission": missions, "observation_id": ids},
            sizes=[place * 999 for place in range(len(rows))],
        ),
        lambda _row: False,
    )
    return catalog


@given(rows_of_lists, st.booleans())
def test_rows_are_sorted_and_left_where_they_are(
    rows: list[Row], in_order: bool
) -> None:
    if in_order:
        rows = sorted(rows, key=key)
    catalog = catalog_of(rows)
    found = finished(sorting(catalog, run_starts(catalog.observation_of)))
    expected = sorted(range(len(rows)), key=lambda row: key(rows[row]))
    assert list(found) == expected
    assert isinstance(found, range) == (expected == list(range(len(rows))))


@given(rows_of_lists, st.booleans())
def test_columns_are_brought_into_the_order_of_positions(
    rows: list[Row], in_order: bool
) -> None:
    catalog = catalog_of(sorted(rows, key=key) if in_order else rows)
    tree = Tree(catalog)
    sizes = catalog.sizes
    expected = [sizes[row] if row >= 0 else 7 for row in tree.row_at]
    assert list(tree.placed(sizes, 7)) == expected
    bits = max(sizes, default=0).bit_length()
    codes = bytes(row % 200 for row in range(len(rows)))
    expected_codes = [codes[row] if row >= 0 else 0 for row in tree.row_at]
    assert list(tree.planes([(sizes, bits), (b"", 0), (codes, 7)])) == [
        byte_planes(tree.placed(sizes, 0), bits),
        [],
        byte_planes(bytes(expected_codes), 7),
    ]
    for row, position in enumerate(tree.position_of):
        assert tree.row_at[position] == row


codes = st.lists(st.integers(0, 3).map(lambda code: code * 80), max_size=40)


@given(codes, st.sampled_from(["bytes", "H", "I", "list"]))
def test_runs_begin_where_codes_change(found: list[int], kind: str) -> None:
    column = (
        bytes(found)
        if kind == "bytes"
        else found
        if kind == "list"
        else array(kind, found)
    )
    expected = [
        row for row, code in enumerate(found) if not row or found[row - 1] != code
    ]
    assert run_starts(column) == expected


@given(st.lists(st.integers(0, 70_000), max_size=20), st.booleans())
def test_runs_of_large_codes(found: list[int], are_twice: bool) -> None:
    column = array("I", [code for code in found for _ in range(1 + are_twice)])
    expected = [
        row for row, code in enumerate(column) if not row or column[row - 1] != code
    ]
    assert run_starts(column) == expected


numbers = st.lists(
    st.sampled_from([0, 1, 254, 255, 256, 257, 511, 512, 65_535, 65_536]), max_size=6
)


@given(numbers, st.one_of(st.sampled_from([0, 2**32]), st.integers(0, 66_000)))
def test_limits_that_are_reached(found: list[int], limit: int) -> None:
    for kind, most in (("B", 255), ("H", 65_535), ("I", 2**32 - 1)):
        column = array(kind, [number for number in found if number <= most])
        expected = any(number >= limit for number in column)
        assert reaches(column, limit) == expected
        assert lowest_bytes(column) == bytes(number & 255 for number in column)
        if kind == "B":
            assert reaches(bytes(column), limit) == expected
        assert counted(column) == Counter(column)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 20)), max_size=9))
def test_codes_are_counted_by_runs(runs: list[tuple[int, int]]) -> None:
    column = array("I", [code for code, length in runs for _ in range(length)])
    assert counted(column) == Counter(column)


@given(st.data(), st.sampled_from([3, 300]))
def test_values_by_rank(data: st.DataObject, most: int) -> None:
    values = data.draw(st.lists(st.text("abcé", max_size=5), min_size=1, max_size=most))
    values += [f"z{number}" for number in range(most - len(values))]
    found = data.draw(st.lists(st.integers(0, len(values) - 1), max_size=20))
    ordered = sorted(set(values))
    expected = [ordered.index(values[code]) for code in found]
    assert list(ranked(values, array("I", found))) == expected
    if len(values) <= 256:
        assert list(ranked(values, bytes(found))) == expected


@given(
    st.lists(st.text("ab", min_size=1, max_size=2), max_size=4),
    st.sampled_from([5, 300, 70_000]),
    st.data(),
)
def test_columns_take_coded_values(
    before: list[str], most: int, data: st.DataObject
) -> None:
    values = ["", *(f"v{number}" for number in range(most))]
    found = data.draw(st.lists(st.integers(0, most), max_size=20))
    given_codes = array("B" if most < 256 else "H" if most < 65_536 else "I", found)
    column = TextColumn()
    column.extend(before)
    column.extend(Coded(values, bytes(found) if most < 256 else given_codes))
    assert [column[row] for row in range(len(column))] == [
        *before,
        *(values[code] for code in found),
    ]


@given(rows_of_lists, st.booleans())
def test_names_that_are_apart(rows: list[Row], in_order: bool) -> None:
    names = [name for _, _, name in (sorted(rows, key=key) if in_order else rows)]
    if are_apart(cut_filenames(names)):
        assert len(set(names)) == len(names)
    distinct = sorted(set(names), key=split_filename)
    assert are_apart(cut_filenames(distinct))


@given(rows_of_lists, rows_of_lists, st.booleans())
def test_rows_of_uris_that_came_in_order(
    rows: list[Row], more: list[Row], is_prepared: bool
) -> None:
    def uris_of(found: list[Row]) -> list[str]:
        return [f"mast:{mission}/{name}" for mission, _, name in found]

    first, later = sorted(set(uris_of(rows)), key=split_filename), uris_of(more)
    identities = Identities()
    identities.add(cut_uris(first), lambda _row: False)
    if is_prepared:
        identities.prepare()
    places, fresh = identities.add(cut_uris(later), lambda _row: False)
    known = list(dict.fromkeys([*first, *later]))
    assert [known[row] for row in places] == later
    assert len(fresh) == len(known) - len(first)
    for row, uri in enumerate(known):
        assert identities[row] == uri
        assert identities.find(uri) == row
    assert identities.find("mast:nowhere/x") is None


@given(st.sets(st.integers(0, 70_000), max_size=60), st.data())
def test_bits_go_to_their_places(places: set[int], data: st.DataObject) -> None:
    length = max(places, default=0) + 1 + data.draw(st.integers(0, 40_000))
    chosen = [data.draw(st.booleans()) for _ in places]
    ordered = sorted(places)
    short = from_positions(
        (number for number, is_in in enumerate(chosen) if is_in), len(ordered)
    )
    expected = from_positions(
        (place for place, is_in in zip(ordered, chosen, strict=True) if is_in), length
    )
    deposit = Deposit(from_positions(places, length), length)
    assert deposit.put(short) == expected
    assert deposit.put(deposit.all) == from_positions(places, length)
