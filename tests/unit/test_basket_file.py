"""Baskets as files, and as a browser keeps them: whole, damaged, strange, hostile."""

from __future__ import annotations

import json
import zlib
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, Filters, FormatError, keeping
from skybasket.formats import basket_file, read
from skybasket.formats.sections import MARK, Pieces, chunk, chunks
from skybasket.observation import Observation

from tests.unit.lists import answer, product

if TYPE_CHECKING:
    from pathlib import Path

TOLD: Final = Observation(
    mission="JWST",
    observation_id="o1",
    target="M 101",
    start=60000.5,
    right_ascension=210.8,
)


def rows(first: int, count: int, **columns: object) -> bytes:
    """Return a list of so many files of one observation."""
    return answer(
        *(
            product(
                dataURI=f"mast:JWST/product/f{n}_cal.fits",
                productFilename=f"f{n}_cal.fits",
                **{"size": 1000 + n, "obs_id": "o1"} | columns,
            )
            for n in range(first, first + count)
        )
    )


def varied() -> Basket:
    """Return a basket with something of everything in it."""
    basket = Basket("Été 2026")
    basket.catalog.describe([TOLD])
    basket.add(rows(0, 5, proposal_id="1039"))
    basket.add(rows(5, 3, obs_collection="HST", size=0, strange="ünd"))
    basket.add(rows(0, 2, obs_id="parent", parent_obsid=77))
    basket.add(
        b"uri,approx_size\nmast:HST/product/a_flc.fits,168M\nhttps://h.example/x?y=1,\n"
    )
    basket.filters = Filters(name="*_cal*", mission={"JWST"})
    basket.select("JWST/o1/f1_cal.fits")
    basket.select("HST/o1")
    basket.filters = Filters(mission={"JWST"}, recommended=True)
    return basket


def seen(basket: Basket) -> dict[str, Any]:
    """Return all that can be seen of a basket."""
    visible = basket.visible
    return {
        "title": basket.title,
        "filters": basket.filters,
        "files": list(basket.files),
        "shown": [product.uri for product in basket.shown],
        "selected": [product.uri for product in basket.selected],
        "rows": visible.window(0, len(visible)),
        "observations": [
            basket.catalog.observation(number)
            for number in basket.tree.observation_numbers
        ],
    }


def kept(basket: Basket) -> bytes:
    """Return what a browser has of a basket that it has kept as a whole."""
    until = keeping.mark(basket.catalog)
    products = keeping.products(basket.catalog, keeping.NOTHING, until)
    return MARK + products + keeping.state(basket)


# Whole


def test_a_basket_is_the_same_after_it_was_saved_and_opened() -> None:
    basket = varied()
    again = Basket.open(basket.to_bytes())
    assert seen(again) == seen(basket)
    assert again.to_bytes() == basket.to_bytes()
    assert again.undo_step is None


def test_a_file_holds_nothing_of_what_was_removed() -> None:
    basket = varied()
    basket.remove_selected()
    again = Basket.open(basket.to_bytes())
    assert seen(again)["files"] == seen(basket)["files"]
    assert len(again.catalog) == basket.files.count < len(basket.catalog)


def test_an_empty_basket_can_be_saved() -> None:
    basket = Basket("nothing yet")
    again = Basket.open(basket.to_bytes())
    assert (again.title, again.files.count) == ("nothing yet", 0)


def test_a_file_is_opened_by_path(tmp_path: Path) -> None:
    path = tmp_path / "m101.skybasket"
    path.write_bytes(varied().to_bytes())
    assert Basket.open(path).title == "Été 2026"


def test_products_of_a_file_join_another_basket() -> None:
    basket = varied()
    other = Basket()
    other.add(rows(0, 1))
    added = other.add(basket.to_bytes())
    assert (added.added, added.known) == (basket.files.count - 1, 1)
    [found] = [p for p in other.files if p.filename == "f1_cal.fits"]
    assert found.parents == ("o1", "parent", "77")
    assert other.catalog.observation(0).target == "M 101"
    assert other.filters == Filters()


def test_a_file_knows_what_observations_of_removed_files_are_called() -> None:
    basket = Basket()
    basket.add(rows(0, 1, obs_id="alone", obsID=77, parent_obsid=77))
    basket.add(rows(1, 2, parent_obsid=77))
    basket.select("JWST/alone")
    basket.remove_selected()
    again = Basket.open(basket.to_bytes())
    parents = [product.parents for product in basket.files]
    assert parents == [("o1", "alone")] * 2
    assert [product.parents for product in again.files] == parents
    [batch] = read(basket.to_bytes()).products
    assert batch.ids == {"77": "alone"}


