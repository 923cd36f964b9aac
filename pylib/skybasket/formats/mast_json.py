"""Reads MAST's answers in JSON: of its query service, and of the searches by mission.

The query service answers with ``data`` and ``fields``, or nested in ``Tables`` where it
is asked as the Portal asks it; described at
https://mast.stsci.edu/api/v0/md_result_formats.html. The searches by mission answer
with ``products`` or ``results``; described at https://mast.stsci.edu/search/docs/.
"""

from __future__ import annotations

import json
import re
from contextlib import contextmanager, suppress
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.columns import Coded
from skybasket.errors import FormatError, first_places
from skybasket.formats.contents import Refused, Table
from skybasket.formats.long_json import MARK, LongJson, NotJsonError, members
from skybasket.formats.tables import BATCH, Places, titles_of
from skybasket.formats.transposing import Transposed
from skybasket.limits import check_columns, check_refused
from skybasket.nesting import loads, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from skybasket.formats.transposing import Transpose

__all__ = ["Reader", "looks_like", "read"]

#: What stands before the rows where an answer is as the Portal asks for it.
_TABLES: Final = re.compile(r"\[\s*")
_NESTED: Final = re.compile(r"\[\s*\[")
#: What makes the beginning of an answer, up to its first row, a whole one.
_CLOSING: Final = ("]}", "]]}", "]}]}}")
#: Characters that no list has beside its rows, nor any row by itself.
_LONGEST: Final = 2**28


class _Rows(NamedTuple):
    """The rows of an answer, as they are."""

    rows: list[Any]
    #: Names of the columns, as far as they are told beforehand.
    titles: list[str]
    #: How many rows the archive has; 0 where it does not say so.
    total: int = 0


def looks_like(start: bytes) -> bool:
    """Tell whether this begins as JSON does."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"["))


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read the rows of an answer of the archive, all at once; see `Reader`."""
    reader = Reader(refused)
    yield from reader.feed(content)
    yield from reader.end()


class Reader:
    """Reads the rows of an answer, products or observations, as they come.

    :param refused: rows that are none are added to it.
    :param transpose: takes rows apart, if anything does; see `transposing`.

    It raises a `FormatError` for what is not JSON, not such an answer, says that the
    query failed, or holds no rows.
    """

    def __init__(
        self, refused: list[Refused], transpose: Transpose | None = None
    ) -> None:
        self._json = LongJson(_list_start, transpose)
        self._refused = refused
        self._wrong: list[Refused] = []
        #: Rows that are not in a table yet, and how many are.
        self._held: list[list[Any] | Transposed] = []
        self._before = 0
        self._titles: list[str] | None = None
        self._is_empty = True

    def feed(self, chunk: bytes) -> Iterator[Table]:
        """Take the next bytes, and yield the rows that are certain now."""
        with _clear_errors():
            for rows in self._json.feed(chunk):
                # The last rows wait: what comes behind them may tell of columns.
                if self._can_tell(self._held):
                    yield from self._tables(self._titles or [])
                self._held.append(rows)
        if self._json.waiting > _LONGEST:
            message = "The file holds far more than rows. Save the list by itself."
            raise FormatError(message)

    def _can_tell(self, held: list[list[Any] | Transposed]) -> bool:
        """Tell whether it is known what the values of rows mean."""
        if self._titles is None:
            self._titles = _titles_before(self._json.head or "")
        return bool(self._titles) or not any(map(_has_lists, held))

    def end(self) -> Iterator[Table]:
        """Yield the rows that are left."""
        with _clear_errors():
            self._held += self._json.end()
            answer, is_marked = self._json.whole()
        whole = _rows(answer) if isinstance(answer, dict) else None
        if whole is None:
            raise _refusal(answer)
        if is_marked and whole.rows[:1] != [MARK]:
            message = "The answer has more than one list of rows. Open them one by one."
            raise FormatError(message)
        if rest := whole.rows[is_marked:]:
            self._held.append(rest)
        count = self._before + sum(map(len, self._held))
        if not count:
            message = (
                "The answer holds no products and no observations. Ask for others."
            )
            raise FormatError(message)
        left_out = max(whole.total - count, 0)
        for table in self._tables(whole.titles):
            yield table._replace(left_out=left_out)
            left_out = 0
        if self._is_empty:
            message = "Not one row of the answer is an object with named values."
            raise FormatError(message, first_places([row.place for row in self._wrong]))

    def _tables(self, titles: list[str]) -> Iterator[Table]:
        """Yield the rows that are held as tables, and hold them no longer."""
        held, self._held = self._held, []
        wrong: list[Refused] = []
        for part in _parts(held):
            first = self._before + 1
            if isinstance(part, Transposed):
                table = _table_of_columns(part, first, titles)
                table = table or _table(list(part), first, titles, wrong)
            else:
                table = _table(part, first, titles, wrong)
            check_refused(wrong)
            self._before += len(part)
            if table.places:
                self._is_empty = False
                yield table
        self._refused += wrong
        self._wrong += wrong


