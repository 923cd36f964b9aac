"""What lies in `wheels/` installs in a notebook and in the page, and draws QR codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin

import assemble
import pytest
from playwright.sync_api import expect
from skybasket import Basket

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED
from tests.browser.page import START
from tests.browser.qr import read_qr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

START_PYTHON: Final = """async (site) => {
  const place = new URL("pyodide/", document.baseURI).href;
  const { loadPyodide } = await import(`${place}pyodide.mjs`);
  globalThis.site = site;
  globalThis.wheels = await (await fetch(`${site}wheels/index.json`)).json();
  globalThis.python = await loadPyodide({ indexURL: place });
}"""
#: What a person types into two cells of a notebook.
INSTALL: Final = """async () => {
  await python.loadPackage(`${site}wheels/${wheels.micropip}`);
  python.globals.set("address", `${site}wheels/${wheels.skybasket}`);
  await python.runPythonAsync("import micropip; await micropip.install(address)");
}"""
COUNT: Final = """async (text) => {
  const lines = [];
  python.setStdout({ batched: (line) => lines.push(line) });
  python.globals.set("text", text);
  await python.runPythonAsync(`
    from skybasket import Basket
    basket = Basket.open(text.encode())
    print(basket.files.count)
  `);
  return lines;
}"""
LEARN_TO_DRAW: Final = """async () => {
  const { installDrawing } = await import(
    new URL("pyodide/drawing.js", document.baseURI));
  const files = {};
  for (const name of ["micropip", "segno"]) {
    const response = await fetch(`${site}wheels/${wheels[name]}`);
    files[name] = { name: wheels[name], content: await response.arrayBuffer() };
  }
  python.globals.set("draw", await installDrawing(python, files));
}"""
#: Python calls the function, as the library does; the page shows it on a dark ground.
DRAW: Final = """async (text) => {
  python.globals.set("text", text);
  const image = new Image();
  image.src = python.runPython("draw(text)");
  image.alt = "Code";
  document.body.style.background = "#000";
  document.body.replaceChildren(image);
  await image.decode();
  const [, modules] = decodeURIComponent(image.src).match(/viewBox='0 0 ([0-9]+)/);
  image.width = 4 * Number(modules);
  return image.src;
}"""
DRAW_TOO_MUCH: Final = """() => python.runPython(`
try:
    draw("a" * 3000)
except ValueError as error:
    refused = str(error)
refused
`)"""
#: Where a notebook has its own Pyodide from, and the part of the page tried in it.
PYODIDE: Final = assemble.SITE / "node_modules" / "pyodide"
DRAWING: Final = assemble.SITE / "js" / "drawing.js"


def give_pyodide(route: Route) -> None:
    """Answer as a notebook's host does."""
    name = route.request.url.rpartition("/")[2]
    path = DRAWING if name == DRAWING.name else PYODIDE / name
    script = path.suffix in {".js", ".mjs"}
    route.fulfill(path=path, content_type="text/javascript" if script else None)


@pytest.fixture(scope="module")
def notebook(browser: Browser, site: str, watch: Watch) -> Iterator[Page]:
    """Start Python on an empty page beside the page, as notebooks do."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(START)
    watch.attach(context)
    page = context.new_page()
    address = urljoin(site, "../notebook.html")
    empty = "<!doctype html><html lang=en><title>Notebook</title><body></body></html>"
    page.route(address, lambda route: route.fulfill(body=empty))
    page.route(urljoin(address, "pyodide/*"), give_pyodide)
    page.goto(address)
    page.evaluate(START_PYTHON, site)
    yield page
    watch.detach(context)
    context.close()


@pytest.fixture(scope="module")
def drawing(notebook: Page) -> Page:
    """Teach the notebook's Python to draw, as the page's worker does."""
    notebook.evaluate(LEARN_TO_DRAW)
    return notebook


def wheels_asked(addresses: list[str], site: str) -> list[str]:
    """Return the packages whose wheels were asked for, and any other address."""
    names = [address.removeprefix(f"{site}wheels/") for address in addresses]
    return sorted(name.partition("-")[0] for name in names)


def test_a_notebook_installs_the_library_from_here_alone(
    notebook: Page, watch: Watch, site: str
) -> None:
    watch.begin()
    notebook.evaluate(INSTALL)
    assert wheels_asked(watch.requests, site) == ["micropip", "skybasket"]
    products = answer(MIXED)
    count = Basket.open(products).files.count
    assert notebook.evaluate(COUNT, products.decode()) == [str(count)]


@pytest.mark.parametrize("length", [60, 600, 2000])
def test_a_drawn_link_can_be_read(drawing: Page, length: int) -> None:
    link = ("https://example.org/skybasket/#basket=" + "aZ09-_" * 400)[:length]
    drawn = unquote(drawing.evaluate(DRAW, link))
    assert drawn.startswith("data:image/svg+xml;")
    # The first mark of the code comes after a quiet zone of four modules.
    assert "'M4 4.5h7" in drawn
    assert read_qr(drawing.get_by_alt_text("Code").screenshot()) == link


def test_what_is_too_long_to_be_drawn_is_a_value_error(drawing: Page) -> None:
    assert "too large" in drawing.evaluate(DRAW_TOO_MUCH)


def test_the_page_installs_what_draws_once_and_after_a_failure_again(
    new_tab: Callable[[], Skybasket], watch: Watch, site: str
) -> None:
    skybasket = new_tab()
    page, dialog = skybasket.page, skybasket.dialog
    skybasket.visit()
    skybasket.is_engine("ready")
    skybasket.open(answer(MIXED[:2]))
    skybasket.tick_all()
    watch.tolerate("503")
    page.route("**/segno-*", lambda route: route.fulfill(status=503))
    page.get_by_role("button", name="Share").click()
    dialog.get_by_role("button", name="Show QR code").click()
    expect(page.get_by_text(re.compile(r"segno-.*503"))).to_be_visible()
    page.unroute("**/segno-*")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(1)
    watch.requests.clear()
    for _ in range(2):
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        page.get_by_role("button", name="Share").click()
        dialog.get_by_role("button", name="Show QR code").click()
        code = dialog.get_by_role("img", name="QR code of the link")
        expect(code).to_be_visible(timeout=START)
    drawn = [address for address in watch.requests if "/wheels/" in address]
    assert wheels_asked(drawn, site) == ["index.json", "micropip", "segno"]
