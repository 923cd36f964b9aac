"""How tests, benchmarks and the script for pictures start Chromium."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

__all__ = ["PATIENCE", "arguments", "open_context"]

#: How long what is looked for may take to appear, in milliseconds.
PATIENCE: Final = 30_000

#: Keep Chromium from asking its maker's servers for anything.
_QUIET: Final = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def arguments() -> list[str]:
    """Return its command line's options; it refuses to be root in its sandbox."""
    is_root = os.name == "posix" and os.geteuid() == 0
    return [*_QUIET, "--no-sandbox"] if is_root else [*_QUIET]


def open_context(browser: Browser) -> BrowserContext:
    """Open storages of their own, for a tab that starts anew and stands still."""
    clipboard = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        reduced_motion="reduce",
        service_workers="block",
        permissions=clipboard if browser.browser_type.name == "chromium" else [],
    )
    context.set_default_timeout(PATIENCE)
    return context
