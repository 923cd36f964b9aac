"""Take the README's pictures: the page in both themes, and the main job as it moves.

python -m tests.browser.film FOLDER
"""

from __future__ import annotations

import os
import struct
import sys
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import browsers
from playwright.sync_api import expect, sync_playwright

from tests.archive import StandInArchive
from tests.browser.chromium import PATIENCE, arguments, open_context
from tests.browser.hosting import Host
from tests.browser.page import Skybasket
from tests.browser.screenshots import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, ViewportSize

__all__ = ["animated", "chunks"]

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
#: The size of the film, and of the pictures, in pixels.
FILM: Final[ViewportSize] = {"width": 1120, "height": 640}
PICTURE: Final[ViewportSize] = {"width": 1440, "height": 860}
#: How long a frame stays, in milliseconds.
SHORT: Final = 700
LONG: Final = 1800


def chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the content of each chunk of a PNG file."""
    at = len(SIGNATURE)
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def animated(frames: Sequence[tuple[bytes, int]]) -> bytes:
    """Put pictures together to one that moves, over and over.

    :param frames: PNG files of one size, and for how many milliseconds each stays.
    :returns: an animated PNG (https://www.w3.org/TR/png-3/#apng-frame-based-animation).
    """
    header = dict(chunks(frames[0][0]))[b"IHDR"]
    size = header[:8]
    written = [_chunk(b"IHDR", header)]
    written.append(_chunk(b"acTL", struct.pack(">II", len(frames), 0)))
    sequence = 0
    for place, (picture, duration) in enumerate(frames):
        control = struct.pack(">I", sequence) + size
        control += struct.pack(">IIHHBB", 0, 0, duration, 1000, 0, 0)
        written.append(_chunk(b"fcTL", control))
        sequence += 1
        data = b"".join(content for kind, content in chunks(picture) if kind == b"IDAT")
        if place == 0:
            written.append(_chunk(b"IDAT", data))
        else:
            written.append(_chunk(b"fdAT", struct.pack(">I", sequence) + data))
            sequence += 1
    return SIGNATURE + b"".join(written) + _chunk(b"IEND", b"")


def main_job(skybasket: Skybasket) -> Iterator[int]:
    """Do the main job; yield after each step how long it is to be seen."""
    page = skybasket.page
    yield LONG
    page.get_by_role("button", name="Try the sample basket").first.click()
    expect(skybasket.tree).to_be_visible()
    page.get_by_role("button", name="Close message").click()
    yield LONG
    skybasket.value("Mission", "JWST").check()
    yield SHORT
    skybasket.value("File extension", ".fits").check()
    yield LONG
    skybasket.box("JWST").click()
    yield LONG
    skybasket.tree.get_by_text("_s3d.fits").first.click()
    expect(skybasket.details).to_contain_text("_s3d.fits")
    yield LONG
    skybasket.press("Download")
    expect(skybasket.dialog.locator("pre")).to_contain_text("#!")
    yield 2 * LONG
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(skybasket.dialog.get_by_role("textbox").first).to_be_visible()
    yield LONG
    page.keyboard.press("Escape")
    yield SHORT


def take(folder: Path, browser: Browser) -> None:
    """Take all pictures."""
    with (
        tempfile.TemporaryDirectory() as root,
        StandInArchive() as archive,
        Host(Path(root), archive.address) as host,
    ):
        skybasket = Skybasket(open_context(browser).new_page(), host.address)
        page = skybasket.page
        page.set_viewport_size(FILM)
        skybasket.visit()
        skybasket.is_engine("ready")
        frames = [(page.screenshot(), stays) for stays in main_job(skybasket)]
        (folder / "main-job.png").write_bytes(animated(frames))
        page.set_viewport_size(PICTURE)
        page.evaluate("document.activeElement.blur()")
        page.locator("#filters-content").evaluate("(pane) => pane.scrollTo(0, 0)")
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=folder / f"basket-{theme}.png")
        page.context.close()


def main(arguments_given: list[str]) -> None:
    """Read the command line, and start a browser."""
    (folder,) = map(Path, arguments_given)
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.find_browser(os.environ), args=arguments()
        )
        take(folder, browser)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
