"""Readers of product lists; the content decides which one, never the file's name."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from skybasket.errors import FormatError
from skybasket.formats import csv, mast_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.catalog import ProductRows

__all__ = ["garbage_collector_paused", "read"]

#: As much of a file as is looked at to tell what it is, in bytes.
_LOOKED_AT: Final = 65_536
_SHOWN: Final = 60


def read(content: bytes) -> list[ProductRows]:
    """Read a product list: MAST's JSON answer, or CSV with MAST's column names.

    :raises FormatError: if it is neither, or anything in it is wrong.
    """
    start = content[:_LOOKED_AT].decode("utf-8-sig", errors="replace").lstrip()
    if not start:
        message = "The file is empty. Choose a list of products (JSON or CSV)."
        raise FormatError(message)
    try:
        if start.startswith(("{", "[")):
            return mast_json.read(content)
        if csv.is_product_list(start):
            return csv.read(content)
    except UnicodeDecodeError as error:
        message = "The file is not text in UTF-8. Save it as UTF-8 and try again."
        raise FormatError(message, [error.reason]) from error
    message = (
        "This is not a list of products that Skybasket reads: a MAST product answer "
        "(JSON), or CSV with the column dataURI."
    )
    raise FormatError(message, [f"it begins: {start[:_SHOWN]!r}"])


@contextmanager
def garbage_collector_paused() -> Iterator[None]:
    """Keep the collector from looking again and again through a list as it grows.

    Reading makes millions of objects and no cycles among them, so every look is vain.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
