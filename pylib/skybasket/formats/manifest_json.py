"""Reads the JSON manifest that Skybasket writes; see `skybasket.retrieval.manifest`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from skybasket.errors import FormatError
from skybasket.formats.contents import Refused, Table
from skybasket.formats.rows import start_text
from skybasket.formats.tables import titles_of
from skybasket.limits import check_refused
from skybasket.nesting import loads, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["looks_like", "read"]

_MARK: Final = "skybasket_manifest"
_START: Final = re.compile(rf'\s*\{{[^{{}}\[\]]*"{_MARK}"\s*:')
_VERSION: Final = 1
_BATCH: Final = 20_000
_LONGEST: Final = 20_000


def looks_like(start: bytes) -> bool:
    """Tell whether this is a manifest."""
    return _START.match(start_text(start)) is not None


def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
    """Read a manifest.

    The columns have the names of `skybasket.product.Product`. Several values together
    are JSON again, as they are in the manifest's other forms.

    :param refused: files that are no objects are added to it.
    :raises FormatError: if it is not whole, of a later version, or has no files.
    """
    files = _files(content)
    is_empty = True
    for start in range(0, len(files), _BATCH):
        rows: list[dict[str, Any]] = []
        places: list[str] = []
        for number, file in enumerate(files[start : start + _BATCH], start + 1):
            place = f"file {number:,}"
            if isinstance(file, dict):
                rows.append(file)
                places.append(place)
            else:
                text = json.dumps(file)[:_LONGEST]
                refused.append(Refused(place, "is no object with named values", text))
        check_refused(refused)
        if rows:
            is_empty = False
            yield _table(rows, places)
    if is_empty:
        message = "The manifest holds no files."
        raise FormatError(message)


def _table(rows: list[dict[str, Any]], places: list[str]) -> Table:
    titles = titles_of(rows)
    columns = {title: [_single(row.get(title)) for row in rows] for title in titles}
    return Table(columns, places)


def _single(value: object) -> object:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value


def _files(content: bytes) -> list[Any]:
    try:
        manifest = loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        message = f"The manifest is not complete JSON: {error.msg}. Save it once more."
        where = [f"line {error.lineno:,}, column {error.colno:,}"]
        raise FormatError(message, where) from error
    except UnicodeDecodeError as error:
        message = "The file is not text in UTF-8. Save it as UTF-8 and try again."
        raise FormatError(message, [error.reason]) from error
    except (RecursionError, ValueError) as error:
        raise unreadable() from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), list):
        message = 'This is no manifest of Skybasket: it has no list "files".'
        raise FormatError(message)
    if manifest.get(_MARK) != _VERSION:
        message = "A later Skybasket wrote this manifest. Open it with that one."
        raise FormatError(message)
    files: list[Any] = manifest["files"]
    return files
