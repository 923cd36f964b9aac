"""The words that stand in the library itself: names of fields, marks, arguments."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import skybasket

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LIBRARY", "arguments", "modules", "words"]

LIBRARY: Final = Path(skybasket.__file__).parent
_LONGEST: Final = 40
#: Whole sentences have no words that a reader looks for.
_SENTENCE: Final = 400


@cache
def modules() -> dict[str, ast.Module]:
    """Return the modules of the library as trees, by their names below `skybasket`."""
    found = {}
    for path in sorted(LIBRARY.rglob("*.py")):
        name = ".".join(path.relative_to(LIBRARY).with_suffix("").parts)
        found[name] = ast.parse(path.read_text("utf-8"))
    return found


@cache
def words() -> tuple[bytes, ...]:
    """Return all short texts, each once."""
    found = dict.fromkeys(word for tree in modules().values() for word in _texts(tree))
    return tuple(word.encode() for word in found)


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value.split() if len(node.value) < _SENTENCE else []
            yield from (word for word in words if len(word) <= _LONGEST)


@cache
def arguments() -> tuple[str, ...]:
    """Return the names of all arguments that a command asks for."""
    found: dict[str, None] = {}
    for name, tree in modules().items():
        for node in ast.walk(tree) if name.startswith("app.") else ():
            match node:
                case ast.Call(
                    func=ast.Attribute(), args=[ast.Constant(value=str(text)), *_]
                ) if text.isidentifier():
                    found[text] = None
    return tuple(found)
