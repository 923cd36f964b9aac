"""The chunk of a basket file that says what follows from its products, but slowly.

How all files divide by facets and sizes, as bit planes over the positions of the tree,
one behind the other in a piece for each; how many files share each combination of
facet values; how their names are split. Whoever reads it finds out whether it is of the
same products.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from skybasket.errors import FormatError
from skybasket.formats.sections import chunk, pack, whole
from skybasket.splitting import SplitNames

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skybasket.formats.sections import Packed, Pieces

__all__ = [
    "FORETOLD",
    "ToldFacet",
    "ToldFiles",
    "foretold_chunk",
    "read_foretold",
    "read_names",
]

FORETOLD: Final = "TOLD"
#: Other ways to number values or positions, or to split names, need another one.
_VERSION: Final = 1
_SIZES: Final = "sizes"
_TAILS: Final = "tails"
_STARTS: Final = "starts"
_STOPS: Final = "stops"
#: Sizes have fewer bits, and as many values of a facet are in no list.
_MOST_PLANES: Final = 64


class ToldFacet(NamedTuple):
    """How all files of a tree divide by a facet."""

    #: Of the values, whose places are their codes.
    checksum: int
    #: How many files have each value, where these are many.
    counts: Sequence[int]
    #: Those of the codes.
    planes: Sequence[int]


class ToldFiles(NamedTuple):
    """How all files of a tree divide, and which signatures they have."""

    facets: Mapping[str, ToldFacet]
    size_slices: list[int]
    #: The codes of each signature; its files, their bytes, those of unknown size.
    signatures: Sequence[Sequence[int]]
    counted: Sequence[Sequence[int]]


def foretold_chunk(files: ToldFiles, names: SplitNames, length: int) -> bytes:
    """Return all that is foretold as a chunk.

    :param length: how many positions there are.
    """
    facets = {
        name: {"checksum": facet.checksum, "counts": list(facet.counts)}
        for name, facet in files.facets.items()
    }
    about = {
        "version": _VERSION,
        "positions": length,
        "facets": facets,
        "signatures": files.signatures,
        "counted": files.counted,
        "tails": names.tails,
        "runs": len(names.starts),
    }
    planes = {
        name: _packed(facet.planes, length) for name, facet in files.facets.items()
    }
    pieces: dict[str, Any] = {
        "about": about,
        _SIZES: _packed(files.size_slices, length),
        **planes,
        _TAILS: names.tail_at,
        _STARTS: names.starts,
        _STOPS: names.stops,
    }
    return chunk(FORETOLD, pieces)


def _packed(planes: Sequence[int], length: int) -> Packed:
    size = (length + 7) // 8
    # Level 6 takes ten times as long, and packs bitmaps hardly better.
    return pack(b"".join(plane.to_bytes(size) for plane in planes), level=1)


def read_foretold(pieces: Pieces, length: int) -> ToldFiles | None:
    """Read how files divide; None if it is damaged, or of other positions."""
    try:
        about = pieces.value("about")
        if about["version"] != _VERSION or about["positions"] != length:
            return None
        facets = {
            name: ToldFacet(
                whole(told["checksum"]),
                _numbers(told["counts"]),
                _planes(pieces, name, length),
            )
            for name, told in about["facets"].items()
        }
        return ToldFiles(
            facets,
            _planes(pieces, _SIZES, length),
            _lists(about["signatures"]),
            _lists(about["counted"]),
        )
    except (AttributeError, FormatError, KeyError, TypeError, ValueError):
        return None


def _lists(found: Sequence[Sequence[Any]]) -> Sequence[Sequence[int]]:
    _numbers(list(chain.from_iterable(found)))
    return found


def _numbers(found: Sequence[Any]) -> Sequence[int]:
    """Return numbers as they came; there are many, so all are looked at together."""
    if set(map(type, found)) - {int} or min(found, default=0) < 0:
        raise ValueError
    return found


def _planes(pieces: Pieces, name: str, length: int) -> list[int]:
    written, size = pieces.blob(name), (length + 7) // 8
    if len(written) > size * _MOST_PLANES or (written and len(written) % size):
        raise ValueError(name)
    return [
        int.from_bytes(written[start : start + size])
        for start in range(0, len(written), size)
    ]


def read_names(pieces: Pieces, length: int) -> SplitNames | None:
    """Read how names are split; None if it is damaged, or of other positions."""
    try:
        about = pieces.value("about")
        runs = whole(about["runs"])
        if runs > length:
            return None
        return SplitNames(
            list(map(str, about["tails"])),
            pieces.blob(_TAILS),
            pieces.numbers(_STARTS, runs),
            pieces.numbers(_STOPS, runs),
        )
    except (FormatError, KeyError, TypeError, ValueError):
        return None
