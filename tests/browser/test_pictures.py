"""The page in both themes and three widths: it fits, and leaves pictures to look at.

They go to `test-results/pictures`; the README's own is a copy of one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import RESULTS

if TYPE_CHECKING:
    from tests.browser.page import Skybasket

PICTURES: Final = RESULTS / "pictures"
FILE: Final = "jw01039-o004_t001_miri_ch3-long_s3d.fits"
OVERFLOW: Final = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("header *, main *, dialog[open] *")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => !element.closest("[inert]"))
    .filter((element) => !element.closest(".methods, .found")) // these scroll
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => element.outerHTML.slice(0, 80));
}"""

Scheme = Literal["light", "dark"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("width", "height"), [(1440, 860), (900, 760), (390, 800)], ids=str
)
def test_every_state_fits_the_window(
    skybasket: Skybasket, scheme: Scheme, width: int, height: int
) -> None:
    page = skybasket.page

    def take(state: str) -> None:
        assert page.evaluate(OVERFLOW) == [], state
        page.screenshot(path=PICTURES / f"{state}-{width}-{scheme}.png")

    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": height})
    try:
        take("empty")
        page.get_by_role("tab", name="Add products").click()
        take("add")
        page.get_by_role("button", name="Try the sample basket").last.click()
        expect(skybasket.row("HST")).to_be_visible()
        skybasket.tick("U9O40504M")
        take("basket")
        if width > 1000:
            skybasket.tree.get_by_text(FILE[-16:]).first.click()
            expect(skybasket.details).to_contain_text(FILE)
            take("details")
        skybasket.press("Download")
        expect(skybasket.dialog).to_be_visible()
        take("download")
        page.keyboard.press("Escape")
    finally:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1440, "height": 900})
