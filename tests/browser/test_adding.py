"""Every way into the basket: search, tables, lists, pasted text, refused rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.archive import Fault
from tests.archive.catalogue import answer, observed, product, sizes, uri
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Route

    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

BAD = [
    product("good.fits", "A"),
    {**product("large.fits", "A"), "size": "a lot"},
    product("level.fits", "A", calib_level=77),
    product("line\nbreak.fits", "A"),
]


@pytest.fixture
def search(skybasket: Skybasket, archive: StandInArchive) -> Locator:
    """Return the search, of an archive that holds the mixed list."""
    archive.observations, archive.products = observed(MIXED)
    archive.hold(sizes(MIXED))
    skybasket.page.get_by_role("tab", name="Add products").click()
    panel = skybasket.page.get_by_role("tabpanel", name="Add products")
    for name in ("Target", "Position", "Proposals", "Missions", "Instruments"):
        panel.get_by_role("textbox", name=name, exact=True).fill("")
    panel.get_by_role("textbox", name="Observations or data sets").fill("")
    return panel


def find(search: Locator, **fields: str) -> None:
    """Fill fields of the form and search."""
    for name, text in fields.items():
        label = name.replace("_", " ").capitalize()
        search.get_by_role("textbox", name=label, exact=True).fill(text)
    search.get_by_role("button", name="Search", exact=True).click()


def test_from_a_search_to_files_in_the_basket(
    skybasket: Skybasket, search: Locator
) -> None:
    find(search, missions="HST, JWST")
    expect(search).to_contain_text("3 observations found.")
    search.get_by_role("button", name="List them").click()
    table = search.get_by_role("table", name="Observations found")
    expect(table).to_have_attribute("aria-rowcount", "4")
    search.get_by_role("checkbox", name="Choose U9OX0504M").click()
    expect(search).to_contain_text("1 of 3 observations chosen")
    search.get_by_role("button", name="Fetch their products").click()
    expect(search).to_contain_text("Products of 1 of 1 observations: 5 files")
    search.get_by_role("button", name="Add these products to the basket").click()
    expect(skybasket.row("U9OX0504M")).to_be_visible()
    skybasket.recommended.uncheck()
    expect(skybasket.page.get_by_text("All 5 shown")).to_be_visible()
    skybasket.press("Undo")
    skybasket.press("Undo")
    expect(skybasket.files).to_contain_text("Your basket is empty")


def test_the_table_can_be_sorted_and_chosen_as_a_whole(search: Locator) -> None:
    find(search, missions="HST, JWST, TESS, GALEX")
    search.get_by_role("button", name="List them").click()
    heading = search.get_by_role("columnheader", name=re.compile("^Observation"))
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    names = search.get_by_role("checkbox", name=re.compile("^Choose (?!all)"))
    expect(names.first).to_have_attribute("aria-label", "Choose 63748")
    heading.get_by_role("button").click()
    expect(names.last).to_have_attribute("aria-label", "Choose 63748")
    search.get_by_role("checkbox", name="Choose all observations").click()
    expect(search).to_contain_text("5 of 5 observations chosen")


@pytest.mark.firefox
def test_heads_of_the_table_stand_where_their_cells_do(search: Locator) -> None:
    find(search, missions="HST, JWST")
    search.get_by_role("button", name="List them").click()
    table = search.get_by_role("table", name="Observations found")
    expect(table.get_by_role("row")).to_have_count(4)
    heads, *rows = table.evaluate(
        """table => [...table.querySelectorAll("[role=row]")].map(({ children }) =>
          [...children].map((cell) => cell.getBoundingClientRect().left))"""
    )
    assert len(heads) == 10
    assert rows == [heads] * 3


def test_a_wrong_field_is_named(search: Locator) -> None:
    find(search, position="up there")
    field = search.get_by_role("textbox", name="Position", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(search.get_by_role("alert")).to_have_text(
        re.compile("up there: This is not a position on the sky")
    )
    other = search.get_by_role("textbox", name="Target", exact=True)
    colour = "it => getComputedStyle(it).borderTopColor"
    assert field.evaluate(colour) != other.evaluate(colour)


def test_an_archive_that_is_busy_is_asked_again(
    search: Locator, archive: StandInArchive
) -> None:
    archive.polls = 1
    find(search, missions="TESS")
    expect(search).to_contain_text("1 observation found.")


@pytest.mark.parametrize("reachable", [True, False])
def test_when_the_archive_fails_there_is_a_way_round(
    skybasket: Skybasket,
    search: Locator,
    archive: StandInArchive,
    watch: Watch,
    *,
    reachable: bool,
) -> None:
    watch.tolerate("blocked by CORS policy")
    watch.tolerate("Failed to load resource")
    if reachable:
        archive.faults["Mast.Caom.Filtered"] = Fault.UNAVAILABLE
    else:
        archive.cross_origin = False
    find(search, missions="TESS")
    problem = search.get_by_role("alert")
    expect(problem).to_contain_text("Or ask another way")
    link = problem.get_by_role("link").first
    expect(link).to_have_attribute("href", re.compile(r"/api/v0/invoke\?request="))
    problem.get_by_text("as a Python script with astroquery").click()
    expect(problem).to_contain_text("from astroquery.mast import Observations")
    archive.reset()
    archive.observations, archive.products = observed(MIXED)
    find(search, missions="TESS")
    expect(search).to_contain_text("1 observation found.")
    assert skybasket.dialog.count() == 0


def test_rows_that_cannot_be_taken_are_told_and_saved(skybasket: Skybasket) -> None:
    skybasket.open(answer(BAD), "bad.json")
    dialog = skybasket.dialog
    expect(dialog.get_by_role("heading")).to_have_text("What came of bad.json")
    expect(dialog).to_contain_text("1 file added")
    expect(dialog).to_contain_text("3 rows could not be taken")
    expect(dialog).to_contain_text("row 2: column size: 'a lot'")
    with skybasket.page.expect_download() as saving:
        dialog.get_by_role("button", name="Save these rows").click()
    saved = Path(saving.value.path()).read_text("utf-8")
    assert saved.splitlines()[0] == "place,reason,row"
    assert saved.count("large.fits") > 0
    dialog.get_by_role("button", name="Take it back").click()
    expect(skybasket.files).to_contain_text("Your basket is empty")


def test_a_table_of_strange_columns_asks_which_is_which(skybasket: Skybasket) -> None:
    skybasket.choose(b"where,heavy\nmast:HST/product/u9ox0504m_drz.fits,500\n", "x.csv")
    dialog = skybasket.dialog
    expect(dialog.get_by_role("heading")).to_have_text("Which column is which?")
    dialog.get_by_label("URI or link").select_option("where")
    dialog.get_by_label("Size in bytes").select_option("heavy")
    dialog.get_by_role("button", name="Open the table").click()
    expect(dialog).to_be_hidden()
    expect(skybasket.box("u9ox0504m_drz.fits")).to_be_visible()
    expect(skybasket.row("u9ox0504m_drz.fits")).to_contain_text("500 bytes")


def test_a_pasted_list_comes_into_the_basket(skybasket: Skybasket) -> None:
    skybasket.page.get_by_role("tab", name="Add products").click()
    box = skybasket.page.get_by_role("textbox", name="Or paste a list here")
    box.fill("\n".join(uri(row) for row in MIXED))
    skybasket.page.get_by_role("button", name="Add what is pasted").click()
    skybasket.says("Added 16 files")
    expect(skybasket.page.get_by_text("All 16 shown")).to_be_visible()
    expect(skybasket.row("JWST")).to_be_visible()


def test_names_are_offered_for_a_search(skybasket: Skybasket, search: Locator) -> None:
    skybasket.choose(b"U9OX0504M\ntess-s0004\n", "names.txt")
    box = search.get_by_role("textbox", name="Observations or data sets")
    expect(box).to_have_value("U9OX0504M\ntess-s0004")


def test_what_is_pasted_anywhere_is_opened(skybasket: Skybasket) -> None:
    skybasket.page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          const event = { clipboardData, bubbles: true };
          document.body.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        "mast:HST/product/u9ox0504m_drz.fits\n",
    )
    expect(skybasket.box("u9ox0504m_drz.fits")).to_be_visible()


def test_what_is_read_can_be_cancelled(new_tab: Callable[[], Skybasket]) -> None:
    held: list[Route] = []
    goes_on = False

    def hold(route: Route) -> None:
        if goes_on:
            route.continue_()
        else:
            held.append(route)

    skybasket = new_tab()
    skybasket.page.route("**/python/memory.bin", hold)
    with skybasket.page.expect_request("**/python/memory.bin"):
        skybasket.visit()
    # Both wait for Python, so there is time to think better of it.
    skybasket.choose_all({"one.json": answer(MIXED), "two.json": answer(MIXED)})
    cancel = skybasket.page.get_by_role("button", name="Cancel", exact=True)
    cancel.click()
    # Python may be started anew, and ask again.
    goes_on = True
    for route in held:
        route.continue_()
    skybasket.is_engine("ready")
    expect(cancel).not_to_be_attached()
    expect(skybasket.files).to_contain_text("Your basket is empty")
    skybasket.open(answer(MIXED), "three.json")
    expect(skybasket.tree).to_be_visible()
