"""Writes and reads the two things that links are made of: lines of text, and numbers.

Texts go into one stream, a line each, and numbers into another, because they compress
best apart. Many numbers together are written as planes: first the lowest byte of each,
then the next one. That compresses well, and is read without a loop over the numbers. A
third stream takes the lowest bytes of numbers that are as good as random, so that they
spoil no statistics.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final
from unicodedata import category

from skybasket.errors import LinkError
from skybasket.sharing.limits import MOST_LINES, damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Reader", "Writer", "is_visible", "visible"]

#: Unicode categories of control, format and half characters, line and paragraph ends,
#: which no name of a file and no value may have.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Bytes of the largest numbers.
_WIDEST: Final = 8
_SEVEN: Final = 7
_MORE: Final = 1 << _SEVEN


def visible(text: str) -> str:
    """Return a text without the characters that cannot be seen."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if category(letter) not in _INVISIBLE)


class Writer:
    """Gathers texts and numbers."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._numbers = bytearray()
        self._noise = bytearray()

    def lines(self, texts: Iterable[str]) -> None:
        """Write texts whose number the reader knows."""
        self._lines.extend(texts)

    def number(self, value: int) -> None:
        """Write one number, 0 or more."""
        _append(self._numbers, value)

    def numbers(self, values: Sequence[int], *, noisy: bool = False) -> None:
        """Write numbers of 0 or more, whose number the reader knows.

        :param noisy: whether the lowest bytes are as good as random.
        """
        width = (max(values, default=0).bit_length() + 7) // 8
        self._numbers.append(width)
        for plane in range(width):
            stream = self._noise if noisy and plane == 0 else self._numbers
            stream += bytes(value >> 8 * plane & 255 for value in values)

    def rising(self, values: Sequence[int]) -> None:
        """Write ascending numbers, and how many they are."""
        self.number(len(values))
        self.numbers(
            [
                value - before
                for before, value in zip((0, *values), values, strict=False)
            ]
        )

    def streams(self) -> tuple[bytes, bytes, bytes]:
        """Return what was written, text first.

        :raises LinkError: if a text has characters that cannot be seen, or there are
            too many texts.
        """
        if len(self._lines) > MOST_LINES:
            message = "These are too many files for a link. Save the basket as a file."
            raise LinkError(message)
        if "\n" in "".join(self._lines):
            raise _unwritable()
        text = "\n".join(self._lines)
        if not is_visible(text):
            raise _unwritable()
        head = bytearray()
        content = text.encode()
        _append(head, len(content))
        _append(head, len(self._numbers))
        return bytes(head) + content, bytes(self._numbers), bytes(self._noise)


class Reader:
    """Reads what a `Writer` wrote.

    :param content: its streams, one after the other.
    :raises LinkError: if they are anything else; so do all methods.
    """

    def __init__(self, content: bytes) -> None:
        self._bytes = content
        self._place = 0
        length, size = self.number(len(content)), self.number(len(content))
        start = self._place + length
        self._place, self._noise = start, start + size
        if self._noise > len(content):
            raise damaged("its parts")
        self._end = self._noise
        part = content[start - length : start]
        if part.count(b"\n") >= MOST_LINES:
            raise damaged("too many texts")
        try:
            text = part.decode()
        except UnicodeDecodeError:
            raise damaged("its texts") from None
        if not is_visible(text):
            raise damaged("characters that cannot be seen")
        self._lines = text.split("\n")
        self._line = 0

    def lines(self, count: int) -> list[str]:
        """Return the next texts."""
        start, self._line = self._line, self._line + count
        if self._line > len(self._lines):
            raise damaged("its texts")
        return self._lines[start : self._line]

    def number(self, most: int) -> int:
        """Return the next number, if it is not above the most there can be."""
        found, shift = 0, 0
        while shift <= _SEVEN * _WIDEST and self._place < len(self._bytes):
            byte = self._bytes[self._place]
            self._place += 1
            found |= (byte & _MORE - 1) << shift
            shift += _SEVEN
            if byte < _MORE:
                if found > most:
                    break
                return found
        raise damaged("a number")

    def numbers(
        self, count: int, most: int, *, noisy: bool = False
    ) -> bytes | Sequence[int]:
        """Return the next numbers, if none is above the most there can be.

        :param count: of numbers, which must be bounded already.
        :param noisy: whether their lowest bytes lie in the third stream.
        """
        width = self.number(_WIDEST)
        planes = [
            self._noisy_plane(count) if noisy and plane == 0 else self._plane(count)
            for plane in range(width)
        ]
        found: bytes | Sequence[int] = planes[0] if planes else bytes(count)
        for plane, high in enumerate(planes[1:], 1):
            shift = 8 * plane
            found = [low | byte << shift for low, byte in zip(found, high, strict=True)]
        if max(found, default=0) > most:
            raise damaged("a number")
        return found

    def rising(self, most: int, last: int) -> list[int]:
        """Return ascending numbers.

        :param most: how many they may be.
        :param last: the largest that there can be.
        """
        gaps = self.numbers(self.number(most), last)
        found = list(accumulate(gaps))
        if not all(gaps[1:]) or (found and found[-1] > last):
            raise damaged("the order of numbers")
        return found

    def finish(self) -> None:
        """Check that everything was read."""
        whole = self._place == self._end, self._noise == len(self._bytes)
        if not all(whole) or self._line != len(self._lines):
            raise damaged("more than belongs to it")

    def _plane(self, count: int) -> bytes:
        start, self._place = self._place, self._place + count
        if self._place > self._end:
            raise damaged("its numbers")
        return self._bytes[start : self._place]

    def _noisy_plane(self, count: int) -> bytes:
        start, self._noise = self._noise, self._noise + count
        if self._noise > len(self._bytes):
            raise damaged("its numbers")
        return self._bytes[start : self._noise]


def _append(stream: bytearray, value: int) -> None:
    """Append a number, seven bits a byte, the lowest first."""
    while value >= _MORE:
        stream.append(value & _MORE - 1 | _MORE)
        value >>= _SEVEN
    stream.append(value)


def is_visible(text: str) -> bool:
    """Tell whether lines hold nothing but characters that can be seen."""
    letters = set(text) - {"\n"}
    return not any(category(letter) in _INVISIBLE for letter in letters)


def _unwritable() -> LinkError:
    message = (
        "A name has characters that cannot be seen, which no link can carry."
        " Leave that file out, or save the basket as a file."
    )
    return LinkError(message)
