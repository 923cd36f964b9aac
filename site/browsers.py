"""The browser that the page is tested in: one that is there, or one is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import toolchain
from toolchain import PYTHON

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Browsers as `PATH` knows them, then those that are installed outside it. Where
#: `chromium-browser` is only a hint how to install one, a real one comes first.
BROWSERS: Final = (
    "chromium",
    "google-chrome",
    "chrome",
    "microsoft-edge",
    "chromium-browser",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
NO_BROWSER: Final = f"""\
The tests need a browser. Three ways to get one:
  1. install Chromium or Chrome, for example: apt install chromium
  2. let Playwright fetch its own: {PYTHON} -m playwright install --with-deps chromium
  3. name one you have: SKYBASKET_BROWSER=/path/to/chrome python3 build.py test"""


def find_browser(environment: Mapping[str, str]) -> str | None:
    """Find an installed browser: the one named, the system's, Playwright's own."""
    if named := environment.get("SKYBASKET_BROWSER"):
        return shutil.which(named) or toolchain.fail(
            f"SKYBASKET_BROWSER={named} is no program"
        )
    search = environment.get("PATH")
    found = (shutil.which(name, path=search) for name in BROWSERS)
    return next(filter(None, found), None) or playwright_browser()


def playwright_browser() -> str | None:
    """Ask Playwright for the browser that it installed itself, if it did."""
    question = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    command = toolchain.python("-c", question)
    answer = subprocess.run(command, check=False, capture_output=True, text=True)
    return shutil.which(answer.stdout.strip())


def get_browser() -> str:
    """Find a browser for the tests, or install one."""
    browser = find_browser(os.environ)
    if browser:
        return browser
    playwright = toolchain.python("-m", "playwright", "install", "chromium")
    if toolchain.attempt("Installing Playwright's browser", playwright):
        browser = find_browser(os.environ)
    elif shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        toolchain.attempt("Updating Debian's package list", ["apt-get", "update"])
        apt = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        toolchain.attempt("Installing Debian's Chromium", apt)
        browser = find_browser(os.environ)
    return browser or toolchain.fail(NO_BROWSER)
