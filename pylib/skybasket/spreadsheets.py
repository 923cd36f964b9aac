"""Cells of CSV that no spreadsheet takes for a formula.

An apostrophe comes before what begins a formula, and before what begins with one, so
that who reads such a table can take it away again (OWASP, "CSV Injection"). A formula
can also begin inside a cell: where a list's separator is ";", as it is wherever
decimals have a comma, programs cut the cells of other tables at it, and at the ends of
lines.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["defused", "restored"]

#: What begins a formula in some spreadsheet, in full width too, and what marks a text.
_FIRST: Final = "[-=+@\\t\\r\\n\uff1d\uff0b\uff0d\uff20']"
_LOOKED_AT: Final = re.compile(f'\\A(?:"|{_FIRST})|[;\\t\\r\\n]')
_CUT: Final = "(?:\\A|(?<=[;\\t\\r\\n]))"
_RISKY: Final = re.compile(f'{_CUT}(?="*{_FIRST})')
_MARKED: Final = re.compile(f"{_CUT}'(?=\"*{_FIRST})")


def defused(cell: str) -> str:
    """Return the text of a cell so that nothing in it can run."""
    # Most cells need no second look.
    return _RISKY.sub("'", cell) if _LOOKED_AT.search(cell) else cell


def restored(cell: str) -> str:
    """Return what `defused` was given."""
    return _MARKED.sub("", cell)
