"""Parses JSON as it comes, where nearly all of it is one long list.

The elements of the list are handed over slice by slice and forgotten; what stands
around them is kept, with a mark in their place, and parsed in the end as any JSON is.

A slice ends where an element seems to end: at a brace that a comma and another brace
follow. Whether it does is not guessed but proved: if the slice between brackets is
valid JSON, no text behind it can make its parts mean anything else. Else its elements
are parsed one by one.

Where a function is handed in that takes rows apart, they come as columns as long as it
does so: these are as certain, see `transposing`.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any, Final

from skybasket.formats.transposing import Transposed, transposed
from skybasket.nesting import check, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skybasket.formats.transposing import Transpose

    Elements = list[Any] | Transposed

__all__ = ["MARK", "LongJson", "NotJsonError", "members"]

#: What stands for the elements that were handed over: no text of a list is so.
MARK: Final = "\x00"
_MARK_TEXT: Final = json.dumps(MARK)
#: Characters of a slice: some thousand elements.
_SLICE: Final = 8_000_000
#: Elements that were parsed one by one and are handed over together.
_TOGETHER: Final = 20_000
_BLANK: Final = re.compile(r"[ \t\n\r]*")
_COMMA: Final = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
_END: Final = re.compile(r"[ \t\n\r]*\]")
#: Where a slice may end.
_BETWEEN: Final = re.compile(r"[}\]](?=[ \t\n\r]*,[ \t\n\r]*[{\[])")
#: How far before its end a text is searched for such a place.
_SEARCHED: Final = 20_000
#: A fault so near to the end of what has come may be none: the rest is to come.
_NEAR: Final = 16
_DECODER: Final = json.JSONDecoder()


def members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the names in an object, and where their values begin, as far as it goes.

    :param start: where the object begins, or blanks before it.
    """
    at = _past_blanks(text, start)
    mark = "{"
    while text.startswith(mark, at):
        try:
            name, at = _DECODER.raw_decode(text, _past_blanks(text, at + 1))
            at = _past_blanks(text, at)
            if not isinstance(name, str) or not text.startswith(":", at):
                return
            at = _past_blanks(text, at + 1)
            yield name, at
            _, at = _DECODER.raw_decode(text, at)
        except (RecursionError, ValueError):
            return
        at, mark = _past_blanks(text, at), ","


def _past_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


class NotJsonError(ValueError):
    """Something is no JSON.

    :param message: what, in the words of `json`.
    :param line: where, both counted from 1.
    """

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column


