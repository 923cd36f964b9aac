"""What is special in the product lists of MAST's searches by mission.

They (https://mast.stsci.edu/search/docs/) tell the pipeline's stage instead of a
category and a level, and give no URI but ``<data set>/<file>``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["address", "category", "level", "mission_of_instrument"]

_CATEGORIES: Final = {"REFERENCE": "CALIBRATION", "AUX": "AUXILIARY"}
_LEVELS: Final = frozenset("123")
_HST: Final = "ACS COS FOC FOS HRS GHRS HSP NICMOS STIS WFC3 WFPC WFPC2"
_JWST: Final = "MIRI NIRCAM NIRISS NIRSPEC"
#: FGS is an instrument of both.
_MISSIONS: Final = {
    instrument: mission
    for mission, instruments in (("HST", _HST), ("JWST", _JWST))
    for instrument in instruments.split()
}
_REFERENCES: Final = "https://{0}-crds.stsci.edu/unchecked_get/references/{0}/{1}"


def category(stages: Iterable[str]) -> list[str]:
    """Return CAOM's categories where the stages tell them."""
    return [_CATEGORIES.get(stage, "") for stage in stages]


def level(stages: Iterable[str]) -> list[str]:
    """Return CAOM's levels where the stages are JWST's, which tell them."""
    return [stage if stage in _LEVELS else "" for stage in stages]


def mission_of_instrument(instrument: str) -> str:
    """Return the mission that has an instrument, nothing where two have it."""
    return _MISSIONS.get(instrument.upper(), "")


def address(mission: str, filename: str, *, is_reference: bool) -> str:
    """Return what a file is fetched by: its URI, or a reference file's address."""
    if is_reference:
        return _REFERENCES.format(mission.lower(), filename)
    return f"mast:{mission}/product/{filename}"
