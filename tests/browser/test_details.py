"""The pane that tells what a file is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, product, sizes, uri
from tests.browser.lists import FOREIGN, MIXED

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket

CUBE: Final = "jw01039-o004_s3d.fits"
ROW: Final = next(row for row in MIXED if row["productFilename"] == CUBE)


@pytest.fixture
def opened(whole: Skybasket) -> Skybasket:
    """Show everything."""
    return whole


def look(skybasket: Skybasket, name: str) -> None:
    """Click on the name of a file."""
    skybasket.row(name).get_by_text(name, exact=True).click()
    expect(skybasket.details.get_by_role("heading", name=name)).to_be_visible()


def told(skybasket: Skybasket, label: str) -> Locator:
    """Return what the pane says under a label."""
    terms = skybasket.details.get_by_role("term").filter(has_text=label)
    exact = terms.get_by_text(label, exact=True).or_(terms).first
    return exact.locator("xpath=following-sibling::dd[1]")


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Size", "37.0 kB (37,040 bytes)"),
        ("Category", "Science"),
        ("Group", "S3D"),
        ("Level", "3 combined"),
        ("Access", "Public"),
        ("Mission", "JWST"),
        ("Instrument", "MIRI/IFU"),
        ("Target", "NGC 6552"),
        ("Proposal ID", "1039"),
        ("Pipeline version", "1.5.3"),
        ("Minimum recommended", "Yes"),
        ("Data product type", "Science products"),
        ("Data type", "Cube"),
        ("Project", "CALJWST"),
        ("Product group ID", "83209967"),
        ("Observations that lead to it", "jw01039-o004"),
        ("URI", f"mast:JWST/product/{CUBE}"),
        ("a_column_of_their_own", "kept"),
    ],
)
def test_a_file_is_described(opened: Skybasket, label: str, value: str) -> None:
    look(opened, CUBE)
    expect(opened.details).to_contain_text(str(ROW["description"]))
    expect(told(opened, label)).to_contain_text(value)


@pytest.mark.firefox
def test_a_long_name_of_a_column_stays_beside_its_value(opened: Skybasket) -> None:
    look(opened, CUBE)
    name = opened.details.get_by_text("a_column_of_their_own", exact=True)
    assert name.evaluate("it => it.scrollWidth - it.clientWidth") == 0


def test_what_is_unknown_is_said(opened: Skybasket) -> None:
    look(opened, "u9ox0504m_jit.jpg")
    expect(told(opened, "Size")).to_contain_text("unknown")
    expect(told(opened, "Pipeline version")).to_contain_text("Not stated")


def test_what_was_read_off_the_name_is_marked(skybasket: Skybasket) -> None:
    name = "jw01345-o001_t021_nircam_clear-f200w_i2d.fits"
    skybasket.open(answer([product(name, name.removesuffix("_i2d.fits"))]), "one.json")
    look(skybasket, name)
    expect(told(skybasket, "Instrument")).to_contain_text("NIRCAM (read off the name)")
    expect(told(skybasket, "Optical filters")).to_contain_text("F200W")


def test_all_parents_are_named(skybasket: Skybasket) -> None:
    twice = [
        product("jw_parents_cal.fits", name, parent_obsid=number)
        for name, number in (("jw_first", "501"), ("jw_second", "502"))
    ]
    skybasket.open(answer(twice), "parents.json")
    expect(skybasket.page.get_by_text("0 of 1 file selected")).to_be_visible()
    look(skybasket, "jw_parents_cal.fits")
    for parent in ("501", "502"):
        expect(told(skybasket, "Observations that lead to it")).to_contain_text(parent)


def test_the_file_can_be_downloaded(opened: Skybasket, archive: StandInArchive) -> None:
    archive.hold(sizes(MIXED))
    look(opened, CUBE)
    link = opened.details.get_by_role("link", name="Download file")
    address = f"{archive.address}/api/v0.1/Download/file?uri={uri(ROW)}"
    expect(link).to_have_attribute("href", address)
    answered = opened.page.request.get(address)
    assert answered.body() == archive.content(uri(ROW))


#: Reads the clipboard, frame by frame, until it holds the text or some seconds passed.
COPIED: Final = """async (text) => {
  let held = "";
  for (let frame = 0; frame < 600 && held !== text; frame += 1) {
    await new Promise(requestAnimationFrame);
    held = await navigator.clipboard.readText();
  }
  return held;
}"""


def test_link_and_uri_are_copied(opened: Skybasket, archive: StandInArchive) -> None:
    look(opened, CUBE)
    for button, text in (
        ("Copy link", f"{archive.address}/api/v0.1/Download/file?uri={uri(ROW)}"),
        ("Copy URI", uri(ROW)),
    ):
        opened.details.get_by_role("button", name=button).click()
        assert opened.page.evaluate(COPIED, text) == text


def test_the_documentation_is_linked(opened: Skybasket) -> None:
    look(opened, CUBE)
    expect(
        opened.details.get_by_role("link", name="archive.stsci.edu")
    ).to_have_attribute("href", "https://archive.stsci.edu/missions/jwst.html")


def test_a_file_that_is_not_public_says_so(opened: Skybasket) -> None:
    look(opened, "jw01410_guider1.fits")
    expect(told(opened, "Access")).to_contain_text("Exclusive access")
    expect(opened.details).to_contain_text("This file is not public")


@pytest.mark.parametrize("name", ["hlsp_there_lc.fits", "hlsp_unsafe_lc.fits"])
def test_a_foreign_file_is_not_linked(skybasket: Skybasket, name: str) -> None:
    skybasket.open(answer(FOREIGN), "foreign.json")
    look(skybasket, name)
    expect(skybasket.details.get_by_role("link")).to_have_count(0)
    expect(skybasket.details.get_by_role("button", name="Copy link")).to_be_hidden()


def test_the_row_that_is_described_is_marked(opened: Skybasket) -> None:
    look(opened, CUBE)
    expect(opened.row(CUBE)).to_have_attribute("aria-current", "true")
    look(opened, "jw01039-o004_x1d.fits")
    expect(opened.row(CUBE)).not_to_have_attribute("aria-current", "true")


def test_details_end_when_the_file_leaves(opened: Skybasket) -> None:
    look(opened, CUBE)
    opened.tick(CUBE)
    opened.press("Remove selected")
    expect(opened.box(CUBE)).to_be_hidden()
    expect(opened.details).to_contain_text("Choose a file to see what it is.")


def test_details_can_be_closed(opened: Skybasket) -> None:
    look(opened, CUBE)
    opened.details.get_by_role("button", name="Close details").click()
    expect(opened.details).to_contain_text("Choose a file to see what it is.")
    expect(opened.tree.locator(":focus")).to_have_role("row")


# Folders


def test_a_folder_tells_what_it_holds(opened: Skybasket) -> None:
    opened.value("File extension", ".fits").check()
    opened.tick("jw01039-o004_x1d.fits")
    opened.row("jw01039-o004").get_by_text("jw01039-o004", exact=True).click()
    expect(opened.details.get_by_role("heading", name="jw01039-o004")).to_be_visible()
    categories = opened.details.get_by_role("table", name="Files by category")
    science = categories.get_by_role("row", name="Science")
    expect(science.get_by_role("cell")).to_contain_text(
        ["2 38.9 kB", "1 1.9 kB", "2 38.9 kB"]
    )
    together = categories.get_by_role("row", name="Together")
    expect(together.get_by_role("cell")).to_contain_text(["3 ", "1 ", "6 "])
    expect(told(opened, "Proposal ID")).to_contain_text("1039")
    # It counts again when something else is selected or shown.
    opened.row("jw01039-o004").get_by_text("jw01039-o004", exact=True).click()
    opened.tick("jw01039-o004_s3d.fits")
    expect(science.get_by_role("cell").nth(1)).to_contain_text("2 38.9 kB")
    opened.reset_filters.click()
    expect(together.get_by_role("cell").first).to_contain_text("6 ")


def test_a_mission_is_told_with_the_keyboard(opened: Skybasket) -> None:
    opened.row("TESS").press("Enter")
    expect(opened.details.get_by_role("heading", name="TESS")).to_be_visible()
    extensions = opened.details.get_by_role("table", name="Files by extension")
    expect(extensions.get_by_role("rowheader")).to_have_text(
        [".fits", ".pdf", "Together"]
    )
    expect(opened.row("TESS")).to_have_attribute("aria-current", "true")
