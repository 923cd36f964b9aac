"""What a basket file says of how its files divide, against dividing them."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, Filters, facets, foretelling
from skybasket.division import ALL_FACETS
from skybasket.formats.foretold_pieces import FORETOLD
from skybasket.formats.plain_lists import plain_lists
from skybasket.formats.sections import MARK, Pieces, chunk, chunks

from tests.unit.lists import answer, product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.property


@pytest.fixture(autouse=True)
def _files_are_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it written of few files too, and targets count as many."""
    monkeypatch.setattr(foretelling, "LONG", 1)
    for module in (facets, foretelling):
        monkeypatch.setattr(module, "READY", 3)


row = st.builds(
    lambda number, **columns: {"number": number, **columns},
    st.integers(0, 40),
    obs_id=st.sampled_from(["o1", "o2", "o2_b", "p"]),
    obs_collection=st.sampled_from(["HST", "JWST"]),
    size=st.sampled_from([0, 1, 255, 256, 70_000, 2**40]),
    productType=st.sampled_from(["SCIENCE", "PREVIEW", "INFO"]),
    target_name=st.sampled_from(["", "M 1", "M 2", "é", "a\\b", 'a"b']),
    proposal_id=st.sampled_from(["1", "2", "3", "4", "5"]),
    suffix=st.sampled_from(["_cal.fits", "_i2d.fits", ".jpg", "_i2d_thumb.jpg"]),
)
lists = st.lists(row, min_size=1, max_size=30, unique_by=lambda one: one["number"])


def basket_of(rows: list[dict[str, Any]], kept: set[int]) -> Basket:
    """Return a basket of some files, of which some are removed."""
    basket = Basket()
    basket.add(
        answer(
            *(
                product(
                    dataURI=f"mast:{one['obs_collection']}/product/f{one['number']}"
                    + one["suffix"],
                    productFilename=f"f{one['number']}{one['suffix']}",
                    **{
                        name: one[name]
                        for name in one
                        if name not in {"number", "suffix"}
                    },
                )
                for one in rows
            )
        )
    )
    if gone := [one for one in basket.files if one.size in kept]:
        basket.filters = Filters(name="")
        for found in gone:
            basket.select(f"{found.mission}/{found.observation_id}/{found.filename}")
        basket.remove_selected()
    return basket


def seen(basket: Basket) -> object:
    """Return what facets, sizes and names tell."""
    answers = []
    for filters in (
        Filters(),
        Filters(category={"SCIENCE"}, size="100.."),
        Filters(target={"M 1"}, name="*_i2d*"),
        Filters(extension={".fits"}, mission={"JWST"}),
    ):
        basket.filters = filters
        shown = [product.uri for product in basket.shown]
        answers.append((shown, basket.shown.totals, basket.facets()))
    return answers


def is_unchecked(basket: Basket) -> bool:
    """Tell whether a basket still believes what a file says."""
    return basket.index.is_unchecked


def prepare(basket: Basket) -> None:
    """Do all that is done in idle time."""
    while basket.prepare():
        pass


@given(lists, st.sets(st.sampled_from([0, 255, 70_000])))
def test_files_divide_as_a_file_says(
    rows: list[dict[str, Any]], gone: set[int]
) -> None:
    basket = basket_of(rows, gone)
    if not basket.files.count:
        return
    content = basket.to_bytes()
    again = Basket.open(content)
    assert is_unchecked(again)
    told = {
        name: (list(again.index.facet(name).planes), again.index.facet(name).totals)
        for name in ALL_FACETS
    }
    slices = again.index.size_slices
    prepare(again)
    assert not is_unchecked(again)
    assert not again.index.is_refuted
    others = [part for kind, part in parts(content) if kind != FORETOLD]
    plain = Basket.open(MARK + b"".join(others))
    assert not is_unchecked(plain)
    assert slices == plain.index.size_slices
    for name, (planes, totals) in told.items():
        facet = plain.index.facet(name)
        assert (planes, totals) == (list(facet.planes), facet.totals), name
    assert seen(again) == seen(plain) == seen(Basket.open(content))


def parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the chunks of a basket file, head and all, by what they hold."""
    at = len(MARK)
    for part in chunks(content):
        stop = at + 16 + len(part.content)
        yield part.kind, content[at:stop]
        at = stop


def changed(content: bytes, **pieces: object) -> bytes:
    """Return a basket file that tells something else of how its files divide."""
    known = planes(content)
    said = known.value("about")
    values: dict[str, object] = {"about": said}
    for name in known.names()[1:]:
        is_run = name in {"starts", "stops"}
        values[name] = known.numbers(name, said["runs"]) if is_run else known.blob(name)
    mine = chunk(FORETOLD, values | pieces)
    return MARK + b"".join(
        mine if kind == FORETOLD else part for kind, part in parts(content)
    )


def planes(content: bytes) -> Pieces:
    """Return what a basket file says of how its files divide."""
    (found,) = [part for part in chunks(content) if part.kind == FORETOLD]
    return Pieces(found.content)


def about(content: bytes) -> dict[str, Any]:
    """Return what is said of the planes."""
    found: dict[str, Any] = planes(content).value("about")
    return found


ROWS = [
    {
        "number": number,
        "obs_id": f"o{number % 3}",
        "obs_collection": "JWST",
        "size": 1000 + number,
        "productType": ["SCIENCE", "PREVIEW"][number % 2],
        "target_name": f"M {number}",
        "proposal_id": "1",
        "suffix": "_cal.fits",
    }
    for number in range(20)
]


def signatures(change: Callable[[dict[str, Any]], object]) -> Callable[[], object]:
    """Return what makes another tale of what is told of the files."""

    def changed_tale() -> object:
        said = about(basket_of(ROWS, set()).to_bytes())
        change(said)
        return said

    return changed_tale


def test_what_is_not_so_is_found_out_in_idle_time() -> None:
    content = basket_of(ROWS, set()).to_bytes()
    honest = seen(Basket.open(content))
    categories = planes(content).blob("category")
    size = len(categories) // 2
    lying = Basket.open(
        changed(content, category=categories[size:] + categories[:size])
    )
    assert is_unchecked(lying)
    assert seen(lying) != honest
    prepare(lying)
    assert seen(lying) == honest


def test_counts_that_are_not_so_are_found_out_too() -> None:
    content = basket_of(ROWS, set()).to_bytes()
    said = about(content)
    counts = said["facets"]["target"]["counts"]
    counts[1], counts[2] = counts[1] + 1, counts[2] - 1
    lying = Basket.open(changed(content, about=said))
    prepare(lying)
    assert seen(lying) == seen(Basket.open(content))


def test_signatures_that_are_not_so_are_found_out_too() -> None:
    content = basket_of(ROWS, set()).to_bytes()
    said = about(content)
    assert len(said["signatures"]) > 1
    said["counted"][0].reverse()
    said["counted"][1].reverse()
    said["counted"][0][0] += 1
    said["counted"][0][1] -= 1
    lying = Basket.open(changed(content, about=said))
    assert is_unchecked(lying)
    assert seen(lying) != seen(Basket.open(content))
    prepare(lying)
    assert seen(lying) == seen(Basket.open(content))


def test_names_that_are_split_otherwise_are_found_out_too() -> None:
    content = basket_of(ROWS, set()).to_bytes()
    said = about(content)
    said["runs"] -= 1
    starts, stops = (
        array("I", planes(content).numbers(name, said["runs"] + 1)[1:])
        for name in ("starts", "stops")
    )
    lying = Basket.open(changed(content, about=said, starts=starts, stops=stops))
    honest = Basket.open(content)
    for basket in (lying, honest):
        basket.filters = Filters(name="*_cal.fits")
    assert lying.shown.count < honest.shown.count == len(ROWS)
    prepare(lying)
    assert lying.shown.count == len(ROWS)


@pytest.mark.parametrize(
    "pieces",
    [
        {"tails": b""},
        {"tails": b"\xff" * 24},
        {"starts": array("I", range(20))},
        {"stops": array("I", [99] * 20)},
        {"starts": array("I", [3] * 20)},
        {"starts": array("I", [3])},
    ],
    ids=lambda pieces: str(pieces)[:40],
)
def test_names_that_cannot_be_split_so_are_split_anew(pieces: dict[str, Any]) -> None:
    content = basket_of(ROWS, set()).to_bytes()
    found = Basket.open(changed(content, **pieces))
    assert is_unchecked(found)
    assert seen(found) == seen(Basket.open(content))
    prepare(found)
    assert not found.index.is_refuted


@pytest.mark.parametrize("tails", [[], ["_cal.fits", ""], ["", "x" * 61], ["", 7], 3])
def test_tails_that_are_none_are_found_anew(tails: object) -> None:
    content = basket_of(ROWS, set()).to_bytes()
    found = Basket.open(changed(content, about=about(content) | {"tails": tails}))
    assert seen(found) == seen(Basket.open(content))


def test_it_is_found_out_also_after_more_files_came() -> None:
    content = basket_of(ROWS, set()).to_bytes()
    more = answer(product(dataURI="mast:JWST/product/new_cal.fits"))
    sizes = planes(content).blob("sizes")
    baskets = [
        Basket.open(content),
        Basket.open(changed(content, sizes=sizes[:-3] + b"\0\0\0")),
    ]
    for basket in baskets:
        basket.add(more)
        prepare(basket)
    assert seen(baskets[0]) == seen(baskets[1])


@pytest.mark.parametrize(
    "pieces",
    [
        {"about": 1},
        {"about": {}},
        {"about": {"version": 1, "positions": 24, "facets": []}},
        {"about": {"version": 1, "positions": 24, "facets": {"category": 3}}},
        {"about": {"version": 2, "positions": 24, "facets": {}}},
        {"category": b""},
        {"category": b"\0"},
        {"category": b"\xff" * 6},
        {"sizes": b"\xff" * 33},
        {"sizes": bytes(24 * 70)},
        {"about": signatures(lambda said: said["counted"].pop())},
        {"about": signatures(lambda said: said["counted"][0].append(0))},
        {"about": signatures(lambda said: said["signatures"][0].append(0))},
        {"about": signatures(lambda said: said["signatures"][0].__setitem__(1, 99))},
        {"about": signatures(lambda said: said["counted"][0].__setitem__(0, 99))},
        {"about": signatures(lambda said: said["counted"][1].__setitem__(0, 1.5))},
    ],
    ids=lambda pieces: str(pieces)[:40],
)
def test_what_does_not_fit_is_not_believed(pieces: dict[str, Any]) -> None:
    content = basket_of(ROWS, set()).to_bytes()
    made = {name: one() if callable(one) else one for name, one in pieces.items()}
    found = Basket.open(changed(content, **made))
    assert not is_unchecked(found)
    assert seen(found) == seen(Basket.open(content))


@pytest.mark.parametrize(
    ("facet", "name", "value"),
    [
        ("category", "checksum", 7),
        ("category", "checksum", "x"),
        ("category", "counts", [20]),
        ("target", "counts", []),
        ("target", "counts", [1] * 22),
        ("target", "counts", [-1, *[1] * 20]),
        ("target", "counts", {}),
        ("category", "planes", None),
    ],
)
def test_facets_that_do_not_fit_are_not_believed(
    facet: str, name: str, value: object
) -> None:
    content = basket_of(ROWS, set()).to_bytes()
    said = about(content)
    if name == "planes":
        del said["facets"][facet]
    else:
        said["facets"][facet][name] = value
    assert not is_unchecked(Basket.open(changed(content, about=said)))


letters = st.text(st.sampled_from(list('ab],:[{}"\\é \n')), max_size=4)
words = st.one_of(st.text("ab],:[{} ", max_size=4), letters)


@given(st.dictionaries(words, st.lists(words, max_size=4), max_size=4))
def test_plain_lists_are_read_as_any_json(found: dict[str, list[str]]) -> None:
    code = json.dumps(found, separators=(",", ":"), ensure_ascii=False).encode()
    assert plain_lists(code) in (found, None)
    used = set("".join([*found, *(word for one in found.values() for word in one)]))
    if found and all(found.values()) and not used & set('"\\é\n]'):
        assert plain_lists(code) == found


@given(st.text(st.sampled_from(list('{}[]",:ab')), max_size=30))
def test_what_is_read_as_plain_lists_is_json(text: str) -> None:
    found = plain_lists(text.encode())
    assert found is None or found == json.loads(text)
    found = plain_lists(f'{{"a":["{text}"]}}'.encode())
    assert found is None or found == json.loads(f'{{"a":["{text}"]}}')
