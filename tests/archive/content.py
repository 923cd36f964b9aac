"""The bytes of the stand-in's files: they follow from a file's URI and size alone."""

from __future__ import annotations

import hashlib

__all__ = ["content", "usual_size"]

_SMALLEST, _LARGEST = 1, 4000


def usual_size(uri: str) -> int:
    """Return the size of a file that no catalogue names."""
    seed = hashlib.sha256(uri.encode()).digest()
    return _SMALLEST + int.from_bytes(seed) % (_LARGEST - _SMALLEST + 1)


def content(uri: str, size: int) -> bytes:
    """Return a file: bytes that look random, and are the same every time."""
    return hashlib.shake_256(uri.encode()).digest(size)
