"""Visits to a page in a real browser: when it is painted, when Python has answered."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

import browsers
import toolchain

from tests.browser.chromium import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Page, Playwright

__all__ = ["KINDS", "Host", "Visit", "visits"]

COLD: Final = "cold"
WARM: Final = "warm"
KEPT: Final = "service worker"
OFFLINE: Final = "server stopped"
#: A first visit; later ones in a browser that was started anew, with what it stores of
#: its own accord, with the service worker, and with that and no server.
KINDS: Final = (COLD, WARM, KEPT, OFFLINE)

_PATIENCE: Final = 120_000
#: Notes the moment at which the page says that Python has answered.
_WATCH: Final = """new MutationObserver(() => {
  if (document.documentElement?.dataset.engine === "ready")
    globalThis.answered ??= performance.now();
}).observe(document, { attributes: true, childList: true, subtree: true })"""
_TIMES: Final = """() => [
  performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  globalThis.answered,
]"""


class Visit(NamedTuple):
    """One visit; times in milliseconds since the browser was sent to the page."""

    page: str
    kind: str
    painted: float | None
    answered: float


class Host:
    """The host of all pages, which can be stopped and started again.

    :param root: the folder that it serves.
    :param slow: options that make it slow, for `host.main`.
    """

    def __init__(self, root: Path, slow: Mapping[str, float]) -> None:
        self._command = [sys.executable, "-m", "tests.bench._boot.host", str(root)]
        for name, value in slow.items():
            self._command += [f"--{name}", str(value)]
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> None:
        """Serve, always on the same port."""
        command = [*self._command, "--port", str(self.port)]
        self._process = subprocess.Popen(
            command,
            cwd=toolchain.ROOT,
            env=toolchain.environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    def stop(self) -> None:
        """Answer nobody any more."""
        if self._process:
            self._process.terminate()
            self._process.communicate()
            self._process = None

    @contextmanager
    def running(self) -> Iterator[Host]:
        """Serve meanwhile."""
        self.start()
        try:
            yield self
        finally:
            self.stop()


def visits(
    playwright: Playwright, host: Host, page: str, kinds: tuple[str, ...]
) -> Iterator[Visit]:
    """Yield one visit of each kind to a page."""
    if COLD in kinds:
        with _profile() as profile:
            yield _visit(playwright, host, page, COLD, profile)
            if WARM in kinds:
                yield _visit(playwright, host, page, WARM, profile)
    if KEPT in kinds:
        with _profile() as profile:
            _visit(playwright, host, page, "first", profile)
            yield _visit(playwright, host, page, KEPT, profile)
            if OFFLINE in kinds:
                host.stop()
                yield _visit(playwright, host, page, OFFLINE, profile)
                host.start()


@contextmanager
def _profile() -> Iterator[str]:
    """Make a browser's folder that nobody has used."""
    folder = tempfile.mkdtemp(prefix="skybasket-boot-")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _visit(
    playwright: Playwright, host: Host, page: str, kind: str, profile: str
) -> Visit:
    """Start a browser, visit the page, and close the browser."""
    is_plain = kind in {COLD, WARM}
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=browsers.find_browser(os.environ),
        args=arguments(),
        service_workers="block" if is_plain else "allow",
    )
    try:
        context.add_init_script(_WATCH)
        tab = context.pages[0]
        tab.goto(f"http://127.0.0.1:{host.port}/{page}/", wait_until="commit")
        ready = "html[data-engine=ready]"
        tab.wait_for_selector(ready, state="attached", timeout=_PATIENCE)
        painted, answered = tab.evaluate(_TIMES)
        if not is_plain:
            _wait_until_kept(tab)
        return Visit(page, kind, painted, answered)
    finally:
        context.close()


def _wait_until_kept(tab: Page) -> None:
    tab.get_by_text("Ready offline").wait_for(timeout=_PATIENCE)
