"""The menu of a row: what it offers, and what that does."""

from __future__ import annotations

import pytest

from tests.archive.catalogue import answer
from tests.browser.lists import FOREIGN, MIXED
from tests.unit.page import Page, View, row

C0F, DRZ = "u9ox0504m_c0f.fits", "u9ox0504m_drz.fits"


@pytest.fixture
def page() -> Page:
    page = Page()
    page.open(answer(MIXED), "mixed.json")
    page.view("filter_recommended", on=False)
    return page


def menu(page: Page, name: str) -> View:
    return page.view("row_menu", id=row(page.view(), name)["id"])


def entry(page: Page, name: str, label: str) -> View:
    found: View = next(
        entry
        for group in menu(page, name)["groups"]
        for entry in group["entries"]
        if entry["label"] == label
    )
    return found


def offered(page: Page, name: str) -> dict[str, list[str]]:
    return {
        group["label"]: [entry["label"] for entry in group["entries"]]
        for group in menu(page, name)["groups"]
    }


def choose(page: Page, name: str, label: str) -> View:
    found = entry(page, name, label)
    return page.view(found["command"], **found["arguments"])


def ticked(view: View) -> list[str]:
    rows = view["rows"]["rows"]
    return [r["name"] for r in rows if r["kind"] == "file" and r["checked"] is True]


def test_a_file_offers_what_makes_sense(page: Page) -> None:
    assert menu(page, C0F)["label"] == f"Actions for {C0F}"
    assert offered(page, C0F) == {
        "Select like this": [
            "Same group: C0F",
            "Same extension: .fits",
            "Same category: Science",
            "Same observation",
        ],
        "Show only": [
            "Product group: C0F",
            "File extension: .fits",
            "Product category: Science",
        ],
        "Copy": ["Copy name", "Copy path", "Copy URI", "Copy direct link"],
        "File": ["Show details", "Remove from the basket"],
    }
    assert entry(page, C0F, "Same observation")["note"] == "5 files"


def test_a_folder_offers_what_makes_sense(page: Page) -> None:
    assert offered(page, "HST") == {
        "Selection": ["Select all 5 files in it"],
        "Show only": ["Mission: HST"],
        "Copy": ["Copy name", "Copy path"],
        "Folder": [
            "Close",
            "Open all in it",
            "Close all in it",
            "Show details",
            "Remove the 5 files in it",
        ],
    }
    choose(page, "HST", "Select all 5 files in it")
    choose(page, "U9OX0504M", "Close")
    assert offered(page, "U9OX0504M") == {
        "Selection": ["Deselect the 5 files in it"],
        "Show only": ["Mission: HST", "Proposal: 8059"],
        "Copy": ["Copy name", "Copy path"],
        "Folder": ["Open", "Show details", "Remove the 5 files in it"],
    }


def test_what_is_missing_is_not_offered(page: Page) -> None:
    labels = offered(page, "63748")
    assert labels["Show only"] == ["Mission: GALEX"]
    labels = offered(page, "AIS_419-nd-int.fits.gz")
    assert "Same extension: .fits.gz" in labels["Select like this"]
    assert not [text for text in labels["Select like this"] if "group" in text]


def test_a_foreign_file_has_no_direct_link() -> None:
    page = Page()
    page.open(answer(FOREIGN), "foreign.json")
    for name in ("hlsp_there_lc.fits", "hlsp_unsafe_lc.fits"):
        assert "Copy direct link" not in offered(page, name)["Copy"]
    assert "Copy direct link" in offered(page, "hlsp_here_lc.fits")["Copy"]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Copy name", C0F),
        ("Copy path", f"HST/U9OX0504M/{C0F}"),
        ("Copy URI", f"mast:HST/product/{C0F}"),
        (
            "Copy direct link",
            f"https://mast.stsci.edu/api/v0.1/Download/file?uri=mast:HST/product/{C0F}",
        ),
    ],
)
def test_texts_to_copy(page: Page, label: str, text: str) -> None:
    assert entry(page, C0F, label)["copy"] == text


def test_folders_are_copied_too(page: Page) -> None:
    assert entry(page, "U9OX0504M", "Copy path")["copy"] == "HST/U9OX0504M"
    assert entry(page, "HST", "Copy path")["copy"] == "HST"
    assert entry(page, "U9OX0504M", "Copy name")["copy"] == "U9OX0504M"


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Same group: C0F", [C0F]),
        ("Same category: Science", [C0F, "u9ox0504m_d0f.fits", DRZ]),
        (
            "Same observation",
            [
                *(C0F, "u9ox0504m_d0f.fits", DRZ),
                *("u9ox0504m_jit.jpg", "u9ox0504m_trl.txt"),
            ],
        ),
    ],
)
def test_selecting_what_is_like_a_file(
    page: Page, label: str, names: list[str]
) -> None:
    page.view("filter_only", facet="mission", value="HST")
    view = choose(page, C0F, label)
    assert ticked(view) == names
    assert view["message"].startswith(f"{len(names)} file")
    assert ticked(page.view("undo")) == []


def test_only_what_is_shown_is_like_a_file(page: Page) -> None:
    page.view("filter_name", text="*_c0f.fits")
    choose(page, C0F, "Same observation")
    assert ticked(page.view("filter_reset")) == [C0F]


def test_showing_only_what_is_like_a_file(page: Page) -> None:
    view = choose(page, C0F, "Product group: C0F")
    assert view["summary"]["shown"].startswith("1 of 16 shown")


def test_removing_a_row(page: Page) -> None:
    view = choose(page, C0F, "Remove from the basket")
    assert (view["files"], view["message"]) == (15, "Removed 1 file.")
    page.view("filter_name", text="*.fits")
    view = choose(page, "U9OX0504M", "Remove the 2 files in it")
    assert view["files"] == 13
    assert page.view("undo")["files"] == 15


def test_all_folders_in_a_mission_open_and_close(page: Page) -> None:
    before = page.view()["tree"]["rows"]
    assert choose(page, "JWST", "Close all in it")["tree"]["rows"] == before - 7
    assert choose(page, "JWST", "Open all in it")["tree"]["rows"] == before


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("row_menu", {"id": "f99"}),
        ("select_like", {"id": "f0", "like": "sizes"}),
        ("select_like", {"id": "o0", "like": "observation"}),
        ("remove_row", {"id": "x"}),
        ("expand_below", {"id": "m99", "on": True}),
    ],
)
def test_rows_that_are_not_there(page: Page, command: str, arguments: View) -> None:
    assert page.ask(command, **arguments)["error"]["kind"] == "selection"


def test_a_name_without_anything_known_has_a_menu() -> None:
    page = Page()
    page.open(b"dataURI\nmast:X/y\n", "bare.csv")
    for found in page.view()["rows"]["rows"]:
        assert page.view("row_menu", id=found["id"])["groups"]
