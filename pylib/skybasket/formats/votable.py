"""Reads VOTable, the XML of the Virtual Observatory; its first table that has rows.

Described at https://www.ivoa.net/documents/VOTable/. The parser meets no entity and no
document type: a document that declares one is refused before either can do anything.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from itertools import islice
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from skybasket.errors import FormatError
from skybasket.formats.contents import Refused
from skybasket.formats.tables import (
    BATCH,
    Places,
    at_least_one,
    column_names,
    read_columns,
)
from skybasket.formats.votable_values import binary_reader, column, text_reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from skybasket.formats.contents import Table
    from skybasket.formats.votable_values import Column

__all__ = ["looks_like", "read"]

_MARK: Final = re.compile(rb"<(?:[\w.-]+:)?VOTABLE[\s>]")
#: Bytes that are parsed at once.
_CHUNK: Final = 1_000_000
_DEEPEST: Final = 64


def looks_like(start: bytes) -> bool:
    """Tell whether a VOTable begins, in UTF-16 too."""
    text = start.replace(b"\0", b"")
    return b"<" in text[:8] and bool(_MARK.search(text))


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read the first table that has rows; what it has no value for is None.

    :param refused: gets the rows that do not fit the columns, and what else the
        document has: more tables, or a note that the service has more rows.
    :raises FormatError: if it is no VOTable, declares entities, tells of an error, has
        its rows elsewhere or in a form that is not read, or has none that fits.
    """
    return at_least_one(_read(content, refused), refused)


def _read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    document = _Document(refused)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.text
    start = len(content) - len(content.lstrip())
    for place in range(start, len(content), _CHUNK):
        _parse(parser, content[place : place + _CHUNK])
        yield from document.tables()
    _parse(parser, b"", is_last=True)


def _parse(parser: expat.XMLParserType, chunk: bytes, *, is_last: bool = False) -> None:
    try:
        parser.Parse(chunk, is_last)
    except expat.ExpatError as error:
        message = f"The VOTable is not complete XML: {expat.ErrorString(error.code)}."
        where = [f"line {error.lineno:,}, column {error.offset:,}"]
        raise FormatError(message, where) from error
    except (LookupError, ValueError) as error:
        message = "The VOTable is in an encoding that is not read. Save it as UTF-8."
        raise FormatError(message) from error


def _refuse_declaration(*_declared: object) -> None:
    message = (
        "The VOTable declares a document type or entities, which are not read. "
        "Save it without its line <!DOCTYPE ...>."
    )
    raise FormatError(message)


