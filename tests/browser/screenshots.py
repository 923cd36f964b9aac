"""Take pictures of every state of the page, in both themes and three widths.

python -m tests.browser.screenshots FOLDER [STATE ...]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import browsers
from playwright.sync_api import expect, sync_playwright

from tests.archive import StandInArchive
from tests.browser.chromium import PATIENCE, arguments, open_context
from tests.browser.hosting import Host
from tests.browser.page import Skybasket
from tests.browser.states import STATES, Stage
from tests.browser.states.catalogue import resize

if TYPE_CHECKING:
    from collections.abc import Collection

    from playwright.sync_api import Browser

    from tests.browser.states import State

__all__ = ["THEMES", "take"]

THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")


def take(skybasket: Skybasket, state: State, folder: Path) -> None:
    """Take all pictures of a state that is to be seen."""
    page = skybasket.page
    for width in state.widths:
        resize(skybasket, width)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=folder / f"{state.name}-{theme}-{width}.png")
    page.emulate_media(color_scheme="light")


def take_all(folder: Path, browser: Browser, names: Collection[str]) -> None:
    """Take the pictures of all states, or of some."""
    with (
        tempfile.TemporaryDirectory() as root,
        StandInArchive() as archive,
        Host(Path(root), archive.address) as host,
    ):

        def open_tab() -> Skybasket:
            return Skybasket(open_context(browser).new_page(), host.address)

        stage = Stage(open_tab, lambda it: it.page.context.close(), archive)
        for state in STATES:
            if names and state.name not in names:
                continue
            print(state.name, flush=True)  # noqa: T201 - it talks to people
            with stage.show(state) as skybasket:
                take(skybasket, state, folder)


def main(arguments_given: list[str]) -> None:
    """Read the command line, and start a browser."""
    folder, *names = arguments_given
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.find_browser(os.environ), args=arguments()
        )
        take_all(Path(folder), browser, names)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
