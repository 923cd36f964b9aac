"""The chunk of a basket file that says how all files divide by their facets and sizes.

Bit planes over the positions of the tree, one behind the other in a piece for each
facet; whoever reads them finds out whether they are of the same tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.errors import FormatError
from skybasket.formats.sections import chunk, pack, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skybasket.formats.sections import Packed, Pieces

__all__ = ["PLANES", "Told", "ToldFacet", "planes_chunk", "read_planes"]

PLANES: Final = "PLAN"
#: Other ways to number the values of a facet, or the positions, need another one.
_VERSION: Final = 1
_SIZES: Final = "sizes"
#: Sizes have fewer bits, and as many values of a facet are in no list.
_MOST_PLANES: Final = 64


class ToldFacet(NamedTuple):
    """How all files of a tree divide by a facet, as somebody wrote it down."""

    #: Of the values, whose places are their codes.
    checksum: int
    #: How many files have each value, where these are many.
    counts: Sequence[int]
    #: Those of the codes.
    planes: Sequence[int]


class Told(NamedTuple):
    """How all files of a tree divide, as somebody wrote it down."""

    facets: Mapping[str, ToldFacet]
    size_slices: list[int]


def planes_chunk(found: Told, length: int) -> bytes:
    """Return planes as a chunk.

    :param length: how many positions there are.
    """
    facets = {
        name: {"checksum": facet.checksum, "counts": list(facet.counts)}
        for name, facet in found.facets.items()
    }
    about = {"version": _VERSION, "positions": length, "facets": facets}
    planes = {
        name: _packed(facet.planes, length) for name, facet in found.facets.items()
    }
    sizes = _packed(found.size_slices, length)
    return chunk(PLANES, {"about": about, _SIZES: sizes, **planes})


def _packed(planes: Sequence[int], length: int) -> Packed:
    size = (length + 7) // 8
    # Level 6 takes ten times as long, and packs bitmaps hardly better.
    return pack(b"".join(plane.to_bytes(size) for plane in planes), level=1)


def read_planes(pieces: Pieces, length: int) -> Told | None:
    """Read planes; None if they are damaged, or of another number of positions."""
    try:
        about = pieces.value("about")
        if about["version"] != _VERSION or about["positions"] != length:
            return None
        facets = {
            name: ToldFacet(
                int(told["checksum"]),
                list(map(whole, told["counts"])),
                _planes(pieces, name, length),
            )
            for name, told in about["facets"].items()
        }
        return Told(facets, _planes(pieces, _SIZES, length))
    except (AttributeError, FormatError, KeyError, TypeError, ValueError):
        return None


def _planes(pieces: Pieces, name: str, length: int) -> list[int]:
    written, size = pieces.blob(name), (length + 7) // 8
    if len(written) > size * _MOST_PLANES or (written and len(written) % size):
        raise ValueError(name)
    return [
        int.from_bytes(written[start : start + size])
        for start in range(0, len(written), size)
    ]