def _has_lists(rows: list[Any] | Transposed) -> bool:
    if isinstance(rows, Transposed):
        return rows.names is None
    return any(issubclass(kind, list) for kind in set(map(type, rows)))


def _parts(
    held: list[list[Any] | Transposed],
) -> Iterator[list[Any] | Transposed]:
    """Yield rows in parts that become tables.

    Rows that came singly may have other columns than those beside them.
    """
    if all(isinstance(rows, Transposed) for rows in held):
        yield from held
        return
    together = chain.from_iterable(held)
    while batch := list(islice(together, BATCH)):
        yield batch


def _list_start(text: str) -> int:
    """Return where the first row begins in the beginning of an answer, -1 if nowhere.

    Searches of JWST put the list of products into another list.
    """
    for name, at in members(text, 0):
        if name == "data" and text.startswith("{", at):
            for inner, tables in members(text, at):
                start = _TABLES.match(text, tables) if inner == "Tables" else None
                for title, rows in members(text, start.end()) if start else ():
                    if title == "Rows" and text.startswith("[", rows):
                        return rows + 1
        elif name in ("data", "products", "results") and text.startswith("[", at):
            nested = _NESTED.match(text, at) if name == "products" else None
            return nested.end() if nested else at + 1
    return -1


def _titles_before(head: str) -> list[str]:
    """Return the names of columns that are told before the rows."""
    for closing in _CLOSING:
        try:
            whole = _rows(loads(head + closing))
        except ValueError:
            continue
        return whole.titles if whole else []
    return []


def _table_of_columns(rows: Transposed, first: int, titles: list[str]) -> Table | None:
    """Return rows that came as columns; None where lists do not fit the titles.

    :param first: the number of the first row.
    """
    names = titles if rows.names is None else rows.names
    if len(names) != len(rows.columns) or len(set(names)) < len(names):
        return None
    check_columns({*titles, *names})
    columns = dict(zip(names, rows.columns, strict=True))
    nothing = Coded.constant(None, len(rows))
    return Table(
        {name: columns.get(name, nothing) for name in dict.fromkeys((*titles, *names))},
        Places("row", range(first, first + len(rows))),
    )


