"""How many files there are, and how large they are together."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Totals"]


@dataclass(frozen=True, slots=True)
class Totals:
    """How many files, and their sizes: what is known in bytes, and how many are not."""

    count: int
    #: The sum of all known sizes, in bytes.
    bytes: int
    #: How many files have no known size.
    unknown: int
    #: How many of the known sizes are rounded.
    approximate: int

    def __add__(self, other: Totals) -> Totals:
        """Return the totals of these files and others."""
        return Totals(
            self.count + other.count,
            self.bytes + other.bytes,
            self.unknown + other.unknown,
            self.approximate + other.approximate,
        )

    def __sub__(self, other: Totals) -> Totals:
        """Return the totals of these files without some of them."""
        return Totals(
            self.count - other.count,
            self.bytes - other.bytes,
            self.unknown - other.unknown,
            self.approximate - other.approximate,
        )
