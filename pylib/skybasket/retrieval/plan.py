"""Which files are fetched, from where, and to which place: decided once, here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

from skybasket.retrieval.paths import safe_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from skybasket.archives.mast import Mast
    from skybasket.catalog import Catalog
    from skybasket.index import Totals

__all__ = ["Entry", "Method", "Plan"]

#: How scripts call a file whose bytes have not all come: no whole file may.
_UNFINISHED: Final = ".part"


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
    :param basket_rows: the rows of all files in the basket.
    :param totals: their number and sizes, foreign files included.
    :param included: rows of foreign files that are fetched all the same.
    """

    title: str
    date: str
    catalog: Catalog
    archive: Mast
    rows: Sequence[int]
    basket_rows: Sequence[int]
    totals: Totals
    included: frozenset[int] = frozenset()

    @property
    def folder(self) -> str:
        """The name of the folder that all files go into."""
        return safe_name(f"{self.title}-{self.date}".replace(" ", "-"))

    @cached_property
    def count(self) -> int:
        """How many entries there are: all wanted files but foreign ones left out."""
        left_out = sum(self._address(row) is None for row in self.foreign)
        return len(self.rows) - left_out

    @cached_property
    def foreign(self) -> list[int]:
        """The wanted rows that are not on one of the archive's hosts."""
        catalog, heads = self.catalog, self.catalog.uris.heads
        own = list(map(self.archive.is_own, heads.values))
        return [
            row
            for row in self.rows
            if not own[heads.codes[row]]
            and self.archive.source(catalog.uri(row)).foreign
        ]

    def _address(self, row: int) -> str | None:
        """Return where a row is fetched from, or None if it is left out."""
        source = self.archive.source(self.catalog.uri(row))
        return None if source.foreign and row not in self.included else source.address

    def _place(self, row: int) -> str:
        """Return the path of a row by the layout: mission / observation / file."""
        text = self.catalog.text
        name = safe_name(self.catalog.filename(row))
        if name.lower().endswith(_UNFINISHED):
            name += "_"
        parts = safe_name(text["mission"][row]), safe_name(text["observation_id"][row])
        return f"{parts[0]}/{parts[1]}/{name}"

    @cached_property
    def _crowded(self) -> set[str]:
        """The places that more than one file would have.

        All files of their observations count, not only the wanted ones: what a file is
        called must not depend on which others are fetched with it.
        """
        observation_of = self.catalog.observation_of
        wanted = {observation_of[row] for row in self.rows}
        counted = Counter(
            _same_place(self._place(row))
            for row in self.basket_rows
            if observation_of[row] in wanted
        )
        return {place for place, count in counted.items() if count > 1}

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries in tree order, foreign ones only where included.

        Files that would share a place all keep their own: each gets a few letters
        before its name that follow from its URI.
        """
        catalog = self.catalog
        for row in self.rows:
            address = self._address(row)
            if address is None:
                continue
            uri, path = catalog.uri(row), self._place(row)
            if _same_place(path) in self._crowded:
                mark = blake2b(uri.encode(), digest_size=4).hexdigest()
                folder, _, name = path.rpartition("/")
                path = f"{folder}/{mark}-{name}"
            yield Entry(uri, address, path, catalog.size(row))


def _same_place(path: str) -> str:
    """Return what two paths have in common that name one file on some system.

    macOS and Windows take capital and small letters, and macOS different spellings
    of one accented letter, for the same name.
    """
    return normalize("NFC", path).casefold()
