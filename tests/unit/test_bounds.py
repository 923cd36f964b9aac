"""Nothing that comes in makes far more of itself: every bound, and the way on."""

from __future__ import annotations

import io
import json
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from skybasket import Basket, keeping, limits, room
from skybasket.app import App
from skybasket.app.languages import LANGUAGES
from skybasket.app.library_words import translated
from skybasket.app.words import speaking
from skybasket.archives import crds_answers
from skybasket.archives.mast import Mast
from skybasket.archives.mast_search import (
    ObservationSearch,
    ProductSearch,
    Query,
    QueryError,
    SearchError,
)
from skybasket.errors import FormatError
from skybasket.formats import Reading, containers, delimited, mast_json, read, sections
from skybasket.formats.sections import MARK, Pieces, chunk
from skybasket.needs import Need
from skybasket.observation import Observation

from tests.fuzz.lists import pack
from tests.unit.lists import answer, product
from tests.unit.page import Page
from tests.unit.searching import feed, page

CORPUS = Path(__file__).parents[1] / "fuzz" / "corpus"
INFINITY = float("inf")
MANY = 10**400


def table(rows: int, columns: int = 0, start: int = 0) -> bytes:
    titles = ["uri", *(f"column{number}" for number in range(columns))]
    lines = [
        ",".join([f"mast:HST/product/u{number}_raw.fits", *"1" * columns])
        for number in range(start, start + rows)
    ]
    return "\n".join([",".join(titles), *lines]).encode()


def products_file(**pieces: object) -> bytes:
    words = {"head": ["mast:HST/product/"], "stem": ["a"], "suffix": [".fits"]}
    return MARK + chunk("PROD", {"count": 1, "words": words, **pieces})


# How many


@pytest.fixture
def low_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (limits, room):
        monkeypatch.setattr(module, "MOST_PRODUCTS", 10)
    monkeypatch.setattr(limits, "MOST_ROWS", 20)


@pytest.mark.usefixtures("low_ceiling")
def test_a_list_has_a_million_rows_at_most() -> None:
    assert Basket.open(table(10)).files.count == 10
    rows = [product(dataURI=f"mast:HST/product/{number}") for number in range(11)]
    names = b"\n".join(b"mast:HST/product/u%d_raw.fits" % place for place in range(11))
    for content in (table(11), answer(*rows), names, pack("z", names)):
        with pytest.raises(FormatError, match="more than 10 rows") as error:
            read(content)
        assert "Open it in parts" in error.value.message


@pytest.mark.usefixtures("low_ceiling")
def test_the_lists_in_a_zip_have_a_million_rows_together() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.csv", table(6))
        packed.writestr("b.csv", table(6, start=6))
    with pytest.raises(FormatError, match="more than 10 rows"):
        read(file.getvalue())


@pytest.mark.usefixtures("low_ceiling")
def test_observations_have_the_same_ceiling() -> None:
    rows = [{"obs_id": f"o{number}", "obsid": f"{number}"} for number in range(11)]
    with pytest.raises(FormatError, match="more than 10 rows"):
        read(json.dumps({"data": rows}).encode())


@pytest.mark.usefixtures("low_ceiling")
def test_a_basket_says_what_it_cannot_hold_and_stays_as_it_was() -> None:
    basket = Basket.open(table(8))
    basket.add(table(8))
    with pytest.raises(FormatError, match="at most 10 files") as error:
        basket.add(table(8, start=5))
    assert "would make 13" in error.value.message
    assert "Remove some" in error.value.message
    assert basket.files.count == 8
    basket.add(table(5, start=5))
    assert basket.files.count == 10


@pytest.mark.usefixtures("low_ceiling")
def test_the_page_says_what_its_basket_cannot_hold() -> None:
    app = App("{}")
    for start, title in ((0, "first"), (8, "second")):
        app.call("begin", '{"file": true}')
        app.receive(table(8, start=start))
        told = json.loads(app.call("open", json.dumps({"name": f"{title}.csv"})))
    assert told["error"]["kind"] == "format"
    assert told["error"]["message"].startswith("A basket holds at most 10 files")
    assert "8 files" in app.call("view", "{}")


@pytest.mark.usefixtures("low_ceiling")
def test_a_basket_of_which_much_was_removed_can_be_saved_and_opened() -> None:
    basket = Basket()
    for start in (0, 10):
        basket.add(table(10, start=start))
        basket.remove_all()
    with pytest.raises(FormatError, match="Save it as a file and open that"):
        basket.add(table(1, start=20))
    basket.undo()
    again = Basket.open(basket.to_bytes())
    assert again.files.count == 10


