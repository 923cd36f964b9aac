"""Named pieces of data in one file, each packed by itself and checked before use.

A file is a mark, and chunks behind it. A chunk is four bytes that all begin with, four
letters that say what it holds, its length, its CRC-32 and its content. After a damaged
one, the next is found by those four bytes. What it holds are pieces: JSON values and
columns of whole numbers, listed in a directory at its beginning. Chunks and pieces that
a reader does not know are passed over, so later versions can add some; a file with
another mark is of a version that changed the rest.

Columns are cut into byte planes (all low bytes first) before they are packed: the high
bytes of numbers that are small are all alike. Lengths are little-endian. The mark
begins as PNG's does and for its reasons (PNG specification, 5.2): no text has that
first byte, and a transfer that changes line ends is noticed.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from math import inf
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.errors import FormatError
from skybasket.formats.plain_lists import plain_lists
from skybasket.nesting import loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "MARK",
    "Chunk",
    "Packed",
    "Pieces",
    "chunk",
    "chunks",
    "looks_like",
    "pack",
    "whole",
]

_FAMILY: Final = b"\x89SKYBASKET\r\n\x1a\n"
#: What a file of this version begins with.
MARK: Final = _FAMILY + b"\x01"
#: What every chunk begins with: no text has it.
_BEGIN: Final = b"\x93\xc1\r\n"
_HEAD: Final = struct.Struct("<4s4sII")
#: After so many damaged chunks the rest is not looked at: each costs a look at all.
_MOST_DAMAGED: Final = 20
#: A list that is added to a basket makes one.
_MOST_CHUNKS: Final = 100_000
_LENGTH: Final = struct.Struct("<I")
#: Typecodes of `array` by bytes a number.
_TYPECODES: Final[Mapping[int, str]] = {1: "B", 2: "H", 4: "I", 8: "Q"}
#: Level 6 packs a seventh smaller than level 1, in half again the time.
_LEVEL: Final = 6
#: What comes out of a piece may be so many times as long as it is, unless it is small:
#: zlib's own limit is 1,032, which real columns of one value come close to.
_STEEPEST: Final = 1_032
_LONGEST_DIRECTORY: Final = 2**20
#: No piece is longer, unpacked: a column of two million numbers has 16 MB.
_LONGEST: Final = 2**28
#: Values of one JSON, and what each of them stands behind but the first: a million
#: products have some ten million, of which each takes many times the bytes of its text.
_MOST_VALUES: Final = 20_000_000
_BEFORE_VALUES: Final = (b",", b"[", b"{")


class Chunk(NamedTuple):
    """A part of a file, or what is left of one."""

    #: Four letters that say what it holds.
    kind: str
    content: bytes
    #: False where it is damaged or cut off.
    is_whole: bool


class Packed(NamedTuple):
    """A piece as a chunk holds it."""

    #: Bytes a number, 0 for JSON.
    width: int
    #: Bytes before it was packed.
    length: int
    content: bytes


def looks_like(start: bytes) -> bool:
    """Tell whether this is such a file, of any version."""
    return start.startswith(_FAMILY)


def chunk(kind: str, pieces: Mapping[str, Any]) -> bytes:
    """Return a chunk.

    :param kind: four ASCII letters.
    :param pieces: arrays of unsigned numbers, bytes, anything that JSON can say, or
        what `pack` made of these.
    """
    directory, packed = [], []
    for piece, value in pieces.items():
        width, length, content = value if isinstance(value, Packed) else pack(value)
        directory.append([piece, width, length, len(content)])
        packed.append(content)
    listed = zlib.compress(json.dumps(directory).encode(), _LEVEL)
    content = b"".join((_LENGTH.pack(len(listed)), listed, *packed))
    name = kind.encode("ascii")
    head = _HEAD.pack(_BEGIN, name, len(content), zlib.crc32(name + content))
    return head + content


def pack(value: object, level: int = _LEVEL) -> Packed:
    """Return what a chunk holds of a value.

    :param level: of zlib; 1 is many times as fast as 6 with bitmaps.
    """
    width, raw = _raw(value)
    return Packed(width, len(raw), zlib.compress(raw, level))


def _raw(value: object) -> tuple[int, bytes]:
    """Return how many bytes a number has, 0 for JSON, and the bytes to be packed."""
    if isinstance(value, bytes):
        return 1, value
    if isinstance(value, array):
        width = value.itemsize
        if sys.byteorder == "big":
            value = array(value.typecode, value)
            value.byteswap()
        memory = value.tobytes()
        return width, b"".join(memory[byte::width] for byte in range(width))
    return 0, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def chunks(content: bytes) -> Iterator[Chunk]:
    """Yield the chunks behind the mark; one that is damaged does not end the others.

    :raises FormatError: if it has another mark, or far too many chunks.
    """
    if content[: len(MARK)] != MARK:
        message = "A later Skybasket wrote this file. Open it with that one."
        raise FormatError(message)
    at = len(MARK)
    count = damaged = 0
    while at < len(content) and damaged < _MOST_DAMAGED:
        start = at + _HEAD.size
        kind, part, is_whole = b"", b"", False
        if content.startswith(_BEGIN, at) and start <= len(content):
            _, kind, length, checksum = _HEAD.unpack_from(content, at)
            part = content[start : start + length]
            is_whole = (
                len(part) == length and zlib.crc32(part, zlib.crc32(kind)) == checksum
            )
        count += 1
        if count > _MOST_CHUNKS:
            raise _damaged("end")
        yield Chunk(kind.decode("ascii", "replace"), part, is_whole)
        damaged += not is_whole
        following = start + len(part) if is_whole else content.find(_BEGIN, at + 1)
        at = following if following > 0 else len(content)


class Pieces:
    """The pieces of one chunk, unpacked when they are asked for.

    Every reader raises a `FormatError` where a piece is not what it should be.
    """

    def __init__(self, content: bytes) -> None:
        try:
            (length,) = _LENGTH.unpack_from(content)
            start = _LENGTH.size + length
            listed = content[_LENGTH.size : start]
            directory = loads(_unpacked(listed, _LONGEST_DIRECTORY))
            self._places: dict[str, tuple[int, int, bytes]] = {}
            for name, *numbers in directory:
                width, raw, packed = map(whole, numbers)
                self._places[str(name)] = width, raw, content[start : start + packed]
                start += packed
        except (RecursionError, TypeError, ValueError, struct.error) as error:
            raise _damaged("directory") from error

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a piece."""
        return name in self._places

    def names(self) -> list[str]:
        """Return the names of all pieces, in their order."""
        return list(self._places)

    def value(self, name: str) -> Any:  # noqa: ANN401
        """Return a JSON value; None where there is no such piece."""
        if name not in self._places:
            return None
        try:
            content = self._content(name, 0)
            if sum(map(content.count, _BEFORE_VALUES)) > _MOST_VALUES:
                raise _damaged(name)
            return loads(content)
        except (RecursionError, ValueError) as error:
            raise _damaged(name) from error

    def plain_lists(self, name: str) -> dict[str, list[str]] | None:
        """Return lists of printable ASCII words; None where it is any other value."""
        return plain_lists(self._content(name, 0)) if name in self._places else None

    def blob(self, name: str) -> bytes:
        """Return bytes; none where there is no such piece."""
        return self._content(name, 1) if name in self._places else b""

    def numbers(self, name: str, count: int) -> Sequence[int]:
        """Return a column of so many numbers; zeros where there is no such piece."""
        if name not in self._places:
            return bytes(count)
        width = self._places[name][0]
        if width not in _TYPECODES:
            raise _damaged(name)
        planes = self._content(name, width)
        if len(planes) != count * width:
            raise _damaged(name)
        if width == 1:
            return planes
        memory = bytearray(len(planes))
        for byte in range(width):
            plane = planes[byte * count : (byte + 1) * count]
            # Most numbers are small.
            if plane.count(0) < count:
                memory[byte::width] = plane
        column = array(_TYPECODES[width])
        column.frombytes(memory)
        if sys.byteorder == "big":
            column.byteswap()
        return column

    def _content(self, name: str, expected: int) -> bytes:
        width, length, packed = self._places[name]
        if width != expected or not 0 <= length <= min(
            _LONGEST, _STEEPEST * len(packed)
        ):
            raise _damaged(name)
        try:
            content = _unpacked(packed, length)
        except ValueError as error:
            raise _damaged(name) from error
        if len(content) != length:
            raise _damaged(name)
        return content


def _unpacked(packed: bytes, longest: int) -> bytes:
    """Return what comes out of a piece.

    :raises ValueError: if it is damaged, or more than ``longest`` bytes would come.
    """
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, longest + 1)
    except zlib.error as error:
        raise ValueError from error
    if len(content) > longest or not unpacking.eof:
        raise ValueError
    return content


def whole(value: object, most: float = inf) -> int:
    """Return a whole number that is not negative.

    :raises ValueError: if a value is none, or more than ``most``.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError
    return value


def _damaged(name: str) -> FormatError:
    message = "The basket file is damaged or cut off. Get it once more."
    return FormatError(message, [f"its part {name[:60]!r}"])
