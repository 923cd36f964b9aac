"""The pieces of a basket file that say which products need which references.

``needs`` tells how many there are, and their contexts; three columns of that length are
the product, the reference, and the place of the context.
"""

from __future__ import annotations

from array import array
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from skybasket.archives import mast_values
from skybasket.needs import Need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.formats.sections import Pieces

__all__ = ["need_pieces", "read_needs"]

_ABOUT: Final = "needs"
_PRODUCT: Final = "need_product"
_REFERENCE: Final = "need_reference"
_CONTEXT: Final = "need_context"
#: A million products with some twenty references each come to less.
_MOST: Final = 32_000_000


def need_pieces(needs: Sequence[Need]) -> dict[str, Any]:
    """Return needs as pieces; none at all where there are no needs."""
    if not needs:
        return {}
    contexts = list(dict.fromkeys(need.context for need in needs))
    place = dict(zip(contexts, count(), strict=False))
    return {
        _ABOUT: {"count": len(needs), "contexts": contexts},
        _PRODUCT: array("I", (need.product for need in needs)),
        _REFERENCE: array("I", (need.reference for need in needs)),
        _CONTEXT: array("I", (place[need.context] for need in needs)),
    }


def read_needs(pieces: Pieces) -> list[Need]:
    """Read needs; whether there are such products is for the whole file to say.

    :raises ValueError: if they are damaged.
    :raises FormatError: if one of their columns is.
    """
    about = pieces.value(_ABOUT)
    if about is None:
        return []
    try:
        length = about["count"]
        contexts = [mast_values.other(context) for context in about["contexts"]]
    except (KeyError, TypeError) as error:
        raise ValueError(_ABOUT) from error
    if not isinstance(length, int) or not 0 < length <= _MOST:
        raise ValueError(_ABOUT)
    columns = [pieces.numbers(name, length) for name in (_PRODUCT, _REFERENCE)]
    places = pieces.numbers(_CONTEXT, length)
    if max(places) >= len(contexts):
        raise ValueError(_ABOUT)
    return [
        Need(product, reference, contexts[place])
        for product, reference, place in zip(*columns, places, strict=True)
    ]
