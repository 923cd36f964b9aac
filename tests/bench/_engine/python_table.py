"""The columns in Python, and what a text means, for all peers there."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Array", "Table", "ending", "expression", "is_pattern"]

#: What packages give whose types nobody knows here: the benchmark alone has them.
Array = Any


class Table:
    """The columns as numpy arrays, which all others are made of."""

    def __init__(self, folder: Path) -> None:
        numpy = import_module("numpy")
        about = json.loads(folder.joinpath("about.json").read_text("utf-8"))
        rows = about["rows"]
        codes = numpy.fromfile(folder / "codes.bin", dtype=numpy.uint8)
        self.values: dict[str, list[str]] = {}
        self.codes: dict[str, Any] = {}
        for place, facet in enumerate(about["facets"]):
            self.values[facet["name"]] = facet["values"]
            self.codes[facet["name"]] = codes[place * rows : (place + 1) * rows]
        self.sizes = numpy.fromfile(folder / "sizes.bin", dtype=float).astype("int64")
        selected = numpy.fromfile(folder / "selected.bin", dtype=numpy.uint8)
        self.selected = selected.astype(bool)
        self.names = folder.joinpath("names.txt").read_text("utf-8").splitlines()

    def wanted_codes(self, facet: str, wanted: Sequence[str]) -> list[int]:
        """Return the codes of some values, without those that no file has."""
        values = self.values[facet]
        return [values.index(value) for value in wanted if value in values]


def is_pattern(text: str) -> bool:
    """Tell whether a text is a pattern for the whole name."""
    return "*" in text or "?" in text


def ending(text: str) -> str:
    """Return the end of the name that is all a pattern asks for, or nothing."""
    return text[1:] if text[:1] == "*" and not is_pattern(text[1:]) else ""


def expression(pattern: str) -> str:
    """Return a pattern as the regular expression that every engine understands."""
    pieces = [
        {"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in pattern
    ]
    return f"^{''.join(pieces)}$"