def test_a_basket_file_holds_no_more_than_a_basket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = Basket.open(table(11)).to_bytes()
    for module in (limits, room):
        monkeypatch.setattr(module, "MOST_PRODUCTS", 10)
    with pytest.raises(FormatError, match="at most 10 files"):
        keeping.restore(Basket(), content)
    with pytest.raises(FormatError, match="more than 10 rows"):
        read(content)


def test_the_archive_is_asked_for_no_more_than_a_basket_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("skybasket.archives.mast_product_search.MOST_PRODUCTS", 3)
    seen = Observation(mission="HST", observation_id="o", number="7")
    search = ProductSearch(Mast(), [seen])
    rows = [product(dataURI=f"mast:HST/product/{number}") for number in range(2)]
    # An archive that promises pages for ever, all alike.
    with pytest.raises(QueryError, match="Choose fewer observations"):
        feed(search.steps(), *[page(rows, pages=10**9)] * 3)


def test_the_archive_lists_no_more_than_it_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = "skybasket.archives.mast_observation_search.MOST_PRODUCTS"
    monkeypatch.setattr(path, 3)
    search = ObservationSearch(Mast(), Query(missions=["HST"]))
    listed = page([{"obs_id": "a", "obsid": "1"}] * 2, pages=10**9)
    with pytest.raises(SearchError, match="far more than it had counted"):
        feed(search.steps(), page([{"count": 2}]), *[listed] * 3)


def test_what_a_basket_has_of_columns_can_be_saved() -> None:
    content = table(1, 960)
    basket = Basket.open(content)
    assert Basket.open(basket.to_bytes()).files.count == 1
    others = content.replace(b"column", b"other").replace(b"u0_raw", b"u1_raw")
    with pytest.raises(FormatError, match="more than 1,000 columns"):
        basket.add(others)


def many_columns(count: int) -> dict[str, bytes]:
    names = [f"c{number}" for number in range(count)]
    fields = "".join(f'<FIELD name="{name}" datatype="int"/>' for name in names)
    return {
        "csv": table(1, count),
        "json": answer(dict.fromkeys(names, 1)),
        "json, row by row": answer(*({name: 1} for name in names)),
        "json, told before": json.dumps(
            {"fields": [{"name": name} for name in names], "data": [{}]}
        ).encode(),
        "votable": f"<VOTABLE><RESOURCE><TABLE>{fields}<DATA><TABLEDATA><TR/>"
        "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>".encode(),
        "manifest": json.dumps(
            {"skybasket_manifest": 1, "files": [dict.fromkeys(names, 1)]}
        ).encode(),
    }


@pytest.mark.parametrize("form", many_columns(1))
def test_a_table_has_a_thousand_columns_at_most(form: str) -> None:
    with pytest.raises(FormatError, match="more than 1,000 columns") as error:
        read(many_columns(1001)[form])
    assert "Leave out" in error.value.message


@pytest.mark.parametrize("form", ["json", "votable", "manifest"])
def test_names_of_columns_are_short(form: str) -> None:
    content = many_columns(1)[form].replace(b'"c0"', b'"%s"' % (b"c" * 1001))
    with pytest.raises(FormatError, match="name of more than 1,000 letters"):
        read(content)


def test_packed_columns_count_too() -> None:
    rows = [
        {"uri": f"mast:HST/product/{number}", "extra": json.dumps({f"c{number}": 1})}
        for number in range(1001)
    ]
    with pytest.raises(FormatError, match="more than 1,000 columns"):
        read(answer(*rows))


def test_a_basket_file_has_only_so_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_MOST_CHUNKS", 10)
    assert read(products_file() + chunk("MORE", {}) * 9).products
    with pytest.raises(FormatError, match="damaged"):
        read(products_file() + chunk("MORE", {}) * 10)


def test_a_table_has_only_so_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CELLS", 1000)
    read(table(20, 10))
    with pytest.raises(FormatError, match="more than 1,000 cells"):
        read(table(20, 40))


def test_a_basket_file_has_only_so_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    content = Basket.open(table(10, 10)).to_bytes()
    monkeypatch.setattr(limits, "MOST_CELLS", 100)
    with pytest.raises(FormatError):
        keeping.restore(Basket(), content)