def _table(
    elements: list[Any], first: int, titles: list[str], refused: list[Refused]
) -> Table:
    """Return some of the rows as columns.

    :param first: the number of the first row.
    """
    numbers: Sequence[int] = range(first, first + len(elements))
    rows: list[dict[str, object]] = elements
    if set(map(type, elements)) != {dict}:
        pairs = [
            (place, row)
            for place, element in zip(numbers, elements, strict=True)
            if (row := _row(element, place, titles, refused)) is not None
        ]
        rows, numbers = [row for _, row in pairs], [place for place, _ in pairs]
    names = dict.fromkeys(titles)
    check_columns(names)
    check_columns(max(rows, key=len, default=()))
    if rows and len(rows[0]) > 1 and set(map(len, rows)) == {len(rows[0])}:
        # If all rows have the first one's columns, they have no others.
        with suppress(KeyError):
            values = zip(*map(itemgetter(*rows[0]), rows), strict=True)
            columns = dict(zip(rows[0], values, strict=True))
            nothing = (None,) * len(rows)
            names |= rows[0]
            return Table(
                {name: columns.get(name, nothing) for name in names},
                Places("row", numbers),
            )
    names = titles_of(rows, titles)
    columns = {name: tuple(row.get(name) for row in rows) for name in names}
    return Table(columns, Places("row", numbers))


def _row(
    element: object, place: int, titles: list[str], refused: list[Refused]
) -> dict[str, object] | None:
    if isinstance(element, list) and len(element) == len(titles):
        return dict(zip(titles, element, strict=True))
    if isinstance(element, dict):
        return element
    reason = "is not an object with named values"
    refused.append(Refused(f"row {place:,}", reason, json.dumps(element)))
    return None


def _rows(answer: dict[str, Any]) -> _Rows | None:
    """Return the rows of an answer, or None if it has nowhere for them."""
    if answer.get("status") in ("ERROR", "EXECUTING"):
        return None
    match answer:
        case {"data": list(rows)}:
            total = _number(answer.get("paging"), "rowsFiltered")
            return _Rows(rows, _titles(answer.get("fields")), total)
        case {"data": {"Tables": [dict(table), *_]}}:
            return _nested_rows(table)
        case {"products": list(rows)}:
            # Searches of JWST put the list into another list.
            nested = (row if isinstance(row, list) else [row] for row in rows)
            return _Rows(list(chain.from_iterable(nested)), [])
        case {"results": list(rows)}:
            return _Rows(rows, [], _number(answer, "totalResults"))
    return None


def _nested_rows(table: dict[str, Any]) -> _Rows:
    rows, titles = table.get("Rows"), _titles(table.get("Fields"))
    properties = table.get("ExtendedProperties")
    paging = properties.get("Paging") if isinstance(properties, dict) else None
    return _Rows(
        rows if isinstance(rows, list) else [],
        titles or _titles(table.get("Columns"), "dataIndex"),
        _number(paging, "rowsFiltered"),
    )


def _titles(fields: object, key: str = "name") -> list[str]:
    if not isinstance(fields, list):
        return []
    return [
        field[key]
        for field in fields
        if isinstance(field, dict) and isinstance(field.get(key), str)
    ]


def _number(values: object, name: str) -> int:
    """Return a count that the archive tells, 0 if it does not.

    An answer holds one page of them: 1,000 rows where nothing else was asked for.
    """
    found = values.get(name) if isinstance(values, dict) else None
    return found if isinstance(found, int) else 0


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        message = "The file is not text in UTF-8. Save it as UTF-8 and try again."
        raise FormatError(message, [error.reason]) from error
    except NotJsonError as error:
        message = f"The file is not complete JSON: {error.message}. Save it once more."
        where = [f"line {error.line}, column {error.column}"]
        raise FormatError(message, where) from error
    except (RecursionError, ValueError) as error:
        raise unreadable() from error


def _refusal(answer: object) -> FormatError:
    """Return what the archive said, where this is one of its answers but no list."""
    status = answer.get("status") if isinstance(answer, dict) else None
    if isinstance(answer, dict) and status == "ERROR":
        message = "The archive answered with an error instead of products."
        return FormatError(message, [str(answer.get("msg", ""))])
    if status == "EXECUTING":
        message = "The archive was still working when this was saved. Ask again."
        return FormatError(message)
    message = (
        "This JSON is not an answer of MAST that lists something: "
        'it has no list "data", "products" or "results".'
    )
    return FormatError(message)
