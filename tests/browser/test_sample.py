"""The sample basket: one click, and a script that would work with the real archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import assemble
from playwright.sync_api import expect
from skybasket import Basket

if TYPE_CHECKING:
    from tests.browser.page import Skybasket

SAMPLE = assemble.SITE / "sample.json"


def test_one_click_fills_the_basket(skybasket: Skybasket) -> None:
    files = Basket.open(SAMPLE).files
    skybasket.page.get_by_role("button", name="Try the sample basket").click()
    skybasket.says(f"Added {files.count:,} files")
    for mission in ("HST", "JWST", "TESS"):
        expect(skybasket.value("Mission", mission)).to_be_visible()
    expect(skybasket.recommended).to_be_checked()


def test_the_tab_for_adding_offers_it_too(skybasket: Skybasket) -> None:
    skybasket.page.get_by_role("tab", name="Add products").click()
    skybasket.page.get_by_role("button", name="Try the sample basket").click()
    skybasket.says("from sample.json")
    expect(skybasket.page.get_by_role("tab", name="Basket")).to_have_attribute(
        "aria-selected", "true"
    )
    expect(skybasket.tree).to_be_visible()


def test_its_files_are_public_and_on_the_archive() -> None:
    rows = json.loads(SAMPLE.read_text("utf-8"))["data"]
    basket = Basket.open(SAMPLE)
    basket.select_all()
    assert {row["dataRights"] for row in rows} == {"PUBLIC"}
    assert basket.plan().foreign == []
    assert all(
        link.startswith("https://mast.stsci.edu/api/v0.1/Download/file?uri=mast:")
        for link in basket.script("links").splitlines()
    )
