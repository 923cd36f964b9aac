"""Completing files that the basket knows by name only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.archive.catalogue import observation, product

if TYPE_CHECKING:
    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket

NAME: Final = "jw01039-o001_t001_nircam_clear-f200w"
FILE: Final = f"{NAME}_i2d.fits"


def paste(skybasket: Skybasket) -> None:
    page = skybasket.page
    page.get_by_role("tab", name="Add products").click()
    page.get_by_label("Or paste a list here").fill(f"mast:JWST/product/{FILE}")
    page.get_by_role("button", name="Add what is pasted").click()


def test_a_pasted_file_is_completed_and_can_be_undone(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    archive.observations = [observation(1, NAME)]
    archive.products = [product(FILE, NAME, obsID=1, parent_obsid=1, size=5000)]
    paste(skybasket)
    button = skybasket.page.get_by_role("button", name="Complete from the archive")
    button.click()
    expect(skybasket.row(FILE)).to_contain_text("5.0 kB")
    expect(button).to_have_count(0)
    skybasket.press("Undo")
    expect(button).to_be_visible()
    expect(skybasket.row(FILE)).not_to_contain_text("5.0 kB")


def test_an_archive_that_fails_is_told_and_asked_again(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    archive.observations = [observation(1, NAME)]
    archive.products = [product(FILE, NAME, obsID=1, parent_obsid=1, size=5000)]
    archive.complaints["Mast.Caom.Products"] = "The database is closed."
    paste(skybasket)
    button = skybasket.page.get_by_role("button", name="Complete from the archive")
    button.click()
    expect(skybasket.page.get_by_text("The database is closed.")).to_be_visible()
    archive.complaints.clear()
    button.click()
    expect(skybasket.row(FILE)).to_contain_text("5.0 kB")
