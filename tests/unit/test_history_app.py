"""The tab of the download history: records, what can be done with each, and undone."""

from __future__ import annotations

import base64
import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pytest
from skybasket import retrieval
from skybasket.history import Entry
from skybasket.history_record import Record

from tests.unit.historybook import Browser, Tab, files
from tests.unit.lists import answer, product
from tests.unit.page import row
from tests.unit.test_history_record import changed

if TYPE_CHECKING:
    from collections.abc import Callable

#: More files than a record holds itself.
MANY: Final = 3000
NO_SIZE: Final = {"number": "", "unit": "B"}
LARGE: Final = answer(
    *(product(dataURI=f"mast:{sha256(bytes(n)).hexdigest()}") for n in range(MANY))
)


@pytest.fixture
def tab() -> Tab:
    """Return a tab with three downloads."""
    tab = Tab()
    tab.fetch(files(3), "Carina.json")
    tab.fetch(files(2, 3, obs_collection="HST"), "M 51.json", method="wget")
    tab.fetch(files(1, 5), "Vega.json", method="manifest", form="csv")
    return tab


def identity(tab: Tab, title: str) -> str:
    [found] = [row["id"] for row in tab.records if row["title"] == title]
    return str(found)


def one(tab: Tab, title: str) -> dict[str, object]:
    [found] = [row for row in tab.records if row["title"] == title]
    return found


def stored(day: int, hour: int = 12, **values: object) -> str:
    moment = f"2026-10-{day:02}T{hour:02}:00:00Z"
    return changed(when=moment, changed=moment, **values)


# What is kept


def test_a_download_is_kept_and_there_again_after_a_reload(tab: Tab) -> None:
    assert tab.titles == ["Vega", "M 51", "Carina"]
    again = Tab(tab.browser)
    assert again.titles == tab.titles
    assert again.seen["shown"] == "3 records"
    vega = one(again, "Vega")
    assert vega["method"] == "Manifest, CSV"
    assert vega["note"] == "1 file · 1.0 kB"
    assert vega["missions"] == "JWST"
    assert re.fullmatch(r"\d\d:\d\d", str(vega["when"]))


def test_what_is_copied_after_it_was_saved_is_one_record(tab: Tab) -> None:
    tab.download("manifest", form="csv")
    tab.download("manifest")
    assert tab.titles == ["Vega", "M 51", "Carina"]
    tab.download("manifest", form="json")
    assert tab.titles == ["Vega", "Vega", "M 51", "Carina"]
    tab.do("history_rename", id=tab.records[0]["id"], title="mine")
    tab.do("history_pin", id=tab.records[0]["id"], on=True)
    tab.download("manifest", form="json")
    assert tab.titles == ["mine", "Vega", "M 51", "Carina"]
    assert tab.records[0]["pinned"]


def test_a_bundle_in_parts_is_one_record() -> None:
    tab = Tab()
    tab.fetch(files(2, size=40 * 10**9), method="bundle", part=0)
    tab.download("bundle", part=1)
    assert len(tab.records) == 1


def test_the_filters_are_told_in_words(tab: Tab) -> None:
    tab.open(files(1, 9), "x.json")
    tab.view("filter_name", text="*9*")
    tab.view("filter_value", facet="category", value="SCIENCE", on=True)
    tab.download()
    assert tab.records[0]["filters"] == "Name: *9* · Product category: Science"


def test_long_filters_are_cut_short(tab: Tab) -> None:
    tab.open(files(1, 9), "x.json")
    tab.view("filter_size", **{"from": {"number": "1", "unit": "B"}, "to": NO_SIZE})
    for value in ("!A", "!B", "!C", "!D", "!E"):
        tab.view("filter_value", facet="group", value=value, on=True)
    tab.download()
    assert tab.records[0]["filters"] == (
        "Size: 1 B.. · Product group: not A, not B, not C, not D, 1 more"
    )


def test_foreign_files_are_kept_only_if_they_were_ticked() -> None:
    tab = Tab()
    rows = [
        product(
            dataURI=f"https://example.org/{name}.fits", productFilename=f"{name}.fits"
        )
        for name in "xy"
    ]
    view = tab.open(answer(*rows, product()))
    tab.view("check_all", on=True)
    tab.download("links")
    assert tab.records[0]["note"] == "1 file · 370 MB"
    tab.download("links", foreign=[row(view, "x.fits")["id"]])
    assert tab.records[0]["note"] == "2 files · 741 MB · 1 file on another host"


