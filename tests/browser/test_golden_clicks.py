"""The page's own Python answers a basket's golden vectors as CPython does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.golden import replay
from tests.golden.making import VECTORS

if TYPE_CHECKING:
    from tests.browser.bare import Bare

REPLAY: Final = """async ([address, module, vectors]) => {
  const { startPython } = await import(address);
  const { pyodide, complete } = await startPython();
  await complete();
  pyodide.FS.writeFile("replay.py", module);
  const { differences } = pyodide.pyimport("replay");
  return differences(vectors).toJs();
}"""


def test_the_pages_python_answers_as_the_vectors_say(bare: Bare) -> None:
    module = Path(replay.__file__).read_text("utf-8")
    given = [bare.place("js/python.js"), module, VECTORS.read_text("utf-8")]
    assert bare.page.evaluate(REPLAY, given) == []
