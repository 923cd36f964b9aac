"""Links into the page: what somebody shared, and what other pages ask for."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64encode
from typing import Final

from skybasket import Basket, linking, sharing
from skybasket.app.arrivals import read_link
from skybasket.archives.mast import Mast
from skybasket.errors import LinkError
from skybasket.printable import is_printable
from skybasket.sharing import SharedBasket
from skybasket.sharing.dictionary import DICTIONARY

from tests.fuzz.promises import hold_basket, hold_products

__all__ = ["decode_inside", "decode_link", "follow", "spelled"]

_PAGE: Final = "https://example.org/skybasket/"
_SMALL: Final = 2000


def spelled(content: bytes) -> str:
    """Return a link with a right checksum around anything at all."""
    deflating = zlib.compressobj(
        1, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARY
    )
    packed = deflating.compress(content) + deflating.flush()
    checksum = zlib.crc32(packed, zlib.crc32(b"\1")).to_bytes(4, "big")
    return urlsafe_b64encode(b"\1" + checksum + packed).decode().rstrip("=")


def decode_link(data: bytes) -> None:
    """Follow what stands behind ``#basket=``."""
    _decode(data.decode(errors="replace"), data)


def decode_inside(data: bytes) -> None:
    """Follow a link that holds these streams."""
    _decode(spelled(data), data)


def _decode(text: str, data: bytes) -> None:
    shared = sharing.decode(text)
    if not isinstance(shared, SharedBasket):
        again = sharing.decode(sharing.encode_search(shared))
        assert again == shared
        return
    hold_products(shared.products)
    if len(shared.products) > _SMALL:
        return
    basket = Basket()
    linking.fill(basket, shared)
    hold_basket(basket, data)


def follow(data: bytes) -> None:
    """Read the end of the page's address."""
    arrival = read_link(data.decode(errors="replace"), _PAGE, Mast())
    assert is_printable(arrival.title)
    assert all(number.isdigit() for number in arrival.numbers)
    for wanted in arrival.lists:
        assert wanted.address.startswith(("https://", "http://"))
        if wanted.fetched:
            is_own = wanted.address.startswith(_PAGE.removesuffix("skybasket/"))
            assert is_own or not Mast().source(wanted.address).foreign
    try:
        linking.read(data.decode(errors="replace"))
    except LinkError:
        return
