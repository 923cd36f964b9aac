"""Which row a URI has: one URI is one file, whatever leads to it.

A URI is kept as the codes of three pieces, its path, and stem and suffix of its last
part, which repeat so much that a million URIs take a fraction of their text; the three
codes in one number are an exact key.
"""

from __future__ import annotations

from array import array
from operator import add
from typing import TYPE_CHECKING, Final

from skybasket.codes import gathered, joined, widened
from skybasket.columns import TextColumn
from skybasket.pieces import are_apart, cut_uris
from skybasket.product import split_filename

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from skybasket.pieces import Pieced

__all__ = ["Identities"]

_STEM_SHIFT: Final = 32
_HEAD_SHIFT: Final = 64
_SHIFTS: Final = (_HEAD_SHIFT, _STEM_SHIFT, 0)
#: So many rows are looked at for a name that may be there already.
_NEAR: Final = 50_000
#: So many rows are taken into the table at a time, in idle time.
_TOGETHER: Final = 100_000


class Identities:
    """The URI of every row, and the latest row of every URI."""

    def __init__(self) -> None:
        #: All up to the last slash.
        self.heads = TextColumn()
        #: Stem and suffix of what follows it.
        self.stems = TextColumn()
        self.suffixes = TextColumn()
        self._latest: dict[int, int] = {}
        #: How many rows are in it.
        self._noted = 0
        #: The first row of each stem, by its code, of so many rows; kept as long as
        #: that tells that URIs are new.
        self._first_of_stem: dict[int, int] = {}
        self._stems_noted = 0
        #: The row that a URI had before, and the first that it had, by a later one.
        self.replaced: dict[int, int] = {}
        self._first: dict[int, int] = {}

    def __getitem__(self, row: int) -> str:
        """Return the URI of a row."""
        return self.heads[row] + self.stems[row] + self.suffixes[row]

    def add(
        self, uris: Sequence[str], is_gone: Callable[[int], bool] | None
    ) -> tuple[Sequence[int], Sequence[int]]:
        """Give each URI its row; return the rows, and which of the URIs have new ones.

        :param is_gone: tells of an older row that its file has left the basket: the
            URI gets a new row then, with what is known of it now. None where all have.
        """
        pieces = cut_uris(uris)
        first, count = len(self.heads), len(pieces)
        are_new = (not first and are_apart(pieces)) or self._are_new(pieces)
        if not are_new:
            # Pieces that are new get their codes.
            keys = _keys(
                (column.encode(piece.values), piece.codes)
                for column, piece in zip(self._columns, pieces.pieces, strict=True)
            )
            row_of = dict(zip(keys, range(first, first + count), strict=True))
            if len(row_of) < count or not self._row_of.keys().isdisjoint(row_of):
                return self._add_singly(keys, is_gone)
            self._row_of.update(row_of)
            self._noted = first + count
        for column, piece in zip(self._columns, pieces.pieces, strict=True):
            column.extend(piece)
        return range(first, first + count), range(count)

    def _are_new(self, uris: Pieced) -> bool:
        """Tell whether no URI is here or given twice, where that can be told quickly.

        It can while lists come in: their names have stems that were not there before,
        or just before. These rows are compared, and no others.
        """
        first = len(self.heads)
        if first and self._noted == first:
            return False
        _, stems, suffixes = uris.pieces
        self._note_stems()
        stem_codes = self.stems.encode(stems.values)
        suffix_codes = self.suffixes.encode(suffixes.values)
        older = map(
            self._first_of_stem.__getitem__,
            self._first_of_stem.keys() & set(stem_codes),
        )
        start = min(older, default=first)
        if first - start > _NEAR:
            return False
        names = joined(
            [
                (
                    widened(column.codes[start:])
                    + array("I", gathered(codes, piece.codes)),
                    len(column.values),
                )
                for column, codes, piece in (
                    (self.stems, stem_codes, stems),
                    (self.suffixes, suffix_codes, suffixes),
                )
            ]
        )
        return names is not None and len(set(names)) == len(names)

    def _note_stems(self) -> None:
        """Note the first row of each stem among the rows that came since."""
        codes, stop = self.stems.codes[self._stems_noted :], len(self.stems)
        rows = range(stop - 1, self._stems_noted - 1, -1)
        # The last that a key comes with stays.
        found = dict(zip(reversed(codes), rows, strict=True))
        known = {
            code: self._first_of_stem[code]
            for code in self._first_of_stem.keys() & found.keys()
        }
        self._first_of_stem |= found
        self._first_of_stem |= known
        self._stems_noted = stop

    def prepare(self) -> bool:
        """Do a part of what telling rows by URIs needs; tell whether any was left."""
        return self._note_rows(_TOGETHER) or any(
            column.prepare() for column in self._columns
        )

    def _note_rows(self, most: int) -> bool:
        """Take up to so many more rows into the table; tell whether any was left."""
        first = self._noted
        stop = min(first + most, len(self.heads))
        if stop == first:
            return False
        parts = [
            (range(len(one.values)), one.codes[first:stop]) for one in self._columns
        ]
        self._latest.update(zip(_keys(parts), range(first, stop), strict=True))
        self._noted = stop
        if stop == len(self.heads):
            self._first_of_stem, self._stems_noted = {}, 0
        return True

    @property
    def _row_of(self) -> dict[int, int]:
        """The latest row of each key."""
        while self._note_rows(len(self.heads)):
            pass
        return self._latest

    def _add_singly(
        self, keys: Sequence[int], is_gone: Callable[[int], bool] | None
    ) -> tuple[list[int], list[int]]:
        """Give URIs their rows of which some are here, or given twice."""
        rows: list[int] = []
        fresh: list[int] = []
        row_of, following = self._row_of, len(self.heads)
        for place, key in enumerate(keys):
            latest = row_of.get(key)
            row = latest if is_gone else None
            while row is not None and is_gone and is_gone(row):
                row = self.replaced.get(row)
            if row is None:
                row = following
                following += 1
                row_of[key] = row
                fresh.append(place)
                if latest is not None:
                    self.replaced[row] = latest
                    self._first[row] = self._first.get(latest, latest)
            rows.append(row)
        low = (1 << _STEM_SHIFT) - 1
        for shift, column in zip(_SHIFTS, self._columns, strict=True):
            column.extend_codes(keys[place] >> shift & low for place in fresh)
        self._noted = following
        return rows, fresh

    def rows_of(self, row: int) -> Iterator[int]:
        """Yield the rows that the URI of a row has and had, the latest first."""
        key = (
            self.heads.codes[row] << _HEAD_SHIFT
            | self.stems.codes[row] << _STEM_SHIFT
            | self.suffixes.codes[row]
        )
        here: int | None = self._row_of[key]
        while here is not None:
            yield here
            here = self.replaced.get(here)

    def first(self, row: int) -> int:
        """Return the first row that the URI of a row had."""
        return self._first.get(row, row)

    def find(self, uri: str) -> int | None:
        """Return the latest row of a URI, or None if there is none."""
        last = uri[uri.rfind("/") + 1 :]
        parts = zip(
            self._columns,
            (uri.removesuffix(last), *split_filename(last)),
            strict=True,
        )
        codes = [column.code(text) for column, text in parts]
        if None in codes:
            return None
        head, stem, suffix = (code or 0 for code in codes)
        return self._row_of.get(head << _HEAD_SHIFT | stem << _STEM_SHIFT | suffix)

    @property
    def _columns(self) -> tuple[TextColumn, TextColumn, TextColumn]:
        return self.heads, self.stems, self.suffixes


def _keys(
    parts: Iterable[tuple[Sequence[int], Sequence[int]]],
) -> list[int]:
    """Return the key of each URI.

    :param parts: of each piece the codes, and which of them every URI has.
    """
    heads, stems, suffixes = (
        map([code << shift for code in codes].__getitem__, places)
        for shift, (codes, places) in zip(_SHIFTS, parts, strict=True)
    )
    return list(map(add, map(add, heads, stems), suffixes))
