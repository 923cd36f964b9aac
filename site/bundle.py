"""Make the page's scripts and style sheets: a few small files of many readable ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import node

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS: Final = ["js/main.js", "js/worker.js"]


def write_bundles(out: Path) -> None:
    """Write `js/`, `css/` and Pyodide's own script, each with all that it imports."""
    whole = ("--bundle", "--outbase=.", f"--outdir={out}")
    # Pyodide names modules of Node.js, which it leaves alone in a browser.
    node.minify(SCRIPTS, node.SUPPORTED, *whole, "--format=esm", "--external:node:*")
    node.minify(["css/page.css"], node.SUPPORTED, *whole)
    node.minify(["js/supported.js"], node.ANCIENT, "--outbase=.", f"--outdir={out}")
    node.minify(
        ["node_modules/pyodide/pyodide.asm.mjs"],
        node.SUPPORTED,
        "--format=esm",
        f"--outfile={out / 'python' / 'pyodide.asm.js'}",
    )
