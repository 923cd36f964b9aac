"""What browsers store and people save: basket files, records, the history."""

from __future__ import annotations

import json
import struct
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from skybasket import Basket, history, keeping, staging
from skybasket.app.kept import Record as KeptRecord
from skybasket.division import ALL_FACETS
from skybasket.errors import FormatError, SkybasketError
from skybasket.formats import read, sections
from skybasket.formats.sections import Pieces
from skybasket.history import History
from skybasket.history_record import Record
from skybasket.index import Index

from tests.fuzz.promises import hold_basket, hold_contents

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "chunk_of",
    "open_basket",
    "open_chunks",
    "read_history",
    "read_kept",
    "read_pieces",
    "read_record",
    "read_request",
]

_COUNTS: Final = (0, 1, 2, 3, 1000)


def open_basket(content: bytes) -> None:
    """Open a basket file, and what of it a damaged one still has."""
    with suppress(FormatError):
        hold_contents(read(content))
    basket = Basket()
    keeping.restore(basket, content)
    hold_basket(basket, content)
    if basket.index.is_unchecked:
        while basket.prepare():
            pass
        _hold_index(basket)


def _hold_index(basket: Basket) -> None:
    """Check that nothing of what a file foretold is left that is not so."""
    found, true = basket.index, Index(basket.catalog, basket.tree)
    assert found.size_slices == true.size_slices
    for name in ALL_FACETS:
        assert found.facet(name).totals == true.facet(name).totals
    for text in ("*.fits", "a", "_*_"):
        assert found.names.find(text) == true.names.find(text)


def chunk_of(kind: bytes, directory: bytes, content: bytes) -> bytes:
    """Return a chunk with a right checksum around anything at all."""
    listed = zlib.compress(directory, 1)
    whole = struct.pack("<I", len(listed)) + listed + content
    checksum = zlib.crc32(kind + whole)
    return struct.pack("<4s4sII", b"\x93\xc1\r\n", kind, len(whole), checksum) + whole


def read_pieces(data: bytes) -> None:
    """Read a chunk's directory, which is the first line, and pieces behind it."""
    directory, _, content = data.partition(b"\n")
    listed = zlib.compress(directory, 1)
    pieces = Pieces(struct.pack("<I", len(listed)) + listed + content)
    for name in pieces.names():
        with suppress(FormatError):
            plain = pieces.plain_lists(name)
            assert plain is None or plain == pieces.value(name)
        for ask in (pieces.value, pieces.blob, *(_numbers(pieces, n) for n in _COUNTS)):
            try:
                ask(name)
            except FormatError:
                continue


def _numbers(pieces: Pieces, count: int) -> Callable[[str], object]:
    return lambda name: pieces.numbers(name, count)


def open_chunks(data: bytes) -> None:
    """Open a basket of chunks whose pieces are told as JSON, each value by itself.

    ``{"PROD": {"count": 1, "size": {"B": [7]}}}``: lists under a typecode are columns.
    """
    try:
        told = json.loads(data)
    except (RecursionError, ValueError):
        return
    if not isinstance(told, dict):
        return
    content = sections.MARK
    for kind, values in told.items():
        if isinstance(values, dict):
            directory, packed = [], b""
            for name, value in values.items():
                width, raw = _raw(value)
                piece = zlib.compress(raw, 1)
                directory.append([name, width, len(raw), len(piece)])
                packed += piece
            name = kind.encode(errors="replace")[:4].ljust(4)
            content += chunk_of(name, json.dumps(directory).encode(), packed)
    open_basket(content)


def _raw(value: object) -> tuple[int, bytes]:
    """Return the bytes of each number, 0 for JSON, and what is packed of a piece."""
    if isinstance(value, dict) and len(value) == 1:
        letter, numbers = next(iter(value.items()))
        widths = {"B": 1, "H": 2, "I": 4, "Q": 8}
        if letter in widths and isinstance(numbers, list):
            width = widths[letter]
            whole = [_within(number, width) for number in numbers]
            planes = (
                bytes(number >> 8 * byte & 255 for number in whole)
                for byte in range(width)
            )
            return width, b"".join(planes)
    return 0, json.dumps(value, separators=(",", ":")).encode()


def _within(number: object, width: int) -> int:
    return number % (1 << 8 * width) if isinstance(number, int) else 0


def _text(data: bytes) -> str:
    return (
        data.decode(errors="surrogatepass")
        if _is_text(data)
        else data.decode("latin-1")
    )


def _is_text(data: bytes) -> bool:
    try:
        data.decode(errors="surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def read_kept(data: bytes) -> None:
    """Read the record of a kept basket, and open what it holds of it."""
    record = KeptRecord.read(_text(data))
    if record is None:
        return
    assert KeptRecord.read(record.write()) == record
    try:
        open_basket(record.file(b""))
    except SkybasketError:
        return


def read_request(data: bytes) -> None:
    """Read the record of a batch request, and move it on."""
    record = staging.Request.read(_text(data))
    if record is None:
        return
    assert staging.Request.read(record.write()) == record
    for state in staging.STATES:
        assert record.moved(state).state == state
    record.located("/stage/anonymous/1/")


def read_record(data: bytes) -> None:
    """Read the record of a download, and do it once more."""
    record = Record.read(_text(data))
    if record is None:
        return
    assert Record.read(record.write()) == record
    if record.products is None:
        return
    basket = Basket()
    try:
        keeping.restore(basket, record.products)
        "".join(record.way.pieces(basket, record.products)).encode()
    except SkybasketError:
        return


def read_history(data: bytes) -> None:
    """Read an exported history, and export it again."""
    history.looks_like(data)
    found = history.import_file(data)
    pieces: Sequence[str] = list(
        history.export_pieces(found.history, found.products.get)
    )
    again = history.import_file("".join(pieces).encode())
    assert again.history == found.history
    assert not again.refused
    assert History().merged(found.history) == found.history
