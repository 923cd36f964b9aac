"""The outside of a link: version, checksum, compression, letters.

The bytes of a link are one for the version, four for the CRC-32 of all others, and the
content, deflated (RFC 1951) with a dictionary of the version's own. They are written in
the letters that web addresses take as they are (RFC 4648, section 5), without padding.
Version and checksum stand in the same place in every later version, so that a damaged
link is told from a newer one.
"""

from __future__ import annotations

import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Final

from skybasket.errors import LinkError
from skybasket.sharing.dictionary import DICTIONARY
from skybasket.sharing.limits import LONGEST_LINK, MOST_INFLATED, damaged

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["VERSION", "pack", "unpack"]

#: Raised by every change after which older links would be read differently.
VERSION: Final = 1

_LETTERS: Final = re.compile(r"[A-Za-z0-9_-]+")
_CHECKSUM: Final = slice(1, 5)
_HEAD: Final = 5
#: Plain deflate, with the largest window, memory and effort.
_WINDOW: Final = -zlib.MAX_WBITS
_MEMORY: Final = 9
_EFFORT: Final = 9


def pack(streams: Sequence[bytes]) -> str:
    """Return the text of a link.

    :param streams: each compressed with statistics of its own.
    :raises LinkError: if it would be longer than a link can be.
    """
    deflating = zlib.compressobj(
        _EFFORT, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, DICTIONARY
    )
    pieces = []
    for stream in streams:
        pieces += [deflating.compress(stream), deflating.flush(zlib.Z_BLOCK)]
    content = b"".join((*pieces, deflating.flush()))
    start = bytes([VERSION])
    text = _spelled(start + _checksum(start, content) + content)
    if len(text) > LONGEST_LINK or sum(map(len, streams)) > MOST_INFLATED:
        message = (
            f"These are too many files for a link of {LONGEST_LINK:,} characters."
            " Save the basket as a file instead."
        )
        raise LinkError(message)
    return text


def unpack(text: str) -> bytes:
    """Return what is inside a link, the streams one after the other.

    :raises LinkError: if the link is damaged, too long, or of a newer version.
    """
    if len(text) > LONGEST_LINK:
        message = (
            f"The link has more than {LONGEST_LINK:,} characters, which no Skybasket"
            " writes. Ask whoever sent it for the basket as a file."
        )
        raise LinkError(message)
    if not _LETTERS.fullmatch(text) or len(text) % 4 == 1:
        raise damaged("its letters")
    whole = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    start, content = whole[:1], whole[_HEAD:]
    # The last letter has bits that mean nothing.
    if whole[_CHECKSUM] != _checksum(start, content) or _spelled(whole) != text:
        raise damaged("its checksum")
    if whole[0] > VERSION:
        message = "A newer Skybasket made this link. Open it with a newer version."
        raise LinkError(message, [f"version {whole[0]}"])
    if whole[0] < 1:
        raise damaged("its version")
    return _inflated(content)


def _inflated(content: bytes) -> bytes:
    inflating = zlib.decompressobj(_WINDOW, DICTIONARY)
    try:
        found = inflating.decompress(content, MOST_INFLATED + 1)
    except zlib.error:
        raise damaged("its content") from None
    if len(found) > MOST_INFLATED:
        raise damaged("far more content than a link holds")
    if not inflating.eof or inflating.unused_data:
        raise damaged("its content")
    return found


def _checksum(start: bytes, content: bytes) -> bytes:
    return zlib.crc32(content, zlib.crc32(start)).to_bytes(4, "big")


def _spelled(whole: bytes) -> str:
    return urlsafe_b64encode(whole).rstrip(b"=").decode()
