"""The stand-in's files: their bytes follow from URI, version and size alone."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["File", "usual_size"]

_SMALLEST, _LARGEST = 1, 4000

#: Larger files repeat themselves. It is a prime number, so that no part of a file that
#: somebody takes for another one happens to be the same.
_PERIOD: Final = 65_521

_FIRST_DAY: Final = datetime(2026, 1, 5, 12, 30, 15, tzinfo=UTC)


def usual_size(uri: str) -> int:
    """Return the size of a file that no catalogue names."""
    seed = hashlib.sha256(uri.encode()).digest()
    return _SMALLEST + int.from_bytes(seed) % (_LARGEST - _SMALLEST + 1)


class File(NamedTuple):
    """One version of one file: bytes that look random, the same every time."""

    uri: str
    version: int
    size: int

    @property
    def tag(self) -> str:
        """Strong ETag, without its quotes."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]

    @property
    def modified(self) -> datetime:
        """Date of the version, each a day younger than the one before."""
        return _FIRST_DAY + timedelta(days=self.version)

    @property
    def http_date(self) -> str:
        """Date of the version, as `Last-Modified` says it."""
        return format_datetime(self.modified, usegmt=True)

    @property
    def md5(self) -> str:
        """Checksum of the bytes."""
        return _md5(self)

    def pieces(self, start: int, stop: int) -> Iterator[memoryview]:
        """Yield the bytes from one place to another, in pieces to be sent."""
        block = memoryview(_block(self))
        while start < stop:
            place = start % _PERIOD
            piece = block[place : place + stop - start]
            yield piece
            start += len(piece)

    def read(self) -> bytes:
        """Return all bytes."""
        return b"".join(self.pieces(0, self.size))


@lru_cache(maxsize=256)
def _block(file: File) -> bytes:
    seed = f"{file.version} {file.uri}".encode()
    return hashlib.shake_256(seed).digest(min(file.size, _PERIOD))


@lru_cache(maxsize=4096)
def _md5(file: File) -> str:
    checksum = hashlib.md5(usedforsecurity=False)
    for piece in file.pieces(0, file.size):
        checksum.update(piece)
    return checksum.hexdigest()
