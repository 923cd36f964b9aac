"""Reads comma-separated values with MAST's column names in the first line."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Final

from skybasket.archives.mast_columns import ProductReader
from skybasket.errors import FormatError, first_places

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator

    from skybasket.catalog import ProductRows

__all__ = ["is_product_list", "read"]

#: Rows are taken in batches, so that a million lines never stand in memory at once.
_BATCH: Final = 20_000


def is_product_list(start: str) -> bool:
    """Tell whether the first line that is no comment names a column dataURI."""
    for line in start.splitlines():
        if line.strip() and not line.startswith("#"):
            titles = next(csv.reader([line]), [])
            return "datauri" in {title.strip().lower() for title in titles}
    return False


def read(content: bytes) -> list[ProductRows]:
    """Read a table of products; lines before the header that begin with # are skipped.

    :raises FormatError: listing every line of the wrong length and every wrong value.
    """
    text = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")
    reader = csv.reader(text, strict=True)
    try:
        return _read(_numbered(reader))
    except csv.Error as error:
        message = f"The table cannot be read: {error}."
        raise FormatError(message, [f"line {reader.line_num:,}"]) from error


def _read(lines: Iterator[tuple[int, list[str]]]) -> list[ProductRows]:
    titles = [title.strip() for title in next(lines)[1]]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice:
        message = "Two columns have the same name. Rename one and try again."
        raise FormatError(message, [f"column {title}" for title in twice])
    products = ProductReader()
    wrong: list[str] = []
    is_empty = True
    while batch := list(islice(lines, _BATCH)):
        is_empty = False
        wrong += (
            f"line {number:,}: {len(row)} values instead of {len(titles)}"
            for number, row in batch
            if len(row) != len(titles)
        )
        if not wrong:
            columns = zip(*(row for _, row in batch), strict=True)
            products.take(dict(zip(titles, columns, strict=True)))
    if wrong:
        message = "Some lines have too few or too many values; nothing was taken."
        raise FormatError(message, first_places(wrong))
    if is_empty:
        message = "The table holds no products, only column names."
        raise FormatError(message)
    return products.finish()


def _numbered(reader: Reader) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty with its line, from the header on."""
    began = False
    for row in reader:
        if row and (began or not row[0].startswith("#")):
            began = True
            yield reader.line_num, row
