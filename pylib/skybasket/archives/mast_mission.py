"""What is special in the product lists of MAST's searches by mission.

They (https://mast.stsci.edu/search/docs/) tell the pipeline's stage instead of a
category and a level, and give no URI but ``<data set>/<file>``.
"""

from __future__ import annotations

from typing import Final

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


def category(stage: str) -> str:
    """Return CAOM's category where the stage tells it."""
    return _CATEGORIES.get(stage, "")


def level(stage: str) -> str:
    """Return CAOM's level where the stage is one of JWST's, which tell it."""
    return stage if stage in _LEVELS else ""


def mission_of_instrument(instrument: str) -> str:
    """Return the mission that has an instrument, nothing where two have it."""
    return _MISSIONS.get(instrument.upper(), "")


def address(mission: str, filename: str, *, is_reference: bool) -> str:
    """Return what a file is fetched by: its URI, or a reference file's address."""
    if is_reference:
        return _REFERENCES.format(mission.lower(), filename)
    return f"mast:{mission}/product/{filename}"
