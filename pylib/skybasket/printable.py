"""Which letters can be printed: the same ones in every Python.

`str.isprintable` says no to a letter that came to Unicode after the Python that is
asked, and yes in a newer one. Here a place of Unicode that is still free counts as a
letter to come, as far as it can become one.
"""

from __future__ import annotations

from typing import Final
from unicodedata import category

__all__ = ["is_printable"]

_FREE: Final = "Cn"
#: In every plane the last two places, and one more range, will be free for ever.
_PLANE: Final = 0x1_0000
_NEVER: Final = range(0xFDD0, 0xFDF0)


def is_printable(text: str) -> bool:
    """Tell whether all of a text can be printed, on one line."""
    return text.isprintable() or all(map(_is_letter, text))


def _is_letter(letter: str) -> bool:
    return letter.isprintable() or (category(letter) == _FREE and _can_be(ord(letter)))


def _can_be(place: int) -> bool:
    return place % _PLANE < _PLANE - 2 and place not in _NEVER
