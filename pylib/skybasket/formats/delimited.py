"""Splits text into lines and values: what CSV, TSV and ECSV share.

Lines come in chunks. A chunk without quotation marks is split at its separators by a
handful of calls, and one in which every line is a row goes through `csv.reader` as a
whole: only what is left is looked at line by line. A line that fits nowhere is refused
alone and reading goes on with the next one, so that a stray quotation mark swallows
none of the lines behind it.

The text may still be coming: what has no end yet then waits for the rest of it.
"""

from __future__ import annotations

import csv
import io
from itertools import count
from operator import methodcaller
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.errors import FormatError
from skybasket.formats.contents import Refused
from skybasket.formats.tables import BATCH, Places
from skybasket.limits import check_refused

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Lines", "Rows", "Splitter", "as_line"]

#: Bytes that are made lines of at once.
_CHUNK: Final = 2_000_000
#: What is longer was opened by a stray quotation mark.
_MOST_LINES: Final = 100
#: No line is longer, in bytes.
_LONGEST: Final = 2**26
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Rows(NamedTuple):
    """Some rows of a table, as text."""

    places: Places
    columns: Sequence[Sequence[str]]


class _UnfinishedError(Exception):
    """A row goes on in lines that have not come yet."""


class Lines:
    """The lines of a text in UTF-8, without their ends, as they are asked for.

    :param refused: gets the lines that are not UTF-8; they count as blank ones.
    """

    def __init__(self, refused: list[Refused]) -> None:
        self._content = b""
        #: What has come behind that and has no line end.
        self._coming: list[bytes] = []
        #: How many bytes of that were made lines of, and whether any ever were.
        self._read = 0
        self._is_begun = False
        #: Whether all of the text is here.
        self.is_ended = False
        self._refused = refused
        self._undecodable = 0
        #: Those that wait to be taken, and the number of the first, counted from 1.
        self.waiting: list[str] = []
        self.number = 1
        #: Whether there may be quotation marks or odd line breaks among them.
        self.quoted = False

    @classmethod
    def of(cls, content: bytes, refused: list[Refused]) -> Lines:
        """Return the lines of a text that is here."""
        lines = cls(refused)
        lines.feed(content)
        lines.end()
        return lines

    def feed(self, content: bytes) -> None:
        """Take the next bytes of the text.

        :raises FormatError: if a line is far too long.
        """
        self._coming.append(content)
        if b"\n" in content:
            self._gather()
        elif sum(map(len, self._coming)) > _LONGEST:
            message = (
                f"A line of the table has more than {_LONGEST:,} bytes. "
                "Save it with line ends."
            )
            raise FormatError(message)

    def _gather(self) -> None:
        """Put together what has come; not each time, as that copies all of it."""
        self._content = b"".join((self._content[self._read :], *self._coming))
        self._coming = []
        self._read = 0

    def end(self) -> None:
        """Take note that all of the text is here."""
        self.is_ended = True
        self._gather()
        if not self._is_begun and b"\n" not in self._content:
            self._content = self._content.replace(b"\r", b"\n")

    def more(self) -> bool:
        """Let another chunk wait too; return whether there was any."""
        start, content = self._read, self._content
        end = content.find(b"\n", start + _CHUNK) + 1
        if not end:
            end = len(content) if self.is_ended else content.rfind(b"\n") + 1
        if end <= start:
            return False
        chunk, self._read = content[start:end], end
        if not self._is_begun:
            chunk = chunk.removeprefix(_BYTE_ORDER_MARK)
            self._is_begun = True
            if not chunk:
                return self.more()
        self.waiting += self._decoded(chunk)
        return True

    def _decoded(self, chunk: bytes) -> list[str]:
        try:
            text = chunk.decode()
            is_whole = True
        except UnicodeDecodeError:
            text = chunk.decode(errors="surrogateescape")
            is_whole = False
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        self.quoted = self.quoted or '"' in text or "\r" in text
        lines = text.removesuffix("\n").split("\n")
        return lines if is_whole else list(map(self._checked, lines, self._numbers()))

    def _numbers(self) -> Iterator[int]:
        return count(self.number + len(self.waiting))

    def _checked(self, line: str, number: int) -> str:
        """Return the line if it is UTF-8, else a blank one."""
        try:
            line.encode()
        except UnicodeEncodeError:
            text = line.encode(errors="surrogateescape").decode(errors="replace")
            self._refused.append(Refused(f"line {number:,}", "is not UTF-8 text", text))
            self._undecodable = self._undecodable or number
            return ""
        return line

    def take(self, many: int) -> list[str]:
        """Take the first lines that wait."""
        taken = self.waiting[:many]
        del self.waiting[:many]
        self.number += many
        self.quoted = self.quoted and bool(self.waiting)
        return taken

    def take_comments(self) -> list[str]:
        """Take the blank lines and comments in front of a table.

        :raises FormatError: if something up to the table's first line is not UTF-8.
        """
        comments: list[str] = []
        while not self.waiting and self.more():
            ends = (
                index
                for index, line in enumerate(self.waiting)
                if line.strip() and not line.lstrip().startswith("#")
            )
            comments += self.take(next(ends, len(self.waiting)))
        if 0 < self._undecodable <= self.number:
            message = "The file is not text in UTF-8. Save it as UTF-8 and try again."
            raise FormatError(message, [f"line {self._undecodable:,}"])
        return comments


