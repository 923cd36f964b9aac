"""Growing columns of text, kept as distinct values and one code a row."""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["TextColumn"]


class TextColumn:
    """A growing column of text: distinct values, and one code a row."""

    def __init__(self) -> None:
        self._code: defaultdict[str, int] = defaultdict(count().__next__)
        self._code[""]
        self.values: list[str] = [""]
        self.codes = array("I")

    def extend(self, values: Iterable[str]) -> None:
        """Append a value for each new row; one pass at C speed."""
        self.codes.extend(map(self._code.__getitem__, values))
        self._note_values()

    def encode(self, values: Iterable[str]) -> list[int]:
        """Return the code of each value, new ones included, without adding rows."""
        codes = list(map(self._code.__getitem__, values))
        self._note_values()
        return codes

    def _note_values(self) -> None:
        self.values.extend(list(self._code)[len(self.values) :])

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        """Return the value of a row."""
        return self.values[self.codes[row]]

    def code(self, value: str) -> int | None:
        """Return the code of a value, or None where no row has it."""
        return self._code.get(value)

    def derive(self, function: Callable[[str], str]) -> TextColumn:
        """Return a column of ``function(value)``, computed once a distinct value."""
        derived = TextColumn()
        derived.extend(map(function, self.values))
        code_of = list(derived.codes)
        derived.codes = array("I", map(code_of.__getitem__, self.codes))
        return derived
