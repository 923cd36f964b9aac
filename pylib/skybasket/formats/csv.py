"""Reads comma-separated values with MAST's column names in the first line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from skybasket.archives.mast_columns import products_from_columns
from skybasket.errors import FormatError

if TYPE_CHECKING:
    from skybasket.catalog import ProductRows

__all__ = ["is_product_list", "read"]

_LISTED = 20


def is_product_list(text: str) -> bool:
    """Tell whether the first line that is no comment names a column dataURI."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            titles = next(csv.reader([line]), [])
            return "datauri" in {title.strip().lower() for title in titles}
    return False


def read(text: str) -> ProductRows:
    """Read a table of products; lines before the header that begin with # are skipped.

    :raises FormatError: listing every line of the wrong length and every wrong value.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        message = f"The table cannot be read: {error}."
        raise FormatError(message, [f"line {reader.line_num}"]) from error
    while lines and lines[0][1][0].startswith("#"):
        del lines[0]
    titles = [title.strip() for title in lines[0][1]]
    if len(set(titles)) < len(titles):
        twice = sorted({title for title in titles if titles.count(title) > 1})
        message = "Two columns have the same name. Rename one and try again."
        raise FormatError(message, [f"column {title}" for title in twice])
    rows = lines[1:]
    wrong = [
        f"line {number}: {len(row)} values instead of {len(titles)}"
        for number, row in rows
        if len(row) != len(titles)
    ]
    if wrong:
        message = "Some lines have too few or too many values; nothing was taken."
        more = [f"and {len(wrong) - _LISTED:,} more"] if len(wrong) > _LISTED else []
        raise FormatError(message, wrong[:_LISTED] + more)
    if not rows:
        message = "The table holds no products, only column names."
        raise FormatError(message)
    columns = zip(*(row for _, row in rows), strict=True)
    return products_from_columns(dict(zip(titles, columns, strict=True)))
