"""How much a link can hold, and the errors of a link that cannot be read.

A link is hostile until parsed: every bound here is checked before what it bounds is
made, so that the work a link can cause is bounded whatever it says.
"""

from __future__ import annotations

from typing import Final

from skybasket.errors import LinkError
from skybasket.limits import MOST_PRODUCTS

__all__ = [
    "LONGEST_FILTERS",
    "LONGEST_LINK",
    "LONGEST_TITLE",
    "MOST_CHARACTERS",
    "MOST_DETAILED",
    "MOST_EXCEPTIONS",
    "MOST_FILES",
    "MOST_INFLATED",
    "MOST_LINES",
    "MOST_NEEDS",
    "MOST_OBSERVATIONS",
    "damaged",
    "most_files",
]

#: Characters of a link, and of the title in it.
LONGEST_LINK: Final = 2_000_000
LONGEST_TITLE: Final = 200
#: Characters of filters, as JSON.
LONGEST_FILTERS: Final = 100_000
#: As many as a basket.
MOST_FILES: Final = MOST_PRODUCTS
#: Files with all that is known of them: far more than a link has room for.
MOST_DETAILED: Final = 200_000
#: So many files any link may hold, and then so many for each of its characters: ten
#: times what the densest baskets of whole observations come to.
_FEW: Final = 100_000
_FILES_A_CHARACTER: Final = 20
#: Observations of a link, and files that it takes or leaves beside them.
MOST_OBSERVATIONS: Final = 100_000
MOST_EXCEPTIONS: Final = 100_000
#: References that files need: some twenty for each of fifty thousand.
MOST_NEEDS: Final = 1_000_000
#: Bytes that a link may become when it is inflated: 32 for each of a million files.
MOST_INFLATED: Final = 32_000_000
#: Pieces of text in a link: parts of names, values of facets.
MOST_LINES: Final = 1_500_000
#: Characters of all addresses, names or IDs of a link together.
MOST_CHARACTERS: Final = 150_000_000


def most_files(characters: int, *, details: bool) -> int:
    """Return how many files a link of so many characters can hold.

    A short link that makes a million files was made to keep a page busy.
    """
    ceiling = MOST_DETAILED if details else MOST_FILES
    return min(ceiling, _FEW + _FILES_A_CHARACTER * characters)


def damaged(where: str) -> LinkError:
    """Return the error of a link that is not as Skybasket wrote it.

    :param where: the part of it that is wrong.
    """
    message = "The link is damaged or not whole. Copy the whole link again."
    return LinkError(message, [where])
