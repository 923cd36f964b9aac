"""A facet of more values than have bitmaps ready, before and after products come."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import facets, remembered
from skybasket.bitmaps import from_positions, positions
from skybasket.catalog import Catalog, ProductRows
from skybasket.division import divided
from skybasket.facets import FacetIndex
from skybasket.stepwise import finished
from skybasket.tree import Tree

pytestmark = pytest.mark.property

#: Observation and proposal of each product.
products = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("123456789")),
    min_size=1,
    max_size=30,
)
Products = list[tuple[str, str]]


def put(catalog: Catalog, rows: Products) -> None:
    names = [f"{len(catalog) + place}.fits" for place in range(len(rows))]
    ids, proposals = zip(*rows, strict=True)
    text = {"observation_id": ids, "proposal": proposals}
    catalog.append(
        ProductRows(
            uris=[f"mast:x/{name}" for name in names],
            filenames=names,
            text=text,
            sizes=[0] * len(rows),
        ),
        lambda _row: False,
    )


def check(index: FacetIndex, tree: Tree, rows: Products, data: st.DataObject) -> None:
    """Ask a facet everything, and compare it with plain counting."""
    proposal_of = {
        place: rows[row][1] for place, row in enumerate(tree.row_at[:]) if row >= 0
    }
    chosen = data.draw(st.sets(st.sampled_from(sorted(proposal_of))))
    files = from_positions(chosen, tree.length)
    counted = Counter(proposal_of[place] for place in chosen)
    assert +Counter(index.counts(files)) == counted
    some = data.draw(st.sets(st.sampled_from("123456789")))
    assert index.counts(files, some) == {value: counted[value] for value in some}
    here = some & {*proposal_of.values()}
    for value in here:
        assert {*positions(index.bitmap(value), tree.length)} == {
            place for place, proposal in proposal_of.items() if proposal == value
        }
    assert {*positions(index.union(here), tree.length)} == {
        place for place, proposal in proposal_of.items() if proposal in here
    }


@given(products, products, st.sampled_from((-1, 3)), st.booleans(), st.data())
def test_counts_and_bitmaps(
    first: Products, later: Products, few: int, prepares: bool, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, most in (("READY", 2), ("_KEPT", 3), ("_UNIONS", 1)):
            patch.setattr(facets, name, most)
        patch.setattr(remembered, "FEW", few)
        catalog = Catalog()
        put(catalog, first)
        older = Tree(catalog)
        index = finished(divided(catalog, older)).facets["proposal"]
        check(index, older, first, data)
        put(catalog, later)
        tree = Tree(catalog, older)
        grown = FacetIndex(catalog.facet("proposal"), tree, older=index)
        if prepares:
            grown.prepare()
        check(grown, tree, first + later, data)
        check(grown, tree, first + later, data)