class _Document:
    """What has been read of a document; the parser fills it."""

    def __init__(self, refused: list[Refused]) -> None:
        self._refused = refused
        self._open: list[str] = []
        #: The text of the element at hand, None where it has no meaning.
        self._pieces: list[str] | None = None
        self._info: Mapping[str, str] = {}
        #: The table at hand, counted from 1: its name, its fields, its rows so far.
        self._table = 0
        self._name = ""
        self._fields: list[dict[str, str]] = []
        self._seen = 0
        #: The first table with rows.
        self._taken: int | None = None
        self._columns: list[Column] = []
        self._cells: list[str] = []
        self._rows: list[list[str]] = []
        self._numbers: list[int] = []
        self._stream: Iterator[list[bytes | None]] | None = None

    def start(self, qualified: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        name = qualified.rpartition(":")[2]
        if not self._open and name != "VOTABLE":
            message = "This XML is not a VOTable."
            raise FormatError(message, [f"it begins with <{name}>"])
        if len(self._open) == _DEEPEST:
            message = "The elements of the VOTable are nested too deeply."
            raise FormatError(message)
        self._open.append(name)
        if name in ("TD", "STREAM", "INFO"):
            self._pieces = []
        if name == "TABLE":
            self._table += 1
            self._name = attributes.get("name", "")
            self._fields = []
            self._seen = 0
        elif name == "FIELD":
            self._fields.append(attributes)
        elif name == "VALUES" and self._open[-2:-1] == ["FIELD"]:
            self._fields[-1]["null"] = attributes.get("null", "")
        elif name == "INFO":
            self._info = attributes
        elif name == "FITS" or (name == "STREAM" and _is_elsewhere(attributes)):
            message = (
                "The rows of this VOTable are not in it, or packed in a form that is "
                "not read. Save it as TABLEDATA."
            )
            raise FormatError(message)

    def text(self, piece: str) -> None:
        """Go on with the text of an element."""
        if self._pieces is not None:
            self._pieces.append(piece)

    def end(self, _qualified: str) -> None:
        """End the element that was begun last."""
        name = self._open.pop()
        if name == "TR":
            self._end_row()
        elif name == "TABLE" and self._seen and self._table != self._taken:
            reason = "only the first table with rows is read"
            self._refused.append(Refused(f"table {self._table}", reason, self._name))
        if self._pieces is None or name not in ("TD", "STREAM", "INFO"):
            return
        text = "".join(self._pieces)
        self._pieces = None
        if name == "TD":
            self._cells.append(text)
        elif name == "INFO":
            self._end_info(text)
        else:
            self._end_stream(text, has_flags=self._open[-1:] == ["BINARY2"])

    def _is_taken(self) -> bool:
        """Tell whether the rows of the table at hand are those to take."""
        if self._taken is None:
            names = column_names(
                field.get("name") or field.get("ID", "") for field in self._fields
            )
            self._columns = [
                column(
                    name,
                    field.get("datatype", ""),
                    field.get("arraysize", ""),
                    field.get("null", ""),
                )
                for name, field in zip(names, self._fields, strict=True)
            ]
            self._taken = self._table
        return self._taken == self._table

    def _end_row(self) -> None:
        cells = self._cells
        self._cells = []
        self._seen += 1
        if not self._is_taken():
            return
        if len(cells) == len(self._columns):
            self._rows.append(cells)
            self._numbers.append(self._seen)
            return
        reason = f"{len(cells):,} values instead of {len(self._columns):,}"
        place = f"row {self._seen:,}"
        self._refused.append(Refused(place, reason, _spelled(cells)))

    def _end_stream(self, text: str, *, has_flags: bool) -> None:
        try:
            packed = text.encode("ascii").translate(None, b" \t\r\n")
            content = b64decode(packed, validate=True)
        except ValueError as error:
            message = "The rows of the VOTable are not complete base64. Save it again."
            raise FormatError(message) from error
        if content and self._seen:
            message = "A table of this VOTable has its rows in several places."
            raise FormatError(message, [f"table {self._table}"])
        if content:
            self._seen = 1
            if self._is_taken():
                self._stream = _binary_rows(content, self._columns, has_flags=has_flags)

    def _end_info(self, text: str) -> None:
        """Look for what a service says of its answer (DALI, section 4.4)."""
        if self._info.get("name", "").upper() != "QUERY_STATUS":
            return
        status = self._info.get("value", "").upper()
        if status == "ERROR":
            message = "The service answered with an error instead of a table."
            raise FormatError(message, [text.strip()])
        if status == "OVERFLOW":
            reason = "the service has more rows than it sent"
            self._refused.append(Refused("end of the table", reason, text.strip()))

    def tables(self) -> Iterator[Table]:
        """Yield the rows that have been read since it was last called."""
        names = [column.name for column in self._columns]
        if self._rows:
            cells = dict(zip(names, zip(*self._rows, strict=True), strict=True))
            places = Places("row", self._numbers)
            self._rows, self._numbers = [], []
            readers = list(map(text_reader, self._columns))
            yield read_columns(cells, readers, places, self._refused, _spelled)
        if self._stream is None:
            return
        first = 1
        binary_readers = list(map(binary_reader, self._columns))
        while rows := list(islice(self._stream, BATCH)):
            packed = dict(zip(names, zip(*rows, strict=True), strict=True))
            places = Places("row", range(first, first + len(rows)))
            first += len(rows)
            yield read_columns(packed, binary_readers, places, self._refused, _spelled)
        self._stream = None


def _is_elsewhere(attributes: Mapping[str, str]) -> bool:
    """Tell whether a STREAM holds something else than its bytes in base64."""
    return "href" in attributes or attributes.get("encoding", "base64") != "base64"


def _binary_rows(
    content: bytes, columns: Sequence[Column], *, has_flags: bool
) -> Iterator[list[bytes | None]]:
    """Yield the bytes of each cell.

    :param has_flags: whether bits in front of a row tell which cells have no value.
    """
    flag_bytes = (len(columns) + 7) // 8 if has_flags else 0
    place = 0
    number = 0
    while place < len(content):
        number += 1
        start = place
        place += flag_bytes
        flags = int.from_bytes(content[start:place], "big")
        row: list[bytes | None] = []
        for index, described in enumerate(columns, 1):
            items = described.items
            if items is None:
                items = int.from_bytes(content[place : place + 4], "big")
                place += 4
            end = place + described.bytes_of(items)
            is_null = flags >> (8 * flag_bytes - index) & 1 if has_flags else False
            row.append(None if is_null else content[place:end])
            place = end
        if not start < place <= len(content):
            message = "The rows of the VOTable end too early or have no length."
            raise FormatError(message, [f"row {number:,}"])
        yield row


def _spelled(cells: Sequence[str | bytes | None]) -> str:
    """Return the cells of a row as JSON."""
    return json.dumps(
        [
            cell.decode("ascii", "backslashreplace")
            if isinstance(cell, bytes)
            else cell
            for cell in cells
        ],
        ensure_ascii=False,
    )
