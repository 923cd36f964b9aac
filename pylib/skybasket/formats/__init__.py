"""Readers of product lists; the content decides which one, never the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket.errors import FormatError
from skybasket.formats import csv, mast_json

if TYPE_CHECKING:
    from skybasket.catalog import ProductRows

__all__ = ["read"]

_SHOWN = 60


def read(content: bytes) -> ProductRows:
    """Read a product list: MAST's JSON answer, or CSV with MAST's column names.

    :raises FormatError: if it is neither, or anything in it is wrong.
    """
    text = _decoded(content)
    start = text.lstrip()
    if not start:
        message = "The file is empty. Choose a list of products (JSON or CSV)."
        raise FormatError(message)
    if start.startswith(("{", "[")):
        return mast_json.read(text)
    if csv.is_product_list(start):
        return csv.read(text)
    message = (
        "This is not a list of products that Skybasket reads: a MAST product answer "
        "(JSON), or CSV with the column dataURI."
    )
    raise FormatError(message, [f"it begins: {start[:_SHOWN]!r}"])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "The file is not text in UTF-8. Save it as UTF-8 and try again."
        raise FormatError(message, [f"byte {error.start:,}"]) from error