class Splitter:
    """Makes rows of lines.

    :param refused: gets the lines that are no rows.
    :param delimiter: one letter; several blanks are as good as one.
    """

    def __init__(self, lines: Lines, refused: list[Refused], delimiter: str) -> None:
        self._lines = lines
        self._refused = refused
        self._delimiter = delimiter
        #: The first line of the record at hand, and the next line, among those waiting.
        self._first = 0
        self._next = 0
        #: Whether the record at hand goes on in lines that have not come yet.
        self._is_unfinished = False

    def titles(self) -> list[str] | None:
        """Take the first row, which names the columns; None if it has not come yet.

        :raises FormatError: if it cannot be read.
        """
        self._first = self._next = 0
        try:
            row = next(self._reader(self._fed()), [])
        except _UnfinishedError:
            return None
        except csv.Error as error:
            message = "The line with the names of the columns cannot be read."
            where = [f"line {self._lines.number:,}: {_complaint(error)}"]
            raise FormatError(message, where) from error
        self._lines.take(self._next)
        return row

    def rows(self, width: int) -> Iterator[Rows]:
        """Yield the other rows that are here, some thousands at a time.

        :param width: how many values a row has.
        """
        lines = self._lines
        self._is_unfinished = False
        while (lines.waiting or lines.more()) and not self._is_unfinished:
            if lines.quoted or self._delimiter == " ":
                rows = self._together(width) or self._carefully(width)
            else:
                rows = self._quickly(width)
            check_refused(self._refused)
            if rows.places:
                yield rows

    def _quickly(self, width: int) -> Rows:
        start = self._lines.number
        lines = self._lines.take(len(self._lines.waiting))
        numbers: Sequence[int] = range(start, start + len(lines))
        separators = set(map(methodcaller("count", self._delimiter), lines))
        if separators != {width - 1} or (width == 1 and "" in lines):
            numbers = list(self._fitting(lines, numbers, width))
            lines = [lines[number - start] for number in numbers]
        cells = self._delimiter.join(lines).split(self._delimiter)
        columns = [cells[column::width] for column in range(width)] if lines else []
        return Rows(Places("line", numbers), columns)

    def _fitting(
        self, lines: list[str], numbers: Sequence[int], width: int
    ) -> Iterator[int]:
        """Yield the numbers of the lines with as many values as there are columns."""
        for line, number in zip(lines, numbers, strict=True):
            values = line.count(self._delimiter) + 1
            if values == width and (line or width > 1):
                yield number
            elif line.strip():
                self._refuse(number, _unfit(values, width), line)

    def _together(self, width: int) -> Rows | None:
        """Read the waiting lines at once, if each of them is a row."""
        lines = self._lines
        try:
            rows = list(self._reader(lines.waiting))
        except csv.Error:
            return None
        if len(rows) != len(lines.waiting) or set(map(len, rows)) != {width}:
            return None
        numbers = range(lines.number, lines.number + len(rows))
        lines.take(len(rows))
        return Rows(Places("line", numbers), list(zip(*rows, strict=True)))

    def _carefully(self, width: int) -> Rows:
        """Read the waiting lines one by one, and those that the last row goes on in."""
        lines = self._lines
        numbers: list[int] = []
        rows: list[list[str]] = []
        reader = self._reader(self._fed())
        self._next = 0
        while self._next < len(lines.waiting) and len(rows) < BATCH:
            self._first = self._next
            try:
                row = self._unpadded(next(reader), width)
            except _UnfinishedError:
                self._is_unfinished = True
                self._next = self._first
                break
            except csv.Error as error:
                complaint = _complaint(error)
            else:
                if len(row) == width:
                    numbers.append(lines.number + self._first)
                    rows.append(row)
                    continue
                if not "".join(row).strip():
                    continue
                complaint = _unfit(len(row), width)
            number, text = lines.number + self._first, lines.waiting[self._first]
            self._refuse(number, complaint, text)
            self._next = self._first + 1
            reader = self._reader(self._fed())
        lines.take(self._next)
        return Rows(Places("line", numbers), list(zip(*rows, strict=True)))

    def _unpadded(self, row: list[str], width: int) -> list[str]:
        """Return a row without the empty value that blanks at a line's end leave."""
        if self._delimiter == " " and len(row) == width + 1 and not row[-1]:
            row.pop()
        return row

    def _reader(self, lines: Iterable[str]) -> Reader:
        return csv.reader(
            lines,
            delimiter=self._delimiter,
            skipinitialspace=self._delimiter == " ",
            strict=True,
        )

    def _fed(self) -> Iterator[str]:
        """Yield line after line, until a record has too many."""
        lines = self._lines
        while self._next - self._first < _MOST_LINES:
            if self._next == len(lines.waiting) and not lines.more():
                if not lines.is_ended:
                    raise _UnfinishedError
                return
            self._next += 1
            yield lines.waiting[self._next - 1] + "\n"

    def _refuse(self, number: int, reason: str, text: str) -> None:
        self._refused.append(Refused(f"line {number:,}", reason, text))


def _unfit(values: int, width: int) -> str:
    return f"{values:,} values instead of {width:,}"


def _complaint(error: csv.Error) -> str:
    """Return what a person can make of the reader's words."""
    text = str(error)
    if text == "unexpected end of data":
        return "a quotation mark is not closed"
    return f"cannot be read ({text.partition(' - ')[0]})"


def as_line(cells: Sequence[str], delimiter: str) -> str:
    """Return a row as a line, without its end."""
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(cells)
    return line.getvalue()
