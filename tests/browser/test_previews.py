"""Pictures: off at each visit, then in the details and as a gallery."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Request, Route

    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

#: One gray pixel.
PIXEL: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJ"
    "RU5ErkJggg=="
)
FILE: Final = "jw01039-o004_x1d.fits"
IMAGE: Final = "jw01039-o004_x1d.png"


@pytest.fixture
def asked(skybasket: Skybasket, archive: StandInArchive) -> Iterator[list[Request]]:
    """Answer every request for a picture, and note it."""
    requests: list[Request] = []
    pictures = re.compile(rf"^{re.escape(archive.address)}/.*\.(jpg|png)$")

    def give(route: Route) -> None:
        requests.append(route.request)
        route.fulfill(body=PIXEL, content_type="image/png")

    skybasket.page.route(pictures, give)
    yield requests
    skybasket.page.unroute(pictures)
    # The choice holds for the visit, and the page is others' too.
    switch = skybasket.details.get_by_role("switch", name="Show previews")
    if switch.count():
        switch.uncheck()


def look(skybasket: Skybasket, name: str) -> None:
    skybasket.row(name).get_by_text(name, exact=True).click()
    expect(skybasket.details.get_by_role("heading", name=name)).to_be_visible()


def is_seen(image: Locator) -> None:
    """Wait until a picture has come."""
    expect(image).to_have_js_property("complete", value=True)
    expect(image).to_have_js_property("naturalWidth", 1)


def test_previews_come_once_they_are_wanted(
    whole: Skybasket, asked: list[Request], archive: StandInArchive
) -> None:
    look(whole, FILE)
    switch = whole.details.get_by_role("switch", name="Show previews")
    expect(switch).not_to_be_checked()
    assert asked == []
    switch.check()
    image = whole.details.get_by_role("img", name=IMAGE)
    is_seen(image)
    uri = f"mast:JWST/product/{IMAGE}"
    address = f"{archive.address}/api/v0.1/Download/file?uri={uri}"
    assert [request.url for request in asked] == [address]
    assert "referer" not in asked[0].all_headers()
    expect(image).to_have_attribute("referrerpolicy", "no-referrer")
    look(whole, "u9ox0504m_c0f.fits")
    is_seen(whole.details.get_by_role("img", name="u9ox0504m_jit.jpg"))
    look(whole, "tess-s0004_lc.fits")
    expect(whole.details.get_by_role("switch")).to_have_count(0)
    look(whole, IMAGE)
    switch.uncheck()
    expect(whole.details.get_by_role("img")).to_have_count(0)


def test_a_preview_that_fails_leaves_a_line(skybasket: Skybasket, watch: Watch) -> None:
    watch.tolerate("")
    rows = [product("b_cal.fits", "b"), product("b_cal.jpg", "b")]
    skybasket.open(answer(rows), "failing.json")
    look(skybasket, "b_cal.fits")
    switch = skybasket.details.get_by_role("switch", name="Show previews")
    switch.check()
    # The stand-in's files are no pictures, and its bucket is not the archive's.
    failed = skybasket.details.get_by_text("The preview could not be loaded.")
    expect(failed).to_be_visible()
    switch.uncheck()
    expect(failed).to_be_hidden()


def test_a_file_that_is_not_public_says_why_there_is_none(skybasket: Skybasket) -> None:
    rows = [
        product("a_cal.fits", "a", dataRights="EXCLUSIVE_ACCESS"),
        product("a_cal.jpg", "a", productType="PREVIEW"),
    ]
    skybasket.open(answer(rows), "exclusive.json")
    look(skybasket, "a_cal.fits")
    expect(skybasket.details).to_contain_text("No preview: this file is not public.")
    expect(skybasket.details.get_by_role("switch")).to_have_count(0)


def test_the_gallery_is_walked_with_the_keyboard(
    skybasket: Skybasket, asked: list[Request]
) -> None:
    rows = [
        product(f"p{n:03}_i2d.jpg", f"o{n:03}", productType="PREVIEW")
        for n in range(300)
    ]
    skybasket.open(answer(rows), "pictures.json")
    opener = skybasket.details.get_by_role("button", name="Gallery of the images shown")
    opener.click()
    gallery = skybasket.page.get_by_role(
        "dialog", name="300 images among the files shown"
    )
    expect(gallery).to_be_visible()
    assert asked == []
    tiles = gallery.get_by_role("listitem")
    expect(tiles.first).to_have_attribute("aria-setsize", "300")
    assert tiles.count() < 60
    gallery.get_by_role("switch", name="Show previews").check()
    is_seen(gallery.get_by_role("button", name="p000_i2d.jpg").locator("img"))
    assert len(asked) < 60
    gallery.get_by_role("button", name="p000_i2d.jpg").focus()
    skybasket.page.keyboard.press("End")
    last = gallery.get_by_role("button", name="p299_i2d.jpg")
    expect(last).to_be_focused()
    is_seen(last.locator("img"))
    assert len(asked) < 120
    skybasket.page.keyboard.press("ArrowLeft")
    expect(gallery.get_by_role("button", name="p298_i2d.jpg")).to_be_focused()
    skybasket.page.keyboard.press("Enter")
    expect(gallery).to_be_hidden()
    expect(
        skybasket.details.get_by_role("heading", name="p298_i2d.jpg")
    ).to_be_visible()


def test_an_empty_gallery_says_what_to_do(opened: Skybasket) -> None:
    opened.details.get_by_role("button", name="Gallery of the images shown").click()
    expect(opened.dialog).to_contain_text("None of the files shown is an image.")
    expect(opened.dialog.get_by_role("switch")).to_have_count(0)
    box = opened.dialog.bounding_box()
    assert box is not None
    assert box["height"] < 240
    opened.dialog.get_by_role("button", name="Close", exact=True).click()
    expect(opened.dialog).to_be_hidden()
