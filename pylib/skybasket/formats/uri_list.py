"""Reads lists of URIs, web addresses or file names, one a line or several.

They may stand in quotes or brackets, with commas between them, as they are pasted from
a program. Lines that begin with ``#`` are no entries.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from skybasket.archives.mast_addresses import product_uri
from skybasket.formats.contents import Refused
from skybasket.formats.rows import (
    NO_ADDRESS,
    Row,
    is_filename,
    line_place,
    numbered_lines,
    refusal,
    start_text,
    tables,
    unescaped,
)
from skybasket.printable import is_printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.formats.contents import Table

__all__ = ["entry", "exact_entry", "looks_like", "read"]

_OPENING: Final = " \t,;'\"<([{"
_CLOSING: Final = " \t,;'\">)]}"
_BARE_CLOSING: Final = " \t,"
#: Where an entry begins: after nothing, or after what stands between entries.
_START: Final = re.compile(
    rf"(?<![^{re.escape(_OPENING)}])(?:mast:|https?://|ftps?://|s3://)"
)
#: Characters of a URI.
_LONGEST_URI: Final = 8192
_TOO_LONG: Final = f"is longer than {_LONGEST_URI:,} characters"
_LOOKED_AT: Final = 20
_NO_URI: Final = "is no URI and no name of a file"


def looks_like(start: bytes) -> bool:
    """Tell whether the first lines hold nothing but URIs or names of files."""
    lines = [line.strip() for line in start_text(start).split("\n")[: 2 * _LOOKED_AT]]
    told = [line for line in lines if line and not line.startswith("#")]
    told = told[:_LOOKED_AT]
    if not told:
        return False
    fits = [not any(isinstance(row, Refused) for row in _row(0, line)) for line in told]
    return fits[0] and sum(fits) * 2 > len(fits)


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read a list; addresses of the archive's services become the URIs they fetch.

    :param refused: lines that are no URI are added to it.
    :raises FormatError: if no line is one.
    """
    return tables(_rows(content), refused)


def entry(
    number: int, address: str, line: str, path: str | None = None
) -> Row | Refused:
    """Return what an address says of a file.

    :param number: of the line it stands in.
    :param line: what is told of it where it names no product.
    :param path: where the file was to go, if that is known.
    """
    if len(address) > _LONGEST_URI:
        return refusal(number, _TOO_LONG, line)
    if not is_printable(address) or " " in address:
        return refusal(number, "has blanks or characters that cannot be seen", line)
    uri = unescaped(product_uri(unescaped(address)))
    if uri.startswith("s3:") or address.endswith((":", "//")):
        return refusal(number, NO_ADDRESS, line)
    return Row(line_place(number), uri, _filename(uri, path), path=path)


def exact_entry(number: int, address: str, path: str) -> Row:
    """Return what a list of Skybasket's own says, whose addresses stand as they are."""
    uri = product_uri(address)
    return Row(line_place(number), uri, _filename(uri, path), path=path)


def _filename(uri: str, path: str | None) -> str | None:
    """Return the name that a path gives to a file whose URI has none."""
    last = uri.rpartition("/")[2]
    if path is None or is_filename(last):
        return None
    name = path.rpartition("/")[2]
    return name if is_filename(name) else None


def _rows(content: bytes) -> Iterator[Row | Refused]:
    for number, line in numbered_lines(content):
        yield from _row(number, line)


def _row(number: int, line: str) -> Iterator[Row | Refused]:
    """Yield the entries of a line."""
    text = line.strip()
    if not text or text.startswith("#"):
        return
    starts = [found.start() for found in _START.finditer(text)]
    if not starts:
        yield from _names(number, text)
        return
    if text[: starts[0]].strip(_OPENING):
        yield refusal(number, _NO_URI, text)
        return
    closing = _CLOSING if text[0] in _OPENING else _BARE_CLOSING
    for start, end in pairwise([*starts, len(text)]):
        piece = text[start:end].rstrip(_OPENING if end < len(text) else "")
        yield entry(number, piece.rstrip(closing), piece)


def _names(number: int, text: str) -> Iterator[Row | Refused]:
    names = [
        name.strip(_OPENING + _CLOSING)
        for name in re.split(r"[\s,;]+", text.strip(_OPENING + _CLOSING))
    ]
    if not any(map(is_filename, names)):
        # A bracket may have a line of its own.
        if any(names):
            yield refusal(number, _NO_URI, text)
        return
    for name in names:
        if is_filename(name):
            yield Row(line_place(number), filename=name)
        else:
            yield refusal(number, _NO_URI, name)
