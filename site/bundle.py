"""Make the page's scripts and style sheets: few small files of many readable ones."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAIN: Final = "js/main.js"


def write_bundles(out: Path) -> list[str]:
    """Write `js/`, `css/` and Pyodide's own script, each with all that it imports.

    :returns: places of the scripts that `MAIN` imports before it runs. What it imports
        later, by `import()`, has scripts of its own.
    """
    whole = ("--bundle", "--outbase=.", f"--outdir={out}")
    later = ("--splitting", "--chunk-names=js/[name]-[hash]")
    module = (*whole, "--format=esm", *later)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told.json")
        node.minify([MAIN], node.SUPPORTED, *module, f"--metafile={told}")
        preloaded = _imported(json.loads(told.read_text("utf-8")))
    # Pyodide names modules of Node.js, which it leaves alone in a browser.
    apart = ("--external:node:*", "--external:ws")
    node.minify(["js/worker.js"], node.SUPPORTED, *module, *apart)
    node.minify(["css/page.css", "css/rooms.css"], node.SUPPORTED, *whole)
    for script in ("js/language.js", "js/supported.js"):
        node.minify([script], node.ANCIENT, "--outbase=.", f"--outdir={out}")
    node.minify(
        ["node_modules/pyodide/pyodide.asm.mjs"],
        node.SUPPORTED,
        "--format=esm",
        f"--outfile={out / 'python' / 'pyodide.asm.js'}",
    )
    return preloaded


def _imported(told: Mapping[str, Any]) -> list[str]:
    """Return the scripts that `MAIN` imports before it runs.

    :param told: what esbuild tells of the scripts that it wrote.
    """
    outputs = {
        f"js/{Path(path).name}": output for path, output in told["outputs"].items()
    }
    found = [MAIN]
    for script in found:
        found += [
            place
            for imported in outputs[script]["imports"]
            if imported["kind"] == "import-statement"
            for place in [f"js/{Path(imported['path']).name}"]
            if place not in found
        ]
    return found[1:]


def write_service_worker(out: Path, files: Sequence[Mapping[str, str]]) -> None:
    """Write the script that keeps the page for use without a network.

    :param files: all that it keeps: their ``place``, and the hashes of what is ``sent``
        and ``kept`` of them.
    """
    listed = json.dumps(files)
    version = hashlib.sha256(listed.encode()).hexdigest()[:16]
    node.minify(
        ["js/sw.js"],
        node.SUPPORTED,
        "--bundle",
        f"--outfile={out / 'sw.js'}",
        f"--define:FILES={listed}",
        f'--define:VERSION="{version}"',
    )