def test_other_rows_than_before_are_kept_when_they_come() -> None:
    basket = Basket()
    parts, since = [MARK], keeping.NOTHING
    for content in (rows(0, 3), rows(2, 4), rows(0, 1, obs_id="later")):
        basket.add(content)
        until = keeping.mark(basket.catalog)
        parts.append(keeping.products(basket.catalog, since, until))
        since = until
    again = Basket()
    assert not keeping.restore(again, b"".join((*parts, keeping.state(basket))))
    assert seen(again) == seen(basket)
    assert keeping.mark(again.catalog) == since


# Not whole


def test_products_that_came_after_the_state_was_written_are_there() -> None:
    basket = Basket()
    basket.add(rows(0, 2))
    basket.select_all()
    state, mark = keeping.state(basket), keeping.mark(basket.catalog)
    basket.add(rows(2, 3))
    parts = [
        keeping.products(basket.catalog, keeping.NOTHING, mark),
        keeping.products(basket.catalog, mark, keeping.mark(basket.catalog)),
    ]
    again = Basket()
    assert not keeping.restore(again, b"".join((MARK, *parts, state)))
    assert (again.files.count, again.selected.count) == (5, 2)


@pytest.mark.parametrize("lost", ["none", "garbage", "other"])
def test_without_its_state_all_files_are_there_and_none_is_selected(lost: str) -> None:
    basket = varied()
    until = keeping.mark(basket.catalog)
    products = keeping.products(basket.catalog, keeping.NOTHING, until)
    state = {
        "none": b"",
        "garbage": keeping.state(basket)[:-3],
        "other": keeping.state(Basket.open(rows(0, 2))),
    }[lost]
    again = Basket("kept")
    loss = keeping.restore(again, MARK + products + state)
    assert loss == keeping.Loss(0, state=True)
    assert again.files.count == basket.files.count
    assert again.selected.count == 0


def test_a_damaged_part_leaves_the_others() -> None:
    basket = Basket()
    basket.add(rows(0, 2))
    mark = keeping.mark(basket.catalog)
    first = bytearray(keeping.products(basket.catalog, keeping.NOTHING, mark))
    basket.add(rows(2, 3))
    second = keeping.products(basket.catalog, mark, keeping.mark(basket.catalog))
    first[-1] ^= 1
    content = MARK + bytes(first) + second + keeping.state(basket)
    again = Basket()
    assert keeping.restore(again, content) == keeping.Loss(1, state=True)
    assert [p.filename for p in again.files] == [f"f{n}_cal.fits" for n in (2, 3, 4)]
    with pytest.raises(FormatError, match="damaged or cut off"):
        Basket.open(content)
    contents = read(content)
    assert [len(batch) for batch in contents.products] == [3]
    assert [row.place for row in contents.refused] == ["damaged part 1"]


@pytest.mark.parametrize("cut", [1, 9, 40])
def test_a_part_that_is_cut_leaves_those_behind_it(cut: int) -> None:
    basket = Basket()
    basket.add(rows(0, 2))
    mark = keeping.mark(basket.catalog)
    first = keeping.products(basket.catalog, keeping.NOTHING, mark)
    basket.add(rows(2, 3))
    second = keeping.products(basket.catalog, mark, keeping.mark(basket.catalog))
    again = Basket()
    content = MARK + first[:-cut] + second + keeping.state(basket)
    assert keeping.restore(again, content) == keeping.Loss(1, state=True)
    assert again.files.count == 3


def test_a_file_of_many_damaged_parts_is_given_up() -> None:
    head = products_with()[len(MARK) :][:8] + b"\xff" * 8
    found = list(chunks(MARK + head * 50_000))
    assert 0 < len(found) < 100
    assert not any(part.is_whole for part in found)


def test_a_file_of_which_nothing_can_be_read_is_one_error() -> None:
    content = varied().to_bytes()
    for wrong in (content[:40], content[: len(MARK)] + b"x" * 40):
        with pytest.raises(FormatError, match="damaged"):
            Basket.open(wrong)
        with pytest.raises(FormatError, match="damaged"):
            read(wrong)


def test_a_later_version_is_told() -> None:
    content = varied().to_bytes()
    later = MARK[:-1] + b"\x02" + content[len(MARK) :]
    with pytest.raises(FormatError, match="later Skybasket"):
        Basket.open(later)


def test_what_a_later_version_adds_is_passed_over() -> None:
    basket = varied()
    content = basket.to_bytes() + chunk("NEWS", {"a": 1, "b": b"2"})
    assert seen(Basket.open(content)) == seen(basket)


