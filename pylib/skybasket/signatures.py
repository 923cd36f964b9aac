"""Counts of every facet at once, from the few combinations of values that occur.

A million products share some hundred combinations of category, extension, level and
so on. Counting each combination once turns a click on a facet into one pass over this
small table instead of over all products.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from skybasket.columns import TextColumn

__all__ = ["SignatureTable"]

#: A longer table is slower than counting bits for each value.
_LONGEST: Final = 4096


class _Signature(NamedTuple):
    values: tuple[str, ...]
    files: int
    bytes: int
    unknown: int


class SignatureTable:
    """Every combination of facet values that occurs, with its files and bytes."""

    def __init__(self, columns: Mapping[str, TextColumn], sizes: Sequence[int]) -> None:
        self._facets = list(columns)
        files: defaultdict[tuple[int, ...], int] = defaultdict(int)
        size_of: defaultdict[tuple[int, ...], int] = defaultdict(int)
        unknown: defaultdict[tuple[int, ...], int] = defaultdict(int)
        codes = zip(*(column.codes for column in columns.values()), strict=True)
        for signature, size in zip(codes, sizes, strict=True):
            files[signature] += 1
            size_of[signature] += size
            if not size:
                unknown[signature] += 1
        self.is_short = len(files) <= _LONGEST
        texts = [column.values for column in columns.values()]
        self._signatures = [
            _Signature(
                tuple(text[code] for text, code in zip(texts, signature, strict=True)),
                count,
                size_of[signature],
                unknown[signature],
            )
            for signature, count in files.items()
        ]
        self._zeros = [
            dict.fromkeys(values, 0)
            for values in (
                zip(*(signature.values for signature in self._signatures), strict=True)
                if self._signatures
                else ((),) * len(self._facets)
            )
        ]

    def count(
        self, passed: Mapping[str, AbstractSet[str]]
    ) -> tuple[int, int, int, dict[str, dict[str, int]]]:
        """Return files, bytes, files of unknown size, and each facet's counts.

        :param passed: the values that a filtered facet lets through.

        A facet is counted without its own filter. So a combination that fails no
        facet counts for all of them, one that fails exactly one facet counts for
        that facet alone, and one that fails two counts for none.
        """
        tests = [
            (place, passed[facet])
            for place, facet in enumerate(self._facets)
            if facet in passed
        ]
        counts = [zeros.copy() for zeros in self._zeros]
        files = size = unknown = 0
        for signature in self._signatures:
            failed = -1
            for place, values in tests:
                if signature.values[place] not in values:
                    if failed >= 0:
                        break
                    failed = place
            else:
                if failed >= 0:
                    counts[failed][signature.values[failed]] += signature.files
                    continue
                files += signature.files
                size += signature.bytes
                unknown += signature.unknown
                for counted, value in zip(counts, signature.values, strict=True):
                    counted[value] += signature.files
        return files, size, unknown, dict(zip(self._facets, counts, strict=True))
