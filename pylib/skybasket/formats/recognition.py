"""Tells by its beginning what kind of list a file is; its name never matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from skybasket.errors import FormatError
from skybasket.formats import (
    aria2,
    astroquery_script,
    checksum_list,
    cloud_list,
    csv,
    download_script,
    ecsv,
    fits,
    listing,
    manifest_html,
    manifest_json,
    mast_json,
    names_list,
    uri_list,
    votable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from skybasket.formats.contents import Refused, Table
    from skybasket.formats.transposing import Transpose

__all__ = ["LOOKED_AT", "NAMES", "TableReader", "recognised"]

#: The kind of a list of names, which is no table.
NAMES: Final = "names"


class TableReader(Protocol):
    """Reads a file as it comes, or as soon as all of it is here."""

    def feed(self, chunk: bytes) -> Iterator[Table]:
        """Take the next bytes, and yield the rows that are certain now."""
        ...

    def end(self) -> Iterator[Table]:
        """Yield the rows that are left."""
        ...


class _Kind(Protocol):
    """A module that reads one kind of file."""

    def looks_like(self, start: bytes) -> bool: ...

    def read(self, content: bytes, refused: list[Refused]) -> Iterator[Table]: ...


class _Patient:
    """Reads a file of a kind that is never long when all of it is here."""

    def __init__(self, kind: _Kind, refused: list[Refused]) -> None:
        self._kind = kind
        self._refused = refused
        self._chunks: list[bytes] = []

    def feed(self, chunk: bytes) -> Iterator[Table]:
        """Take the next bytes."""
        self._chunks.append(chunk)
        return iter(())

    def end(self) -> Iterator[Table]:
        """Yield the rows."""
        content, self._chunks = b"".join(self._chunks), []
        return self._kind.read(content, self._refused)


#: Every kind of file by its name, the more particular ones first.
_READERS: Final[Mapping[str, _Kind]] = {
    "fits": fits,
    "votable": votable,
    "ecsv": ecsv,
    "manifest": manifest_json,
    "json": mast_json,
    "skybasket_script": listing,
    "astroquery_script": astroquery_script,
    "aria2": aria2,
    "cloud": cloud_list,
    "checksums": checksum_list,
    "manifest_html": manifest_html,
    "script": download_script,
    "uris": uri_list,
}
#: As much of a file as is looked at to tell what it is, in bytes.
LOOKED_AT: Final = 65_536
_SHOWN: Final = 60


def recognised(
    start: bytes, refused: list[Refused], transpose: Transpose | None = None
) -> tuple[str, TableReader | None]:
    """Return the kind of a file, and what reads it; None for a list of names.

    :param start: the first `LOOKED_AT` bytes of it.
    :param refused: what the reader notes rows in that it cannot take.
    :param transpose: takes rows of JSON apart, if anything does.
    :raises FormatError: if it is none that we know.
    """
    form = _form(start)
    if form == NAMES:
        return form, None
    # These two are read as they come.
    if form == "json":
        return form, mast_json.Reader(refused, transpose)
    if form == "csv":
        return form, csv.Reader(refused)
    return form, _Patient(_READERS[form], refused)


def _form(start: bytes) -> str:
    if not start.strip():
        message = "The file is empty. Choose a list of products."
        raise FormatError(message)
    for form, reader in _READERS.items():
        if reader.looks_like(start):
            return form
    if names_list.looks_like_names(start):
        return NAMES
    if csv.looks_like(start):
        return "csv"
    message = (
        "This is no list that Skybasket reads: answers of the archive (JSON), tables "
        "(CSV, ECSV, VOTable, FITS), lists of URIs or names, download scripts."
    )
    shown = start[:_SHOWN].decode("utf-8-sig", errors="replace")
    raise FormatError(message, [f"it begins: {shown!r}"])
