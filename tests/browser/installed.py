"""The browsers that the tests run in, and how Playwright starts them."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import browsers
import pytest

from tests.browser.chromium import arguments

if TYPE_CHECKING:
    from playwright.sync_api import BrowserType, Playwright

__all__ = ["Installed", "find_chromium", "find_firefox"]

_RELAY: Final = Path(__file__).with_name("relay.py")
#: For Firefox, what Playwright has no words for.
_PREFERENCES: Final = {
    "browser.download.alwaysOpenPanel": False,  # it would take the focus
    # It opens no file chooser beside another, and Playwright closes none.
    "remote.bidi.dismiss_file_pickers.enabled": True,
    "ui.allPointerCapabilities": 6,  # a mouse, also where there is no screen
    "ui.prefersReducedMotion": 1,
    "ui.primaryPointerCapabilities": 6,
}


class Installed(NamedTuple):
    """A browser of this machine."""

    type: BrowserType
    #: How to start it.
    options: dict[str, Any]


def find_chromium(playwright: Playwright) -> Installed:
    """Return the browser that `build.py` finds."""
    program = browsers.find_browser(os.environ)
    options = {"executable_path": program, "args": arguments()}
    return Installed(playwright.chromium, options)


def find_firefox(playwright: Playwright, folder: Path) -> Installed:
    """Return the Firefox that is named, or Debian's; without any, skip the test.

    :param folder: an empty one.
    """
    named = os.environ.get("SKYBASKET_FIREFOX")
    firefox = shutil.which(named or "firefox-esr")
    if named and not firefox:
        pytest.fail(f"SKYBASKET_FIREFOX={named} is no program")
    if not firefox:
        pytest.skip("no Firefox: install firefox-esr, or name one in SKYBASKET_FIREFOX")
    program = folder / "firefox"
    command = shlex.join([sys.executable, str(_RELAY), firefox])
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n', "utf-8")
    program.chmod(0o700)
    options = {
        "channel": "moz-firefox",  # the one of its makers, not Playwright's own
        "executable_path": program,
        # Root may start it in a home of root's own only.
        "env": {**os.environ, "HOME": str(folder)},
        "firefox_user_prefs": _PREFERENCES,
    }
    return Installed(playwright.firefox, options)
