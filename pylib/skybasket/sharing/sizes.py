"""Sizes of files in a link: exact where that is cheap, else to three digits.

Files with names of one form often have one size, or a few: those are written once and
stay exact, as those of three digits do. Any other size is rounded to three significant
digits, and comes back marked as approximate. Files of unknown size stay without.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from skybasket.errors import LinkError
from skybasket.sharing.limits import MOST_FILES, damaged

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from skybasket.sharing.streams import Reader, Writer

__all__ = ["LARGEST", "read_sizes", "rounded", "write_sizes"]

#: Bytes; no list can say more.
LARGEST: Final = 10**15
#: How many files of one form must share a size to have it written exactly.
_SHARED: Final = 3
#: Sizes of at most three digits are their own codes. After them come, for each further
#: digit, the 900 numbers from 100 to 999.
_SMALL: Final = 1000
_STEPS: Final = 900
_LOWEST: Final = 100
_DIGITS: Final = 3
#: A file in FITS is a whole number of blocks of so many bytes (FITS standard 4.0, 3.1).
_BLOCK: Final = 2880
_HIGHEST_CODE: Final = _SMALL + _STEPS * 13


def rounded(size: int) -> int:
    """Return a size as a link carries it where it is not exact, in bytes."""
    return _size(_code(size))


def write_sizes(
    writer: Writer,
    sizes: Sequence[int],
    inexact: Collection[int],
    forms: Sequence[int],
) -> None:
    """Write the size of each file.

    :param sizes: in bytes, 0 where unknown.
    :param inexact: the files whose size is approximate already.
    :param forms: the form of each file's name.
    :raises LinkError: if a size is larger than any file.
    """
    if max(sizes) > LARGEST:
        message = "A file is said to be larger than any can be. Leave that file out."
        raise LinkError(message)
    exact = _exact(sizes, inexact, forms)
    distinct = {sizes[row] for row in exact}
    blocks = sorted(size // _BLOCK for size in distinct if size % _BLOCK == 0)
    others = sorted(size for size in distinct if size % _BLOCK)
    writer.rising(blocks)
    writer.rising(others)
    table = [*(_BLOCK * block for block in blocks), *others]
    place = {size: number for number, size in enumerate(table, 1)}
    # Files of one form have similar sizes.
    writer.numbers(
        [
            place[sizes[row]]
            if row in exact
            else sizes[row] and len(distinct) + _code(sizes[row])
            for row in sorted(range(len(sizes)), key=forms.__getitem__)
        ],
        noisy=True,
    )


def _exact(
    sizes: Sequence[int], inexact: Collection[int], forms: Sequence[int]
) -> set[int]:
    """Return the files whose size is written as it is."""
    known = [row for row, size in enumerate(sizes) if size and row not in inexact]
    shared = Counter((forms[row], sizes[row]) for row in known)
    different: defaultdict[int, int] = defaultdict(int)
    for form, _ in shared:
        different[form] += 1
    return {
        row
        for row in known
        if sizes[row] < _SMALL
        or different[forms[row]] == 1
        or shared[forms[row], sizes[row]] >= _SHARED
    }


def read_sizes(
    reader: Reader, forms: Sequence[int]
) -> tuple[list[int], frozenset[int]]:
    """Read what `write_sizes` wrote.

    :returns: the sizes, and the files whose size is approximate.
    :raises LinkError: if it is anything else.
    """
    blocks = reader.rising(MOST_FILES, LARGEST // _BLOCK)
    exact = [_BLOCK * block for block in blocks]
    exact += reader.rising(MOST_FILES, LARGEST)
    last = len(exact)
    codes = reader.numbers(len(forms), last + _HIGHEST_CODE, noisy=True)
    table = [0, *exact]
    known = {code: _size(code - last) for code in set(codes) if code > last}
    if max(known.values(), default=0) > LARGEST:
        raise damaged("its sizes")
    sizes = [0] * len(forms)
    inexact = []
    order = sorted(range(len(forms)), key=forms.__getitem__)
    for row, code in zip(order, codes, strict=True):
        if code > last:
            sizes[row] = known[code]
            inexact.append(row)
        else:
            sizes[row] = table[code]
    return sizes, frozenset(inexact)


def _code(size: int) -> int:
    """Return the code of a size, rounded to three digits."""
    if size < _SMALL:
        return size
    further = len(str(size)) - _DIGITS
    step: int = 10**further
    # Where the digits become 1000, the code is that of 100 and one more digit.
    digits = (size + step // 2) // step
    return _SMALL + (further - 1) * _STEPS + digits - _LOWEST


def _size(code: int) -> int:
    """Return the size that a code stands for."""
    if code < _SMALL:
        return code
    further, digits = divmod(code - _SMALL, _STEPS)
    step: int = 10 ** (further + 1)
    return (_LOWEST + digits) * step
