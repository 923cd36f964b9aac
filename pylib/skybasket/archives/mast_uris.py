"""Which file of the archive each row of a table means.

A row names it by its URI, an address it can be fetched from, a path it was saved to, or
its mere name. Where none of them tells the URI for certain, the row is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.archives import mast_mission
from skybasket.archives.mast import Mast
from skybasket.archives.mast_addresses import product_uri
from skybasket.archives.mast_fields import plain
from skybasket.archives.mast_infer import mission_of, own_uri, read_ending, read_start
from skybasket.product import split_filename

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skybasket.archives.mast_rows import Sheet

__all__ = ["NAMING", "Named", "named_files"]

#: Fields that name a file, the surest first.
NAMING: Final = ("uri", "address", "filename", "path")
_UNTOLD: Final = "does not tell where the archive has the file"


class Named(NamedTuple):
    """The files of a table's rows; empty where a row was refused."""

    uris: Sequence[str]
    filenames: Sequence[str]


def named_files(
    sheet: Sheet, titles: Mapping[str, str], text: Mapping[str, Sequence[str]]
) -> Named:
    """Return the files that the rows mean, and complain about rows that name none.

    :param titles: of the columns, by field.
    :param text: what they hold.
    """
    nothing = [""] * sheet.length
    given = list(text.get("uri") or text.get("address") or nothing)
    named = text.get("filename", nothing)
    if Mast.are_own(given) and all(named):
        return Named(given, named)
    uris = list(map(_absolute, given))
    filenames = [
        name or _last_part(uri) or _last_part(other) or _last_part(path)
        for name, uri, other, path in zip(
            named,
            uris,
            given,
            text.get("path", nothing),
            strict=True,
        )
    ]
    title = next(titles[field] for field in NAMING if field in titles)
    for row, uri in enumerate(uris):
        if uri or sheet.is_wrong(row):
            continue
        if not given[row] and (not filenames[row] or plain(title) == "datauri"):
            # The archive leaves out the URI of what it does not have.
            sheet.complain(row, title, "is empty")
        elif found := _found(row, filenames[row], text):
            uris[row] = found
        else:
            named_by = title if given[row] or "filename" not in titles else ""
            sheet.complain(row, named_by or titles["filename"], _UNTOLD)
    return Named(uris, filenames)


def _found(row: int, filename: str, text: Mapping[str, Sequence[str]]) -> str:
    """Return the URI of a file that a row names without one, or nothing."""

    def value(field: str) -> str:
        return text[field][row] if field in text else ""

    stem, suffix = split_filename(filename)
    start = read_start(stem)
    ending = read_ending(start.rule, start.rest + suffix)
    if "purpose" in text:
        mission = mission_of(start, ending) or mast_mission.mission_of_instrument(
            value("instrument")
        )
        is_reference = value("purpose") == "REFERENCE"
        if mission in ("HST", "JWST"):
            return mast_mission.address(mission, filename, is_reference=is_reference)
    return own_uri(filename, start, ending)


def _absolute(uri: str) -> str:
    """Return the URI that an address leads to, nothing for part of one."""
    if Mast.is_own(uri):
        return uri
    return product_uri(uri) if ":" in uri else ""


def _last_part(uri: str) -> str:
    return uri.rstrip("/").rpartition("/")[2] or uri
