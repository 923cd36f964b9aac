"""Instruments and filters read off MAST's file names, where a list does not say.

Product rows carry no instrument; it lives on the observation. The names tell it:
JWST by the detector (https://jwst-docs.stsci.edu, "File Naming Schemes"), HST by the
first letter of the nine-character root name or by a word of the long name
(https://hst-docs.stsci.edu, "HST File Names").
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["inferred_bandpass", "inferred_instrument"]

_HST_LETTER: Final = {
    "f": "FGS",
    "i": "WFC3",
    "j": "ACS",
    "l": "COS",
    "n": "NICMOS",
    "o": "STIS",
    "u": "WFPC2",
    "v": "HSP",
    "w": "WFPC",
    "x": "FOC",
    "y": "FOS",
    "z": "HRS",
}
_HST_ROOT: Final = re.compile(r"([a-z])[a-z0-9]{8}(?=[_.]|$)")
_HST_WORD: Final = re.compile(
    r"_(wfc3|acs|cos|stis|nicmos|wfpc2|wfpc|foc|fos|hrs|fgs)(?=_|$)"
)
_JWST_WORD: Final = re.compile(
    r"[_-](nrc|nircam|nrs|nirspec|nis|niriss|miri|mir|guider|fgs)"
)
_JWST_NAME: Final = {
    "nrc": "NIRCAM",
    "nircam": "NIRCAM",
    "nrs": "NIRSPEC",
    "nirspec": "NIRSPEC",
    "nis": "NIRISS",
    "niriss": "NIRISS",
    "miri": "MIRI",
    "mir": "MIRI",
    "guider": "FGS",
    "fgs": "FGS",
}
_BANDPASS: Final = re.compile(
    r"(?<=[_-])(?:[fg]\d{3,4}[a-z]{0,2}\d?|clear[12]?)(?=[_-]|$)"
)


def inferred_instrument(mission: str, name: str) -> str:
    """Return the instrument that a file or observation name tells, or nothing.

    :param mission: the archive's name of the mission, such as ``JWST``.
    :param name: a file name or an observation ID.
    """
    name = name.lower()
    if mission == "JWST":
        found = _JWST_WORD.search(name)
        return _JWST_NAME[found.group(1)] if found else ""
    if mission in ("HST", "HLA"):
        if word := _HST_WORD.search(name):
            return word.group(1).upper()
        root = _HST_ROOT.match(name)
        return _HST_LETTER.get(root.group(1), "") if root else ""
    return ""


def inferred_bandpass(mission: str, name: str) -> str:
    """Return the filters that a name tells, joined by ";", or nothing.

    Only the long names of HST and the combined products of JWST spell them, as in
    ``jw01345-o001_t021_nircam_clear-f200w_i2d.fits``.
    """
    if mission not in ("HST", "HLA", "JWST"):
        return ""
    found = _BANDPASS.findall(name.lower().partition(".")[0])
    return ";".join(dict.fromkeys(found)).upper() if found else ""