def test_nothing_selected_is_no_record() -> None:
    tab = Tab()
    tab.open(files(1))
    noted = tab.ask("history_note", method="curl", id="record9")
    assert noted["error"]["kind"] == "retrieval"
    assert tab.records == []


def test_many_files_lie_apart_and_are_stored_as_bytes() -> None:
    tab = Tab()
    tab.fetch(LARGE)
    [name] = tab.browser.bytes
    assert tab.records[0]["apart"]
    assert len(tab.browser.texts[name]) < 2000
    again = Tab(tab.browser)
    assert again.records[0]["usable"]["enabled"]
    again.lend(name)
    assert again.view("history_open", id=name)["files"] == MANY
    assert again.ask("history_open", id=name)["error"]["kind"] == "command"


def test_days_are_those_of_the_user() -> None:
    browser = Browser()
    browser.texts = {
        "a": stored(1, 22, title="a"),
        "b": stored(2, 1, title="b"),
        "c": stored(2, 23, title="c"),
    }

    def days(zone: int) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (group["label"], [(r["title"], r["when"]) for r in group["records"]])
            for group in Tab(browser, zone).seen["groups"]
        ]

    assert days(0) == [
        ("2 Oct 2026", [("c", "23:00"), ("b", "01:00")]),
        ("1 Oct 2026", [("a", "22:00")]),
    ]
    assert days(120) == [
        ("3 Oct 2026", [("c", "01:00")]),
        ("2 Oct 2026", [("b", "03:00"), ("a", "00:00")]),
    ]


# Finding


@pytest.mark.parametrize(
    ("search", "titles"),
    [
        ("", ["Vega", "M 51", "Carina"]),
        ("m 51", ["M 51"]),
        ("WGET", ["M 51"]),
        ("csv manifest", ["Vega"]),
        ("hst", ["M 51"]),
        ("3 files", ["Carina"]),
        ("nothing like this", []),
    ],
)
def test_records_are_searched_by_all_that_is_shown_of_them(
    tab: Tab, search: str, titles: list[str]
) -> None:
    tab.do("history", search=search)
    assert tab.titles == titles
    assert tab.seen["empty"] == ("" if titles else "no_match")
    assert tab.seen["shown"] == (
        "3 records" if len(titles) == 3 else f"{len(titles)} of 3 records"
    )


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("newest", ["Vega", "M 51", "Carina"]),
        ("oldest", ["Carina", "M 51", "Vega"]),
        ("largest", ["Carina", "M 51", "Vega"]),
        ("title", ["Carina", "M 51", "Vega"]),
    ],
)
def test_records_are_sorted(tab: Tab, order: str, titles: list[str]) -> None:
    tab.do("history_rename", id=identity(tab, "Carina"), title="carina")
    tab.do("history", order=order)
    assert [title.capitalize() for title in tab.titles] == titles
    [chosen] = [o["value"] for o in tab.seen["orders"] if o["chosen"]]
    assert chosen == order


def test_there_is_no_other_order(tab: Tab) -> None:
    assert tab.ask("history", order="colour")["error"]["kind"] == "command"


# Using a record


def test_the_same_text_once_more(tab: Tab) -> None:
    tab.open(files(4, 20, obs_id="o2"), "other.json")
    tab.view("check_all", on=True)
    text = tab.download("python", layout="flat", jobs=2)
    tab.view("basket_new", id="basket0009")
    again = Tab(tab.browser)
    record = again.records[0]
    told = again.do("history_again", id=record["id"])
    assert again.pieces("history_text", id=record["id"]) == text
    assert told["filename"].endswith(".py")
    assert told["type"] == retrieval.METHODS["python"].forms["script"].media_type
    assert again.records[0]["repeated"].startswith("again ")
    assert Tab(tab.browser).records[0]["repeated"]
    assert again.ask("history_text", id=record["id"])["error"]


def test_what_came_without_a_text_is_asked_for_in_the_dialog() -> None:
    tab = Tab()
    tab.fetch(files(2), method="bundle", form="tar.gz", jobs=8)
    [record] = tab.records
    assert record["again"]["dialog"]
    tab.view("history_open", id=record["id"])
    choice = tab.view("history_choice", id=record["id"])
    assert choice == {
        "method": "bundle",
        "form": "tar.gz",
        "layout": "mission",
        "jobs": 8,
        "foreign": [],
    }
    assert tab.view("download", **choice)["text"]["method"] == "bundle"


