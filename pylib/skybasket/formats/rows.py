"""What the readers of lists share: numbered lines, and tables made of what they say."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.errors import FormatError, first_places
from skybasket.formats.contents import Refused, Table
from skybasket.limits import check_refused
from skybasket.product import file_extension

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "NO_ADDRESS",
    "Row",
    "is_filename",
    "line_place",
    "numbered_lines",
    "refusal",
    "restricted",
    "run_line",
    "start_text",
    "tables",
    "unescaped",
]

#: Rows in one table.
_BATCH: Final = 20_000
#: Rows that could not be taken are counted after so many.
_TOGETHER: Final = 1_000
#: Characters of a refused line that are told.
_LONGEST: Final = 20_000
NO_ADDRESS: Final = "does not say for certain which file it means"
#: How the archive's files end; what they are compressed with may follow.
_EXTENSIONS: Final = frozenset(
    {".asc", ".asdf", ".asn", ".cat", ".csv", ".dat", ".ecsv", ".fit", ".fits", ".gif"}
    | {".h5", ".hdf5", ".htm", ".html", ".jpeg", ".jpg", ".json", ".log", ".pdf"}
    | {".png", ".reg", ".tab", ".tar", ".tbl", ".tgz", ".tif", ".tiff", ".tsv", ".txt"}
    | {".vot", ".xml", ".zip"}
)
_COMPRESSED: Final = re.compile(r"\.(?:gz|bz2|xz|zip|fz|z)$")
_FILENAME: Final = re.compile(r"[A-Za-z0-9_][\w.+-]{2,250}", re.ASCII)
_RUN: Final = re.compile(r"(?m)^# Run: {4}(.*\bTHIS_FILE\b.*)$")
_ESCAPED: Final = re.compile(r"&(?:amp;)+")


class Row(NamedTuple):
    """What a list says of a file; None where it says nothing."""

    #: Where it stood, as in ``line 12``.
    place: str
    uri: str | None = None
    filename: str | None = None
    #: Bytes, as they are written; ``~`` marks those that are rounded.
    size: str | None = None
    #: As in ``sha1:2fd4e1c6...``.
    checksum: str | None = None
    #: Where it was to go.
    path: str | None = None
    access: str | None = None
    observation_id: str | None = None


def tables(rows: Iterable[Row | Refused], refused: list[Refused]) -> Iterator[Table]:
    """Yield what a list says as tables, and gather what could not be taken.

    Their columns are those of `Row` that say something.

    :raises FormatError: if nothing can be taken, or far too much cannot.
    """
    batch: list[Row] = []
    is_empty = True
    before = len(refused)
    for row in rows:
        if isinstance(row, Refused):
            refused.append(row)
            if not len(refused) % _TOGETHER:
                check_refused(refused)
            continue
        is_empty = False
        batch.append(row)
        if len(batch) == _BATCH:
            yield _table(batch)
            batch = []
    check_refused(refused)
    if batch:
        yield _table(batch)
    if is_empty:
        message = "The list names no file that can be taken."
        raise FormatError(message, _told(refused[before:]))


def _table(rows: list[Row]) -> Table:
    places, *columns = zip(*rows, strict=True)
    told = {
        name: values
        for name, values in zip(Row._fields[1:], columns, strict=True)
        if any(value is not None for value in values)
    }
    return Table(told, places)


def _told(refused: list[Refused]) -> list[str]:
    return first_places([f"{place}: {reason}" for place, reason, _ in refused])


def numbered_lines(content: bytes) -> Iterator[tuple[int, str]]:
    """Yield each line without its end, and its number.

    :raises FormatError: if it is not text in UTF-8.
    """
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig")
    number = 0
    try:
        for number, line in enumerate(text, 1):
            yield number, line.removesuffix("\n")
    except UnicodeDecodeError as error:
        message = "The file is not text in UTF-8. Save it as UTF-8 and try again."
        raise FormatError(message, [f"after line {number:,}"]) from error


def start_text(start: bytes) -> str:
    """Return the beginning of a file as text, for a look at it."""
    return start.decode("utf-8-sig", "replace").replace("\r\n", "\n")


def line_place(number: int) -> str:
    """Return a place in words."""
    return f"line {number:,}"


def refusal(number: int, reason: str, text: str) -> Refused:
    """Return that a line cannot be taken; what no list has is cut."""
    return Refused(line_place(number), reason, text[:_LONGEST])


def restricted(row: Row | Refused) -> Row | Refused:
    """Return a row that says that not everybody may fetch its file."""
    if isinstance(row, Refused):
        return row
    return row._replace(access="RESTRICTED")  # as the archive calls it


def run_line(start: str) -> str:
    """Return how a script or list of Skybasket says that it is run, or nothing."""
    found = _RUN.search(start)
    return found[1] if found else ""


def unescaped(text: str) -> str:
    """Return an address without the escapes of HTML that got into it.

    The archive's own scripts of 2024 have ``&amp;amp;`` in addresses.
    """
    return _ESCAPED.sub("&", text)


def is_filename(text: str) -> bool:
    """Tell whether a text is the name of a file such as archives have."""
    if not _FILENAME.fullmatch(text):
        return False
    return file_extension(_COMPRESSED.sub("", text.lower())) in _EXTENSIONS
