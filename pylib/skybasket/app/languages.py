"""The rules of the languages that the page speaks: plurals, numbers, lists.

They are those of the Unicode CLDR, by which browsers write too. The words of each
language stand in ``words/``, in a file with its code as name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["ENGLISH", "LANGUAGES", "Language"]

_MILLION: Final = 1_000_000
_POINT: Final = re.compile(r"(?<=\d)\.(?=\d)")
#: Before these sounds the Spanish "y" becomes "e".
_LIKE_I: Final = re.compile(r"i|hi(?![ae])", re.IGNORECASE)


# Compared by identity: what is remembered of a language is found fast.
@dataclass(frozen=True, eq=False, kw_only=True)
class Language:
    """One language.

    :param code: as in ``lang`` attributes.
    :param forms: the forms of a message that a number chooses between.
    :param plural: gives the form for a whole number that is not negative.
    :param decimal: what stands before decimals.
    :param separator: what stands between groups of three digits.
    :param grouped_from: the smallest number with separators.
    :param percent: the pattern of a percentage.
    :param joined: lists things in a sentence.
    """

    code: str
    forms: tuple[str, ...]
    plural: Callable[[int], str]
    decimal: str
    separator: str
    grouped_from: int
    percent: str
    joined: Callable[[Sequence[str]], str]

    def number(self, value: int) -> str:
        """Write a whole number, as in ``1,284`` or ``12.345``."""
        if abs(value) < self.grouped_from:
            return str(value)
        return f"{value:,}".replace(",", self.separator)

    def decimals(self, value: float, digits: int) -> str:
        """Write a number with so many decimals, as in ``3.4`` or ``3,4``."""
        grouping = "," if abs(round(value, digits)) >= self.grouped_from else ""
        marks = {ord(","): self.separator, ord("."): self.decimal}
        return f"{value:{grouping}.{digits}f}".translate(marks)

    def figures(self, text: str) -> str:
        """Write the decimal points in a text as this language does."""
        return _POINT.sub(self.decimal, text)

    def plain(self, typed: str) -> str:
        """Return what was typed as a number with a decimal point and no separators.

        A comma or point that cannot stand between thousands is a decimal one.
        """
        if self._separated.fullmatch(typed):
            typed = typed.replace(self.separator, "")
        return typed.replace(",", ".")

    @cached_property
    def _separated(self) -> re.Pattern[str]:
        separator, decimal = re.escape(self.separator), re.escape(self.decimal)
        return re.compile(rf"[1-9]\d{{0,2}}({separator}\d{{3}})+({decimal}\d+)?")


def _english_plural(count: int) -> str:
    return "one" if count == 1 else "other"


def _english_list(items: Sequence[str]) -> str:
    *first, last = items or [""]
    comma = "," if len(first) > 1 else ""
    return f"{', '.join(first)}{comma} and {last}" if first else last


def _spanish_plural(count: int) -> str:
    if count == 1:
        return "one"
    return "many" if count and count % _MILLION == 0 else "other"


def _spanish_list(items: Sequence[str]) -> str:
    *first, last = items or [""]
    joint = "e" if _LIKE_I.match(last) else "y"
    return f"{', '.join(first)} {joint} {last}" if first else last


ENGLISH: Final = Language(
    code="en",
    forms=("one", "other"),
    plural=_english_plural,
    decimal=".",
    separator=",",
    grouped_from=1000,
    percent="{}%",
    joined=_english_list,
)

_SPANISH: Final = Language(
    code="es",
    forms=("one", "many", "other"),
    plural=_spanish_plural,
    decimal=",",
    separator=".",
    grouped_from=10_000,
    percent="{}\u00a0%",
    joined=_spanish_list,
)

#: All languages by their codes; the first is the one that the others fall back to.
LANGUAGES: Final[Mapping[str, Language]] = {
    language.code: language for language in (ENGLISH, _SPANISH)
}
