"""The page's own Python answers the golden vectors as every other one does."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.bare import give
from tests.golden.making import VECTORS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.bare import Bare

REPLAY: Final = """async ([python, corpus]) => {
  const { startPython } = await import(python);
  const { pyodide, complete } = await startPython();
  await complete();
  const packed = await (await fetch(corpus)).arrayBuffer();
  pyodide.unpackArchive(packed, "zip");
  return pyodide.runPython(`
from pathlib import Path
from replay import differences
differences(Path("vectors"))
`).toJs();
}"""


@pytest.mark.firefox
def test_the_pages_python_answers_as_the_vectors_say(
    bare: Bare, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.zip"
    with zipfile.ZipFile(corpus, "w", zipfile.ZIP_DEFLATED) as packed:
        for folder in (VECTORS, VECTORS.with_name("replay")):
            for path in folder.rglob("*"):
                packed.write(path, path.relative_to(VECTORS.parent))
    place = bare.place("js/corpus.zip")
    bare.page.route(place, give(corpus))
    assert bare.page.evaluate(REPLAY, [bare.place("js/python.js"), place]) == []
