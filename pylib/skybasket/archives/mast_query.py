"""What an astronomer can ask the archive for: a place on the sky, names, and limits.

A query is checked when it is made, so whoever holds one can ask it. What each field
means follows the archive's observation columns
(https://mast.stsci.edu/api/v0/_c_a_o_mfields.html).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.errors import SkybasketError
from skybasket.printable import is_printable
from skybasket.product import ACCESSES, LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

__all__ = ["Position", "Query", "QueryError", "parse_position"]

#: Three arc minutes, as the archive's own search pages start with.
_USUAL_RADIUS: Final = 0.05
#: The fields that hold several values, and what their values can be, where known.
_LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "proposals": (),
    "observation_ids": (),
    "missions": (),
    "instruments": (),
    "levels": LEVELS,
    "access": ACCESSES,
}
#: No name in the archive is as long.
_LONGEST: Final = 255
_FULL_TURN, _POLE, _HALF_TURN = 360, 90, 180
_DEGREES_IN_HOUR: Final = 15
_SIXTY: Final = 60.0

#: What people type for the marks of angles.
_MARKS: Final = str.maketrans(
    {
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{DEGREE SIGN}": "d",
        "\N{PRIME}": "m",
        "'": "m",
        "\N{DOUBLE PRIME}": "s",
        '"': "s",
    }
)
_SIGN: Final = re.compile(r"\s*([+-])\s*")
_ANGLES: Final = re.compile(r"[0-9.+\-hdms:,\s]+")
_SEPARATORS: Final = re.compile(r"[hdms:\s]+")
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d*)?")
_WHOLE: Final = re.compile(r"\d{1,3}")
_IN_DEGREES: Final = re.compile(r"[\s+]*[\d.]+\s*d")
_IN_HOURS: Final = re.compile(r"[\s+]*[\d.]+\s*h")


class QueryError(SkybasketError):
    """A search that cannot be asked; whoever wrote it can mend the field it names.

    :param field: the field of `Query`, or nothing where no single one is wrong.
    """

    kind = "query"

    def __init__(self, field: str, message: str, where: Sequence[str] = ()) -> None:
        super().__init__(message, where)
        self.field = field


class Position(NamedTuple):
    """A place on the sky, in degrees (ICRS)."""

    right_ascension: float
    declination: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to search for: values of one field are alternatives, all fields must hold.

    Proposals, names and instruments may hold ``*`` for any letters.

    :param target: a name that the archive's resolver knows, such as ``M 101``.
    :param position: where to look, instead of a target; see `parse_position`.
    :param radius: how far around the target or position, in degrees.
    :param proposals: proposal IDs, such as ``1039``; zeros in front mean nothing.
    :param observation_ids: names of observations or data sets, also hundreds.
    :param missions: the archive's collections, such as ``JWST``.
    :param instruments: what the instrument's name begins with: ``ACS`` finds
        ``ACS/WFC`` and ``ACS/HRC``.
    :param levels: calibration levels, -1 to 4.
    :param first_day: the observation began on this day (UTC) or later.
    :param last_day: the observation began on this day (UTC) or earlier.
    :param access: ``PUBLIC``, ``EXCLUSIVE_ACCESS`` or ``RESTRICTED``.
    :raises QueryError: naming the field that is wrong, or none if all are empty.
    """

    target: str = ""
    position: Position | None = None
    radius: float = _USUAL_RADIUS
    proposals: Collection[str] = ()
    observation_ids: Collection[str] = ()
    missions: Collection[str] = ()
    instruments: Collection[str] = ()
    levels: Collection[str] | Collection[int] = ()
    first_day: date | None = None
    last_day: date | None = None
    access: Collection[str] = ()

    def __post_init__(self) -> None:
        """Bring every field into one form and refuse what cannot be asked."""
        object.__setattr__(self, "target", _name("target", self.target))
        for field, known in _LISTS.items():
            names = _names(field, getattr(self, field), known)
            object.__setattr__(self, field, names)
        proposals = dict.fromkeys(_proposal(name) for name in self.proposals)
        object.__setattr__(self, "proposals", tuple(proposals))
        self._check_place()
        days = [day for day in (self.first_day, self.last_day) if day]
        if days != sorted(days):
            message = "The last day lies before the first one."
            raise QueryError("last_day", message, [f"{self.first_day} {self.last_day}"])
        chosen = (self.target, self.position, *days)
        if not any(chosen) and not any(getattr(self, field) for field in _LISTS):
            message = "Say what to search for: a target, a position, names or limits."
            raise QueryError("", message)

    def _check_place(self) -> None:
        if self.target and self.position is not None:
            message = "Search around the target or around the position, not both."
            raise QueryError("position", message)
        if self.position is not None:
            ra, dec = self.position
            if not (0 <= ra <= _FULL_TURN and -_POLE <= dec <= _POLE):
                message = (
                    "Right ascension lies between 0 and 360 degrees, "
                    "declination between -90 and 90."
                )
                raise QueryError("position", message, [f"{ra:g} {dec:g}"])
        if not (math.isfinite(self.radius) and 0 < self.radius <= _HALF_TURN):
            message = "The radius is a number of degrees, above 0 and up to 180."
            raise QueryError("radius", message, [str(self.radius)])


