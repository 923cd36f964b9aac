"""Unpacks gzip and zip: what is inside comes out piece by piece, and is counted.

What a file says of its own size proves nothing. So all bytes are counted as they come,
and unpacking ends at a limit, or where far more comes than any list could pack.
Described in RFC 1952 and in PKWARE's APPNOTE.TXT.
"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from contextlib import contextmanager
from itertools import chain
from typing import IO, TYPE_CHECKING, Final

from skybasket.errors import FormatError
from skybasket.printable import is_printable

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["looks_like", "members"]

_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
#: Bytes that come out of one file, all members together.
_MOST_BYTES: Final = 2 * 10**9
_MOST_MEMBERS: Final = 1_000
#: Lists shrink to a tenth or a fortieth; only what is made to fill a memory shrinks
#: more. Small ones may.
_STEEPEST: Final = 300
_HARMLESS: Final = 64 * 2**20
#: A file inside a container inside a container is unpacked, but no further.
_DEEPEST: Final = 2
_PIECE: Final = 2**20
#: Bytes of a zip's table of contents, a thousand members with long names.
_LONGEST_TABLE: Final = 4 * 2**20
_KNOWN_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 1
#: What systems add to a zip that nobody put there.
_CLUTTER: Final = ("__MACOSX/", ".DS_Store")
#: What Python's modules raise for what is no gzip and no zip after all.
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    OverflowError,
    LookupError,
)


def looks_like(start: bytes) -> bool:
    """Tell whether this is gzip or zip."""
    return start.startswith((_GZIP, *_ZIP))


def members(content: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the name and the content of each file inside, one after another.

    The content comes in pieces, all of which must be taken before the next file. A
    container inside is unpacked as well, once. The name is empty for what is in gzip.

    :raises FormatError: if it is damaged, encrypted, or more than can be taken.
    """
    yield from _Unpacking().members("", iter([content]), 0)


class _Unpacking:
    """Counts what has come out so far."""

    def __init__(self) -> None:
        self._bytes = 0
        self._members = 0

    def members(
        self, name: str, pieces: Iterator[bytes], depth: int
    ) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield all files inside a file, or the file itself if it is no container."""
        start = next(pieces, b"")
        if not looks_like(start):
            yield name, chain([start], pieces)
            return
        content = b"".join((start, *pieces))
        if depth == _DEEPEST:
            message = "It is packed more than twice over. Unpack it and open the list."
            raise FormatError(message, [name] if name else [])
        inside = self._gzip(name, content)
        if content.startswith(_ZIP):
            inside = self._zip(name, content)
        for inner, unpacked in inside:
            yield from self.members(inner, unpacked, depth + 1)

    def _gzip(self, name: str, content: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            yield name, self._unpacked(stream, name, len(content))

    def _zip(self, name: str, content: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
        with _broken_told(name), zipfile.ZipFile(_Bounded(content)) as packed:
            for info in packed.infolist():
                if info.is_dir() or info.filename.startswith(_CLUTTER):
                    continue
                inner = "/".join(filter(None, (name, _printable(info.filename))))
                yield inner, self._member(packed, info, inner, len(content))

    def _member(
        self, packed: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, size: int
    ) -> Iterator[bytes]:
        self._members += 1
        if self._members > _MOST_MEMBERS:
            message = (
                f"More than {_MOST_MEMBERS:,} files are in it. Take out the lists."
            )
            raise FormatError(message)
        if info.flag_bits & _ENCRYPTED:
            message = "It is encrypted. Unpack it with its password, and open the list."
            raise FormatError(message, [name])
        if info.compress_type not in _KNOWN_METHODS:
            message = "It is packed in a way that is not known here. Unpack it first."
            raise FormatError(message, [name])
        with _broken_told(name), packed.open(info) as stream:
            yield from self._unpacked(stream, name, min(info.compress_size, size))

    def _unpacked(
        self, stream: IO[bytes] | gzip.GzipFile, name: str, packed: int
    ) -> Iterator[bytes]:
        """Yield all that comes out of a stream, within the limits.

        :param packed: how many bytes go into it.
        """
        size = 0
        while piece := _next_piece(stream, name):
            size += len(piece)
            self._bytes += len(piece)
            is_steep = size > _HARMLESS and size > _STEEPEST * packed
            if is_steep or self._bytes > _MOST_BYTES:
                message = "Far more comes out of it than a list can hold."
                raise FormatError(message, [name] if name else [])
            yield piece


def _next_piece(stream: IO[bytes] | gzip.GzipFile, name: str) -> bytes:
    with _broken_told(name):
        return stream.read(_PIECE)


@contextmanager
def _broken_told(name: str) -> Iterator[None]:
    """Say it of a file in one way where Python's modules fail on it in many."""
    try:
        yield
    except _BROKEN as error:
        raise _damaged(name, error) from error


class _Bounded(io.BytesIO):
    """A file that does not read a table of contents of any length at once."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LONGEST_TABLE:
            message = (
                f"More than {_MOST_MEMBERS:,} files are in it. Take out the lists."
            )
            raise FormatError(message)
        return super().read(size)


def _damaged(name: str, error: Exception) -> FormatError:
    message = "What is packed in it is damaged or cut off. Fetch it once more."
    told = f"{name}: {error}" if name else f"{error}"
    return FormatError(message, [told])


def _printable(name: str) -> str:
    return "".join(letter if is_printable(letter) else "_" for letter in name)
