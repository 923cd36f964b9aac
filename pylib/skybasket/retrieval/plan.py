"""Which files are fetched, from where, and to which place: decided once, here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from skybasket.retrieval.paths import safe_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from skybasket.archives.mast import Mast
    from skybasket.catalog import Catalog
    from skybasket.index import Totals

__all__ = ["Entry", "Method", "Plan"]


class Entry(NamedTuple):
    """One file to fetch."""

    uri: str
    #: The web address.
    address: str
    #: Where it goes, below the plan's folder, with "/" between the parts.
    path: str
    #: Bytes, or None when unknown.
    size: int | None


@dataclass(frozen=True, slots=True)
class Method:
    """One way to write a plan down.

    :param name: what programs call it.
    :param pieces: writes the whole text, a piece at a time.
    :param suffix: the ending of the file it is saved in.
    :param media_type: the MIME type of that file.
    :param command: the shell command that runs the saved file, with ``{}`` for its
        name; empty where nothing is run.
    """

    name: str
    pieces: Callable[[Plan], Iterator[str]]
    suffix: str
    media_type: str
    command: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An immutable list of what to fetch; entries are made as they are read.

    The rows of a catalog never change, so neither do the entries, and a million of
    them need no memory.

    :param title: the basket's name.
    :param date: the day it is made, as ``2026-11-22``.
    :param rows: the wanted rows of the catalog, in tree order.
    :param totals: their number and sizes, foreign files included.
    :param included: rows of foreign files that are fetched all the same.
    """

    title: str
    date: str
    catalog: Catalog
    archive: Mast
    rows: Sequence[int]
    totals: Totals
    included: frozenset[int] = frozenset()

    @property
    def folder(self) -> str:
        """The name of the folder that all files go into."""
        return safe_name(f"{self.title}-{self.date}".replace(" ", "-"))

    @cached_property
    def count(self) -> int:
        """How many entries there are: all wanted files but foreign ones left out."""
        left_out = sum(not self._takes(row) for row in self.foreign)
        return len(self.rows) - left_out

    def _takes(self, row: int) -> bool:
        source = self.archive.source(self.catalog.uri(row))
        return source.address is not None and (
            not source.foreign or row in self.included
        )

    @cached_property
    def foreign(self) -> list[int]:
        """The wanted rows that are not on one of the archive's hosts."""
        catalog = self.catalog
        own = [head.startswith("mast:") for head in catalog.heads.values]
        return [
            row
            for row in self.rows
            if not own[catalog.heads.codes[row]]
            and self.archive.source(catalog.uri(row)).foreign
        ]

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries in tree order, foreign ones only where included.

        Layout: mission / observation / file. Two files that would share a place both
        keep their own: the later one gets a number.
        """
        taken: set[str] = set()
        catalog = self.catalog
        missions, ids = catalog.text["mission"], catalog.text["observation_id"]
        for row in self.rows:
            uri = catalog.uri(row)
            source = self.archive.source(uri)
            if source.address is None or (source.foreign and row not in self.included):
                continue
            folder = f"{safe_name(missions[row])}/{safe_name(ids[row])}"
            filename = catalog.filename(row)
            path = f"{folder}/{safe_name(filename)}"
            number = 1
            while path.lower() in taken:
                number += 1
                path = f"{folder}/{safe_name(f'{number}-{filename}')}"
            taken.add(path.lower())
            yield Entry(uri, source.address, path, catalog.size(row))
