"""site/compiled.py: which modules the page gets, and that they can be imported."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import compiled
import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STANDARD = {
    "used.py": "from helping import deep, missing\nimport never_there\n",
    "helping/__init__.py": "",
    "helping/deep.py": "def late():\n    from . import later, unneeded as other\n",
    "helping/later.py": "def never():\n    import sqlite3\n",
    "helping/unneeded.py": "",
    "unused.py": "import used\n",
    "wanted.py": "import json.tool\n",
    "json/__init__.py": "",
    "json/tool.py": "",
    "sqlite3/__init__.py": "",
    "pyodide/__init__.py": "",
    "pyodide/ffi.py": "",
    "traceback.py": "",
}
SKYBASKET = {
    "skybasket/__init__.py": (
        '"""Documented."""\n\ndef size(count: int) -> str:\n    """Say it."""\n'
        "    return f'{count} bytes'\n"
    ),
    "skybasket/templates/__init__.py": "",
    "skybasket/templates/script.py": "print('a script')\n",
    "skybasket/words.json": "{}",
    "skybasket-1.dist-info/METADATA": "Name: skybasket",
}


def pack(path: Path, files: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def kept(folder: Path, skybasket: Mapping[str, str], other: str = "") -> Path:
    """Write a library of the modules above."""
    compiled.write_library(
        folder / "library.zip",
        pack(folder / "standard.zip", STANDARD),
        pack(folder / "skybasket.whl", {**SKYBASKET, **skybasket}),
        [pack(folder / "other.whl", {"other.py": other})],
    )
    return folder / "library.zip"


def test_what_is_imported_anywhere_is_kept_and_nothing_else(tmp_path: Path) -> None:
    imports = {"skybasket/a.py": "if False:\n    import used\n"}
    library = kept(tmp_path, imports, "import wanted")
    with zipfile.ZipFile(library) as archive:
        names = set(archive.namelist())
        assert not any(info.compress_type for info in archive.infolist())
    assert names == {
        "helping/__init__.pyc",
        "helping/deep.pyc",
        "helping/later.pyc",
        "helping/unneeded.pyc",
        "json/__init__.pyc",
        "json/tool.pyc",
        "pyodide/__init__.pyc",
        "pyodide/ffi.pyc",
        "skybasket/__init__.pyc",
        "skybasket/a.pyc",
        "skybasket/templates/__init__.pyc",
        "skybasket/templates/script.py",
        "skybasket/words.json",
        "traceback.pyc",
        "used.pyc",
        "wanted.pyc",
    }


def test_modules_are_imported_from_it_without_their_words(tmp_path: Path) -> None:
    library = kept(tmp_path, {})
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import skybasket\n"
        "print(skybasket.size(3), skybasket.__doc__, skybasket.size.__annotations__)"
    )
    command = [sys.executable, "-I", "-c", code, str(library)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    assert answer.stdout == "3 bytes None {}\n"


def test_what_cannot_do_without_something_needless_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportError, match=r"skybasket\.a cannot do without sqlite3"):
        kept(tmp_path, {"skybasket/a.py": "import sqlite3"})