class LongJson:
    """JSON that comes in parts.

    :param find: returns where the long list's first element begins in a beginning of
        the text, -1 if that is not there yet.
    :param transpose: takes rows apart, if anything does.

    What is no JSON raises `NotJsonError`, as soon as that is certain. As from
    `json.loads` come `UnicodeDecodeError`, `RecursionError`, and `ValueError` for a
    number with too many digits.
    """

    def __init__(
        self, find: Callable[[str], int], transpose: Transpose | None = None
    ) -> None:
        self._find = find
        self._transpose = transpose
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        #: All up to the list's first element; None until that is found.
        self.head: str | None = None
        #: What has not been handed over, from the last element's end on, and what has
        #: come behind it since that was looked at.
        self._rest = ""
        self._coming: list[str] = []
        #: The same as bytes; one of the two is empty.
        self._raw = b""
        #: So many characters must be there before it is worth a look.
        self._enough = _SLICE
        self._is_begun = self._is_over = False
        #: Line ends before the rest, and characters behind the last of them.
        self._lines = self._columns = 0

    def feed(self, chunk: bytes) -> Iterator[Elements]:
        """Take the next bytes, and yield the elements that are whole now, in slices."""
        if self._raw:
            self._raw += chunk
        else:
            self._coming.append(self._decoder.decode(chunk))
        if self.waiting >= self._enough:
            self._gather()
            yield from self._elements(is_final=False)

    @property
    def waiting(self) -> int:
        """How much has come that was not handed over."""
        return len(self._raw) + len(self._rest) + sum(map(len, self._coming))

    def _gather(self) -> None:
        """Put together what has come; not each time, as that copies all of it."""
        self._rest = "".join((self._rest, *self._coming))
        self._coming = []

    def end(self) -> Iterator[Elements]:
        """Yield the last elements."""
        if not self._raw:
            self._coming.append(self._decoder.decode(b"", final=True))
        self._gather()
        yield from self._elements(is_final=True)

    def whole(self) -> tuple[Any, bool]:
        """Return the value of the whole text.

        :returns: the value, and whether `MARK` stands in it for elements that were
            handed over.
        """
        before = (self.head or "") + (_MARK_TEXT if self._is_begun else "")
        try:
            return loads(before + self._rest), self._is_begun
        except json.JSONDecodeError as error:
            raise self._error(error, len(before)) from error

    def _elements(self, *, is_final: bool) -> Iterator[Elements]:
        # What has no end yet is looked at again when twice as much is there, so that
        # each character is looked at a few times at most.
        self._enough = 2 * len(self._rest)
        check(self._rest)
        if self.head is None and not self._is_found():
            return
        if self._transpose and not self._is_over:
            columns = self._transposed(self._transpose)
            if columns:
                yield columns
            is_cut = columns is not None and columns.is_cut
            if is_cut and len(self._raw) < _SLICE and not is_final:
                self._enough = _SLICE
                return
            self._rest = self._decoder.decode(self._raw, final=is_final)
            self._raw = b""
            self._enough = 2 * len(self._rest)
            check(self._rest)
        while not self._is_over and (is_final or len(self._rest) >= _SLICE):
            # The list's end is near the text's: no slice is to reach that far.
            last = len(self._rest) - _SEARCHED if is_final else len(self._rest)
            found = self._slice(min(_SLICE, last)) or self._singly(is_final=is_final)
            if not found:
                return
            yield found
        if not self._is_over:
            self._enough = _SLICE

    def _transposed(self, transpose: Transpose) -> Transposed | None:
        """Return the rows that can be taken apart, None if anything in them is odd."""
        if not self._raw:
            unfinished, state = self._decoder.getstate()
            self._decoder.setstate((b"", state))
            self._raw, self._rest = self._rest.encode() + unfinished, ""
        try:
            found = transposed(transpose, self._raw, is_begun=self._is_begun)
        except ValueError:
            return None
        if found:
            self._hand_over_bytes(found.size)
        return found

    def _is_found(self) -> bool:
        at = self._find(self._rest)
        if at < 0:
            return False
        self.head, self._rest = self._rest[:at], self._rest[at:]
        self._lines = self.head.count("\n")
        self._columns = at - (self.head.rfind("\n") + 1)
        return True

    def _slice(self, limit: int) -> list[Any]:
        """Return the elements up to a limit; none where they are not certain."""
        text = self._rest
        between = (_COMMA if self._is_begun else _BLANK).match(text)
        if between is None:
            return []
        start, end = between.end(), -1
        for found in _BETWEEN.finditer(text, max(start, limit - _SEARCHED), limit):
            end = found.end()
        try:
            elements: list[Any] = json.loads(f"[{text[start:end]}]") if end > 0 else []
        except (RecursionError, ValueError):
            return []
        if elements:
            self._hand_over(text[:end])
            self._rest = text[end:]
        return elements

    def _singly(self, *, is_final: bool) -> list[Any]:
        """Return the elements that are whole, up to the list's end."""
        text, at = self._rest, 0
        elements: list[Any] = []
        while len(elements) < _TOGETHER:
            if _END.match(text, at):
                self._is_over = True
                break
            is_first = not self._is_begun and not elements
            between = (_BLANK if is_first else _COMMA).match(text, at)
            if between is None:
                self._check(text, _past_blanks(text, at))
                break
            try:
                element, end = _DECODER.raw_decode(text, between.end())
            except json.JSONDecodeError as error:
                if not error.msg.startswith("Unterminated string"):
                    self._check(text, error.pos)
                break
            is_closed = isinstance(element, (dict, list, str))
            if not is_closed and end + _NEAR > len(text) and not is_final:
                break
            elements.append(element)
            at = end
        if elements:
            self._hand_over(text[:at])
            self._rest = text[at:]
        return elements

    def _check(self, text: str, place: int) -> None:
        """Complain of what cannot go on at a place, whatever is still to come."""
        if place + _NEAR < len(text):
            self.whole()

    def _hand_over_bytes(self, size: int) -> None:
        raw, self._raw = self._raw, self._raw[size:]
        self._is_begun = True
        line = raw.rfind(b"\n", 0, size) + 1
        if line:
            self._lines += raw.count(b"\n", 0, size)
            self._columns = 0
        is_plain = raw.isascii()
        self._columns += size - line if is_plain else len(raw[line:size].decode())

    def _hand_over(self, part: str) -> None:
        """Note where the text goes on behind a part whose elements are handed over."""
        self._is_begun = True
        lines, last = part.count("\n"), len(part) - part.rfind("\n") - 1
        self._lines += lines
        self._columns = last if lines else self._columns + len(part)

    def _error(self, error: json.JSONDecodeError, before: int) -> NotJsonError:
        """Return an error with its place in the whole text.

        :param before: how many characters stood before the rest.
        """
        place = error.pos - before
        if place < 0:
            return NotJsonError(error.msg, error.lineno, error.colno)
        lines = self._rest.count("\n", 0, place)
        column = (
            place - self._rest.rfind("\n", 0, place)
            if lines
            else self._columns + place + 1
        )
        return NotJsonError(error.msg, self._lines + lines + 1, column)
