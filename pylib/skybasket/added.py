"""What came of adding lists to a basket, and what to do with lists of other things."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from skybasket.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.formats import Contents, Refused

__all__ = ["Added", "not_products"]


class Added(NamedTuple):
    """What came of adding product lists."""

    #: How many files are new in the basket.
    added: int
    #: How many were in it already.
    known: int
    #: How often a file was listed once more.
    duplicates: int
    #: How many more the archive has that the lists, pages of longer ones, leave out.
    left_out: int
    #: Rows that could not be taken.
    refused: Sequence[Refused] = ()


def not_products(found: Contents) -> FormatError:
    """Return what to do with a list that names no files."""
    if found.observations:
        message = (
            "This is a list of observations. Search for their products, "
            "or open a list of products."
        )
    else:
        message = (
            "This is a list of names. Search for these observations, "
            "or open a list of products."
        )
    return FormatError(message, found.datasets[:1])
