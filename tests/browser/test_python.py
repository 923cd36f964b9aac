"""Python starts from its memory, else from compiled modules, else plainly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urljoin

import assemble
import node
import pytest

from tests.browser.page import START

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

    from tests.browser.watch import Watch

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
#: Write a memory down and restore it; give what differs.
ROUND_TRIP: Final = """async ([address, seed]) => {
  const { Memory, write } = await import(address);
  let state = seed;
  const draw = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const size = 64 * (1 + draw(200));
  const fresh = Uint8Array.from({ length: size }, () => draw(4));
  const memory = fresh.slice();
  for (let times = draw(20); times > 0; times--)
    memory.fill(draw(256), draw(size), draw(size));
  const notes = { pyodide: { seed }, first: ["ä"] };
  const written = new Memory(await write(memory, fresh, notes));
  const other = Uint8Array.from({ length: size }, () => draw(256));
  const told = written.restore(other, fresh);
  const refused = [];
  const others = [fresh.slice(64), new Uint8Array(size + 64)];
  for (const wrong of others)
    try { written.restore(wrong, wrong); } catch (error) { refused.push(error); }
  // A change counts just where the memory keeps what a fresh one holds.
  const changes = memory.map((byte, place) => byte !== fresh[place]);
  const block = (place) => changes.subarray(place & ~63, (place & ~63) + 64);
  let wrong = 0;
  for (let place = 0; place < size; place += 97) {
    const changed = fresh.with(place, fresh[place] ^ 1);
    const isKept = !block(place).includes(1);
    let isRefused = false;
    try { written.restore(other.slice(), changed); } catch { isRefused = true; }
    if (isKept !== isRefused) wrong += 1;
  }
  return {
    same: other.every((byte, place) => byte === memory[place]),
    told: told.seed === seed && written.notes.first[0] === "ä",
    refused: refused.length,
    wrong,
  };
}"""
#: Unpack a part, change the digest that it expects, and leave it unpacked.
REFUSED: Final = """
import {{ readFileSync, writeFileSync }} from "node:fs";
import {{ zstdDecompressSync }} from "node:zlib";
const memory = zstdDecompressSync(readFileSync({source!r}));
const place = memory.indexOf('"digest":') + 9;
memory[place] = memory[place] === 49 ? 50 : 49;
writeFileSync({target!r}, memory);
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make modules of what the worker is made of."""
    folder = tmp_path_factory.mktemp("scripts")
    node.minify(
        ["js/python.js", "js/memory.js"],
        node.SUPPORTED,
        "--bundle",
        "--format=esm",
        "--external:node:*",
        f"--outdir={folder}",
    )
    return folder


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


@pytest.fixture
def bare(browser: Browser, site: str, scripts: Path, watch: Watch) -> Iterator[Bare]:
    """Open an empty page that can load the scripts."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(START)
    watch.attach(context)
    page = context.new_page()
    bare = Bare(page, site, watch)
    page.route(bare.place("js/bare.html"), lambda route: route.fulfill(body="<p>"))
    for script in scripts.iterdir():
        page.route(bare.place(f"js/{script.name}"), give(script))
    page.goto(bare.place("js/bare.html"))
    yield bare
    watch.detach(context)
    context.close()


def give(path: Path) -> Callable[[Route], None]:
    """Return what answers with a file, if there is one."""

    def give(route: Route) -> None:
        if path.exists():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404)

    return give


MACHINE: Final = {"pyodide.asm.js", "pyodide.wasm.bin"}
NOWHERE: Final = Path("missing")


def test_python_starts_from_its_memory(bare: Bare) -> None:
    started = bare.begin()
    assert started["first"] == ["shelf_load", "basket_new"]
    assert started["compiled"]
    assert bare.asked() == {*MACHINE, "memory.bin", "library.bin"}


def test_no_two_visits_draw_the_same_numbers(bare: Bare) -> None:
    assert bare.begin()["drawn"] != bare.begin()["drawn"]


@pytest.mark.parametrize("problem", ["other", "cut", "missing"])
def test_a_memory_that_does_not_fit_is_not_used(
    bare: Bare, dist: Path, tmp_path: Path, problem: str
) -> None:
    bare.watch.tolerate("404")
    source, target = dist / "python" / "memory.bin", tmp_path / "memory.bin"
    if problem == "other":
        script = tmp_path / "change.mjs"
        script.write_text(REFUSED.format(source=str(source), target=str(target)))
        node.run(script)
    elif problem == "cut":
        target.write_bytes(source.read_bytes()[:1_000_000])
    bare.page.route("**/memory.bin", give(target))
    started = bare.begin()
    assert (started["first"], started["compiled"]) == ([], True)
    assert bare.asked() == {*MACHINE, "memory.bin", "library.bin"}


def test_where_nothing_packed_works_python_starts_plainly(bare: Bare) -> None:
    bare.watch.tolerate("404")
    bare.page.route("**/*.bin", give(NOWHERE))
    started = bare.begin()
    assert (started["first"], started["compiled"]) == ([], False)
    own = f"skybasket-{assemble.project_version()}-py3-none-any.whl"
    assert {"pyodide.asm.wasm", "python_stdlib.zip", own} <= bare.asked()


def test_a_machine_that_cannot_run_is_told(bare: Bare) -> None:
    bare.watch.tolerate("")
    bare.page.evaluate(
        """() => { WebAssembly.instantiateStreaming = () =>
          Promise.reject(new Error("no room for this")); }"""
    )
    told = bare.page.evaluate(
        """async (address) => {
          const { startPython } = await import(address);
          return startPython().catch(({ message }) => message);
        }""",
        bare.place("js/python.js"),
    )
    assert told == "no room for this"


def test_what_is_written_of_a_memory_restores_it(bare: Bare) -> None:
    for seed in range(60):
        arguments = [bare.place("js/memory.js"), seed]
        found = bare.page.evaluate(ROUND_TRIP, arguments)
        assert found == {"same": True, "told": True, "refused": 2, "wrong": 0}, seed
