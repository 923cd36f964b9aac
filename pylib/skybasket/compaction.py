"""Takes the files that were removed out of a basket for good, where that can be done.

A catalog only grows: what was removed stays, so that it can come back. Everybody counts
on that: each step that can be taken back, the rows that a page shows, requests under
way, and the parts of a basket that a browser keeps, which are written once. So a basket
is compacted when it has just been opened again, before anybody was told of its rows,
and goes on as another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from skybasket import keeping
from skybasket.basket import Basket
from skybasket.stepwise import within

if TYPE_CHECKING:
    from skybasket.stepwise import Stepwise

__all__ = ["compacting", "is_wasteful"]

#: Fewer rows of files that are gone are no burden.
LEAST = 10_000
#: Neither is less than this part of all rows.
_PART = 4


def is_wasteful(basket: Basket) -> bool:
    """Tell whether so many files were removed that they are a burden.

    A basket of removed files alone stays as it is: it would not be kept otherwise.
    """
    rows, here = len(basket.catalog), basket.state.present.bit_count()
    gone = rows - here
    return here > 0 and gone >= LEAST and gone * _PART > rows


def compacting(basket: Basket) -> Stepwise[Basket]:
    """Make a basket as it is now, without what was removed and without its steps."""
    found = Basket(basket.title, basket.archive)
    pieces = []
    for piece in keeping.pieces(basket, basket.state.present, foretells=False):
        pieces.append(piece)
        yield 0
    if loss := (yield from within(keeping.restoring(found, b"".join(pieces)), 0.3, 1)):
        raise loss.error
    return found
