"""Which files are fetched, from where, and to which place: decided once, here."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.archives.mast import BUNDLE_LIMIT
from skybasket.errors import RetrievalError
from skybasket.retrieval.destinations import Destinations
from skybasket.retrieval.layouts import Layout
from skybasket.retrieval.paths import typed_name
from skybasket.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from skybasket.archives.mast import Mast
    from skybasket.catalog import Catalog
    from skybasket.retrieval.destinations import Change

__all__ = ["Bundle", "Entry", "Options", "Plan"]

#: What the archive's access column says of files that anybody may fetch.
_PUBLIC: Final = ("", "PUBLIC")
_MOST_JOBS: Final = 16


class Entry(NamedTuple):
    """One file to fetch."""

    #: The row of the catalog.
    row: int
    uri: str
    #: The web address, percent-encoded.
    address: str
    #: Where it goes, below the plan's folder, with "/" between the parts.
    path: str
    #: Bytes, or None when unknown.
    size: int | None
    #: False where the size was rounded on its way here.
    size_exact: bool
    #: As in ``sha1:2fd4e1c6...``; empty when unknown.
    checksum: str
    #: Whether the archive wants to know who asks.
    needs_token: bool
    #: Whether it lies elsewhere than on the archive's hosts.
    foreign: bool


class Bundle(NamedTuple):
    """Public files that the archive can pack into one file: places in the plan."""

    start: int
    stop: int
    totals: Totals


@dataclass(frozen=True, slots=True)
class Options:
    """How the files are wanted.

    :param layout: ``mission``, ``observation``, ``flat``, or a template of product
        terms like ``{proposal}/{group}/{filename}``.
    :param jobs: how many files scripts fetch at a time unless told otherwise, 1 to 16.
    :param included: rows of foreign files that are fetched all the same.
    :param keys: public copies that the archive has told of, by URI; empty where it
        said that there is none.
    :raises RetrievalError: if an option is none of these.
    """

    layout: str = "mission"
    jobs: int = 4
    included: frozenset[int] = frozenset()
    keys: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Check the options."""
        Layout.parse(self.layout)
        if not 1 <= self.jobs <= _MOST_JOBS:
            message = f"Fetch 1 to {_MOST_JOBS} files at a time, not {self.jobs}."
            raise RetrievalError(message)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An immutable list of what to fetch; entries are made as they are read.

    The rows of a catalog never change, so neither do the entries, and a million of
    them need little memory.

    :param title: the basket's name.
    :param date: the day it is made, as ``2026-11-22``.
    :param chosen: the wanted rows of the catalog, in tree order, each once.
    """

    title: str
    date: str
    catalog: Catalog
    archive: Mast
    chosen: Sequence[int]
    options: Options = Options()

    @property
    def folder(self) -> str:
        """The name of the folder that all files go into.

        Names of scripts are made of it, which stand in the commands that people copy.
        """
        return typed_name(f"{self.title}-{self.date}".replace(" ", "-"))

    # Which files

    @cached_property
    def foreign(self) -> list[int]:
        """The wanted rows that are not on one of the archive's hosts."""
        uri, source = self.catalog.uri, self.archive.source
        return [row for row in self._named_by_address if source(uri(row)).foreign]

    @cached_property
    def _named_by_address(self) -> list[int]:
        """The wanted rows that the archive has no name of its own for."""
        heads = self.catalog.uris.heads
        own = list(map(self.archive.is_own, heads.values))
        return [row for row in self.chosen if not own[heads.codes[row]]]

    @cached_property
    def not_packed(self) -> frozenset[int]:
        """The wanted rows that the archive cannot pack: references and foreign ones."""
        uri, is_reference = self.catalog.uri, self.archive.is_reference
        references = (row for row in self._named_by_address if is_reference(uri(row)))
        return frozenset((*self.foreign, *references))

    @cached_property
    def rows(self) -> Sequence[int]:
        """The rows that are fetched: the wanted ones, foreign ones only if included."""
        left_out = {
            row
            for row in self.foreign
            if row not in self.options.included
            or self.archive.source(self.catalog.uri(row)).address is None
        }
        if not left_out:
            return self.chosen
        return [row for row in self.chosen if row not in left_out]

    @property
    def count(self) -> int:
        """How many entries there are."""
        return len(self.rows)

    @cached_property
    def totals(self) -> Totals:
        """The sizes of all entries together."""
        return self._add_up(self.rows)

    @cached_property
    def public_totals(self) -> Totals:
        """The sizes of the entries that need no token."""
        rows = self.rows
        if not self.restricted:
            return self.totals
        return self._add_up([row for row in rows if not self._needs_token(row)])

    def _add_up(self, rows: Sequence[int]) -> Totals:
        sizes = list(map(self.catalog.sizes.__getitem__, rows))
        inexact = self.catalog.inexact
        approximate = sum(row in inexact for row in rows) if inexact else 0
        return Totals(len(rows), sum(sizes), sizes.count(0), approximate)

    @cached_property
    def restricted(self) -> list[int]:
        """The rows of the entries that need a token, in tree order."""
        access = self.catalog.text["access"]
        is_restricted = [value not in _PUBLIC for value in access.values]
        if not any(is_restricted):
            return []
        marks = (is_restricted[access.codes[row]] for row in self.rows)
        return [row for row in compress(self.rows, marks) if self._needs_token(row)]

    def _needs_token(self, row: int) -> bool:
        """Tell whether a file is the archive's own and not public.

        Only its download service takes tokens: no other host is ever sent one.
        """
        if self.catalog.text["access"][row] in _PUBLIC:
            return False
        address = self.archive.source(self.catalog.uri(row)).address or ""
        return self.archive.serves(address)

    @property
    def has_checksums(self) -> bool:
        """Whether the checksum of any entry is known."""
        codes = self.catalog.text["checksum"].codes
        return any(map(codes.__getitem__, self.rows))

    # Where to

    @cached_property
    def destinations(self) -> Destinations:
        """The place of each entry, in their order."""
        layout = Layout.parse(self.options.layout)
        return Destinations(self.catalog, self.rows, layout)

    @property
    def changes(self) -> list[Change]:
        """The files that do not keep the name that the archive gave them."""
        return self.destinations.changes

    # The entries

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries in tree order."""
        return self.entries(0, self.count)

    def entries(self, start: int, stop: int) -> Iterator[Entry]:
        """Yield some entries, by their places in the plan."""
        catalog, paths = self.catalog, self.destinations.paths
        checksums = catalog.text["checksum"]
        for place in range(start, stop):
            row = self.rows[place]
            uri = catalog.uri(row)
            source = self.archive.source(uri)
            yield Entry(
                row=row,
                uri=uri,
                address=source.address or "",
                path=paths[place],
                size=catalog.size(row),
                size_exact=row not in catalog.inexact,
                checksum=checksums[row],
                needs_token=self._needs_token(row),
                foreign=source.foreign,
            )

    @property
    def public(self) -> Iterator[Entry]:
        """The entries that need no token, for methods that cannot keep one safe."""
        return (entry for entry in self if not entry.needs_token)

    @property
    def left_out(self) -> Iterator[Entry]:
        """The entries that `public` leaves out."""
        return (entry for entry in self if entry.needs_token)

    # What it takes

    def seconds(self, bits_per_second: int) -> float:
        """Return how long the known bytes take at a rate."""
        return self.totals.bytes * 8 / bits_per_second

    @cached_property
    def bundles(self) -> list[Bundle]:
        """The plan in parts that the archive's limit for a bundle allows.

        Files that need a token are in none of them, nor are those that the archive
        cannot pack; files larger than the limit have a part of their own.
        """
        bundles: list[Bundle] = []
        start, count, known, unknown = 0, 0, 0, 0
        for place, row in enumerate(self.rows):
            if row in self.not_packed or self._needs_token(row):
                continue
            size = self.catalog.sizes[row]
            if count and known + size > BUNDLE_LIMIT:
                totals = Totals(count, known, unknown, 0)
                bundles.append(Bundle(start, place, totals))
                start, count, known, unknown = place, 0, 0, 0
            count += 1
            known += size
            unknown += not size
        if count:
            totals = Totals(count, known, unknown, 0)
            bundles.append(Bundle(start, self.count, totals))
        return bundles
