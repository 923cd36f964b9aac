"""Growing columns of text, kept as distinct values and one code a row."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["CodedText", "TextColumn"]


class CodedText(Sequence[str]):
    """Text that comes as columns keep it: distinct values, and one code a row.

    :param values: in the order in which the rows first have them.
    :param codes: the place of each row's value.
    """

    def __init__(self, values: Sequence[str], codes: Sequence[int]) -> None:
        self.values = values
        self.codes = codes

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...
    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        """Return the value of a row, or of several."""
        if isinstance(row, slice):
            return CodedText(self.values, self.codes[row])
        return self.values[self.codes[row]]

    def __iter__(self) -> Iterator[str]:
        """Yield the value of each row."""
        return map(self.values.__getitem__, self.codes)


class TextColumn:
    """A growing column of text: distinct values, and one code a row."""

    def __init__(self) -> None:
        self._code: defaultdict[str, int] = defaultdict(count().__next__)
        self._code[""]
        self.values: list[str] = [""]
        self.codes = array("I")

    def extend(self, values: Iterable[str]) -> None:
        """Append a value for each new row; one pass at C speed."""
        if isinstance(values, CodedText):
            table = self.encode(values.values)
            self.codes.extend(map(table.__getitem__, values.codes))
            return
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
