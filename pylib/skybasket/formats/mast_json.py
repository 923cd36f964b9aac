"""Reads MAST's answers in JSON: of its query service, and of the searches by mission.

The query service answers with ``data`` and ``fields``, or nested in ``Tables`` where it
is asked as the Portal asks it; described at
https://mast.stsci.edu/api/v0/md_result_formats.html. The searches by mission answer
with ``products`` or ``results``; described at https://mast.stsci.edu/search/docs/.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from skybasket.errors import FormatError, first_places
from skybasket.formats.contents import Refused, Table
from skybasket.formats.tables import BATCH, Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["looks_like", "read"]


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
    """Read the rows of an answer of the archive, products or observations.

    :param refused: rows that are none are added to it.
    :raises FormatError: if it is not JSON, not such an answer, says that the query
        failed, or holds no rows.
    """
    answer = _parsed(content)
    whole = _rows(answer) if isinstance(answer, dict) else None
    if whole is None:
        raise _refusal(answer)
    if not whole.rows:
        message = "The answer holds no products and no observations. Ask for others."
        raise FormatError(message)
    before = len(refused)
    left_out = max(whole.total - len(whole.rows), 0)
    for start in range(0, len(whole.rows), BATCH):
        table = _table(whole, start, refused)
        if table.places:
            yield table._replace(left_out=left_out)
            left_out = 0
    if len(refused) - before == len(whole.rows):
        message = "Not one row of the answer is an object with named values."
        raise FormatError(
            message, first_places([row.place for row in refused[before:]])
        )


def _table(whole: _Rows, start: int, refused: list[Refused]) -> Table:
    """Return some of the rows as columns."""
    batch = whole.rows[start : start + BATCH]
    rows: list[Mapping[str, object]] = []
    numbers: list[int] = []
    for place, row in enumerate(batch, start + 1):
        if isinstance(row, list) and len(row) == len(whole.titles):
            row = dict(zip(whole.titles, row, strict=True))  # noqa: PLW2901
        if isinstance(row, dict):
            rows.append(row)
            numbers.append(place)
        else:
            reason = "is not an object with named values"
            refused.append(Refused(f"row {place:,}", reason, json.dumps(row)))
    titles = dict.fromkeys(whole.titles)
    for row in rows:
        titles.update(dict.fromkeys(row))
    columns = {title: [row.get(title) for row in rows] for title in titles}
    return Table(columns, Places("row", numbers))


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


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = "The file is not text in UTF-8. Save it as UTF-8 and try again."
        raise FormatError(message, [error.reason]) from error
    except json.JSONDecodeError as error:
        message = f"The file is not complete JSON: {error.msg}. Save it once more."
        where = [f"line {error.lineno}, column {error.colno}"]
        raise FormatError(message, where) from error
    except (RecursionError, ValueError) as error:
        message = "The file is nested too deeply or has a number of too many digits."
        raise FormatError(message) from error


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
