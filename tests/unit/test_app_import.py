"""The commands and views of opening lists: reports, strange columns, refused rows."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from typing import TYPE_CHECKING, Final

import pytest
from skybasket.app.incoming import Incoming
from skybasket.formats import long_json, mast_json

from tests.archive.catalogue import observation, table
from tests.unit.asking import Asking
from tests.unit.lists import answer, product
from tests.unit.page import Page, View, row

if TYPE_CHECKING:
    from collections.abc import Sequence

URIS: Final = [f"mast:JWST/product/f{n}_cal.fits" for n in range(3)]
STRANGE: Final = b"where,how_big\n" + b"".join(
    f"{uri},{n}00\n".encode() for n, uri in enumerate(URIS, 1)
)


def rows(count: int, **columns: object) -> list[dict[str, object]]:
    return [
        product(
            dataURI=f"mast:JWST/product/g{n}.fits",
            productFilename=f"g{n}.fits",
            **columns,
        )
        for n in range(count)
    ]


def refused(page: Page) -> list[list[str]]:
    """Return the table of the rows that could not be taken."""
    text = "".join(page.app.pieces("refused", ""))
    return list(csv.reader(io.StringIO(text)))


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


# Reports


def test_a_list_is_reported() -> None:
    page = Page()
    page.open(answer(*rows(2)), "first.json")
    view = page.open(answer(*rows(3), rows(1)[0]), "second.json")
    assert view["title"] == "first"
    assert view["message"].startswith("Added 1 file in 1 observation from second.json;")
    assert view["report"] == {
        "title": "What came of second.json",
        "lines": [
            "1 file added",
            "2 files were in the basket already",
            "1 repetition of a file left out",
        ],
        "refused": [],
        "cut": "",
        "undo": True,
        "observations": 0,
        "names": "",
    }
    assert page.view()["report"] is None


def test_undo_takes_back_one_import() -> None:
    page = Page()
    page.open(answer(*rows(2)))
    page.open("\n".join(URIS).encode())
    assert page.view("undo")["files"] == 2
    assert page.view("undo")["files"] == 0
    page.view("redo")
    assert page.view("redo")["files"] == 5


def test_a_list_of_known_files_adds_nothing_to_undo() -> None:
    page = Page()
    page.open(answer(*rows(2)))
    view = page.open(answer(*rows(2)), "again.json")
    assert view["message"] == "All 2 files in again.json are in the basket already."
    assert view["report"]["undo"] is False
    assert page.view("undo")["files"] == 0


def test_rows_that_cannot_be_taken_are_told_and_saved() -> None:
    page = Page()
    wrong = rows(2, size="a lot")[1]
    view = page.open(answer(rows(1)[0], wrong), "list.json")
    assert view["files"] == 1
    assert view["message"].endswith("1 row could not be taken.")
    assert view["report"]["lines"] == ["1 file added", "1 row could not be taken"]
    [told] = view["report"]["refused"]
    assert told.startswith("row 2: column size: 'a lot' ")
    heading, saved = refused(page)
    assert heading == ["place", "reason", "row"]
    assert f"{saved[0]}: {saved[1]}" == told
    assert json.loads(saved[2])["dataURI"] == wrong["dataURI"]
    # The next list has refused rows of its own.
    page.open(answer(*rows(3)))
    assert refused(page) == [heading]


def test_many_refused_rows_are_cut_in_the_report_only() -> None:
    page = Page()
    wrong = rows(61, size="a lot")[1:]
    view = page.open(answer(rows(1)[0], *wrong))
    assert len(view["report"]["refused"]) == 50
    assert view["report"]["cut"].startswith("The first 50 are listed")
    assert len(refused(page)) == 61


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d"])
def test_no_saved_cell_is_a_formula(sign: str) -> None:
    page = Page()
    line = f"{sign}cmd|' /C calc'!A0"
    page.open("\n".join([*URIS, line]).encode())
    _, saved = refused(page)
    assert saved[2] == f"'{line}"


def test_nothing_is_taken_of_a_list_that_cannot_be_read() -> None:
    page = Page()
    page.ask("begin", file=True)
    page.app.receive(b"Dear all, here is my favourite poem:\n\nRoses are red\n")
    told = page.ask("open", name="poem.txt")
    assert told["error"]["kind"] == "format"
    assert page.view()["files"] == 0
    # What was received is gone: the next list stands for itself.
    assert page.open(answer(*rows(1)))["files"] == 1


def test_a_list_is_read_as_it_comes_and_can_be_given_up() -> None:
    page = Page()
    content = answer(*rows(3))
    page.ask("begin", file=True)
    page.app.receive(content[:-20])
    # Its user has had enough.
    page.ask("begin")
    page.ask("begin", file=True)
    for byte in content:
        page.app.receive(bytes([byte]))
    assert page.view("open", name="list.json")["files"] == 3
    page.ask("begin")
    assert page.ask("open", name="list.json")["error"]["kind"] == "format"


def test_a_long_list_of_strange_columns_is_kept_for_its_mapping() -> None:
    page = Page()
    lines = (f"mast:HST/product/f{n}_cal.fits,{n}" for n in range(100_000))
    content = "\n".join(["where,how_big", *lines]).encode()
    page.ask("begin", file=True)
    for start in range(0, len(content), 1_000_000):
        page.app.receive(content[start : start + 1_000_000])
    assert page.ask("open", name="mine.csv")["error"]["kind"] == "columns"
    view = page.view("open", name="mine.csv", mapping={"uri": "where"})
    assert view["files"] == 100_000


def test_too_little_memory_for_a_list_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: object, _chunk: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(mast_json.Reader, "feed", fail)
    page = Page()
    page.ask("begin", file=True)
    page.app.receive(answer(*rows(100)) + b" " * 100_000)
    assert page.ask("open", name="list.json")["error"]["kind"] == "memory"


def test_rows_that_name_no_file_cost_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_json, "_SLICE", 2000)
    monkeypatch.setattr(long_json, "_SEARCHED", 1000)
    page = Page()
    page.ask("begin", file=True)
    for listed in (b'{"data": [', *(b'{"dataURI": "mast:HST/product/a.fits"},',) * 99):
        page.app.receive(listed)
    page.app.receive(
        b'{"some": 1},' * 999 + b'{"dataURI": "mast:HST/product/b.fits"}]}'
    )
    view = page.view("open", name="list.json")
    assert view["files"] == 2
    assert "in a row that names no file" in str(view["report"]["refused"])


# Columns


def strange(page: Page) -> Sequence[str]:
    """Open a table whose columns nobody knows; return their names."""
    page.ask("begin", file=True)
    page.app.receive(STRANGE)
    told = page.ask("open", name="mine.csv")["error"]
    assert told["kind"] == "columns"
    columns: Sequence[str] = told["where"]
    return columns


def test_a_strange_table_is_opened_with_a_mapping() -> None:
    page = Page()
    assert strange(page) == ["where", "how_big"]
    mapping = {"uri": "where", "filename": "", "size": "how_big"}
    view = page.view("open", name="mine.csv", mapping=mapping)
    assert (view["files"], view["title"]) == (3, "mine")
    assert row(view, "f2_cal.fits")["cells"][-1] == "300 bytes"
    # The table is forgotten then.
    told = page.ask("open", name="mine.csv", mapping=mapping)
    assert told["error"]["kind"] == "format"


def test_a_mapping_can_be_mended() -> None:
    page = Page()
    strange(page)
    told = page.ask("open", name="mine.csv", mapping={"size": "how_big"})
    assert told["error"]["kind"] == "columns"
    view = page.view("open", name="mine.csv", mapping={"uri": "where"})
    assert view["files"] == 3


def test_another_list_does_not_meet_the_strange_one() -> None:
    page = Page()
    strange(page)
    assert page.open(answer(*rows(1)))["files"] == 1
    told = page.ask("open", name="mine.csv", mapping={"uri": "where"})
    assert told["error"]["kind"] == "format"
    told = page.ask("open", name="mine.csv", mapping=["where"])
    assert told["error"]["kind"] == "command"


# Lists of other things


def test_observations_are_offered_for_a_search() -> None:
    seen = [observation(n, f"jw01039-o00{n}_t001") for n in (1, 2)]
    products = [
        product(dataURI=f"mast:JWST/product/h{n}.fits", obsID=n, parent_obsid=n)
        for n in (1, 2)
    ]
    asking = Asking("search", seen, products)
    view = asking.page.open(table(seen), "seen.csv")
    assert view["files"] == 0
    assert view["message"] == "seen.csv lists 2 observations: fetch their products."
    report = view["report"]
    assert (report["observations"], report["undo"]) == (2, False)
    view = asking.begin("stop")
    assert (view["found"], view["choose_all"], view["can_fetch"]) == (2, True, True)
    assert (view["count"], view["can_list"]) == ("", False)
    assert asking.column(1) == ["jw01039-o001_t001", "jw01039-o002_t001"]
    asking.run("products")
    view = asking.page.view("take_products")
    assert (view["files"], view["report"]["observations"]) == (2, 0)


def test_opened_observations_end_the_search_under_way() -> None:
    asking = Asking("search", [observation(5, "jw01039-o005_t001")])
    asking.find(missions="JWST")
    asking.page.view("found_choose_all", on=True)
    asking.begin("products")
    view = asking.page.open(table([observation(7, "jw01039-o007_t001")]))
    assert view["report"]["observations"] == 1
    view = asking.begin("stop")
    assert (view["request"], view["found"]) == (None, 1)
    assert [found["id"] for found in asking.rows()] == ["7"]


def test_observations_without_a_number_cannot_be_chosen() -> None:
    seen = [
        {
            name: value
            for name, value in observation(n, f"jw01039-o00{n}_t001").items()
            if name != "obsid"
        }
        for n in (1, 2)
    ]
    asking = Asking("search")
    page = asking.page
    page.ask("begin", file=True)
    page.app.receive(table(seen))
    page.ask("open", name="seen.csv")
    view = page.view("found_choose_all", on=True)
    assert (view["found"], view["can_fetch"]) == (2, False)


def test_names_are_offered_for_a_search() -> None:
    page = Page()
    names = ["jw01039-o004_t001_miri_ch3-long", "U9O40504M"]
    view = page.open("\n".join([*names, names[0]]).encode(), "pasted list")
    assert view["files"] == 0
    assert view["message"] == "pasted list lists 2 names: search for them."
    assert view["report"]["names"] == "\n".join(names)
    assert view["report"]["lines"] == []
    view = page.open(f"{names[0]}\n".encode(), "one")
    assert view["message"] == "one lists 1 name: search for it."


def test_an_archive_of_lists_loses_none_of_them() -> None:
    asking = Asking("search")
    seen = observation(1, "jw01039-o001_t001")
    content = zipped(
        products=answer(*rows(2)),
        observations=table([seen]),
        names=b"U9O40504M\n",
        poem=b"Roses are red: violets, they are blue!\n",
    )
    view = asking.page.open(content, "all.zip")
    assert view["files"] == 2
    report: View = view["report"]
    assert (report["observations"], report["names"]) == (1, "U9O40504M")
    assert [told.partition(":")[0] for told in report["refused"]] == ["poem"]
    assert asking.column(1) == ["jw01039-o001_t001"]


def test_repetitions_of_a_file_are_told() -> None:
    page = Page()
    view = page.open(answer(product(), product()))
    assert view["message"].endswith("1 repetition of a file was left out.")
    assert "1 repetition of a file left out" in view["report"]["lines"]


def test_too_little_memory_for_what_arrives_is_told_and_all_of_it_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_incoming: Incoming, _chunk: bytes) -> None:
        raise MemoryError

    page = Page()
    page.ask("begin", file=True)
    monkeypatch.setattr(Incoming, "feed", fail)
    with pytest.raises(MemoryError) as raised:
        page.app.receive(b"dataURI\n")
    monkeypatch.setattr(sys, "last_value", raised.value, raising=False)
    assert json.loads(page.app.problem())["error"]["kind"] == "memory"
    told = page.ask("open", name="list.csv")["error"]["message"]
    assert told.startswith("The file is empty.")