def parse_position(text: str) -> Position:
    """Read a place on the sky as people write it.

    Right ascension in decimal degrees (``10.684 +41.269``), in hours
    (``00:42:44.3 +41:16:09``, ``0h42m44.3s 41d16m09s``, ``00 42 44 41 16 09``), or in
    degrees, minutes and seconds (``10d41m04s +41d16m09s``).

    :raises QueryError: if it is anything else.
    """
    plain = text.strip().lower().replace("deg", "d").replace("''", '"')
    plain = _SIGN.sub(r" \1", plain.translate(_MARKS))
    halves = _halves(plain)
    if halves is None:
        message = (
            "This is not a position on the sky. "
            'Write "10.684 +41.269", "00:42:44 +41:16:09" or "0h42m44s +41d16m09s".'
        )
        raise QueryError("position", message, [text.strip()[:_LONGEST]])
    ra, dec = halves
    # A lone number is in degrees, several are in hours, unless a letter says it.
    in_hours = _IN_HOURS.match(plain) or (len(ra) > 1 and not _IN_DEGREES.match(plain))
    factor = _DEGREES_IN_HOUR if in_hours else 1
    position = Position(_degrees(ra) * factor, _degrees(dec))
    Query(position=position)
    return position


def _halves(text: str) -> tuple[list[str], list[str]] | None:
    """Return the numbers of both angles, or None if they cannot be told."""
    if not _ANGLES.fullmatch(text):
        return None
    parts = [_SEPARATORS.sub(" ", part).split() for part in text.split(",")]
    numbers = [number for part in parts for number in part]
    middle = len(numbers) // 2
    halves = numbers[:middle], numbers[middle:]
    is_cut_well = len(parts) == 1 or [*map(tuple, parts)] == [*map(tuple, halves)]
    if len(numbers) not in (2, 4, 6) or not is_cut_well:
        return None
    if not _is_angle(halves[0], "+") or not _is_angle(halves[1], "+-"):
        return None
    return halves


def _is_angle(numbers: list[str], signs: str) -> bool:
    """Tell whether these are degrees or hours, then minutes, then seconds."""
    first = numbers[0][1:] if numbers[0][0] in signs else numbers[0]
    *whole, last = [first, *numbers[1:]]
    return (
        all(_WHOLE.fullmatch(number) for number in whole)
        and bool(_NUMBER.fullmatch(last))
        and all(float(number) < _SIXTY for number in numbers[1:])
    )


def _degrees(numbers: list[str]) -> float:
    size = sum(abs(float(number)) / _SIXTY**n for n, number in enumerate(numbers))
    return -size if numbers[0].startswith("-") else size


def _names(field: str, given: object, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values of a field in order, each once, whatever their letters' case.

    :param known: what the values can be, or nothing if that is open.
    """
    values = [given] if isinstance(given, str) else given
    if not isinstance(values, Collection):
        raise QueryError(field, f"The field {field} takes a list of names.")
    names = [_name(field, str(value)) for value in values]
    if known:
        names = [name.upper() for name in names]
        wrong = sorted({*names} - {*known, ""})
        if wrong:
            message = f"The archive knows {', '.join(known)} here."
            raise QueryError(field, message, wrong)
    first = {name.casefold(): name for name in reversed(names)}
    return tuple(dict.fromkeys(first[name.casefold()] for name in names if name))


def _name(field: str, text: str) -> str:
    name = text.strip()
    if len(name) > _LONGEST or not is_printable(name):
        message = f"A name has at most {_LONGEST} letters, and no line ends."
        raise QueryError(field, message, [ascii(name[:_LONGEST])])
    return name


def _proposal(name: str) -> str:
    return name.lstrip("0") or name
