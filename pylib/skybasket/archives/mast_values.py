"""Reads single values of MAST's tables: text, names, sizes, levels, times.

Every reader returns text, empty where the table says nothing, and raises ``ValueError``
with the complaint to show behind the value: "is not a number of bytes".
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from datetime import UTC, datetime
from operator import eq
from typing import TYPE_CHECKING, Any, Final
from unicodedata import category

from skybasket.nesting import loads
from skybasket.printable import is_printable

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "LONGEST",
    "MISSING",
    "checksum",
    "fields_read",
    "is_exact",
    "level",
    "moment",
    "name",
    "number",
    "other",
    "plain_sizes",
    "plain_texts",
    "recommended",
    "size",
    "stage",
    "suffix",
    "text",
    "upper",
]

#: What astropy, pandas and the archive write for "nothing".
MISSING: Final = frozenset({"", "--", "nan", "NaN", "null", "None", "N/A"})
#: Letters that a value may have.
LONGEST: Final = 8192

_RECOMMENDED: Final = {
    "minimum recommended products": "yes",
    "yes": "yes",
    "unknown": "unknown",
}
_LARGEST: Final = 10**15
#: ``168M``, ``~1.2 GB``, ``3KiB``: as people and programs round them.
_ROUNDED: Final = re.compile(
    r"~?\s*(?P<number>[0-9]{1,15}(?:\.[0-9]{1,15})?)\s*(?P<unit>[kmgt]?)(?P<binary>i?)b?",
    re.IGNORECASE,
)
_POWER: Final = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
#: Kinds of checksums by their hexadecimal digits.
_CHECKSUMS: Final = {32: "md5", 40: "sha1", 64: "sha256"}
_HEXADECIMAL: Final = frozenset("0123456789abcdef")
#: Unicode categories of control, format and half characters, line and paragraph ends.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: The pipeline's stages in the searches by mission, as calibration levels.
_STAGES: Final = {"1b": "1", "2a": "2", "2b": "2", "2c": "2", "3": "3"}
_DAY: Final = 86_400
_FIRST_DAY: Final = datetime(1858, 11, 17, tzinfo=UTC)


def text(value: object) -> str:
    """Read text, shortened rather than refused.

    Whole numbers lose the ``.0`` that some programs add.
    """
    if value is None:
        return ""
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        if value.is_integer():
            value = int(value)
    found = str(value).strip()
    if not is_printable(found):
        found = _printable(found)
    found = found[:LONGEST].rstrip()
    return "" if found in MISSING else found


def are_plain(words: Sequence[str]) -> bool:
    """Tell whether texts are read as they are; looks at all of them at once."""
    return "".join(words).isprintable() and are_short(words) and are_bare(words)


def are_short(words: Sequence[str]) -> bool:
    """Tell whether no text is too long, also with what a reader puts around it."""
    return max(map(len, words), default=0) <= LONGEST - 2


def are_bare(words: Sequence[str]) -> bool:
    """Tell whether no text means that nothing is known, or has blanks at its ends.

    :param words: that can be printed, so that there are no other blanks than spaces.
    """
    return MISSING.isdisjoint(filter(None, words)) and (
        " " not in "".join(words) or all(map(eq, map(str.strip, words), words))
    )


def plain_texts(values: Sequence[Any]) -> list[str] | None:
    """Return values as `text` and `other` read them, where none of them is odd."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return list(map(str, values))
    return list(values) if kinds == {str} and are_plain(values) else None


def plain_sizes(values: Sequence[Any]) -> list[str] | None:
    """Return values as `size` reads them, where all are plain numbers."""
    kinds = set(map(type, values))
    numbers = values if kinds == {int} else []
    if kinds == {str}:
        digits = "".join(values)
        is_short = max(map(len, values)) < len(str(_LARGEST))
        if is_short and digits.isascii() and digits.isdigit():
            numbers = [int(value or 0) for value in values]
    if not numbers or min(numbers) < 0 or max(numbers) > _LARGEST:
        return None
    return [str(number) if number else "" for number in numbers]


def _printable(found: str) -> str:
    """Return text without what would confuse a page, a terminal or a writer.

    Control characters become spaces; half characters, which JSON can spell and nothing
    can write out again, become question marks.
    """
    whole = found.encode(errors="replace").decode()
    return " ".join(
        "".join(" " if category(letter) == "Cc" else letter for letter in whole).split()
    )


def other(value: object) -> str:
    """Read a column that means nothing here, whatever is in it."""
    return text(value)


def fields_read(value: object) -> str:
    """Read which fields were read off a name: a list in JSON, as manifests have it."""
    found = text(value)
    try:
        listed = loads(found) if found else []
    except (RecursionError, ValueError):
        listed = None
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        message = "is not a list of fields"
        raise ValueError(message)
    return " ".join(one for one in listed if one.isidentifier())