# Hostile


def products_with(**changed: object) -> bytes:
    """Return a file of two products with some of its pieces changed."""
    pieces: dict[str, Any] = {
        "count": 2,
        "words": {
            "head": ["mast:HST/product/"],
            "stem": ["a", "b"],
            "suffix": ["_c.fits"],
        },
        "stem": array("B", [0, 1]),
        "size": array("Q", [1, 2]),
    }
    return MARK + chunk("PROD", pieces | changed)


def two_products() -> Basket:
    """Return the basket of such a file, which has no state."""
    basket = Basket()
    keeping.restore(basket, products_with())
    return basket


def test_a_file_made_by_hand_is_read() -> None:
    [batch] = read(products_with()).products
    assert list(batch.uris) == [
        "mast:HST/product/a_c.fits",
        "mast:HST/product/b_c.fits",
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"count": -1},
        {"count": 3},
        {"count": "2"},
        {"count": True},
        {"count": 2.0},
        {"words": []},
        {"words": {"stem": ["a", "b"], "head": [], "suffix": ["c"]}},
        {"words": {"stem": ["a", 1], "suffix": ["c"]}},
        {"words": {"stem": ["a", "b\n"], "suffix": ["c"]}},
        {"words": {"stem": ["a", "b\u202e"], "suffix": ["c"]}},
        {"words": {"stem": ["a"], "suffix": ["c"]}},
        {"words": {"stem": ["a", ""], "suffix": [""], "head": ["mast:"]}},
        {"words": {"stem": ["a", "b" * 9000], "suffix": ["c"]}},
        {"words": {"stem": ["a", "b"], "suffix": ["c"], "level": ["seven"]}},
        {"words": {"stem": ["a", "b"], "suffix": ["c"], "kind": ["unkind"]}},
        {"words": {"stem": ["a", "b"], "suffix": ["c"], "checksum": ["md5:1"]}},
        {"words": {f"extra:{n}": ["x"] for n in range(1001)}},
        {"stem": array("B", [0, 2])},
        {"stem": array("H", [0, 1, 1])},
        {"stem": [0, 1]},
        {"size": array("Q", [1])},
        {"observations": {}},
        {"observations": [1]},
        {"ids": ["77"]},
        {"observations": [{"mission": 1}]},
        {"observations": [{"start": "now"}]},
        {"observations": [{"start": True}]},
        {"parents": [[0, "a"]]},
        {"parents": [[2, "a", "b"]]},
        {"parents": [[-1, "a", "b"]]},
        {"parents": 7},
    ],
    ids=lambda changed: str(changed)[:40],
)
def test_a_part_that_is_not_what_it_should_be_is_left_out(
    changed: dict[str, object],
) -> None:
    saved = basket_file.read(products_with(**changed))
    assert (len(saved.batches), saved.damaged) == (0, 1)


def test_too_many_products_are_one_error() -> None:
    words = {"stem": ["a"], "suffix": ["c"]}
    pieces = {"count": 3 * 10**9, "words": words}
    with pytest.raises(FormatError, match="too many at once"):
        basket_file.read(MARK + chunk("PROD", pieces))


def pieces_of(directory: bytes, content: bytes = b"") -> Pieces:
    listed = zlib.compress(directory)
    return Pieces(len(listed).to_bytes(4, "little") + listed + content)


@pytest.mark.parametrize(
    "directory",
    [
        b"",
        b"{",
        b"3",
        b"[[1]]",
        b'[["a","x",1,1]]',
        b'[["a",[],1,1]]',
        b'[["a",NaN,1,1]]',
        b'[["a",Infinity,1,1]]',
        b'[["a",1,1e400,1]]',
        b'[["a",0,-1,1]]',
        b"[" * 100_000,
    ],
    ids=lambda text: text[:20],
)
def test_a_directory_that_cannot_be_read_is_damage(directory: bytes) -> None:
    with pytest.raises(FormatError) as caught:
        pieces_of(directory)
    assert caught.value.where == ("its part 'directory'",)


@pytest.mark.parametrize(
    ("width", "length", "packed"),
    [
        (0, 2, zlib.compress(b"{")),
        (0, 3, zlib.compress(b"{}")),
        (0, 2, b"{}"),
        (1, 2, zlib.compress(b"{}")),
        (0, 99_000, zlib.compress(b"[" * 99_000)),
    ],
)
def test_a_value_that_cannot_be_read_is_damage(
    width: int, length: int, packed: bytes
) -> None:
    directory = json.dumps([["a", width, length, len(packed)]]).encode()
    with pytest.raises(FormatError) as caught:
        pieces_of(directory, packed).value("a")
    assert caught.value.where == ("its part 'a'",)


