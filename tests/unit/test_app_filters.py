"""The filters pane: the switch, facets with counts, and sizes with units."""

from __future__ import annotations

import pytest
from skybasket import answer as answers
from skybasket.app import App

from tests.unit.lists import answer, product
from tests.unit.page import SAMPLE, Page, group

BAD = {"number": "x", "unit": "B"}
NONE = {"number": "", "unit": "B"}


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


def test_each_kind_of_filter_is_cleared_by_itself(page: Page) -> None:
    begun = page.view("filter_recommended", on=False)["summary"]["shown"]
    page.view("filter_name", text="_drz")
    page.view("filter_size", **{"from": {"number": "1", "unit": "MB"}, "to": NONE})
    page.view("filter_value", facet="category", value="SCIENCE", on=True)
    left = ["name", "category", "size"]
    for cleared in ("size", "category", "name"):
        filters = page.view("filter_clear", facet=cleared)["filters"]
        left.remove(cleared)
        assert (filters["name"] == "_drz") == ("name" in left)
        assert (filters["size"]["from"]["number"] == "1") == ("size" in left)
        values = group(page.view(), "category")["values"]
        assert any(value["chosen"] for value in values) == ("category" in left)
    assert page.view()["summary"]["shown"] == begun


def test_a_list_of_values_is_cut_and_says_so() -> None:
    page = Page()
    names = [f"target {number:03}" for number in range(600)]
    view = page.open(
        answer(
            *(
                product(dataURI=f"mast:{name}", productSubGroupDescription=name)
                for name in names
            )
        )
    )
    assert group(view, "group")["more"] == "Show all 600"
    view = page.view("list_facet", facet="group", all=True, search="")
    assert len(group(view, "group")["values"]) == 500
    assert group(view, "group")["more"] == (
        "The first 500 of 600: search for the others"
    )
    view = page.view("list_facet", facet="group", all=False, search="target")
    assert len(group(view, "group")["values"]) == 500


def test_a_page_gets_no_pane_that_it_has(page: Page) -> None:
    view = page.view("filter_recommended", on=False)
    same = page.view("check_all", on=True, pane=view["pane"])
    assert (same["pane"], same["filters"]) == (view["pane"], None)
    assert page.view()["filters"] == view["filters"]
    other = page.view("filter_name", text="raw", pane=view["pane"])
    assert other["pane"] > view["pane"]
    assert other["filters"]["name"] == "raw"
    wrong = page.view("filter_size", pane=other["pane"], **{"from": BAD, "to": NONE})
    assert wrong["pane"] > other["pane"]
    assert wrong["filters"]["size"]["error"]


def test_a_pane_that_takes_time_is_asked_for_by_itself(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_LONG", 8)
    first = page.view()
    view = page.view("filter_name", text="_i2d", pane=first["pane"])
    assert view["filters"] is None
    assert view["rows"]["rows"]
    late = page.view("pane", pane=view["pane"])["filters"]
    assert late["name"] == "_i2d"
    # It is at hand now, also for a page that still shows the first one.
    assert page.view("check_all", on=True, pane=first["pane"])["filters"] == late
    page.view("filter_name", text="_cal", pane=view["pane"])
    assert page.view("pane", pane=view["pane"])["filters"] is None


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


def test_a_search_in_a_facet_says_how_much_remains(page: Page) -> None:
    page.view("filter_recommended", on=False)
    page.view("filter_value", facet="group", value="DRZ", on=True)
    found = page.view("list_facet", facet="group", all=False, search="dv")
    assert found["message"] == "Product group: 3 of 24 values match."
    assert group(found, "group")["found"] == "3 of 24 match"
    # What is chosen stays, whatever is searched for.
    values = [v["value"] for v in group(found, "group")["values"]]
    assert values == ["DVM", "DVS", "DVT", "DRZ"]
    nothing = page.view("list_facet", facet="group", all=False, search="no such")
    assert nothing["message"] == "Product group: 0 of 24 values match."
    assert [v["value"] for v in group(nothing, "group")["values"]] == ["DRZ"]
    more = page.view("list_facet", facet="group", all=True, search="")
    assert more["message"] == "Product group: 24 of 24 values listed."
    less = page.view("list_facet", facet="group", all=False, search="")
    assert less["message"] == "Product group: 8 of 24 values listed."


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
        ("1.5 GB", "kB", {"number": "1.5", "unit": "GB"}),
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


@pytest.mark.parametrize("number", ["1,5", "1.5", "1,5\N{NO-BREAK SPACE}MB", "1500 kB"])
def test_sizes_are_typed_as_the_language_writes_them(number: str) -> None:
    page = Page()
    page.app = App("{}", "es")
    page.open(SAMPLE.read_bytes())
    ends = {"from": {"number": number, "unit": "MB"}, "to": {"number": "", "unit": "B"}}
    view = page.view("filter_size", **ends)
    assert view["filters"]["size"]["from"] == {"number": "1,5", "unit": "MB"}
    App("{}")


def test_a_size_of_too_many_digits_is_said(page: Page) -> None:
    ends = {
        "from": {"number": "9" * 400, "unit": "GB"},
        "to": {"number": "", "unit": "B"},
    }
    assert page.view("filter_size", **ends)["filters"]["size"]["error"]


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


@pytest.mark.parametrize("parts", [0, 1, 100])
def test_searches_are_prepared_while_there_is_time(page: Page, parts: int) -> None:
    for _ in range(parts):
        more = page.view("prepare")["more"]
    assert not parts or more is (parts == 1)
    shown = page.view("filter_name", text="*_i2d.fits")["summary"]["shown"]
    while page.view("prepare")["more"]:
        pass
    page.view("filter_clear", facet="name")
    assert page.view("filter_name", text="*_I2D.fits")["summary"]["shown"] == shown
