"""Runs in the page's own Python, at build: compiles all modules that the page can need.

The modules of Python's library that Skybasket and the other wheels can come to import,
and Skybasket itself, become one archive of byte code. It is stored without compression:
the build packs it as a whole, which is smaller, and the page reads single modules.
"""

from __future__ import annotations

import ast
import itertools
import marshal
import zipfile
from importlib.util import MAGIC_NUMBER, source_hash
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["write_library"]

#: Kept although no import statement names them: what the interpreter looks for itself.
_UNNAMED: Final = frozenset(
    [
        "_sysconfigdata__emscripten_wasm32-emscripten",
        "codecs",
        "traceback",
        "encodings.aliases",
        "encodings.ascii",
        "encodings.cp437",  # names in .zip files
        "encodings.cp1252",
        "encodings.idna",
        "encodings.latin_1",
        "encodings.utf_16",
        "encodings.utf_16_be",
        "encodings.utf_16_le",
        "encodings.utf_32",
        "encodings.utf_8",
        "encodings.utf_8_sig",
    ]
)
#: Named in what is kept and left out all the same: tools for developers, servers,
#: and what needs processes, terminals or sockets. A page has no use for them.
_NEEDLESS: Final = (
    "_pyrepl",
    "bdb",
    "cmd",
    "concurrent.futures.interpreter",
    "concurrent.futures.process",
    "concurrent.interpreters",
    "ctypes",
    "doctest",
    "mailbox",
    "multiprocessing",
    "pdb",
    "pydoc",
    "smtplib",
    "socketserver",
    "sqlite3",
    "unittest",
    "webbrowser",
    "xmlrpc",
)
#: Pyodide needs the docstrings of this one; those of all others are left out.
_DOCUMENTED: Final = "_pyodide/_core_docs.py"
#: Scripts that Skybasket writes: texts, no modules of its own.
_TEXTS: Final = "/templates/"
#: Here no function is chosen by the types that it names.
_TYPED: Final = "skybasket/"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


class _Modules:
    """The modules of some archives, by name; the first archive that has one counts."""

    def __init__(self, archives: Sequence[Path]) -> None:
        self._archives = [zipfile.ZipFile(archive) for archive in archives]
        self._places: dict[str, tuple[zipfile.ZipFile, str]] = {}
        for archive in self._archives:
            for place in archive.namelist():
                name = place.removesuffix(".py").replace("/", ".")
                if place.endswith(".py"):
                    name = name.removesuffix(".__init__")
                    self._places.setdefault(name, (archive, place))

    def names(self, archive: int) -> list[str]:
        """Return the modules of one archive."""
        wanted = self._archives[archive]
        return [name for name, (where, _) in self._places.items() if where is wanted]

    def needed(self, roots: Sequence[str]) -> set[str]:
        """Return the modules that some lead to, wherever an import statement stands."""
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            name = waiting.pop()
            if name in found or name not in self._places:
                continue
            found.add(name)
            archive, place = self._places[name]
            package = (
                name if place.endswith("/__init__.py") else name.rpartition(".")[0]
            )
            tree = ast.parse(archive.read(place))
            waiting += _imported(tree, package)
            for missed in filter(_is_needless, _imported_at_once(tree)):
                raise ImportError(f"{name} cannot do without {missed}")
        return found

    def files(self, archive: int, needed: set[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the places and contents of what is needed of an archive.

        :param needed: modules; what belongs to a package beside them is needed too.
        """
        wanted = self._archives[archive]
        modules = {place: name for name, (_, place) in self._places.items()}
        for place in sorted(wanted.namelist()):
            if place.endswith("/") or ".dist-info/" in place:
                continue
            if not self.is_code(place) or modules[place] in needed:
                yield place, wanted.read(place)

    @staticmethod
    def is_code(place: str) -> bool:
        """Whether a file is a module, and no text that only looks like one."""
        return place.endswith(".py") and (
            _TEXTS not in place or place.endswith("/__init__.py")
        )


def _imported(tree: ast.AST, package: str) -> Iterator[str]:
    """Yield all that may be a module and is imported somewhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".") if node.level else []
            parents = parents[: len(parents) - node.level + 1]
            base = ".".join([*parents, *([node.module] if node.module else [])])
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            parents = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
            yield from itertools.filterfalse(_is_needless, parents)


def _is_needless(name: str) -> bool:
    return f"{name}.".startswith(tuple(f"{needless}." for needless in _NEEDLESS))


def _imported_at_once(module: ast.Module) -> Iterator[str]:
    """Yield what a module surely imports when it is imported itself."""
    for node in module.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module)


def _compiled(place: str, source: bytes) -> bytes:
    """Return a module's byte code, in a file that is never compared with its source.

    The layout is that of PEP 552.
    """
    level = 1 if place == _DOCUMENTED else 2
    tree = ast.parse(source)
    if place.startswith(_TYPED):
        _forget_types(tree)
    code = compile(tree, place, "exec", dont_inherit=True, optimize=level)
    unchecked = (1).to_bytes(4, "little")
    return MAGIC_NUMBER + unchecked + source_hash(source) + marshal.dumps(code)


def _forget_types(tree: ast.Module) -> None:
    """Take away what functions say about types: nothing asks for it in the page."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg):
            node.annotation = None


def write_library(
    target: Path, standard: Path, skybasket: Path, others: Sequence[Path]
) -> None:
    """Write the archive.

    :param standard: Python's library as Pyodide ships it.
    :param skybasket: the wheel of the library.
    :param others: wheels that the page installs later: what they need is kept.
    :raises ImportError: if something kept needs what is left out as needless.
    """
    modules = _Modules([standard, skybasket, *others])
    roots = [name for name in modules.names(0) if "pyodide" in name.partition(".")[0]]
    for archive in range(1, 2 + len(others)):
        roots += modules.names(archive)
    needed = modules.needed([*roots, *_UNNAMED])
    with zipfile.ZipFile(target, "w") as library:
        for archive in (0, 1):
            for place, content in modules.files(archive, needed):
                name, written = place, content
                if modules.is_code(place):
                    name, written = f"{place}c", _compiled(place, content)
                library.writestr(zipfile.ZipInfo(name, _EARLIEST), written)
