"""Batch requests: the button, the dialog, what is kept, and the scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.archive.catalogue import answer, product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Locator

    from tests.archive.catalogue import Row
    from tests.browser.page import Skybasket

IMAGE: Final = product("jw01345-o001_i2d.fits", "jw01345-o001", size=3000)
SPECTRUM: Final = product("u9o40504m_drz.fits", "U9O40504M", "HST", size=4000)
LIGHT_CURVE: Final = product("tess_lc.fits", "tess1", "TESS", size=500)
ROWS: Final = (IMAGE, SPECTRUM, LIGHT_CURVE)
FOLDER: Final = "/stage/anonymous/anonymous12345/"


def take(skybasket: Skybasket, rows: Sequence[Row] = ROWS) -> None:
    """Open a list, and select all of it."""
    skybasket.open(answer(rows))
    skybasket.tick_all()


def ask(skybasket: Skybasket) -> Locator:
    """Open the dialog."""
    skybasket.press("Batch request")
    expect(skybasket.dialog).to_be_visible()
    return skybasket.dialog


def requests(skybasket: Skybasket) -> Locator:
    return skybasket.dialog.locator(".request")


def step(skybasket: Skybasket) -> Locator:
    return requests(skybasket).locator("[aria-current=step]")


def test_the_button_says_how_many_qualify(skybasket: Skybasket) -> None:
    button = skybasket.action("Batch request")
    expect(button).to_be_disabled()
    skybasket.open(answer(ROWS))
    expect(button).to_have_attribute(
        "aria-description", re.compile("Select files of a mission")
    )
    skybasket.tick("tess_lc.fits")
    expect(button).to_be_disabled()
    expect(button).to_have_attribute(
        "aria-description", re.compile("None of the selected .* HST and JWST")
    )
    skybasket.tick("HST")
    expect(button).to_be_enabled()
    expect(button).to_have_attribute(
        "aria-description", re.compile("stage 1 of 2 selected files")
    )


def test_the_dialog_has_the_request_whole(skybasket: Skybasket) -> None:
    take(skybasket)
    dialog = ask(skybasket)
    expect(dialog).to_have_accessible_name("Batch request for 2 files")
    expect(dialog).to_contain_text("This page sends nothing to the archive")
    others = dialog.get_by_text("1 selected file is not staged by the archive")
    others.click()
    expect(dialog.get_by_role("list", name="1 selected file is not")).to_contain_text(
        "tess_lc.fits"
    )
    dialog.get_by_text("2 datasets", exact=True).click()
    expect(dialog.get_by_role("list", name="2 datasets")).to_contain_text("U9O40504M")
    mail = dialog.get_by_role("region", name="Mail to the archive")
    expect(mail).to_contain_text("jw01345-o001_i2d.fits")
    link = dialog.get_by_role("link", name="Write mail").get_attribute("href") or ""
    fields = parse_qs(urlsplit(link).query)
    assert link.startswith("mailto:archive@stsci.edu?")
    assert fields["subject"] == ["Batch request: 2 files (products)"]
    assert "tess" not in fields["body"][0]
    page = dialog.get_by_role("link", name="How the archive takes batch requests")
    expect(page).to_have_attribute("rel", "noopener noreferrer")
    dialog.get_by_role("button", name="Close", exact=True).click()


def test_the_text_is_copied_and_the_list_saved(fresh: Skybasket) -> None:
    take(fresh)
    dialog = ask(fresh)
    dialog.get_by_role("button", name="Copy text").click()
    expect(requests(fresh)).to_have_count(1)
    copied = fresh.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("To: archive@stsci.edu\nSubject: Batch request: 2 files")
    with fresh.page.expect_download() as download:
        dialog.get_by_role("button", name="Save list").click()
    assert download.value.suggested_filename == "batch-request products.txt"
    listed = Path(download.value.path()).read_text("utf-8")
    assert "u9o40504m_drz.fits\t4000\tmast:HST/product/u9o40504m_drz.fits" in listed
    expect(requests(fresh)).to_have_count(1)


def test_a_request_is_kept_moved_on_and_fetched(fresh: Skybasket) -> None:
    take(fresh)
    dialog = ask(fresh)
    dialog.get_by_role("button", name="Keep as open request").click()
    expect(step(fresh)).to_contain_text("Prepared")
    fresh.page.reload()
    fresh.is_engine("ready")
    expect(fresh.action("Batch request")).to_be_enabled()
    dialog = ask(fresh)
    expect(dialog).to_contain_text("1 open request")
    dialog.get_by_role("button", name="I have sent it").click()
    expect(step(fresh)).to_contain_text("Requested")
    field = dialog.get_by_role("textbox", name="Staging folder or request number")
    field.fill("https://example.org/stage/anonymous/1/")
    field.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("reached by ftps, not https")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("anonymous12345")
    field.press("Enter")
    expect(step(fresh)).to_contain_text("Staged")
    dialog.get_by_role("button", name="Scripts").click()
    scripts = fresh.page.get_by_role("dialog", name="Fetch 2 staged files")
    expect(scripts).to_contain_text(FOLDER)
    text = scripts.get_by_role("region", name="Text")
    expect(text).to_contain_text(f"From:   {FOLDER}")
    expect(scripts.get_by_role("radio")).to_have_count(2)
    scripts.get_by_role("radio", name="lftp script").check()
    expect(text).to_contain_text("sh THIS_FILE")
    scripts.get_by_label("Folders").select_option(label="All files in one folder")
    with fresh.page.expect_download() as download:
        scripts.get_by_role("button", name="Save script").click()
    script = Path(download.value.path()).read_text("utf-8")
    assert f"#! service\tftp://archive.stsci.edu{FOLDER}\n" in script
    assert "\tu9o40504m_drz.fits\tmast:HST/product/u9o40504m_drz.fits\n" in script
    scripts.get_by_role("button", name="Close", exact=True).click()
    dialog.get_by_role("button", name="It is fetched").click()
    expect(step(fresh)).to_contain_text("Fetched")
    expect(dialog).to_contain_text("No open request")
    dialog.get_by_role("button", name="Back to staged").click()
    expect(step(fresh)).to_contain_text("Staged")


def test_the_history_lists_open_requests(fresh: Skybasket) -> None:
    take(fresh)
    ask(fresh).get_by_role("button", name="Keep as open request").click()
    expect(step(fresh)).to_contain_text("Prepared")
    fresh.page.keyboard.press("Escape")
    fresh.page.get_by_role("tab", name="Download history").click()
    panel = fresh.page.get_by_role("tabpanel", name="Download history")
    expect(panel).to_contain_text("1 open request")
    panel.get_by_role("button", name="I have sent it").click()
    expect(panel.locator("[aria-current=step]")).to_contain_text("Requested")


def test_a_deleted_request_can_be_taken_back(fresh: Skybasket) -> None:
    take(fresh)
    dialog = ask(fresh)
    dialog.get_by_role("button", name="Keep as open request").click()
    dialog.get_by_role("button", name="Delete request").click()
    expect(requests(fresh)).to_have_count(0)
    dialog.get_by_role("button", name="Undo").click()
    expect(requests(fresh)).to_have_count(1)
    fresh.page.reload()
    fresh.is_engine("ready")
    expect(requests(fresh)).to_have_count(0)  # no dialog is open
    ask(fresh)
    expect(requests(fresh)).to_have_count(1)


def test_a_long_request_outlives_the_visit(fresh: Skybasket) -> None:
    rows = [
        product(
            f"{n * 7919 % 1_000_003:x}_{n * 104_729 % 999_983:x}.fits", f"o{n % 99}"
        )
        for n in range(9000)
    ]
    take(fresh, rows)
    dialog = ask(fresh)
    expect(dialog).to_contain_text("The list is too long for a mail link.")
    dialog.get_by_role("button", name="Keep as open request").click()
    dialog.get_by_role("button", name="I have sent it").click()
    field = dialog.get_by_role("textbox", name="Staging folder or request number")
    expect(field).to_be_visible()
    fresh.page.reload()
    fresh.is_engine("ready")
    ask(fresh)
    field.fill(FOLDER)
    field.press("Enter")
    dialog.get_by_role("button", name="Scripts").click()
    scripts = fresh.page.get_by_role("dialog", name="Fetch 9,000 staged files")
    expect(scripts.get_by_role("region", name="Text")).not_to_be_empty()


def test_other_tabs_see_it(fresh: Skybasket) -> None:
    take(fresh)
    other = type(fresh)(fresh.page.context.new_page(), fresh.address)
    other.visit()
    other.is_engine("ready")
    take(other)
    ask(other)
    ask(fresh).get_by_role("button", name="Keep as open request").click()
    expect(requests(other)).to_have_count(1)
    other.dialog.get_by_role("button", name="I have sent it").click()
    expect(step(fresh)).to_contain_text("Requested")


def test_everything_is_done_by_keyboard(fresh: Skybasket) -> None:
    take(fresh)
    opener = fresh.action("Batch request")
    expect(opener).to_be_enabled()
    opener.focus()
    fresh.page.keyboard.press("Enter")
    dialog = fresh.dialog
    dialog.get_by_role("button", name="Keep as open request").focus()
    fresh.page.keyboard.press("Enter")
    for name in ("I have sent it", "It is staged", "It is fetched"):
        dialog.get_by_role("button", name=name).focus()
        fresh.page.keyboard.press("Enter")
        expect(dialog.get_by_role("button", name=name)).to_have_count(0)
        expect(dialog.locator(":focus")).to_have_count(1)
    fresh.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
