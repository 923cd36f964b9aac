"""Which products need which references: remembered, saved, kept, merged."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Final

import pytest
from skybasket import Basket, FormatError, LinkError, keeping
from skybasket.archives.crds import reference_uri
from skybasket.archives.crds_rows import reference_rows
from skybasket.formats.sections import MARK, Pieces, chunk, chunks
from skybasket.needs import Need
from skybasket.sharing.needs import read_needs
from skybasket.sharing.streams import Reader, Writer

from tests.unit.crds import DARK, FLAT, SHARED, go, references, search
from tests.unit.lists import answer, product

if TYPE_CHECKING:
    from collections.abc import Iterable

FILES: Final = [
    f"jw80500017001_02101_0000{n}_mirifu{side}_cal.fits"
    for n, side in ((1, "short"), (2, "long"))
]
URIS: Final = [f"mast:JWST/product/{file}" for file in FILES]
CONTEXT: Final = "jwst_1293.pmap"


def products(*files: str) -> bytes:
    return answer(
        *(
            product(
                dataURI=f"mast:JWST/product/{file}",
                productFilename=file,
                obs_id=file.removesuffix("_cal.fits"),
            )
            for file in files
        )
    )


def needs() -> Iterable[tuple[str, str, str]]:
    """Return what both files need."""
    for uri, own in zip(URIS, (DARK, FLAT), strict=True):
        for name in (own, SHARED):
            yield uri, reference_uri("jwst", name), CONTEXT


def add_references(basket: Basket, names: Iterable[str] = (DARK, FLAT, SHARED)) -> int:
    found = search()
    go(found.steps(), references())
    rows = reference_rows(found, "JWST", list(names))
    return basket.add_references([rows], needs()).added


def filled() -> Basket:
    """Return a basket of two products and the three files that they need."""
    basket = Basket("With references")
    basket.add(products(*FILES))
    assert add_references(basket) == 3
    return basket


def told(basket: Basket) -> dict[str, list[str]]:
    """Return the names of what each file of a basket needs and is needed by."""
    catalog = basket.catalog
    return {
        catalog.filename(row): [
            *(
                catalog.filename(need.reference)
                for need in catalog.needs.references_of(row)
            ),
            *(catalog.filename(need.product) for need in catalog.needs.users_of(row)),
        ]
        for row in basket.files.rows
    }


EXPECTED: Final = {
    FILES[0]: [DARK, SHARED],
    FILES[1]: [FLAT, SHARED],
    DARK: [FILES[0]],
    SHARED: FILES,
    FLAT: [FILES[1]],
}


def kept(basket: Basket, *marks: str) -> bytes:
    """Return what a browser has that stored a part at each of some marks."""
    parts, since = [MARK], keeping.NOTHING
    for until in (*marks, keeping.mark(basket.catalog)):
        parts.append(keeping.products(basket.catalog, since, until))
        since = until
    return b"".join((*parts, keeping.state(basket)))


# In the basket


def test_references_join_the_basket_in_one_step_and_are_not_selected() -> None:
    basket = Basket()
    basket.add(products(*FILES))
    basket.select_all()
    add_references(basket)
    assert (basket.files.count, basket.selected.count) == (5, 2)
    step = basket.undo_step
    assert step
    assert (step.kind, step.count) == ("referenced", 3)
    assert told(basket) == EXPECTED
    assert list(basket.tree.find(basket.catalog, f"JWST/references/{DARK}"))
    assert basket.facets()["kind"]["reference"] == 3
    basket.undo()
    assert basket.files.count == 2
    basket.redo()
    assert told(basket) == EXPECTED


def test_a_need_is_noted_once() -> None:
    basket = filled()
    assert len(basket.catalog.needs) == 4
    assert add_references(basket) == 0
    assert len(basket.catalog.needs) == 4
    assert basket.catalog.needs.references_of(0)[0] == Need(0, 2, CONTEXT)


def test_what_left_and_came_back_needs_what_it_needed() -> None:
    basket = filled()
    basket.remove_all()
    basket.add(products(FILES[1]))
    add_references(basket, [SHARED])
    found = told(basket)
    assert found[FILES[1]] == [FLAT, SHARED]
    assert found[SHARED] == FILES
    # Whatever was noted of the new rows is about the same files.
    assert len(basket.catalog.needs) == 4


def test_files_that_nobody_has_are_passed_over() -> None:
    basket = Basket()
    basket.add(products(FILES[0]))
    add_references(basket, [DARK])
    assert told(basket) == {FILES[0]: [DARK], DARK: [FILES[0]]}


# Saved


def test_a_file_holds_the_needs_among_its_files() -> None:
    basket = filled()
    assert told(Basket.open(basket.to_bytes())) == EXPECTED
    basket.select(f"JWST/references/{DARK}")
    basket.remove_selected()
    again = Basket.open(basket.to_bytes())
    assert told(again)[FILES[0]] == [SHARED]
    assert again.to_bytes() == basket.to_bytes()


def test_a_browser_keeps_them_in_parts() -> None:
    basket = Basket()
    basket.add(products(FILES[0]))
    first = keeping.mark(basket.catalog)
    add_references(basket, [DARK, SHARED])
    second = keeping.mark(basket.catalog)
    assert (first, second) == ("1.0.0.0", "3.0.0.2")
    basket.add(products(FILES[1]))
    third = keeping.mark(basket.catalog)
    # Now only needs are new, of products that were stored before.
    basket.add_references([], needs())
    again = Basket()
    assert not keeping.restore(again, kept(basket, first, second, third))
    assert told(again) == told(basket)
    assert told(again)[SHARED] == FILES
    assert keeping.mark(again.catalog) == keeping.mark(basket.catalog)


def test_they_come_along_when_baskets_are_joined() -> None:
    other = Basket()
    other.add(products(FILES[1]))
    other.add(filled().to_bytes())
    assert told(other) == EXPECTED


def test_a_damaged_part_loses_needs_and_nothing_else() -> None:
    basket = Basket()
    basket.add(products(FILES[0]))
    first = keeping.mark(basket.catalog)
    basket.add(products(FILES[1]))
    add_references(basket)
    content = bytearray(kept(basket, first))
    content[len(MARK) + 40] ^= 1
    again = Basket()
    loss = keeping.restore(again, bytes(content))
    assert loss.parts == 1
    assert again.files.count == 4
    assert not len(again.catalog.needs)


def spoilt(**changes: object) -> bytes:
    """Return products of a basket file whose needs say something else."""
    [first, _state] = chunks(filled().to_bytes())
    pieces = Pieces(first.content)
    found: dict[str, Any] = {"count": 5, "words": pieces.value("words")}
    for name in pieces.names():
        if name not in found and not name.startswith("need"):
            found[name] = array("Q", list(pieces.numbers(name, 5)))
    found |= {
        "needs": {"count": 1, "contexts": ["c"]},
        "need_product": array("I", [0]),
        "need_reference": array("I", [1]),
        "need_context": array("I", [0]),
    }
    return keeping.unfinished(chunk("PROD", found | changes))


def test_needs_are_read_as_they_stand() -> None:
    basket = Basket()
    assert not keeping.restore(basket, spoilt()).parts
    assert list(basket.catalog.needs) == [Need(0, 1, "c")]


@pytest.mark.parametrize(
    "change",
    [
        {"needs": []},
        {"needs": {"count": 2, "contexts": ["c"]}},
        {"needs": {"count": -1, "contexts": ["c"]}},
        {"needs": {"count": 10**12, "contexts": ["c"]}},
        {"needs": {"count": "x", "contexts": ["c"]}},
        {"needs": {"count": float("inf"), "contexts": ["c"]}},
        {"needs": {"count": 1, "contexts": 5}},
        {"needs": {"count": 1, "contexts": []}},
        {"need_context": array("I", [1])},
        {"need_context": ["text"]},
    ],
)
def test_strange_needs_are_damage(change: dict[str, object]) -> None:
    with pytest.raises(FormatError):
        keeping.restore(Basket(), spoilt(**change))


@pytest.mark.parametrize("name", ["need_product", "need_reference"])
def test_needs_of_files_that_are_not_there_are_lost(name: str) -> None:
    basket = Basket()
    assert keeping.restore(basket, spoilt(**{name: array("I", [5])})).parts == 1
    assert (basket.files.count, len(basket.catalog.needs)) == (5, 0)


@pytest.mark.parametrize("details", [True, False])
def test_a_link_carries_them(*, details: bool) -> None:
    link = filled().share_link("https://example.org/", details=details)
    again = Basket.from_link(link)
    # A link has them in an order of its own.
    assert {name: sorted(needs) for name, needs in told(again).items()} == {
        name: sorted(needs) for name, needs in EXPECTED.items()
    }
    basket = filled()
    basket.select(f"JWST/{FILES[0].removesuffix('_cal.fits')}")
    basket.select(f"JWST/references/{SHARED}")
    again = Basket.from_link(basket.share_link("https://example.org/", details=details))
    assert again.files.count == basket.selected.count
    chosen = [product.filename for product in basket.selected]
    assert told(again) == {
        name: [other for other in EXPECTED[name] if other in chosen] for name in chosen
    }


def test_a_link_carries_as_many_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    basket = filled()
    number = len(basket.catalog.needs)
    page = "https://example.org/"
    for module in ("codec", "needs"):
        monkeypatch.setattr(f"skybasket.sharing.{module}.MOST_NEEDS", number)
    link = basket.share_link(page)
    assert len(Basket.from_link(link).catalog.needs) == number
    monkeypatch.setattr("skybasket.sharing.codec.MOST_NEEDS", number - 1)
    with pytest.raises(LinkError, match=f"up to {number - 1} references of files"):
        basket.share_link(page)
    monkeypatch.setattr("skybasket.sharing.needs.MOST_NEEDS", number - 1)
    with pytest.raises(LinkError, match="damaged"):
        Basket.from_link(link)


@pytest.mark.parametrize(
    "wrong",
    [
        [1, "c", 1, [9], [0], [0]],
        [1, "c", 1, [0], [1], [0]],
        [1, "c", 1, [0], [0], []],
        [1, "c", 1, [0], [0], [9]],
        [1, "c", 1, [0], [0], [3]],
        [1, "c", 1, [3], [0], [0]],
        [0, None, 1, [0], [0], [0]],
        [1, "c", 2**40, [0], [0], [0]],
        [2**40, "c", 1, [0], [0], [0]],
    ],
    ids=str,
)
def test_strange_needs_in_a_link_are_damage(wrong: list[Any]) -> None:
    contexts, context, groups, references, places, products = wrong
    writer = Writer()
    writer.number(contexts)
    writer.lines([context] if context else [])
    writer.number(groups)
    writer.numbers(references)
    writer.numbers(places)
    writer.rising(products)
    with pytest.raises(LinkError, match="damaged"):
        read_needs(Reader(b"".join(writer.streams())), 3)
