"""Where observations looked: as the archive tells, or a list joined with its answer."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite, nan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skybasket.catalog import Catalog
    from skybasket.observation import Observation

__all__ = ["placed", "position"]


def position(catalog: Catalog, number: int) -> tuple[float, float] | None:
    """Return where an observation looked, in degrees (ICRS), or None if unknown.

    Lists of products do not tell it, but some people join them with the archive's
    answer about their observations, whose columns these are.

    :param number: the observation's place in the catalog.
    """
    if told := catalog.described(number):
        place = told.right_ascension, told.declination
    else:
        row = catalog.first_row(number)
        place = _degrees(catalog, "s_ra", row), _degrees(catalog, "s_dec", row)
    right_ascension, declination = place
    if right_ascension is None or declination is None:
        return None
    return right_ascension, declination


def placed(catalog: Catalog, number: int) -> Observation:
    """Return an observation with all that is known of where it looked."""
    place = position(catalog, number)
    right_ascension, declination = place or (None, None)
    return replace(
        catalog.observation(number),
        right_ascension=right_ascension,
        declination=declination,
    )


def _degrees(catalog: Catalog, name: str, row: int) -> float | None:
    column = catalog.extra.get(name)
    try:
        degrees = float(column[row]) if column and row < len(column) else nan
    except ValueError:
        return None
    return degrees if isfinite(degrees) else None