def test_ticked_foreign_files_are_ticked_again() -> None:
    tab = Tab()
    rows = [product(dataURI=f"https://example.org/{name}") for name in ("x", "y")]
    view = tab.open(answer(*rows))
    tab.view("check_all", on=True)
    tab.download("links", foreign=[view["rows"]["rows"][-1]["id"]])
    name = tab.records[0]["id"]
    tab.view("history_open", id=name)
    choice = tab.view("history_choice", id=name)
    plan = tab.view("download", **choice)
    assert [file["included"] for file in plan["foreign"]["files"]] == [True]


def test_a_record_is_opened_filtered_and_downloaded_in_another_way(tab: Tab) -> None:
    view = tab.view("history_open", id=identity(tab, "Carina"))
    assert view["looking"]["label"] == "From the history: Carina"
    assert "curl script · 3 files" in view["looking"]["note"]
    assert (view["files"], view["title"]) == (3, "Carina")
    tab.view("filter_name", text="f1")
    tab.view("check_all", on=False)
    tab.view("filter_reset")
    text = tab.download("wget")
    assert "f0.fits" in text
    assert "f1.fits" not in text
    assert tab.titles == ["Carina", "Vega", "M 51", "Carina"]
    back = tab.view("look_back")
    assert (back["files"], back["looking"]) == (1, None)


def test_a_renamed_record_opens_under_its_title(tab: Tab) -> None:
    name = identity(tab, "Carina")
    tab.do("history_rename", id=name, title="Eta Carinae")
    assert tab.view("history_open", id=name)["title"] == "Eta Carinae"


def test_files_of_a_record_join_the_basket(tab: Tab) -> None:
    tab.view("history_open", id=identity(tab, "M 51"))
    view = tab.view("history_add", id=identity(tab, "Carina"))
    assert view["looking"] is None
    assert view["files"] == 4
    assert view["message"] == "Added 3 files in 1 observation from Carina."
    assert tab.view("undo")["files"] == 1


# Changing records


def changes(tab: Tab) -> dict[str, Callable[[], object]]:
    name = identity(tab, "Carina")
    return {
        "Renamed to “Eta”": lambda: tab.do("history_rename", id=name, title="Eta"),
        "Pinned “Carina”": lambda: tab.do("history_pin", id=name, on=True),
        "Deleted “Carina”": lambda: tab.do("history_delete", id=name),
        "Deleted all 3 records": lambda: tab.do("history_clear"),
    }


@pytest.mark.parametrize("number", range(4))
def test_every_change_is_told_stored_and_undone(tab: Tab, number: int) -> None:
    before = tab.browser.texts, tab.seen["groups"]
    step, change = list(changes(tab).items())[number]
    assert change() is not None
    assert tab.told[-1] == f"{step}."
    assert tab.seen["actions"]["undo"] == {"enabled": True, "hint": f"Undo: {step}"}
    assert tab.browser.texts != before[0]
    assert Tab(tab.browser).seen["groups"] == tab.seen["groups"]
    tab.do("history_undo")
    assert (tab.browser.texts, tab.seen["groups"]) == before
    assert tab.told[-1] == f"Undone: {step}."
    assert not tab.seen["actions"]["undo"]["enabled"]
    tab.do("history_undo")
    assert tab.seen["groups"] == before[1]


def test_steps_are_undone_one_after_the_other(tab: Tab) -> None:
    before = tab.browser.texts
    for change in changes(tab).values():
        change()
    assert tab.seen["empty"] == "empty"
    for _ in range(4):
        tab.do("history_undo")
    assert tab.browser.texts == before


def test_a_title_is_one_line_with_something_in_it(tab: Tab) -> None:
    name = identity(tab, "Carina")
    tab.do("history_rename", id=name, title=" a\n b ")
    assert "a b" in tab.titles
    for title in ("", " \n", "x" * 201):
        assert "error" in tab.ask("history_rename", id=name, title=title)


def test_what_is_gone_is_told(tab: Tab) -> None:
    for command in ("history_rename", "history_pin", "history_delete", "history_open"):
        error = tab.ask(command, id="gone", title="x", on=True)["error"]
        assert error["kind"] == "command"


