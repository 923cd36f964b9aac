"""Rows that are ready to draw, window by window, against what each stands for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, Filters
from skybasket.app.row_views import TreeRows, size_text
from skybasket.app.words import words
from skybasket.arrangement import Order
from skybasket.bitmaps import from_positions, positions
from skybasket.catalog import ProductRows
from skybasket.totals import Totals

pytestmark = pytest.mark.property

ORDERS = (None, *(Order(by, down) for by in ("name", "size") for down in (False, True)))

#: Mission, observation, category, size; most of them stand in a few folders.
products = st.lists(
    st.tuples(
        st.sampled_from(("HST", "JWST")),
        st.sampled_from([*"abcdefghij", ""]),
        st.sampled_from(("SCIENCE", "PREVIEW")),
        st.sampled_from((0, 1, 999, 5_000_000_000)),
    ),
    min_size=1,
    max_size=40,
)


def filled(rows: list[tuple[str, str, str, int]]) -> Basket:
    missions, ids, categories, sizes = zip(*rows, strict=True)
    basket = Basket("rows")
    basket.add_rows(
        [
            ProductRows(
                uris=[f"mast:{place}/x" for place in range(len(rows))],
                filenames=[f"{place}.fits" for place in range(len(rows))],
                text={
                    "mission": missions,
                    "observation_id": ids,
                    "category": categories,
                },
                sizes=sizes,
            )
        ]
    )
    return basket


class Drawn:
    """What a row must be, found by looking at all rows and files.

    :param lines: the positions of all rows, as they are drawn.
    """

    def __init__(self, basket: Basket, lines: list[int]) -> None:
        self.tree, self.catalog, self.lines = basket.tree, basket.catalog, lines
        self.shown, self.selected = (
            {*positions(bitmap, self.tree.length)}
            for bitmap in (basket.answer.shown, basket.state.selected)
        )

    def row(self, position: int) -> dict[str, Any]:
        """Return what is checked of a row."""
        siblings = [
            one for one in self.lines if self.above(one) == self.above(position)
        ]
        parent = self.above(position)
        inside = self.files(position)
        taken = inside & self.selected
        return {
            "parent": -1 if parent < 0 else self.lines.index(parent),
            "setSize": len(siblings),
            "positionInSet": siblings.index(position) + 1,
            "checked": bool(taken) if taken in (set(), inside) else "mixed",
            "sizeHint": self.size_hint(position),
            "note": ""
            if self.tree.is_file(position)
            else words("tree.files", count=len(inside)),
        }

    def above(self, position: int) -> int:
        """Return the header of the folder that a row stands in, -1 for none."""
        folders = [*self.tree.missions, *self.tree.observations]
        around = [one.header for one in folders if one.header < position < one.stop]
        return max(around, default=-1)

    def files(self, position: int) -> set[int]:
        """Return the files shown that a row stands for."""
        if self.tree.is_file(position):
            return {position}
        return {*range(position, self.tree.folder_at(position).stop)} & self.shown

    def size_hint(self, position: int) -> str:
        """Return the size of the files that a row stands for, exactly."""
        rows = [self.tree.row_at[place] for place in self.files(position)]
        sizes = [self.catalog.sizes[row] for row in rows]
        if self.tree.is_file(position) and not any(sizes):
            return words("size.unknown_hint")
        return size_text(Totals(len(sizes), sum(sizes), sizes.count(0), 0))[1]


@given(products, st.sampled_from(ORDERS), st.data())
def test_windows_show_what_each_row_stands_for(
    rows: list[tuple[str, str, str, int]], order: Order | None, data: st.DataObject
) -> None:
    basket = filled(rows)
    tree = basket.tree
    basket.filters = Filters(category=data.draw(st.sampled_from([(), ("SCIENCE",)])))
    chosen = data.draw(st.sets(st.integers(0, tree.length - 1)))
    basket.choose(from_positions(chosen, tree.length) & tree.files, on=True)
    basket.expand_all(on=True)
    for folder in tree.observations:
        if data.draw(st.booleans()):
            basket.expand(folder.header, on=False)
    basket.order = order
    drawn = TreeRows(basket)
    lines = basket.visible.window(0, len(basket.visible))
    expected = Drawn(basket, lines)
    bounds = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)
    for start, stop in data.draw(st.lists(bounds, min_size=1, max_size=4)):
        window = drawn.window(start, stop)
        assert len(window) == len(lines[start:stop])
        for row, position in zip(window, lines[start:stop], strict=True):
            wanted = expected.row(position)
            assert {name: row[name] for name in wanted} == wanted
