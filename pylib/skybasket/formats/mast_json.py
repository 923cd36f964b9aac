"""Reads the JSON answer of ``Mast.Caom.Products``: ``fields`` and ``data``.

Described at https://mast.stsci.edu/api/v0/md_result_formats.html.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from skybasket.archives.mast_columns import ProductReader
from skybasket.errors import FormatError

if TYPE_CHECKING:
    from skybasket.catalog import ProductRows

__all__ = ["read"]


def read(content: bytes) -> list[ProductRows]:
    """Read an answer of the archive.

    :raises FormatError: if it is not JSON, not such an answer, says that the query
        failed, or holds a wrong value.
    """
    answer = _parsed(content.decode("utf-8-sig"))
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        raise _refusal(answer)
    if answer.get("status") in ("ERROR", "EXECUTING"):
        raise _refusal(answer)
    rows = _list_in(answer, "data")
    wrong = [place for place, row in enumerate(rows, 1) if not isinstance(row, dict)]
    if wrong:
        message = "Not every product in the answer is an object with named values."
        raise FormatError(message, [f"row {place}" for place in wrong[:20]])
    titles = dict.fromkeys(
        field["name"]
        for field in _list_in(answer, "fields")
        if isinstance(field, dict) and isinstance(field.get("name"), str)
    )
    for row in rows:
        titles.update(dict.fromkeys(row))
    if not rows:
        message = "The answer holds no products. Ask for other observations."
        raise FormatError(message)
    reader = ProductReader()
    reader.take({title: [row.get(title) for row in rows] for title in titles})
    [batch] = reader.finish()
    return [replace(batch, left_out=max(_announced(answer) - len(rows), 0))]


def _list_in(answer: dict[str, Any], name: str) -> list[Any]:
    value = answer.get(name)
    return value if isinstance(value, list) else []


def _announced(answer: dict[str, Any]) -> int:
    """Return how many products the archive says that it has, 0 if it does not.

    An answer holds one page of them: 1,000 rows where nothing else was asked for.
    """
    paging = answer.get("paging")
    total = paging.get("rowsFiltered") if isinstance(paging, dict) else None
    return total if isinstance(total, int) else 0


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
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
    message = 'This JSON is not a product list of MAST: it has no list "data".'
    return FormatError(message)
