"""The commands that the page sends, and the views that come back."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import SettingsError
from skybasket.app import App
from skybasket.app.session import Session
from skybasket.errors import CommandError

from tests.unit.lists import answer, product
from tests.unit.page import Page, View, row


def test_an_empty_basket_has_a_view() -> None:
    view = Page().view()
    assert view["files"] == 0
    assert view["tree"]["empty"] == "The basket is empty"
    assert not view["actions"]["download"]["enabled"]
    assert view["rows"] == {"start": 0, "rows": []}


def test_settings_must_name_an_archive() -> None:
    for settings in (
        "",
        "[]",
        '{"archive": 5}',
        '{"archive": "nowhere"}',
        '{"references": 5}',
        "[" * 9999,
    ):
        with pytest.raises(SettingsError):
            App(settings)


def test_a_removed_file_has_no_details(page: Page) -> None:
    file = row(page.view(), "u9o40504m_drz.fits")["id"]
    page.view("remove_all")
    assert page.ask("details", id=file)["error"]["kind"] == "selection"


def test_a_page_of_an_answer_is_announced_as_one() -> None:
    view = Page().open(answer(product(), paging={"rowsFiltered": 3}))
    assert view["message"].endswith("2 more products are at the archive.")


def test_rows_after_ticks_look_like_those_drawn_anew(page: Page) -> None:
    view = page.view("expand_all", on=True)
    for place in (0, 1, 4, 9, 4):
        row = view["rows"]["rows"][place]
        view = page.view("check", id=row["id"], on=row["checked"] is not True)
        again = page.view("expand_all", on=True)  # the same rows, as they stay
        page.view("expand_all", on=False)
        anew = page.view("expand_all", on=True)
        assert view["rows"] == again["rows"] == anew["rows"]


def test_checking_folders_is_tri_state(page: Page) -> None:
    view = page.view("filter_recommended", on=False)
    mission = row(view, "TESS")
    view = page.view("check", id=mission["id"], on=True)
    assert row(view, "TESS")["checked"] is True
    assert view["tree"]["check_all"] == "mixed"
    assert view["message"].startswith("19 files selected")
    one = row(view, "tess2018206045859-s0001-0000000150428135-0120-s_lc.fits")
    view = page.view("check", id=one["id"], on=False)
    assert row(view, "TESS")["checked"] == "mixed"
    view = page.view("filter_only", facet="mission", value="HST")
    assert view["summary"]["hidden"] == "18 selected files are hidden by the filters"
    assert "18 hidden" in view["actions"]["remove_selected"]["hint"]


def test_rows_know_their_place(page: Page) -> None:
    view = page.view()
    rows = view["rows"]["rows"]
    assert len(rows) == view["tree"]["rows"]
    for index, found in enumerate(rows):
        assert page.view("locate", id=found["id"]) == {"index": index}
        if found["level"] > 1:
            assert rows[found["parent"]]["level"] == found["level"] - 1
    siblings = [r for r in rows if r["level"] == 1]
    assert [r["positionInSet"] for r in siblings] == [1, 2, 3]
    assert {r["setSize"] for r in siblings} == {3}
    assert page.view("locate", id="f99999") == {"index": None}


def test_collapsed_folders_hide_their_rows(page: Page) -> None:
    before = page.view()
    closed = page.view("expand", id=row(before, "JWST")["id"], on=False)
    assert closed["tree"]["rows"] < before["tree"]["rows"]
    assert closed["generation"] > before["generation"]
    assert page.view("expand_all", on=False)["tree"]["rows"] == 3 + 21
    again = page.view("expand_all", on=True)
    assert again["tree"]["rows"] == before["tree"]["rows"]


def test_steps_are_named_in_words(page: Page) -> None:
    view = page.view("check_all", on=True)
    assert view["actions"]["undo"]["hint"] == "Undo: Selected 31 files"
    view = page.view("remove_selected")
    assert view["message"] == "Removed 31 files."
    view = page.view("undo")
    assert view["message"] == "Undone: Removed 31 files."
    assert view["actions"]["redo"]["hint"] == "Redo: Removed 31 files"
    assert page.view("redo")["files"] == 32


def test_details_name_everything(page: Page) -> None:
    file = row(page.view(), "u9o40504m_drz.fits")
    details = page.view("details", id=file["id"])
    fields = {field["label"]: field["values"] for field in details["fields"]}
    assert fields["Size"] == ["27.2 MB (27,227,520 bytes)"]
    assert fields["Instrument"] == ["WFPC2 (read off the name)"]
    assert fields["Category"] == ["Science"]
    assert fields["Level"] == ["3 combined"]
    assert fields["Observations that lead to it"] == ["U9O40504M"]
    assert fields["URI"] == ["mast:HST/product/u9o40504m_drz.fits"]
    assert details["download"]["url"].endswith(fields["URI"][0])
    folder = page.view("details", id=row(page.view(), "U9O40504M")["id"])
    assert (folder["kind"], folder["download"]) == ("observation", None)


@pytest.mark.parametrize(
    ("address", "is_linked"),
    [
        ("https://archive.stsci.edu/missions/jwst.html", True),
        ("https://data.example.org/manual.html", False),
        ("http://archive.stsci.edu/missions/jwst.html", False),
        ("https://archive.stsci.edu@example.org/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_the_archives_own_documentation_is_linked(
    address: str, is_linked: bool
) -> None:
    page = Page()
    view = page.open(answer(product(productDocumentationURL=address)))
    details = page.view("details", id=view["rows"]["rows"][-1]["id"])
    [field] = [f for f in details["fields"] if f["label"] == "Documentation"]
    assert field["values"] == [address]
    assert field["link"] == (address if is_linked else "")


@pytest.mark.parametrize(
    ("command", "arguments", "kind"),
    [
        ("fly", "{}", "command"),
        ("__init__", "{}", "command"),
        ("view", "[1]", "command"),
        ("view", "{", "command"),
        ("view", "[" * 100_000, "command"),
        ("check", '{"id": "f%s", "on": true}' % ("9" * 5000), "command"),
        ("check", '{"id": "f%s", "on": true}' % ("9" * 500), "selection"),
        ("filter_name", '{"text": "%s"}' % ("x" * 300), "filter"),
        ("view", '{"window": [0, 99999999]}', "command"),
        ("check", "{}", "command"),
        ("check", '{"id": "f999", "on": true}', "selection"),
        ("check", '{"id": "m77", "on": true}', "selection"),
        ("details", '{"id": "../x"}', "selection"),
        ("filter_value", '{"facet": "name", "value": "x", "on": true}', "filter"),
        ("list_facet", '{"facet": "x", "all": true, "search": ""}', "filter"),
        ("open", '{"name": "nothing.json"}', "format"),
        ("download", '{"method": null, "foreign": []}', "retrieval"),
        ("download", '{"method": "telex", "foreign": []}', "retrieval"),
        ("download", '{"layout": 5}', "command"),
        ("download", '{"jobs": "all"}', "command"),
        ("looked_up", "{}", "format"),
        ("shelf", '{"zone": true}', "command"),
        ("shelf", '{"zone": 0, "elsewhere": [1]}', "command"),
        ("shelf_load", '{"records": {"a": 1}}', "command"),
        ("basket_open", '{"record": 1}', "command"),
        ("columns", '{"names": ["size", 1]}', "command"),
    ],
)
def test_what_does_not_fit_is_an_error_and_changes_nothing(
    page: Page, command: str, arguments: str, kind: str
) -> None:
    before = page.view()
    answer = json.loads(page.app.call(command, arguments))
    assert answer["error"]["kind"] == kind
    assert answer["error"]["message"]
    is_unknown = "There is no command" in answer["error"]["message"]
    assert is_unknown == (command in ("fly", "__init__"))
    assert page.view()["summary"] == before["summary"]


def test_details_say_what_stands_in_the_way() -> None:
    page = Page()
    view = page.open(
        answer(
            product(dataURI="mast:a/a.fits", productFilename="a.fits", size=999),
            product(dataURI="mast:a/b.fits", productFilename="b.fits", size=None),
            product(
                dataURI="mast:a/c.fits",
                productFilename="c.fits",
                dataRights="EXCLUSIVE_ACCESS",
            ),
            product(
                dataURI="https://example.org/d.fits", productFilename="d.fits", size=1
            ),
            product(dataURI="what:ever/e.fits", productFilename="e.fits"),
        )
    )

    def details(name: str) -> tuple[str, str, bool]:
        found = page.view("details", id=row(view, name)["id"])
        [size] = found["fields"][0]["values"]
        return size, found["note"], found["download"] is not None

    assert details("a.fits") == ("999 bytes", "", True)
    assert details("b.fits")[0] == "unknown"
    _, note, is_linked = details("c.fits")
    assert note.startswith("This file is not public: ")
    assert is_linked
    _, note, is_linked = details("d.fits")
    assert note.startswith("This file is not on one of the archive's hosts")
    assert note.endswith(": https://example.org/d.fits")
    assert not is_linked
    _, note, is_linked = details("e.fits")
    assert note == "This file has no web address that could be fetched."
    assert not is_linked


def test_an_answer_that_no_rule_foresaw_is_an_error_of_its_own(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = page.view()["rows"]["rows"]
    assert page.view("rows", start=2, stop=4)["rows"] == rows[2:4]
    monkeypatch.setattr(Session, "window", lambda *_: int("x"))
    error = page.ask("rows", start=2, stop=4)["error"]
    assert error["kind"] == "internal"
    [where] = error["where"]
    assert where.startswith("rows: ValueError: invalid literal")


@pytest.mark.parametrize("command", ["fly", "history_fly", "View", ""])
def test_there_are_no_other_texts_and_files(page: Page, command: str) -> None:
    for ask in (page.app.blob, page.app.pieces):
        with pytest.raises(CommandError, match=f"no command “{command}”"):
            ask(command, "{}")


COMMANDS = [
    "view",
    "check",
    "filter_value",
    "filter_name",
    "filter_size",
    "rows",
    "expand",
    "undo",
    "redo",
    "remove_all",
    "locate",
    "check_range",
    "expand_beside",
    "find_row",
    "download",
    "lookup",
    "looked_up",
]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.property
@given(
    st.lists(
        st.tuples(
            st.sampled_from(COMMANDS),
            st.dictionaries(
                st.sampled_from(
                    ["id", "on", "facet", "value", "window", "text", "from", "to"]
                ),
                json_values | st.sampled_from(["f0", "o1", "m1", "group", "size"]),
            ),
        ),
        max_size=6,
    )
)
def test_no_arguments_bring_an_internal_error(calls: list[tuple[str, View]]) -> None:
    page = Page()
    page.open(answer(product()))
    for command, arguments in calls:
        found = page.ask(command, **arguments)
        assert found.get("error", {}).get("kind") != "internal", found


def test_what_was_raised_beside_commands_is_told_as_they_do(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError) as raised:
        page.app.blob("nothing", "{}")
    monkeypatch.setattr(sys, "last_value", raised.value, raising=False)
    assert json.loads(page.app.problem()) == page.ask("nothing")
    monkeypatch.setattr(sys, "last_value", ZeroDivisionError("by zero"))
    told = json.loads(page.app.problem())["error"]
    assert (told["kind"], told["where"]) == (
        "internal",
        ["ZeroDivisionError: by zero"],
    )