@pytest.mark.parametrize(("width", "length"), [(3, 6), (4, 4), (2, 2)])
def test_numbers_that_cannot_be_read_are_damage(width: int, length: int) -> None:
    packed = zlib.compress(bytes(length))
    directory = json.dumps([["a", width, length, len(packed)]]).encode()
    with pytest.raises(FormatError) as caught:
        pieces_of(directory, packed).numbers("a", 2)
    assert caught.value.where == ("its part 'a'",)


def test_a_piece_that_unpacks_to_far_more_than_it_says_is_not_unpacked() -> None:
    bomb = zlib.compress(bytes(10**8), 9)
    directory = zlib.compress(json.dumps([["size", 1, 16, len(bomb)]]).encode())
    pieces = Pieces(len(directory).to_bytes(4, "little") + directory + bomb)
    with pytest.raises(FormatError, match="'size'"):
        pieces.numbers("size", 16)
    bomb = zlib.compress(zlib.compress(bytes(10**8), 9), 9)
    directory = zlib.compress(json.dumps([["size", 0, 10**12, len(bomb)]]).encode())
    pieces = Pieces(len(directory).to_bytes(4, "little") + directory + bomb)
    with pytest.raises(FormatError, match="'size'"):
        pieces.value("size")


@pytest.mark.parametrize("stems", [["a", "b"], ["b", "b"]])
def test_a_file_twice_in_one_file_is_there_once(stems: list[str]) -> None:
    words = {"head": ["mast:HST/product/"], "stem": stems, "suffix": ["_c.fits"]}
    codes = array("B", [1, 1] if stems[0] == "a" else [0, 1])
    basket = Basket()
    state = keeping.state(two_products())
    assert keeping.restore(basket, products_with(words=words, stem=codes) + state).state
    assert [p.filename for p in basket.files] == ["b_c.fits"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("about", None),
        ("about", {"order": 2}),
        ("present", b"\xff" * 9),
        ("present", b"\xff"),
        ("selected", b"\xff"),
        ("open_missions", b"\xff\xff"),
        ("present", [1]),
    ],
    ids=str,
)
def test_a_state_that_cannot_be_is_no_state(name: str, value: object) -> None:
    basket = two_products()
    [products, state] = chunks(basket.to_bytes())
    assert (products.kind, state.kind) == ("PROD", "STAT")
    pieces = Pieces(state.content)
    about = pieces.value("about")
    whole: dict[str, Any] = {
        piece: pieces.blob(piece) for piece in pieces.names() if piece != "about"
    }
    changed = (about | value) if isinstance(value, dict) else value
    strange = chunk("STAT", {"about": about, **whole, name: changed})
    again = Basket()
    assert keeping.restore(again, products_with() + strange).state
    assert again.files.count == 2


def test_filters_that_nobody_knows_are_none() -> None:
    basket = two_products()
    [_, state] = chunks(basket.to_bytes())
    pieces = Pieces(state.content)
    about = pieces.value("about") | {
        "filters": {"colour": ["red"]},
        "title": "a\nb\x00",
    }
    whole = {n: pieces.blob(n) for n in pieces.names() if n != "about"}
    again = Basket.open(products_with() + chunk("STAT", {"about": about, **whole}))
    assert again.filters == Filters()
    assert again.title == "a b"


@pytest.mark.property
@given(st.data())
def test_whatever_is_changed_in_a_file_is_damage_or_an_error(
    data: st.DataObject,
) -> None:
    content = bytearray(kept(varied()))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    with suppress(FormatError):
        assert keeping.restore(Basket(), bytes(content))


@pytest.mark.property
@given(st.binary(max_size=300), st.integers(0, 300))
def test_no_file_raises_anything_but_the_one_error(garbage: bytes, cut: int) -> None:
    content = kept(varied())[: len(MARK) + cut] + garbage
    for attempt in (lambda: keeping.restore(Basket(), content), lambda: read(content)):
        with suppress(FormatError):
            attempt()


@pytest.mark.parametrize("column", ["obs_collection", "productType", "obs_id", "odd"])
@pytest.mark.parametrize(
    "value",
    ["&#" + "9" * 9000, "ß" * 5000, "n/a", "\0--", "a" * 8191 + " b", " \0 a", "nan\t"],
    ids=lambda value: ascii(value)[:12],
)
def test_strange_values_come_back_as_they_were(column: str, value: str) -> None:
    basket = Basket()
    basket.add(answer(product(**{column: value})))
    assert list(Basket.open(basket.to_bytes()).files) == list(basket.files)
