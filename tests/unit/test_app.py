"""The commands that the page sends, and the views that come back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import SettingsError
from skybasket.app import App

from tests.unit.lists import answer, product

SAMPLE = Path(__file__).resolve().parents[2] / "site" / "sample.json"
View = dict[str, Any]


class Page:
    """Sends commands as the page does."""

    def __init__(self) -> None:
        self.app = App('{"archive": "https://mast.stsci.edu"}')

    def ask(self, command: str, **arguments: object) -> View:
        found: View = json.loads(self.app.call(command, json.dumps(arguments)))
        return found

    def view(self, command: str = "view", **arguments: object) -> View:
        found = self.ask(command, **({"window": [0, 200]} | arguments))
        assert "error" not in found, found
        view: View = found["view"]
        return view

    def open(self, content: bytes, name: str = "list.json") -> View:
        self.ask("begin")
        for start in range(0, len(content), 1000):
            self.app.receive(memoryview(content)[start : start + 1000])
        return self.view("open", name=name)


@pytest.fixture
def page() -> Page:
    page = Page()
    page.open(SAMPLE.read_bytes(), "Sample basket")
    return page


def group(view: View, facet: str) -> View:
    found: View = next(g for g in view["filters"]["groups"] if g["facet"] == facet)
    return found


def row(view: View, name: str) -> View:
    found: View = next(r for r in view["rows"]["rows"] if r["name"] == name)
    return found


def test_an_empty_basket_has_a_view() -> None:
    view = Page().view()
    assert view["files"] == 0
    assert view["tree"]["empty"] == "The basket is empty"
    assert not view["actions"]["download"]["enabled"]
    assert view["rows"] == {"start": 0, "rows": []}


def test_the_first_basket_starts_recommended(page: Page) -> None:
    view = page.view()
    assert view["filters"]["recommended"] == {
        "on": True,
        "enabled": True,
        "note": "Hides 32 files that the archive does not recommend",
    }
    assert view["summary"]["shown"] == "31 of 63 shown · 21 observations"
    off = page.view("filter_recommended", on=False)
    assert off["filters"]["recommended"]["note"] == (
        "The most essential files only: 31 of 63"
    )
    assert off["message"] == "63 of 63 files shown."


def test_a_further_basket_starts_with_the_last_choice(page: Page) -> None:
    page.view("filter_recommended", on=False)
    page.view("remove_all")
    view = page.open(SAMPLE.read_bytes())
    assert not view["filters"]["recommended"]["on"]


def test_without_marks_the_switch_is_off_and_says_why() -> None:
    page = Page()
    row = product()
    del row["productGroupDescription"]
    switch = page.open(answer(row))["filters"]["recommended"]
    assert (switch["on"], switch["enabled"]) == (False, False)
    assert "no file in this basket is marked" in switch["note"]
    marked = page.open(answer(product(dataURI="mast:JWST/product/other.fits")))
    assert marked["filters"]["recommended"]["on"]


def test_removing_the_last_marked_file_turns_the_switch_off() -> None:
    page = Page()
    page.open(
        answer(product(), product(dataURI="mast:b", productGroupDescription=None))
    )
    page.view("check_all", on=True)
    view = page.view("remove_selected")
    assert (view["files"], view["tree"]["rows"]) == (1, 3)
    assert not view["filters"]["recommended"]["on"]


def test_facets_have_words_counts_and_bars(page: Page) -> None:
    view = page.view("filter_recommended", on=False)
    labels = [g["label"] for g in view["filters"]["groups"]]
    assert labels == [
        "Product category",
        "Data product type",
        "File extension",
        "Batch download",
        "Product group",
        "Mission",
        "Instrument",
        "Optical filter",
        "Data type",
        "Proposal",
        "Level",
        "Access",
    ]
    science = group(view, "category")["values"][1]
    assert science["label"] == "Science"
    assert science["help"].startswith("The most calibrated data")
    assert (science["count"], science["share"]) == ("48", 1)
    groups = group(view, "group")
    assert (len(groups["values"]), groups["more"]) == (8, "Show all 24")
    everything = page.view("list_facet", facet="group", all=True, search="")
    assert len(group(everything, "group")["values"]) == 24
    assert group(everything, "group")["more"] == "Show fewer"
    found = page.view("list_facet", facet="group", all=False, search="dv")
    assert [v["value"] for v in group(found, "group")["values"]] == [
        "DVM",
        "DVS",
        "DVT",
    ]


def test_a_facet_is_counted_without_its_own_filter(page: Page) -> None:
    page.view("filter_recommended", on=False)
    view = page.view("filter_value", facet="mission", value="TESS", on=True)
    missions = {v["value"]: v["count"] for v in group(view, "mission")["values"]}
    assert missions == {"JWST": "22", "HST": "22", "TESS": "19"}
    categories = {v["value"]: v for v in group(view, "category")["values"]}
    assert categories["CATALOG"]["empty"]
    assert categories["CATALOG"]["count"] == "0"
    only = page.view("filter_only", facet="mission", value="HST")
    assert only["summary"]["shown"] == "22 of 63 shown · 11 observations"
    cleared = page.view("filter_clear", facet="mission")
    assert group(cleared, "mission")["chosen"] == 0
    assert page.view("filter_reset")["filters"]["active"] is False


def test_sizes_are_typed_with_units(page: Page) -> None:
    page.view("filter_recommended", on=False)
    ends = {
        "from": {"number": "1,5", "unit": "MB"},
        "to": {"number": "2", "unit": "GB"},
    }
    view = page.view("filter_size", **ends)
    assert view["filters"]["size"]["from"] == {"number": "1.5", "unit": "MB"}
    assert view["filters"]["size"]["to"] == {"number": "2", "unit": "GB"}
    shown = view["summary"]["shown"]
    wrong = page.view("filter_size", **(ends | {"to": {"number": "x", "unit": "MB"}}))
    assert "number" in wrong["filters"]["size"]["error"]
    assert wrong["summary"]["shown"] == shown
    swapped = page.view("filter_size", **(ends | {"to": {"number": "1", "unit": "B"}}))
    assert "above" in swapped["filters"]["size"]["error"]


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        ("1234.567", "MB", {"number": "1234.567", "unit": "MB"}),
        ("1,284", "B", {"number": "1.284", "unit": "kB"}),
        ("1,5", "kB", {"number": "1.5", "unit": "kB"}),
        ("1234567", "GB", {"number": "1234567", "unit": "GB"}),
        ("1234567", "B", {"number": "1234.567", "unit": "kB"}),
    ],
)
def test_sizes_come_back_as_they_were_meant(
    page: Page, number: str, unit: str, shown: dict[str, str]
) -> None:
    ends = {"from": {"number": "", "unit": "B"}, "to": {"number": number, "unit": unit}}
    view = page.view("filter_size", **ends)
    assert view["filters"]["size"]["to"] == shown


def test_a_size_of_too_many_digits_is_said(page: Page) -> None:
    ends = {
        "from": {"number": "9" * 400, "unit": "GB"},
        "to": {"number": "", "unit": "B"},
    }
    assert page.view("filter_size", **ends)["filters"]["size"]["error"]


def test_settings_must_name_an_archive() -> None:
    for settings in ("", "[]", '{"archive": 5}', '{"archive": "nowhere"}', "[" * 9999):
        with pytest.raises(SettingsError):
            App(settings)


def test_only_the_switch_itself_and_undo_are_choices(page: Page) -> None:
    def starts() -> object:
        page.view("remove_all")
        return page.open(SAMPLE.read_bytes())["filters"]["recommended"]["on"]

    page.view("filter_reset")
    assert starts()
    page.view("filter_recommended", on=False)
    page.view("undo")
    assert starts()
    page.view("filter_recommended", on=False)
    assert not starts()


def test_a_removed_file_has_no_details(page: Page) -> None:
    file = row(page.view(), "u9o40504m_drz.fits")["id"]
    page.view("remove_all")
    assert page.ask("details", id=file)["error"]["kind"] == "selection"


def test_a_page_of_an_answer_is_announced_as_one() -> None:
    view = Page().open(answer(product(), paging={"rowsFiltered": 3}))
    assert view["message"].endswith("2 more products are at the archive.")


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


def test_the_download_dialog(page: Page) -> None:
    page.view("check_all", on=True)
    plan = page.view("download", method=None, foreign=[])
    assert plan["title"] == "Download 31 files"
    assert [m["name"] for m in plan["methods"]] == ["curl", "links"]
    assert plan["preview"].startswith("#!/usr/bin/env bash\n")
    assert plan["command"] == f"bash {plan['filename']}"
    pieces = list(page.app.pieces("text", '{"method": "curl", "foreign": []}'))
    assert pieces == [plan["preview"]]
    links = page.view("download", method="links", foreign=[])
    assert links["preview"].count("\n") == 31


def test_foreign_files_are_listed_and_ticked_one_by_one() -> None:
    page = Page()
    view = page.open(
        answer(
            product(dataURI="https://example.org/x.fits", productFilename="x.fits"),
            product(dataURI="ftp://example.org/y.fits", productFilename="y.fits"),
        )
    )
    view = page.view("check_all", on=True)
    plan = page.view("download", method=None, foreign=[])
    assert not plan["methods"][0]["enabled"]
    assert [file["allowed"] for file in plan["foreign"]["files"]] == [True, False]
    ticked = page.view("download", method="links", foreign=[row(view, "x.fits")["id"]])
    assert ticked["preview"] == "https://example.org/x.fits\n"


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
    ],
)
def test_what_does_not_fit_is_an_error_and_changes_nothing(
    page: Page, command: str, arguments: str, kind: str
) -> None:
    before = page.view()
    answer = json.loads(page.app.call(command, arguments))
    assert answer["error"]["kind"] == kind
    assert answer["error"]["message"]
    assert page.view()["summary"] == before["summary"]


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
    "download",
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
                    ["id", "on", "facet", "value", "window", "text", "from"]
                ),
                json_values | st.sampled_from(["f1", "o1", "m1", "group", "size"]),
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
