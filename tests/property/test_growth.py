"""A tree and an index that grew against those that were made anew."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.catalog import Catalog, ProductRows
from skybasket.filters import CHOOSABLE_FACETS, Filters
from skybasket.index import Index
from skybasket.state import State, lifted
from skybasket.tree import Tree

pytestmark = pytest.mark.property

#: Mission, observation, file name, group and size.
Product = tuple[str, str, str, str, int]
products = st.tuples(
    st.sampled_from(("HST", "JWST", "TESS", "")),
    st.sampled_from(("a", "b", "c", "")),
    st.text("ab_.é", min_size=1, max_size=4),
    st.sampled_from(("CAL", "I2D", "")),
    st.sampled_from((0, 1, 1000, 5_000_000_000)),
)
batches = st.lists(st.lists(products, max_size=12), min_size=2, max_size=4)


def append(catalog: Catalog, batch: list[Product]) -> None:
    missions, ids, names, groups, sizes = (
        zip(*batch, strict=True) if batch else [()] * 5
    )
    first = len(catalog)
    catalog.append(
        ProductRows(
            uris=[f"mast:{first + place}/x" for place in range(len(batch))],
            filenames=names,
            text={"mission": missions, "observation_id": ids, "group": groups},
            sizes=sizes,
            inexact=frozenset(place for place, size in enumerate(sizes) if size == 1),
        ),
        lambda _row: False,
    )


@given(
    batches,
    st.sampled_from(("a", "*b", "?_*", "é", "a.b")),
    st.integers(0, 9),
    st.integers(0, 40),
)
def test_growing_is_the_same_as_making_anew(
    found: list[list[Product]], name: str, parts: int, idle: int
) -> None:
    catalog = Catalog()
    append(catalog, found[0])
    tree = Tree(catalog)
    index = Index(catalog, tree)
    for _ in range(parts):
        index.prepare()
    for batch in found[1:]:
        append(catalog, batch)
        tree = Tree(catalog, tree)
        index = Index(catalog, tree, index)
        for _ in range(idle):
            index.prepare()
    same_trees(tree, Tree(catalog))
    same_answers(index, Index(catalog, tree), tree, Filters(name=name))
    same_answers(index, Index(catalog, tree), tree, Filters(group={"CAL"}))


def same_trees(one: Tree, other: Tree) -> None:
    assert list(one.row_at) == list(other.row_at)
    assert [*one.position_of] == [*other.position_of]
    assert [*one.missions] == [*other.missions]
    assert [*one.observations] == [*other.observations]
    assert one.mission_names == other.mission_names
    assert one.observation_numbers == other.observation_numbers
    assert one.mission_headers == other.mission_headers
    assert one.observation_headers == other.observation_headers
    assert (one.files, one.below_missions) == (other.files, other.below_missions)


def same_answers(one: Index, other: Index, tree: Tree, filters: Filters) -> None:
    some = tree.files & int("10" * tree.length or "0", 2)
    for present in (tree.files, some):
        ours, theirs = one.query(filters, present), other.query(filters, present)
        assert ours.shown == theirs.shown
        assert ours.totals == theirs.totals
        for facet in (*CHOOSABLE_FACETS, "recommended"):
            assert ours.counts(facet) == theirs.counts(facet), facet
        assert one.totals(present) == other.totals(present)
    bounded = Filters(size=">=1000")
    shown = one.query(bounded, tree.files).shown
    assert shown == other.query(bounded, tree.files).shown


@given(batches, st.data())
def test_states_are_carried_as_they_are_lifted(
    found: list[list[Product]], data: st.DataObject
) -> None:
    catalog = Catalog()
    append(catalog, found[0])
    old = tree = Tree(catalog)
    state = State(tree=tree).with_files(tree.files, 0)
    for _ in range(data.draw(st.integers(0, 3)) if tree.length else 0):
        place = data.draw(st.integers(0, tree.length - 1))
        if tree.is_file(place):
            state = state.without_files(tree.at(place))
        else:
            state = state.expanded(place, on=data.draw(st.booleans()))
    for batch in found[1:]:
        append(catalog, batch)
        tree = Tree(catalog, tree)
    grown, anew = lifted(state, tree), lifted(state, Tree(catalog))
    assert old is tree or grown.tree is tree
    for name in ("present", "selected", "open_observations", "open_missions"):
        assert getattr(grown, name) == getattr(anew, name), name
