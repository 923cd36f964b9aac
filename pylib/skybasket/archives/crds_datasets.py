"""The data set that a product belongs to, as the reference data system names it.

The grammar of its IDs is in the system's user guide ("Web Services", "Valid Dataset
IDs") and in its client (``crds/bestrefs/headers.py``), both at
https://github.com/spacetelescope/crds; read in November 2026, never tried against the
system. Capital letters make no difference there; it writes them large.

* HST: ``<product>:<exposure>``, either half alone is enough. Both are roots of nine
  letters, as in ``I9ZF01010``, so the root of a file's name is one of them.
* JWST: ``<file set>.<detector>``, as in ``JW80500017001_02101_00001.MIRIFUSHORT``. The
  client makes it of a name by taking its last underscore for the dot.
* Roman: the same, as in ``R0000101001001001001_01101_0001.WFI16`` ("Bestrefs by Dataset
  ID"). Older examples spell ``_WFI16``. Of names that leave the middle part out, as
  later ones do, no ID is documented, so none is made.

What is combined of several exposures has an ID of its own in the archive of HST only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from skybasket.archives.mast_infer import read_ending, read_start
from skybasket.product import file_extension, split_filename

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["EXTENSIONS", "DataSet", "Reason", "data_set", "observatory_of"]

#: Why a product has no ID: its name does not tell one; it is combined of exposures; it
#: was not calibrated; its instrument has no references.
Reason: TypeAlias = Literal["", "name", "combined", "raw", "instrument"]

#: What calibrated data is kept as.
EXTENSIONS: Final = (".fits", ".fits.gz", ".asdf")
#: The archive's missions, by what the system calls them.
_OBSERVATORIES: Final[Mapping[str, str]] = {
    "HST": "hst",
    "JWST": "jwst",
    "ROMAN": "roman",
}
#: ACS, COS, NICMOS, STIS, WFC3, WFPC2: the instruments that have matching parameters
#: (user guide, ``get_required_parkeys``), by the first letter of their roots.
_HST_LETTERS: Final = frozenset("jlnoiu")
_RAW: Final = frozenset(
    {"uncal", "raw", "rawtag", "rawtag_a", "rawtag_b", "d0f", "d0m"}
)
_ROMAN: Final = re.compile(
    r"(r[0-9]{19}_[0-9a-z]{5}_[0-9]{4})_(wfi[0-9]{2})_([a-z0-9]+)"
)


class DataSet(NamedTuple):
    """What is asked for a product, or why nothing can be.

    :param observatory: as the system calls it; empty for other missions.
    :param identity: the ID, in large letters; empty where there is a reason.
    """

    observatory: str
    identity: str = ""
    reason: Reason = ""


def observatory_of(mission: str) -> str:
    """Return what the system calls a mission, nothing for one that it does not know."""
    return _OBSERVATORIES.get(mission.upper(), "")


def data_set(mission: str, filename: str) -> DataSet:
    """Return the data set of a product, as far as its name tells.

    :param mission: the archive's name of it, such as ``JWST``.
    :param filename: of a calibrated product, such as ``ib6v02d9q_flt.fits``.
    """
    observatory = observatory_of(mission)
    if not observatory or file_extension(filename) not in EXTENSIONS:
        return DataSet(observatory, reason="name")
    if observatory == "roman":
        return _roman(filename.lower())
    stem, suffix = split_filename(filename.lower())
    start = read_start(stem)
    if start.mission != mission.upper():
        return DataSet(observatory, reason="name")
    group = read_ending(start.rule, start.rest + suffix).group.lower()
    read = _RULES.get(start.rule, _nothing)
    if group in _RAW and read is not _nothing:
        return DataSet(observatory, reason="raw")
    return read(observatory, start.observation_id)


def _exposure(observatory: str, observation_id: str) -> DataSet:
    file_set, _, detector = observation_id.rpartition("_")
    return DataSet(observatory, f"{file_set}.{detector}".upper())


def _root(observatory: str, observation_id: str) -> DataSet:
    if observation_id[0] not in _HST_LETTERS:
        return DataSet(observatory, reason="instrument")
    return DataSet(observatory, observation_id.upper())


def _combined(observatory: str, _observation_id: str) -> DataSet:
    return DataSet(observatory, reason="combined")


def _nothing(observatory: str, _observation_id: str) -> DataSet:
    return DataSet(observatory, reason="name")


#: What to make of a name by the rule that it follows; see `mast_infer`.
_RULES: Final[Mapping[str, Callable[[str, str], DataSet]]] = {
    "jwst exposure": _exposure,
    "jwst guider": _exposure,
    "jwst combined": _combined,
    "hst exposure": _root,
    "hst advanced": _combined,
    "hst mosaic": _combined,
}


def _roman(filename: str) -> DataSet:
    found = _ROMAN.fullmatch(filename.partition(".")[0])
    if not found:
        return DataSet("roman", reason="name")
    file_set, detector, suffix = found.groups()
    if suffix in _RAW:
        return DataSet("roman", reason="raw")
    return DataSet("roman", f"{file_set}.{detector}".upper())
