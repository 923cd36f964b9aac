"""The commands on rows: ranges, neighbours, names, and the row that is nearest."""

from __future__ import annotations

import pytest

from tests.archive.catalogue import answer, product
from tests.unit.page import Page, View, row

TREE = [
    product("a_drz.fits", "A", "HST"),
    product("a_flc.fits", "A", "HST"),
    product("b_drz.fits", "B", "HST"),
    product("b_flc.fits", "B", "HST"),
    product("c_i2d.fits", "C", "JWST"),
]
ROWS = (
    *("HST", "A", "a_drz.fits", "a_flc.fits", "B", "b_drz.fits", "b_flc.fits"),
    *("JWST", "C", "c_i2d.fits"),
)


@pytest.fixture
def page() -> Page:
    page = Page()
    view = page.open(answer(TREE), "tree.json")
    assert [found["name"] for found in view["rows"]["rows"]] == list(ROWS)
    return page


def identity(page: Page, name: str) -> str:
    found: str = row(page.view(), name)["id"]
    return found


def ticked(view: View) -> list[str]:
    """Return the names of the files that are selected."""
    rows = view["rows"]["rows"]
    return [r["name"] for r in rows if r["kind"] == "file" and r["checked"] is True]


def check_range(page: Page, first: str, last: str, **more: object) -> View:
    options = {"on": True, "whole": False, "run": 1} | more
    ends = {"from": identity(page, first), "to": identity(page, last)}
    return page.view("check_range", **ends, **options)


@pytest.mark.parametrize(
    ("first", "last", "whole", "expected"),
    [
        ("a_drz.fits", "a_flc.fits", False, "a_drz a_flc"),
        ("a_flc.fits", "b_drz.fits", False, "a_flc b_drz"),
        ("b_drz.fits", "a_flc.fits", False, "a_flc b_drz"),
        ("a_flc.fits", "B", False, "a_flc"),
        ("a_flc.fits", "B", True, "a_flc b_drz b_flc"),
        ("HST", "HST", True, "a_drz a_flc b_drz b_flc"),
        ("HST", "c_i2d.fits", False, "a_drz a_flc b_drz b_flc c_i2d"),
    ],
)
def test_a_range_ticks_what_lies_between(
    page: Page, first: str, last: str, whole: bool, expected: str
) -> None:
    view = check_range(page, first, last, whole=whole)
    assert ticked(view) == [f"{stem}.fits" for stem in expected.split()]
    view = check_range(page, first, last, whole=whole, on=False, run=2)
    assert ticked(view) == []


def test_a_closed_folder_in_a_range_stands_for_its_files(page: Page) -> None:
    page.view("expand", id=identity(page, "B"), on=False)
    check_range(page, "a_flc.fits", "B")
    view = page.view("expand_all", on=True)
    assert ticked(view) == ["a_flc.fits", "b_drz.fits", "b_flc.fits"]


def test_a_range_takes_only_what_is_shown(page: Page) -> None:
    page.view("filter_name", text="drz")
    check_range(page, "HST", "b_drz.fits")
    assert ticked(page.view("filter_reset")) == ["a_drz.fits", "b_drz.fits"]


def test_a_range_that_changes_is_one_step(page: Page) -> None:
    page.view("check", id=identity(page, "b_flc.fits"), on=True)
    check_range(page, "a_drz.fits", "b_drz.fits")
    view = check_range(page, "a_drz.fits", "a_flc.fits")
    assert ticked(view) == ["a_drz.fits", "a_flc.fits", "b_flc.fits"]
    assert view["actions"]["undo"]["hint"] == "Undo: Selected 2 files"
    assert ticked(page.view("undo")) == ["b_flc.fits"]
    view = check_range(page, "a_drz.fits", "a_drz.fits")
    assert ticked(view) == ["a_drz.fits", "b_flc.fits"]
    assert ticked(page.view("undo")) == ["b_flc.fits"]


def test_a_range_may_end_in_a_row_by_its_number(page: Page) -> None:
    start = identity(page, "a_flc.fits")
    view = page.view(
        "check_range", **{"from": start, "to": 5, "on": True, "whole": False, "run": 1}
    )
    assert ticked(view) == ["a_flc.fits", "b_drz.fits"]