def name(value: object) -> str:
    """Read a URI or a file name, which other programs will take at its word."""
    if value is None:
        return ""
    if not isinstance(value, str):
        message = "is not text"
        raise ValueError(message)  # noqa: TRY004
    found = value.strip()
    if len(found) > LONGEST:
        message = f"is longer than {LONGEST:,} characters"
        raise ValueError(message)
    if not found.isprintable() and any(
        category(letter) in _INVISIBLE for letter in found
    ):
        message = "has characters that cannot be printed"
        raise ValueError(message)
    return "" if found in MISSING else found


def size(value: object) -> str:
    """Return bytes, nothing for 0: the archive's 0 means "not known".

    Rounded sizes begin with ``~``: those that did, and those with a unit (``168M``);
    units are powers of 1,000, but of 1,024 where they say so (``MiB``).
    """
    if type(value) is int and 0 <= value <= _LARGEST:
        return str(value) if value else ""
    found = text(value)
    if not found:
        return ""
    if whole := "" if isinstance(value, bool) else _whole(found):
        count, mark = int(whole), ""
    elif rounded := _ROUNDED.fullmatch(found):
        count, mark = _rounded(rounded)
    else:
        message = "is not a number of bytes"
        raise ValueError(message)
    if not 0 <= count <= _LARGEST:
        message = "is not a possible number of bytes"
        raise ValueError(message)
    return f"{mark}{count}" if count else ""


def _rounded(found: re.Match[str]) -> tuple[int, str]:
    """Return the bytes of a size with a unit, and the mark of a rounded one."""
    unit = found["unit"].lower()
    if "." in found["number"] and not unit:
        message = "is not a number of bytes"
        raise ValueError(message)
    base = 1024 if found["binary"] else 1000
    count = round(float(found["number"]) * base ** _POWER[unit])
    return count, "~" if unit or found[0].startswith("~") else ""


def is_exact(value: object) -> str:
    """Return "no" where a list says that the size beside it is rounded."""
    return "no" if text(value).lower() in ("false", "no", "0") else ""


def level(value: object) -> str:
    """Read a calibration level of CAOM, -1 to 4."""
    found = text(value)
    if not found:
        return ""
    whole = "" if isinstance(value, bool) else _whole(found)
    if not whole:
        message = "is not a calibration level"
        raise ValueError(message)
    if not -1 <= int(whole) <= 9:  # noqa: PLR2004
        message = "is not a calibration level (-1 to 4)"
        raise ValueError(message)
    return whole


def stage(value: object) -> str:
    """Read a stage of the pipeline, or the words that stand in its place."""
    found = text(value)
    return _STAGES.get(found.lower(), found.upper())


def _whole(found: str) -> str:
    """Return a whole number in its plainest form, or nothing."""
    found = found.removesuffix(".0")
    digits = found.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 20:  # noqa: PLR2004
        return ""
    return str(int(found))


def checksum(value: object) -> str:
    """Read a checksum; which kind it is shows in its length."""
    kind, _, digits = text(value).lower().rpartition(":")
    if not digits:
        return ""
    found = _CHECKSUMS.get(len(digits))
    if not found or kind not in ("", found) or set(digits) - _HEXADECIMAL:
        message = "is not a checksum (md5, sha1 or sha256, in hexadecimal)"
        raise ValueError(message)
    return f"{found}:{digits}"


def recommended(value: object) -> str:
    """Read the mark of recommended products: the archive's words, or ours."""
    return _RECOMMENDED.get(text(value).lower(), "no")


def upper(value: object) -> str:
    """Read a word that is written in capitals."""
    return text(text(value).upper())


def suffix(value: object) -> str:
    """Read a suffix of file names, ``_cal`` or ``SHF``, as the group it stands for."""
    return upper(text(value).removeprefix("_"))


def number(value: object) -> str:
    """Read a number that can be any."""
    found = text(value)
    try:
        is_number = not found or math.isfinite(float(found))
    except ValueError:
        is_number = False
    if not is_number or isinstance(value, bool):
        message = "is not a number"
        raise ValueError(message)
    return found


def moment(value: object) -> str:
    """Return a modified Julian date; UTC, as in ``2023-04-09T20:36:40``, becomes one.

    :raises ValueError: if it is neither.
    """
    with suppress(ValueError):
        return number(value)
    try:
        when = datetime.fromisoformat(text(value))
    except ValueError:
        message = "is neither a modified Julian date nor like 2023-04-09T20:36:40"
        raise ValueError(message) from None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return repr((when - _FIRST_DAY).total_seconds() / _DAY)
