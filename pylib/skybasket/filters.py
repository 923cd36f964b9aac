"""What a user wants to see: facets, a file name and a range of sizes, as one value.

The rules are those of astroquery 0.4.11 (``Observations.filter_products``): values of
one facet are alternatives, different facets must all hold; a facet takes any of its
plain values and none of the negated ones (``"!PREVIEW"``), and only negated values
start from everything; ``"100..1000"`` and ``">=1000"`` on sizes; ``*`` and ``?`` in
names; capital letters make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from urllib.parse import quote, unquote

from skybasket.errors import FilterError
from skybasket.product import FACETS, LISTED_FACETS

__all__ = ["CHOOSABLE_FACETS", "SIZE_UNITS", "Filters"]

#: The facets whose values are chosen from a list; "recommended" is a switch.
CHOOSABLE_FACETS: Final = (*FACETS[1:], *LISTED_FACETS)

#: Decimal units, as archives state sizes.
SIZE_UNITS: Final = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}

_NO_VALUE: Final = "~"
_LINE_ENDS: Final = re.compile(r"[\r\n\t]+")
#: One half of a pair of characters, as JSON may spell it: no text file can hold it.
_HALF: Final = re.compile(r"[\ud800-\udfff]")
#: The longest file name that file systems take is 255 bytes.
_LONGEST_NAME: Final = 255
_NUMBER: Final = r"(\d{1,18}(?:\.\d{1,18})?)\s*([kMGT]?B)?"
_RANGE: Final = re.compile(rf"(?:{_NUMBER})?\s*\.\.\s*(?:{_NUMBER})?")
_COMPARISON: Final = re.compile(rf"(<=|>=|<|>|=)?\s*{_NUMBER}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """An immutable choice of products; the empty one chooses all.

    :param recommended: hide what the archive does not recommend; products of which
        the list says nothing stay.
    :param name: part of a file name, or a whole one with ``*`` and ``?``.
    :param size: bytes: ``"100..1000"``, ``">=1.5 MB"``, ``"<5 GB"``.

    Every other field is a facet: one value or several, each may start with ``!``; the
    empty text stands for "has none".

    :raises FilterError: if a name or size cannot be read. A value that no product can
        have is found out when a basket takes the filters.
    """

    recommended: bool = False
    name: str = ""
    size: str = ""
    category: Collection[str] = frozenset()
    kind: Collection[str] = frozenset()
    extension: Collection[str] = frozenset()
    batch: Collection[str] = frozenset()
    group: Collection[str] = frozenset()
    mission: Collection[str] = frozenset()
    instrument: Collection[str] = frozenset()
    bandpass: Collection[str] = frozenset()
    data_type: Collection[str] = frozenset()
    level: Collection[str] | Collection[int] = frozenset()
    access: Collection[str] = frozenset()
    proposal: Collection[str] = frozenset()
    target: Collection[str] = frozenset()

    def __post_init__(self) -> None:
        """Bring every facet into one form and refuse what can never match."""
        for facet in CHOOSABLE_FACETS:
            given = getattr(self, facet)
            values = given if isinstance(given, Collection) else [given]
            values = [given] if isinstance(given, str) else values
            normal = frozenset(_normal(facet, str(value)) for value in values)
            object.__setattr__(self, facet, normal)
        for field in ("name", "size"):
            if not isinstance(getattr(self, field), str):
                message = f"The filter {field!r} must be text."
                raise FilterError(message, [repr(getattr(self, field))])
        object.__setattr__(self, "name", _LINE_ENDS.sub(" ", self.name).strip())
        if len(self.name) > _LONGEST_NAME:
            message = f"A file name has at most {_LONGEST_NAME} characters."
            raise FilterError(message)
        self.size_bounds()

    def chosen(self, facet: str) -> frozenset[str]:
        """Return the values of a facet, negated ones with their ``!``."""
        if facet not in CHOOSABLE_FACETS:
            message = f"There is no facet {facet!r}; use {_listed(CHOOSABLE_FACETS)}."
            raise FilterError(message)
        values: frozenset[str] = getattr(self, facet)
        return values

    def with_value(self, facet: str, value: str, *, on: bool) -> Filters:
        """Return these filters with one value of a facet put in or taken out."""
        values = self.chosen(facet)
        changed = values | {value} if on else values - {_normal(facet, value)}
        return self.with_only(facet, changed)

    def with_only(self, facet: str, values: Iterable[str]) -> Filters:
        """Return these filters with just the given values of a facet."""
        self.chosen(facet)
        changed: dict[str, Any] = {facet: frozenset(values)}
        return replace(self, **changed)

    def size_bounds(self) -> tuple[int, int | None] | None:
        """Return the smallest and largest size in bytes, or None for any size.

        :raises FilterError: if the text is not a size or a range, or is empty because
            its ends are the wrong way round.
        """
        text = self.size.strip()
        if not text:
            return None
        if span := _RANGE.fullmatch(text):
            low, low_unit, high, high_unit = span.groups()
            first = _bytes(low, low_unit or high_unit) if low else 0
            last = _bytes(high, high_unit) if high else None
        elif comparison := _COMPARISON.fullmatch(text):
            sign, number, unit = comparison.groups()
            size = _bytes(number, unit)
            first = {">": size + 1, "<": 0, "<=": 0}.get(sign, size)
            last = {">=": None, ">": None, "<": size - 1}.get(sign, size)
        else:
            message = (
                f"{text!r} is not a range of sizes; "
                'write "100..1000", ">=1.5 MB" or "<5 GB".'
            )
            raise FilterError(message)
        if last is not None and last < first:
            message = f"The smallest size in {text!r} is above the largest."
            raise FilterError(message)
        return first, last

    def to_json(self) -> dict[str, Any]:
        """Return what differs from the empty filters, ready for JSON."""
        found: dict[str, Any] = {}
        for name in ("recommended", "name", "size"):
            if value := getattr(self, name):
                found[name] = value
        for facet in CHOOSABLE_FACETS:
            if values := self.chosen(facet):
                found[facet] = sorted(values)
        return found

    @classmethod
    def from_json(cls, value: object) -> Filters:
        """Make filters from what `to_json` returned.

        :raises FilterError: if it is anything else.
        """
        if not isinstance(value, Mapping):
            message = "Filters must be a JSON object."
            raise FilterError(message)
        known = {field.name for field in fields(cls)}
        for name, given in value.items():
            if name not in known:
                message = f"There is no filter {name!r}; use {_listed(sorted(known))}."
                raise FilterError(message)
            expected = {"recommended": bool, "name": str, "size": str}.get(name, list)
            texts = given if isinstance(given, list) else [str(given)]
            if not isinstance(given, expected) or not all(map(_is_text, texts)):
                message = f"The filter {name!r} has a value of the wrong form."
                raise FilterError(message, [repr(given)])
        return cls(**value)

    def format(self) -> str:
        """Return one line of text, safe in a web address, that `parse` reads back."""
        parts = []
        for name, value in self.to_json().items():
            if isinstance(value, bool):
                parts.append(name)
            elif isinstance(value, str):
                parts.append(f"{name}={_quoted(value)}")
            else:
                parts.append(f"{name}={','.join(map(_marked, value))}")
        return "&".join(parts)

    @classmethod
    def parse(cls, text: str) -> Filters:
        """Read the text that `format` writes.

        :raises FilterError: if a filter is unknown or its value cannot be read.
        """
        found: dict[str, Any] = {}
        for part in filter(None, text.strip().split("&")):
            name, equals, value = part.partition("=")
            if name == "recommended":
                found[name] = value in ("", "yes")
            elif not equals:
                message = f"The filter {name!r} has no value."
                raise FilterError(message, [text])
            elif name in ("name", "size"):
                found[name] = unquote(value)
            else:
                found[name] = [
                    "" if item == _NO_VALUE else unquote(item)
                    for item in value.split(",")
                ]
        return cls.from_json(found)


def _is_text(value: object) -> bool:
    """Tell whether a value is text that can be written, without half characters."""
    return isinstance(value, str) and not _HALF.search(value)


def _normal(facet: str, value: str) -> str:
    """Return a facet's value in the one form that it is kept in."""
    negation = "!" if value.startswith("!") else ""
    plain = value.removeprefix("!").strip()
    if facet in ("category", "access"):
        plain = plain.upper()
    elif facet in ("kind", "batch", "extension"):
        plain = plain.lower()
    if facet == "extension" and plain and not plain.startswith("."):
        plain = "." + plain
    return negation + plain


def _bytes(number: str, unit: str | None) -> int:
    return round(float(number) * SIZE_UNITS[unit or "B"])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _marked(value: str) -> str:
    """Return a facet's value; nothing has a sign of its own, and no value is that."""
    if value == _NO_VALUE:
        return f"%{ord(value):X}"
    return _quoted(value) or _NO_VALUE


def _quoted(text: str) -> str:
    return quote(text, safe="*?!. :/<>").replace(" ", "%20")
