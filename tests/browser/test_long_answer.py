"""A long answer in JSON comes in parts, taken apart by the page's own script."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.browser.page import START

if TYPE_CHECKING:
    from tests.browser.page import Skybasket


def rows() -> list[dict[str, Any]]:
    """Return many rows that are alike but for a few; some have been there before."""
    found: list[dict[str, Any]] = [
        {
            "obs_collection": "JWST",
            "obs_id": f"é{number // 200:04}",
            "dataURI": f"mast:JWST/product/é{number:06}_cal.fits",
            "productFilename": f"é{number:06}_cal.fits",
            "size": 1000.0 if number % 3 else 1000,
            "description": "世" * 150 + str(number % 7),
            "calib_level": 2,
        }
        for number in range(20_000)
    ]
    found[12_000]["extra"] = {"b": [1]}
    found[12_001]["size"] = "many"
    del found[15_000]["calib_level"]
    found[19_999] = found[5]
    return found


def test_all_rows_of_a_long_answer_are_taken(skybasket: Skybasket) -> None:
    content = json.dumps({"data": rows()}, ensure_ascii=False).encode()
    assert len(content) > 12_000_000
    skybasket.choose(content, "long.json")
    shown = skybasket.page.get_by_text("All 19,998 shown")
    expect(shown).to_be_visible(timeout=START)
    expect(skybasket.dialog).to_contain_text("row 12,002: column size")
    skybasket.page.keyboard.press("Escape")
    skybasket.name_box.fill("é012000_cal.fits")
    expect(skybasket.page.get_by_text("1 of 19,998 shown")).to_be_visible()
