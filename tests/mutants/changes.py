"""The changes that mutmut makes to a module, one at a time.

They are changes inside functions. Left out are default values, which are taken when a
function is made, the wording of errors, which is for people to judge, and whether
``zip`` makes sure that lengths agree.
"""

from __future__ import annotations

import ast
import difflib
import re
from typing import TYPE_CHECKING, Final, NamedTuple

import libcst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

#: The variable that keeps the wording of an error, and the function that is given it.
WORDING: Final = ("message", "damaged")
#: What linters ask for where lengths agree by design, and the comma that it leaves.
_AGREED: Final = re.compile(r",\s*(?:strict=\w+)?\s*\)")


class Change(NamedTuple):
    """One change of a module."""

    file: Path
    #: The outermost function or method that it lies in, as Python names it.
    function: str
    #: Lines of the statement, and of the function.
    statement: range
    body: range
    #: The whole module after it.
    source: str
    #: What it is, in one line that does not depend on line numbers.
    key: str


class Visitor(MutationVisitor):
    """Finds what mutmut changes, in decorated functions too."""

    def _skip_node_and_children(self, node: libcst.CSTNode) -> bool:
        if isinstance(node, libcst.FunctionDef):
            return False
        if isinstance(node, libcst.Parameters | libcst.Decorator | libcst.Raise):
            return True
        if isinstance(node, libcst.Assign):
            target = node.targets[0].target
            return _is_named(target, WORDING)
        if isinstance(node, libcst.Call) and _is_named(node.func, WORDING):
            return True
        return bool(super()._skip_node_and_children(node))


def _is_named(node: libcst.CSTNode, names: Collection[str]) -> bool:
    return isinstance(node, libcst.Name) and node.value in names


def changes(file: Path, name: str) -> Iterator[Change]:
    """Yield every change of a file.

    :param name: what the file is called in the keys.
    """
    source = file.read_text("utf-8")
    functions, statements = _places(ast.parse(source))
    wrapper = MetadataWrapper(libcst.parse_module(source))
    visitor = Visitor(mutation_operators, IgnoredCode(set(), set(), set()))
    module = wrapper.visit(visitor)
    positions = wrapper.resolve(PositionProvider)
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for mutation in visitor.mutations:
        place = positions[mutation.original_node]
        line = place.start.line
        body = next((lines for lines in functions if line in lines), None)
        if body is None:
            continue
        start = starts[line - 1] + place.start.column
        end = starts[place.end.line - 1] + place.end.column
        new = module.code_for_node(mutation.mutated_node)
        padded = source[start:end] != source[start:end].strip()
        changed = source[:start] + (new if padded else new.strip()) + source[end:]
        if _AGREED.sub(")", source) == _AGREED.sub(")", changed):
            continue
        statement = min(
            (lines for lines in statements if line in lines), key=len, default=body
        )
        function = functions[body]
        what = f"{name} {function}: {_difference(source, changed)}"
        yield Change(file, function, statement, body, changed, what)


def _places(tree: ast.Module) -> tuple[Mapping[range, str], list[range]]:
    """Return the lines of all outermost functions, and those of all statements."""
    functions: dict[range, str] = {}

    def visit(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions[_lines(node)] = prefix + node.name
            elif isinstance(node, ast.ClassDef):
                visit(node.body, f"{prefix}{node.name}.")

    visit(tree.body, "")
    statements = [_lines(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    return functions, statements


def _lines(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _difference(before: str, after: str) -> str:
    """Return the lines that a change takes out and puts in."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    changed = [(line[0], line[2:].strip()) for line in lines if line[0] in "-+"]
    sides = (" ".join(text for sign, text in changed if sign == side) for side in "-+")
    return " -> ".join(sides)