def test_undo_leaves_what_another_tab_did_since(tab: Tab) -> None:
    other = Tab(tab.browser)
    name = identity(tab, "Carina")
    tab.do("history_pin", id=name, on=True)
    other.do("history_hear", records={name: tab.browser.texts[name]})
    other.do("history_rename", id=name, title="theirs")
    tab.do("history_hear", records={name: tab.browser.texts[name]})
    tab.do("history_undo")
    assert one(tab, "theirs")["pinned"] is False
    other.do("history_delete", id=identity(tab, "Vega"))
    tab.do("history_hear", records={}, gone=[identity(tab, "Vega")])
    assert tab.titles == ["M 51", "theirs"]
    assert Tab(tab.browser).titles == tab.titles


def test_undo_takes_back_what_nobody_else_changed(tab: Tab) -> None:
    other = Tab(tab.browser)
    name = identity(tab, "Carina")
    tab.do("history_rename", id=name, title="mine")
    other.do("history_hear", records={name: tab.browser.texts[name]})
    other.do("history_pin", id=name, on=True)
    tab.do("history_hear", records={name: tab.browser.texts[name]})
    tab.do("history_undo")
    assert one(tab, "Carina")["pinned"] is True
    tab.do("history_rename", id=name, title="mine again")
    tab.do("history_hear", records={name: "{"})
    tab.do("history_undo")
    assert "Carina" not in tab.titles


# What cannot be read


def test_what_cannot_be_read_is_listed_and_stays(tab: Tab) -> None:
    tab.browser.texts |= {"x": "{", "y": stored(1, version=9, title="newer")}
    again = Tab(tab.browser)
    assert again.titles[-2:] == ["A record that cannot be read"] * 2
    assert again.seen["groups"][-1]["label"] == "Cannot be read"
    assert again.records[-1]["again"] is None
    assert again.browser.texts["x"] == "{"
    assert again.pieces("history_raw", id="x") == "{"
    for command in ("history_open", "history_again", "history_rename"):
        assert "error" in again.ask(command, id="x", title="a")
    again.do("history", search="cannot be read")
    assert len(again.records) == 2
    again.do("history_delete", id="x")
    assert "x" not in again.browser.texts
    again.do("history_undo")
    assert again.browser.texts["x"] == "{"


def test_a_damaged_record_opens_as_far_as_it_can_be_read(tab: Tab) -> None:
    name = identity(tab, "Carina")
    record = Record.read(tab.browser.texts[name])
    assert record
    assert record.products
    content = bytearray(record.products)
    content[-1] ^= 1
    text = json.loads(tab.browser.texts[name])
    text["products"] = base64.b64encode(content).decode()
    tab.browser.texts[name] = json.dumps(text)
    again = Tab(tab.browser)
    view = again.view("history_open", id=name)
    assert view["files"] == 3
    assert "A part of this record is damaged" in view["message"]
    error = again.ask("history_again", id=name)["error"]
    assert "cannot be made again" in error["message"]


def test_an_unknown_method_is_told(tab: Tab) -> None:
    way = json.loads(stored(1))["way"] | {"method": "telepathy"}
    tab.browser.texts["x"] = stored(1, way=way, title="odd")
    again = Tab(tab.browser)
    record = one(again, "odd")
    assert record["method"] == "telepathy"
    assert record["again"] == {
        "enabled": False,
        "hint": "This Skybasket does not know the way in which these files were "
        "downloaded.",
        "dialog": False,
    }
    assert again.ask("history_again", id="x")["error"]["kind"] == "retrieval"
    way = json.loads(stored(1))["way"] | {"layout": "{colour}", "jobs": 99}
    again.do("history_hear", records={"x": stored(1, way=way)})
    assert again.ask("history_again", id="x")["error"]["kind"] == "retrieval"


def test_five_hundred_records_are_listed(tab: Tab) -> None:
    template = json.loads(stored(1))
    for number in range(500):
        moment = f"2026-09-{number // 20 + 1:02}T{number % 20:02}:00:00Z"
        told = template | {"when": moment, "title": f"Record {number}"}
        tab.browser.texts[f"n{number}"] = json.dumps(told)
    again = Tab(tab.browser)
    assert again.seen["shown"] == "503 records"
    assert len(again.seen["groups"]) == 26
    again.do("history", search="record 49")
    assert len(again.records) == 11
    again.do("history_clear")
    assert again.browser.texts == {}
    again.do("history_undo")
    assert len(again.browser.texts) == 503
    assert Entry.read("n1", again.browser.texts["n1"]).record