@pytest.mark.parametrize(
    "wrong", [{"from": 77}, {"from": "f77"}, {"to": -1}, {"to": None}, {"run": True}]
)
def test_a_range_of_rows_that_are_not_there(page: Page, wrong: View) -> None:
    sent = {"from": 0, "to": 1, "on": True, "whole": True, "run": 1} | wrong
    assert page.ask("check_range", **sent)["error"]["kind"] in {"selection", "command"}
    assert ticked(page.view()) == []


@pytest.mark.parametrize(
    ("closed", "on", "rows"), [("HST", "HST", 10), ("A", "B", 10), ("A", "C", 8)]
)
def test_folders_beside_one_are_opened(
    page: Page, closed: str, on: str, rows: int
) -> None:
    page.view("expand", id=identity(page, closed), on=False)
    view = page.view("expand_beside", id=identity(page, on))
    assert view["tree"]["rows"] == rows


@pytest.mark.parametrize(
    ("start", "text", "found"),
    [
        ("HST", "a", "A"),
        ("A", "a", "a_drz.fits"),
        ("A", "A_F", "a_flc.fits"),
        ("a_drz.fits", "a_d", "a_drz.fits"),
        ("a_flc.fits", "a", "A"),
        ("HST", "j", "JWST"),
        ("JWST", "h", "HST"),
        ("HST", "bb", "b_drz.fits"),
        ("HST", "BbBb", "B"),
        ("HST", "b_flc.fits", "b_flc.fits"),
        ("HST", "drz", None),
        ("HST", "zz", None),
    ],
)
def test_typing_leads_to_a_name(
    page: Page, start: str, text: str, found: str | None
) -> None:
    answered = page.view("find_row", **{"from": identity(page, start), "text": text})
    if found is None:
        said = f"No row begins with “{text}”"
        assert answered == {"index": None, "message": said}
    else:
        assert answered == {"index": ROWS.index(found), "message": ""}


def test_names_of_rows_that_are_not_drawn_are_not_found(page: Page) -> None:
    page.view("expand", id=identity(page, "B"), on=False)
    answered = page.view("find_row", **{"from": 0, "text": "b_"})
    assert answered["index"] is None
    page.view("expand", id=identity(page, "HST"), on=False)
    answered = page.view("find_row", **{"from": 0, "text": "b"})
    assert answered["index"] is None


def nearest(page: Page, before: View, name: str) -> str | None:
    """Return the row that takes the place of one, by its name."""
    index = page.view("locate", id=row(before, name)["id"])["index"]
    if index is None:
        return None
    found: str = page.view()["rows"]["rows"][index]["name"]
    return found


@pytest.mark.parametrize(
    ("text", "gone", "instead"),
    [
        ("drz", "a_flc.fits", "a_drz.fits"),
        ("flc", "a_drz.fits", "a_flc.fits"),
        ("c_", "a_drz.fits", "JWST"),
        ("c_", "HST", "JWST"),
        ("a_", "b_drz.fits", "a_flc.fits"),
        ("a_", "B", "a_flc.fits"),
        ("b_", "A", "B"),
        ("b_", "a_flc.fits", "B"),
        ("a_", "c_i2d.fits", "a_flc.fits"),
    ],
)
def test_the_nearest_row_takes_the_place_of_one_that_is_hidden(
    page: Page, text: str, gone: str, instead: str
) -> None:
    before = page.view()
    page.view("filter_name", text=text)
    assert nearest(page, before, gone) == instead


def test_a_closed_folder_takes_the_place_of_what_is_in_it(page: Page) -> None:
    before = page.view()
    page.view("expand", id=row(before, "A")["id"], on=False)
    assert nearest(page, before, "a_flc.fits") == "A"
    page.view("expand", id=row(before, "HST")["id"], on=False)
    assert nearest(page, before, "a_flc.fits") == "HST"
    assert nearest(page, before, "B") == "HST"


def test_a_removed_file_has_a_nearest_row(page: Page) -> None:
    before = page.view()
    page.view("check", id=row(before, "a_flc.fits")["id"], on=True)
    page.view("remove_selected")
    assert nearest(page, before, "a_flc.fits") == "a_drz.fits"
    page.view("remove_all")
    assert nearest(page, before, "a_flc.fits") is None
