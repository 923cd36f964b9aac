"""Python starts from its memory, else from compiled modules, else plainly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import assemble
import node
import pytest

from tests.browser.bare import give

if TYPE_CHECKING:
    from tests.browser.bare import Bare

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
