"""Names as the pieces that repeat in them: many at once are cut, kept, put together.

A million file names are a few hundred suffixes behind a hundred thousand stems, and
their URIs a few folders more. Lists hand names over in these pieces, files keep them so
and the catalog does: nobody puts the texts together but who shows or searches them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import repeat
from operator import add, eq
from typing import TYPE_CHECKING, overload

from skybasket.bitmaps import without
from skybasket.codes import falls, ranked
from skybasket.columns import Coded, coded, combined
from skybasket.product import split_filename

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Pieced",
    "are_apart",
    "are_short",
    "cut_filenames",
    "cut_files",
    "cut_uris",
    "pieced",
]


class Pieced(Sequence[str]):
    """Names, each the text of its pieces one behind the other.

    A file name is cut as `split_filename` does it; a URI has the folder that its name
    lies in, slash included, as a piece more before these. So equal names have equal
    pieces.

    :param pieces: columns of one length.
    """

    def __init__(self, *pieces: Coded[str]) -> None:
        self.pieces = pieces

    def __len__(self) -> int:
        """Return the number of names."""
        return len(self.pieces[0])

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...
    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        """Return a name, or several."""
        if isinstance(row, slice):
            return list(self)[row]
        return "".join(piece[row] for piece in self.pieces)

    def __eq__(self, other: object) -> bool:
        """Tell whether the rows are the same, however they are kept."""
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[str]:
        """Yield each name."""
        first, *others = self.pieces
        texts: Iterator[str] = reduce(
            lambda before, piece: map(add, before, piece), others, iter(first)
        )
        return texts


def cut_filenames(names: Sequence[str]) -> Pieced:
    """Return file names in two pieces: stems and suffixes."""
    if isinstance(names, Pieced):
        return names
    cuts = list(map(str.rpartition, names, repeat("_")))
    stems, marks, ends = zip(*cuts, strict=True) if cuts else ((), (), ())
    if "" in marks:
        stems, suffixes = zip(*map(split_filename, names), strict=True)
        return Pieced(coded(stems), coded(suffixes))
    return Pieced(coded(stems), coded(ends).each("_".__add__))


def cut_files(uris: Sequence[str], filenames: Sequence[str]) -> tuple[Pieced, Pieced]:
    """Return the URIs and the names of files in pieces.

    The last part of a URI need not be cut again where it is the name.
    """
    names = cut_filenames(filenames)
    if all(map(str.endswith, uris, filenames)):
        heads = coded(list(map(str.removesuffix, uris, filenames)))
        if _are_folders(heads) and not _has_slash(names):
            return Pieced(heads, *names.pieces), names
    return cut_uris(uris), names


def cut_uris(uris: Sequence[str]) -> Pieced:
    """Return URIs in three pieces: folders, stems and suffixes."""
    if isinstance(uris, Pieced):
        return uris
    lasts = [uri[uri.rfind("/") + 1 :] for uri in uris]
    heads = coded(list(map(str.removesuffix, uris, lasts)))
    return Pieced(heads, *cut_filenames(lasts).pieces)


def pieced(
    stems: Coded[str], suffixes: Coded[str], heads: Coded[str] | None = None
) -> Sequence[str]:
    """Return names made of pieces that somebody else cut.

    They stay in these if they are cut as here: else equal names could differ.

    :param heads: of URIs; file names have none.
    """
    names = Pieced(stems, suffixes)
    is_cut = all(map(_is_mark, suffixes.values)) or all(
        combined(_is_cut, stems, suffixes).values
    )
    if heads is None:
        return names if is_cut else list(names)
    uris = Pieced(heads, stems, suffixes)
    folders = heads.each(lambda head: head or "/")
    is_cut = is_cut and _are_folders(folders) and not _has_slash(names)
    return uris if is_cut else list(uris)


def _is_mark(suffix: str) -> bool:
    """Tell whether a suffix begins at the last underscore, whatever is before it."""
    return suffix.rfind("_") == 0


def _is_cut(stem: str, suffix: str) -> bool:
    return split_filename(stem + suffix) == (stem, suffix)


def are_short(names: Sequence[str], longest: int) -> bool:
    """Tell whether no name is empty, and none longer than a limit."""
    if isinstance(names, Pieced) and len(names):
        is_filled = any("" not in piece.values for piece in reversed(names.pieces))
        if is_filled and sum(piece.longest for piece in names.pieces) <= longest:
            return True
    lengths_of = list(map(len, names))
    return min(lengths_of, default=1) > 0 and max(lengths_of, default=1) <= longest


def are_apart(names: Pieced) -> bool:
    """Tell whether no name is there twice, where that can be told quickly.

    It can where names of one stem stand together and their suffixes ascend, as in
    lists that are in order. Of others this says no without looking for it.
    """
    *_, stems, suffixes = names.pieces
    if not len(names):
        return True
    ranks = ranked(suffixes.values, suffixes.codes)
    stretches = stems.stretches
    if not stems.is_distinct or not stretches.are_apart:
        return False
    return not without(falls(ranks, or_stays=True), stretches.changes)


def _are_folders(heads: Coded[str]) -> bool:
    return all(head.endswith("/") for head in heads.values)


def _has_slash(names: Pieced) -> bool:
    return any("/" in "".join(piece.values) for piece in names.pieces)
