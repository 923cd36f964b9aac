"""Rows in another order against lists that are sorted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skybasket.arrangement import SORTABLE, Arranged, Order
from skybasket.bitmaps import from_positions
from skybasket.catalog import Catalog, ProductRows
from skybasket.observation import Observation
from skybasket.tree import Tree

pytestmark = pytest.mark.property

OBSERVED = ("instrument", "target", "bandpass", "proposal")

#: Mission, observation, file name, level, size, instrument.
products = st.lists(
    st.tuples(
        st.sampled_from(("HST", "JWST", "")),
        st.sampled_from(("a", "b", "c", "d", "")),
        st.text("abAB_.é", min_size=1, max_size=3),
        st.sampled_from(("", "-1", "2", "3")),
        st.sampled_from((0, 1, 1000, 5_000_000_000)),
        st.sampled_from(("", "NIRCAM", "ACS")),
    ),
    min_size=1,
    max_size=30,
)
starts = st.lists(
    st.tuples(
        st.sampled_from(("HST", "JWST")),
        st.sampled_from(("a", "b", "c")),
        st.sampled_from((None, 59_000.5, 60_000.0)),
    ),
    max_size=4,
)


def filled(rows: list[tuple[str, str, str, str, int, str]]) -> Catalog:
    missions, ids, names, levels, sizes, instruments = zip(*rows, strict=True)
    catalog = Catalog()
    catalog.append(
        ProductRows(
            uris=[f"mast:{place}/x" for place in range(len(rows))],
            filenames=names,
            text={
                "mission": missions,
                "observation_id": ids,
                "level": levels,
                "instrument": instruments,
            },
            sizes=sizes,
        ),
        lambda _row: False,
    )
    return catalog


def in_order(items: list[int], keys: dict[int, Any], order: Order) -> list[int]:
    known = [item for item in items if keys[item] not in (None, "")]
    unknown = [item for item in items if keys[item] in (None, "")]
    return sorted(known, key=keys.__getitem__, reverse=order.descending) + unknown


def naive(
    tree: Tree, catalog: Catalog, drawn: set[int], shown: set[int], order: Order
) -> list[int]:
    """Return the positions of all rows, folder by folder."""
    rows: list[int] = []
    for mission in tree.missions:
        if mission.header in drawn:
            rows.append(mission.header)
        folders = {
            folder.header: folder
            for folder in tree.observations
            if mission.header < folder.header < mission.stop and folder.header in drawn
        }
        keys: dict[int, Any] = {}
        for header, folder in folders.items():
            number = tree.observation_numbers[tree.observation_at(header)]
            seen = catalog.observation(number)
            files = [
                place for place in range(folder.first, folder.stop) if place in shown
            ]
            keys[header] = {
                "name": catalog.observations[number][1],
                "size": sum(catalog.sizes[tree.row_at[place]] for place in files)
                or None,
                "date": seen.start,
                "instrument": seen.instrument,
                "target": seen.target,
                "bandpass": seen.bandpass,
                "proposal": seen.proposal,
            }.get(order.by, "same")
        same = order.by not in {"name", "size", "date", *OBSERVED}
        for header in [*folders] if same else in_order([*folders], keys, order):
            rows.append(header)
            files = [
                place
                for place in range(header + 1, folders[header].stop)
                if place in drawn
            ]
            rows += (
                files
                if order.by == "date"
                else in_order(
                    files,
                    {
                        place: file_key(catalog, tree.row_at[place], order.by)
                        for place in files
                    },
                    order,
                )
            )
    return rows


def file_key(catalog: Catalog, row: int, by: str) -> Any:  # noqa: ANN401
    if by == "name":
        return catalog.filename(row)
    if by == "size":
        return catalog.size(row)
    value = catalog.facet(by)[row]
    return int(value) if by == "level" and value else value


@pytest.mark.parametrize("by", SORTABLE)
@settings(max_examples=25)
@given(products, starts, st.booleans(), st.data())
def test_rows_are_sorted_within_their_folders(
    by: str,
    rows: list[tuple[str, str, str, str, int, str]],
    told: list[tuple[str, str, float | None]],
    descending: bool,
    data: st.DataObject,
) -> None:
    order = Order(by, descending)
    catalog = filled(rows)
    catalog.describe(
        Observation(mission=mission, observation_id=name, start=start)
        for mission, name, start in told
    )
    tree = Tree(catalog)
    places = st.sets(st.integers(0, tree.length - 1))

    def some() -> int:
        return from_positions(data.draw(places), tree.length)

    shown = some() & tree.files
    opened = tree.filled(
        [folder for folder in tree.observations if data.draw(st.booleans())]
    )
    missions = tree.filled(
        [folder for folder in tree.missions if data.draw(st.booleans())]
    )
    visible = tree.visible(shown, opened, missions)
    arranged = Arranged(tree, visible, catalog, shown, order)
    bits = f"{visible:0{tree.length}b}", f"{shown:0{tree.length}b}"
    drawn, files = ({at for at, bit in enumerate(text) if bit == "1"} for text in bits)
    expected = naive(tree, catalog, drawn, files, order)
    assert len(arranged) == len(expected)
    assert arranged.window(0, len(expected)) == expected
    start, stop = sorted(data.draw(st.tuples(st.integers(-2, 40), st.integers(0, 40))))
    assert arranged.window(start, stop) == expected[max(start, 0) : max(stop, 0)]
    found = [arranged.index(place) for place in range(tree.length)]
    at = {place: row for row, place in enumerate(expected)}
    assert found == [at.get(place) for place in range(tree.length)]
    for place in range(tree.length):
        folders = [*tree.missions, *tree.observations]
        around = [one.header for one in folders if one.header < place < one.stop]
        above = max((at.get(header, -1) for header in around), default=-1) + 1
        assert arranged.before(place) == at.get(place, above)
    for mission in tree.missions:
        headers = [
            place
            for place in expected
            if mission.header < place < mission.stop and tree.row_at[place] < 0
        ]
        assert [arranged.place(header) for header in headers] == [*range(len(headers))]
    if expected:
        one, other = data.draw(st.tuples(*[st.integers(0, len(expected) - 1)] * 2))
        behind = arranged.between(expected[one], expected[other]) & shown
        first, last = sorted((one, other))
        assert behind == from_positions(
            standing(tree, expected, files, first, last), tree.length
        )


def standing(
    tree: Tree, rows: list[int], shown: set[int], first: int, last: int
) -> set[int]:
    """Return the files that some rows stand for: closed folders for all in them."""
    found: set[int] = set()
    for row in rows[first : last + 1]:
        if tree.is_file(row):
            found.add(row)
            continue
        inside = {*range(row + 1, tree.folder_at(row).stop)}
        if not inside & {*rows}:
            found |= inside & shown
    return found
