"""The picture that moves: what a reader of PNG finds in it."""

from __future__ import annotations

import struct
import zlib

from tests.browser.film import SIGNATURE, _chunk, animated, chunks

WIDTH, HEIGHT = 2, 1


def picture(*grays: int) -> bytes:
    """Return a picture of one row of gray pixels, its data in two chunks."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes([0, *grays]))
    parts = [
        (b"IHDR", header),
        (b"IDAT", data[:3]),
        (b"IDAT", data[3:]),
        (b"IEND", b""),
    ]
    return SIGNATURE + b"".join(_chunk(*part) for part in parts)


def test_every_frame_is_there_for_its_time() -> None:
    moving = animated([(picture(1, 2), 700), (picture(3, 4), 1800)])
    found = list(chunks(moving))
    assert [kind for kind, _ in found] == [
        b"IHDR", b"acTL", b"fcTL", b"IDAT", b"fcTL", b"fdAT", b"IEND",
    ]  # fmt: skip
    assert struct.unpack(">II", found[1][1]) == (2, 0)
    controls = [content for kind, content in found if kind == b"fcTL"]
    assert [struct.unpack(">IIIIIHHBB", control) for control in controls] == [
        (0, WIDTH, HEIGHT, 0, 0, 700, 1000, 0, 0),
        (1, WIDTH, HEIGHT, 0, 0, 1800, 1000, 0, 0),
    ]
    assert zlib.decompress(found[3][1]) == bytes([0, 1, 2])
    assert struct.unpack(">I", found[5][1][:4]) == (2,)
    assert zlib.decompress(found[5][1][4:]) == bytes([0, 3, 4])


def test_checksums_are_those_of_the_content() -> None:
    moving = animated([(picture(1, 2), 1)])
    at = len(SIGNATURE)
    for kind, content in chunks(moving):
        end = at + 8 + len(content)
        assert moving[end : end + 4] == struct.pack(">I", zlib.crc32(kind + content))
        at = end + 4
