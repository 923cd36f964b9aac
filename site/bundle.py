"""Make the page's scripts and style sheets: few small files of many readable ones."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

import node

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
