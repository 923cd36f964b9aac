"""Readers of product lists; the content decides which one, never the file's name."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from skybasket.archives.mast_columns import ProductReader
from skybasket.archives.mast_fields import kind_of
from skybasket.archives.mast_observations import ObservationReader
from skybasket.errors import FormatError, UnknownColumnsError, first_places
from skybasket.formats import (
    aria2,
    astroquery_script,
    basket_file,
    checksum_list,
    cloud_list,
    containers,
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
from skybasket.formats.contents import Contents, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from skybasket.formats.contents import Table

__all__ = ["Contents", "Refused", "garbage_collector_paused", "read"]


Item = TypeVar("Item")


class _Reader(Protocol):
    """A module that reads one kind of file."""

    def looks_like(self, start: bytes) -> bool: ...

    def read(self, content: bytes, refused: list[Refused]) -> Iterator[Table]: ...


#: Every kind of file by its name, the more particular ones first.
_READERS: Final[Mapping[str, _Reader]] = {
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
_LOOKED_AT: Final = 65_536
_SHOWN: Final = 60


def read(content: bytes, mapping: Mapping[str, str] | None = None) -> Contents:
    """Read a list of products, of observations or of names, in any form we know.

    Rows that cannot be taken are set aside; the others are read nevertheless.

    :param mapping: columns that their user chose: by our name of the field (``uri``,
        ``filename``, ``size``) the table's own.
    :raises UnknownColumnsError: if a table has no column that names files.
    :raises FormatError: if it is no such list, or nothing in it can be taken.
    """
    if containers.looks_like(content[:_LOOKED_AT]):
        return _unpacked(content, mapping)
    if basket_file.looks_like(content):
        return _saved(content)
    form, reader = _reader(content)
    refused: list[Refused] = []
    if reader is None:
        names = names_list.read_names(content, refused)
        return Contents(form=form, datasets=names, refused=refused)
    tables = reader.read(content, refused)
    first = next(tables, None)
    if first is None:
        message = "The file holds no products, only what comes before them."
        raise FormatError(message, first_places([row.place for row in refused]))
    whole = chain([first], tables)
    if not mapping and kind_of(tuple(first.columns)) == "observations":
        seen = ObservationReader()
        for table in whole:
            seen.take(table)
        observations, wrong = seen.finish()
        return Contents(form=form, observations=observations, refused=refused + wrong)
    products = ProductReader(mapping)
    for table in whole:
        products.take(table)
    batches, wrong = products.finish()
    return Contents(form=form, products=batches, refused=refused + wrong)


def _reader(content: bytes) -> tuple[str, _Reader | None]:
    """Return the kind of a file and what reads it; None for a list of names.

    :raises FormatError: if it is none that we know.
    """
    start = content[:_LOOKED_AT]
    if not start.strip():
        message = "The file is empty. Choose a list of products."
        raise FormatError(message)
    for form, reader in _READERS.items():
        if reader.looks_like(start):
            return form, reader
    if names_list.looks_like_names(start):
        return "names", None
    if csv.looks_like(start):
        return "csv", csv
    message = (
        "This is no list that Skybasket reads: answers of the archive (JSON), tables "
        "(CSV, ECSV, VOTable, FITS), lists of URIs or names, download scripts."
    )
    shown = start[:_SHOWN].decode("utf-8-sig", errors="replace")
    raise FormatError(message, [f"it begins: {shown!r}"])


def _saved(content: bytes) -> Contents:
    """Read the products of a basket file, without what its user decided of them.

    :raises FormatError: if it holds none.
    """
    saved = basket_file.read(content)
    if not any(batch.products for batch in saved.batches):
        message = "The basket file holds no products."
        if saved.damaged:
            message = "The basket file is damaged: nothing in it can be read."
        raise FormatError(message)
    reason = "cannot be read and is left out"
    return Contents(
        form="basket",
        products=[batch.products for batch in saved.batches],
        described=_joined([batch.observations for batch in saved.batches]),
        needs=_needs(saved),
        refused=[
            Refused(f"damaged part {number}", reason, "")
            for number in range(1, saved.damaged + 1)
        ],
    )


def _needs(saved: basket_file.Saved) -> list[tuple[str, str, str]]:
    """Return needs by URIs instead of places."""
    if not saved.needs:
        return []
    uris = _joined([batch.products.uris for batch in saved.batches])
    return [
        (uris[need.product], uris[need.reference], need.context) for need in saved.needs
    ]


def _unpacked(content: bytes, mapping: Mapping[str, str] | None) -> Contents:
    """Read every list in a compressed file.

    :raises FormatError: if none of its members is one.
    """
    found: list[tuple[str, Contents]] = []
    problems: list[FormatError] = []
    refused: list[Refused] = []
    for name, member in containers.members(content):
        try:
            found.append((name, read(member, mapping)))
        except UnknownColumnsError:
            raise
        except FormatError as error:
            problems.append(error)
            refused.append(Refused(name, error.message, "; ".join(error.where)))
    if not found:
        if len(problems) == 1:
            raise problems[0]
        message = "The compressed file holds no list that Skybasket reads."
        raise FormatError(message, first_places([row.place for row in refused]))
    if len(found) == 1 and not refused:
        return found[0][1]
    for name, contents in found:
        refused += (
            row._replace(place=f"{name}, {row.place}") for row in contents.refused
        )
    return Contents(
        form="zip",
        products=_joined([contents.products for _, contents in found]),
        observations=_joined([contents.observations for _, contents in found]),
        described=_joined([contents.described for _, contents in found]),
        datasets=_joined([contents.datasets for _, contents in found]),
        needs=_joined([contents.needs for _, contents in found]),
        refused=refused,
    )


def _joined(parts: Sequence[Sequence[Item]]) -> list[Item]:
    return list(chain.from_iterable(parts))


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