def test_rows_that_cannot_be_taken_are_not_gathered_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "_MOST_REFUSED", 10)
    monkeypatch.setattr("skybasket.formats.rows._TOGETHER", 1)
    good = "mast:HST/product/u9_raw.fits"
    lists = [
        "\n".join(["uri,size", f"{good},1", *["1"] * 11]),
        json.dumps({"data": [{"uri": good}, *range(11)]}),
        json.dumps({"data": [{"uri": good}, *[{"uri": 5}] * 11]}),
        "\n".join([*[good] * 13, *["no uri"] * 11]),
        json.dumps({"skybasket_manifest": 1, "files": [{"uri": good}, *range(11)]}),
    ]
    for content in lists:
        with pytest.raises(FormatError, match="Far too many rows"):
            read(content.encode())


def test_the_text_of_rows_that_cannot_be_taken_is_bounded_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "_LONGEST_REFUSED", 100)
    with pytest.raises(FormatError, match="Far too many rows"):
        read(b"uri,size\nmast:HST/product/u9_raw.fits,1\n" + b"a" * 101)


# How long


def test_a_line_without_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "_LONGEST", 100_000)
    reading = Reading()
    reading.feed(table(3000))
    for _ in range(101):
        reading.feed(b"a" * 1000)
    with pytest.raises(FormatError, match="A line of the table has more than"):
        reading.finish()


def test_what_comes_is_not_copied_at_each_step() -> None:
    lines = delimited.Lines([])
    lines.feed(b"first\n")
    for _ in range(100):
        lines.feed(b"a")
    assert lines._content == b"first\n"
    lines.end()
    assert lines.more()
    assert lines.waiting == ["first", "a" * 100]


def test_json_without_rows_is_not_gathered_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mast_json, "_LONGEST", 100_000)
    reading = Reading()
    reading.feed(b'{"note": "')
    for _ in range(101):
        reading.feed(b"a" * 1000)
    with pytest.raises(FormatError, match="far more than rows"):
        reading.finish()


def test_a_product_that_comes_again_and_again_takes_no_time() -> None:
    times = 20_000
    words = {"head": ["mast:HST/product/"], "stem": ["a"], "suffix": [".fits"]}
    basket = Basket()
    looked_up: list[int] = []
    basket.catalog.uris.replaced = Counting(looked_up)
    keeping.restore(basket, MARK + chunk("PROD", {"count": times, "words": words}))
    assert basket.files.count == 1
    assert len(looked_up) < 10 * times


class Counting(dict[int, int]):
    """A table that notes what is looked up in it."""

    def __init__(self, looked_up: list[int]) -> None:
        super().__init__()
        self._looked_up = looked_up

    def get(self, key: int, default: Any = None) -> Any:  # noqa: ANN401
        self._looked_up.append(key)
        return super().get(key, default)


def test_the_first_row_of_a_product_is_known_at_once() -> None:
    basket = Basket()
    for _ in range(3):
        basket.add(table(2))
        basket.remove_all()
    uris = basket.catalog.uris
    assert [uris.first(row) for row in range(6)] == [0, 1] * 3
    basket.catalog.needs.add([Need(4, 5, "jwst_0123.pmap")])
    assert basket.catalog.needs.references_of(0)


# How deep


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


@pytest.mark.parametrize("depth", range(940, sys.getrecursionlimit() + 5))
def test_what_can_just_be_read_is_refused_clearly(depth: int) -> None:
    row = '{"uri": "mast:HST/product/a.fits", "x": %s}'
    for element in (nested(depth), row % nested(depth)):
        try:
            read(f'{{"data": [{element}]}}'.encode())
        except FormatError:
            continue


def test_texts_in_texts_are_translated_only_so_deep() -> None:
    complaint = " is not a number"
    with speaking(LANGUAGES["es"]):
        own = translated(f"x{complaint}").removeprefix("x")
        assert own != complaint
        assert translated(f"x{complaint * 9}") == f"x{complaint * 5}{own * 4}"
        assert translated(f"x{complaint * 2000}") == f"x{complaint * 2000}"


# How large


def card(keyword: str, value: object) -> str:
    return f"{keyword:<8}= {value}".ljust(80)


def test_a_fits_file_larger_than_all_files() -> None:
    axes = "".join(card(f"NAXIS{axis}", "9" * 30) for axis in range(1, 1000))
    header = card("SIMPLE", "T") + card("BITPIX", 8) + card("NAXIS", 999) + axes
    content = header + "END".ljust(80)
    with pytest.raises(FormatError, match="cannot be used"):
        read(content.ljust(len(content) + 2880).encode())


