"""The ceilings of baskets, and of all lists that products come by.

Whoever reads a list checks them before it makes anything of it. What is larger is
refused with the way on: a page that has no memory left can say nothing any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.errors import FormatError, first_places

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from skybasket.formats.contents import Refused

__all__ = [
    "MOST_CELLS",
    "MOST_COLUMNS",
    "MOST_PRODUCTS",
    "MOST_ROWS",
    "check_cells",
    "check_columns",
    "check_memory",
    "check_refused",
    "check_rows",
]

#: Products of a basket, of a list, of a link.
MOST_PRODUCTS: Final = 1_000_000
#: With those that were removed since, which an undo brings back.
MOST_ROWS: Final = 2_000_000
#: Columns of a table, and of a basket.
MOST_COLUMNS: Final = 1_000
_LONGEST_NAME: Final = 1_000
#: Cells of a table or a basket: a byte each, at least.
MOST_CELLS: Final = 250_000_000
#: Rows that cannot be taken, and characters of them that are kept to be mended: more
#: than any list has by mistake.
_MOST_REFUSED: Final = 100_000
_LONGEST_REFUSED: Final = 100_000_000


def check_rows(rows: int) -> None:
    """Check how many rows a list has.

    :raises FormatError: if no basket can hold as many.
    """
    if rows > MOST_PRODUCTS:
        message = (
            f"The list has more than {MOST_PRODUCTS:,} rows, more than a basket can "
            "hold. Open it in parts."
        )
        raise FormatError(message)


def check_columns(names: Collection[str], others: int = 0) -> None:
    """Check how many columns a table has, and how long their names are.

    :param others: how many more it has.
    :raises FormatError: if they are too many, or a name is too long.
    """
    if len(names) + others > MOST_COLUMNS:
        message = (
            f"The table has more than {MOST_COLUMNS:,} columns. Leave out those that "
            "do not matter."
        )
        raise FormatError(message)
    # Whatever is said of a row names the columns.
    if max(map(len, names), default=0) > _LONGEST_NAME:
        message = f"A column has a name of more than {_LONGEST_NAME:,} letters."
        raise FormatError(message)


def check_cells(cells: int) -> None:
    """Check how many cells the rows of a list or a basket have together.

    :raises FormatError: if they are too many.
    """
    if cells > MOST_CELLS:
        message = (
            f"The rows and columns make more than {MOST_CELLS:,} cells. Leave out "
            "columns that do not matter, or open the list in parts."
        )
        raise FormatError(message)


def check_memory(rows: int) -> None:
    """Check how many files a basket remembers, with those that were removed.

    :raises FormatError: if they are too many.
    """
    if rows > MOST_ROWS:
        message = (
            f"This basket remembers more than {MOST_ROWS:,} files with those that were "
            "removed. Save it as a file and open that."
        )
        raise FormatError(message)


def check_refused(refused: Sequence[Refused]) -> None:
    """Check how much of a list cannot be taken.

    :raises FormatError: if it is so much that this is something else.
    """
    is_long = sum(len(row.text) for row in refused) > _LONGEST_REFUSED
    if is_long or len(refused) > _MOST_REFUSED:
        message = "Far too many rows cannot be taken: this is no list of files."
        told = [f"{place}: {reason}" for place, reason, _ in refused]
        raise FormatError(message, first_places(told))
