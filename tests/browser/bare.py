"""An empty page that has the page's own scripts, and starts its Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, Route

    from tests.browser.watch import Watch

__all__ = ["Bare", "give"]

#: Start Python as the page's worker does, and tell how, and a number that it draws.
BEGIN: Final = """async (address) => {
  const { startPython } = await import(address);
  const { pyodide, first, complete } = await startPython();
  await complete();
  const run = (code) => pyodide.runPython(code);
  return {
    first,
    drawn: run("import random; random.random()"),
    files: run(`
from skybasket import Basket
Basket.open(b"mast:HST/product/a_drz.fits").files.count
`),
    later: run("import decimal; str(decimal.Decimal(1) / 7)"),
    compiled: run("Basket.open.__doc__ is None"),
  };
}"""


class Bare(NamedTuple):
    """An empty page beside the page's own scripts."""

    page: Page
    site: str
    watch: Watch

    def begin(self) -> dict[str, Any]:
        """Start Python, which then can do all that it has to."""
        started: dict[str, Any] = self.page.evaluate(BEGIN, self.place("js/python.js"))
        assert (started["files"], started["later"][:4]) == (1, "0.14")
        return started

    def place(self, name: str) -> str:
        return urljoin(self.site, name)

    def asked(self) -> set[str]:
        """Return the parts of Python that were asked for."""
        return {
            address.rpartition("/")[2]
            for address in self.watch.requests
            if "/python/" in address or address.endswith(".whl")
        }


def give(path: Path) -> Callable[[Route], None]:
    """Return what answers with a file, if there is one."""

    def give(route: Route) -> None:
        if path.exists():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404)

    return give
