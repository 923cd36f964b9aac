"""A real browser, and the benchmark's own page beside the built one."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import browsers
import serving
import toolchain
from playwright.sync_api import sync_playwright

from tests.bench._node import copy_pyodide
from tests.browser.chromium import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

__all__ = ["BenchPage", "Stage", "opened_stage"]

_HERE: Final = Path(__file__).parent
_OWN: Final = "bench"
#: Milliseconds after which an engine is given up.
_PATIENCE: Final = 300_000


class _Handler(serving.PageHandler):
    """Serves the benchmark's own page isolated: only there are clocks exact."""

    def end_headers(self) -> None:
        if self.path.startswith(f"/{_OWN}/"):
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


class Stage:
    """Everything that a run needs: the built page, a folder that is served, a browser.

    :param root: the folder that is served.
    :param address: where.
    """

    def __init__(self, root: Path, address: str, browser: Browser) -> None:
        self.root = root
        self.address = address
        self.browser = browser

    @property
    def dist(self) -> str:
        """The address of the built page."""
        return self.address + "dist/"

    @property
    def bundles(self) -> Path:
        """Where the peers go."""
        return self.root / _OWN

    @contextmanager
    def page(self) -> Iterator[Page]:
        """Open a page with storages of its own, as large as a laptop's."""
        viewport: Any = {"width": 1440, "height": 900}
        context = self.browser.new_context(
            viewport=viewport, reduced_motion="reduce", service_workers="block"
        )
        yield context.new_page()
        context.close()

    @contextmanager
    def bench_page(self) -> Iterator[BenchPage]:
        """Open the benchmark's own page."""
        with self.page() as page:
            page.goto(f"{self.address}{_OWN}/bench.html")
            page.locator("html[data-ready]").wait_for(state="attached")
            yield BenchPage(page, self.address)


class BenchPage:
    """The benchmark's own page and the workers that it asks."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._address = address

    def start(self, name: str) -> None:
        """Start a worker that is called like its script."""
        address = f"{self._address}{_OWN}/{name}.js"
        self._page.evaluate("args => start(...args)", [name, address])

    def start_skybasket(self) -> Any:  # noqa: ANN401
        """Start the library in the page's own Python."""
        self.start("skybasket")
        return self.ask("skybasket", {"start": f"{self._address}dist/wheels/"})

    def stop(self, name: str) -> None:
        """End a worker."""
        self._page.evaluate("name => stop(name)", name)

    def ask(self, name: str, message: object) -> Any:  # noqa: ANN401
        """Send a worker a message and return its answer.

        :raises playwright.sync_api.Error: with what went wrong, or took too long.
        """
        return self._page.evaluate(
            """([name, message, patience]) => Promise.race([
              ask(name, message),
              new Promise((_, fail) => setTimeout(
                () => fail(new Error(`no answer in ${patience / 1000} s`)), patience)),
            ])""",
            [name, message, _PATIENCE],
        )

    def command(self, steps: object) -> Any:  # noqa: ANN401
        """Send the app commands over the worker's border; see `bench.js`."""
        return self._page.evaluate("steps => command('skybasket', steps)", steps)


@contextmanager
def opened_stage() -> Iterator[Stage]:
    """Build the page, serve it, and start the browser that `build.py` finds."""
    with (
        TemporaryDirectory(prefix="skybasket-") as name,
        sync_playwright() as playwright,
    ):
        root = Path(name)
        builder, dist = str(toolchain.SITE / "assemble.py"), str(root / "dist")
        subprocess.run([sys.executable, builder, "--out", dist], check=True)
        shutil.copytree(_HERE / "pages", root / _OWN)
        shutil.copyfile(_HERE / "inside.py", root / _OWN / "inside.py")
        copy_pyodide(root / _OWN)
        shutil.copytree(toolchain.SITE / "js", root / _OWN / "js")
        handler = functools.partial(_Handler, directory=str(root))
        with serving.PageServer(("127.0.0.1", 0), handler) as server:
            thread = Thread(target=server.serve_forever, args=(0.05,))
            thread.start()
            browser = playwright.chromium.launch(
                executable_path=browsers.find_browser(os.environ),
                args=arguments(),
            )
            try:
                address = f"http://127.0.0.1:{server.server_port}/"
                yield Stage(root, address, browser)
            finally:
                browser.close()
                server.shutdown()
                thread.join()
