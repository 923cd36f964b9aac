"""Share links: a basket, or a question to the archive, as text in a web address."""

from __future__ import annotations

from skybasket.sharing.codec import decode, encode_basket, encode_search
from skybasket.sharing.shared import SharedBasket, SharedSearch

__all__ = [
    "SharedBasket",
    "SharedSearch",
    "decode",
    "encode_basket",
    "encode_search",
]