def test_characters_whose_numbers_have_no_end() -> None:
    entity = "&#" + "9" * 5000 + ";"
    page = (
        "<table><tr><th>URI</th></tr><tr><td>mast:HST/product/a&amp;.fits{}</td></tr>"
    )
    [products] = read(f"<html>{page.format(entity)}</table></html>".encode()).products
    assert list(products.uris) == ["mast:HST/product/a&.fits\ufffd"]
    with pytest.raises(SearchError) as error:
        crds_answers.result(json.dumps({"error": f"&lt;{entity}"}).encode())
    assert error.value.where == ("<\ufffd",)


@pytest.mark.parametrize("number", [INFINITY, -1, 1.5, "1", None, MANY])
def test_a_directory_with_no_such_numbers(number: object) -> None:
    listed = zlib.compress(json.dumps([["a", 0, 1, number]]).encode())
    content = len(listed).to_bytes(4, "little") + listed
    with pytest.raises(FormatError, match="damaged or cut off"):
        Pieces(content).value("a")


@pytest.mark.parametrize("number", [INFINITY, -1, 1.5, "1", None, MANY])
def test_needs_that_nobody_can_count(number: object) -> None:
    content = products_file(needs={"count": number, "contexts": ["jwst_0123.pmap"]})
    with pytest.raises(FormatError, match="damaged"):
        keeping.restore(Basket(), content)


def test_json_in_a_basket_file_has_only_so_many_values(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sections, "_MOST_VALUES", 50)
    keeping.restore(Basket(), products_file(observations=[{}] * 20))
    with pytest.raises(FormatError, match="damaged"):
        keeping.restore(Basket(), products_file(observations=[{}] * 40))


@pytest.mark.parametrize("number", [INFINITY, -INFINITY, float("nan"), MANY, -MANY])
def test_positions_that_no_sky_has(number: float) -> None:
    told = {"mission": "HST", "observation_id": "a", "right_ascension": number}
    with pytest.raises(FormatError, match="damaged"):
        keeping.restore(Basket(), products_file(observations=[told]))


RECORDS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("record/curl", "history_load", "history", {"zone": 0}),
    ("request/prepared", "requests_load", "requests", {"zone": 0}),
    ("kept/record", "shelf_load", "shelf", {"elsewhere": [], "zone": 0}),
]


@pytest.mark.parametrize(("name", "load", "show", "arguments"), RECORDS)
def test_one_record_with_a_number_beyond_all_hides_no_other(
    name: str, load: str, show: str, arguments: dict[str, Any]
) -> None:
    whole = (CORPUS / name).read_text()
    page = Page()
    told = {"aaaaaaaa": whole}
    for place, key in enumerate(("size", "unknown")):
        told[f"bbbbbbb{place}"] = json.dumps(json.loads(whole) | {key: MANY})
    page.ask(load, records=told)
    shown = json.dumps(page.ask(show, **arguments))
    assert all(identity in shown for identity in told)


@pytest.mark.parametrize(
    ("command", "name", "value"),
    [("history", "zone", MANY), ("rows", "start", 2**53 + 1), ("sky", "width", MANY)],
)
def test_arguments_beyond_what_a_page_can_count(
    command: str, name: str, value: int
) -> None:
    answered = json.loads(App("{}").call(command, json.dumps({name: value})))
    assert answered["error"]["kind"] == "command"


def test_a_container_is_unpacked_twice_at_most() -> None:
    content = table(2)
    assert read(pack("zg", content)).products
    with pytest.raises(FormatError, match="more than twice over"):
        read(pack("zgz", content))


def test_far_more_than_a_list_packs_ends_the_unpacking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(containers, "_HARMLESS", 10_000)
    monkeypatch.setattr(containers, "_PIECE", 1000)
    monkeypatch.setattr(containers, "_STEEPEST", 10)
    with pytest.raises(FormatError, match="Far more comes out of it"):
        read(pack("g", b"uri\n" + b"\n" * 100_000))


def test_a_file_with_half_a_character_in_its_name_is_opened() -> None:
    app = App("{}")
    app.call("begin", '{"file": true}')
    app.receive(table(1))
    told = json.loads(app.call("open", r'{"name": "half \ud800.csv"}'))
    assert told["view"]["title"] == "half ?"
    app.call("basket_fork", '{"id": "abcdefgh"}')
    assert "error" not in json.loads(app.call("view", "{}"))


def test_large_letters_make_no_other_host() -> None:
    source = Mast().source("hTtps://MAST.stsci.edu/A/b.fits")
    assert source.address == "https://mast.stsci.edu/A/b.fits"
    assert not source.foreign
