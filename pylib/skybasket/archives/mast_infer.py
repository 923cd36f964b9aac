"""What the name of a file alone proves, by the naming rules of the missions.

JWST: https://jwst-pipeline.readthedocs.io, "File Naming Schemes" and "Data Product
Types". HST: https://hst-docs.stsci.edu, "HST File Names", and the names of the Hubble
Advanced Products. TESS and Kepler: the archive manuals at
https://archive.stsci.edu/missions-and-data. What the archive's lists say of such files
was compared in November 2026; where it differs from file to file, nothing is said: a
TESS report of data validation stands under one of many observations, and an image of a
spectrum is not known by its suffix.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "Ending",
    "Start",
    "mission_of",
    "own_uri",
    "read_ending",
    "read_start",
]


class Start(NamedTuple):
    """What the part of a name tells that the files of an observation share."""

    #: Which naming rule it follows; nothing else is known where it follows none.
    rule: str = ""
    mission: str = ""
    observation_id: str = ""
    proposal: str = ""
    #: What of the part belongs to the ending already, as in ``_rawtag`` of ``_a.fits``.
    rest: str = ""


class Ending(NamedTuple):
    """What the part of a name tells that differs among the files of an observation."""

    group: str = ""
    #: Of CAOM, as text.
    level: str = ""
    category: str = ""
    data_type: str = ""
    #: Added to the observation that the start names.
    observation: str = ""


_EXPOSURE: Final = (
    r"jw(?P<proposal>[0-9]{5})[0-9]{6}_[0-9]{2}[1-5][0-9a-z]{2}_[0-9]{5}"
    r"(?:-seg[0-9]{3})?"
)
_DETECTOR: Final = r"(?:nrc[ab](?:[1-4]|long)|nrs[12]|nis|miri(?:mage|fulong|fushort))"
#: The association that a file was flagged for, and the group of a thumbnail.
_REST: Final = r"(?P<rest>(?:_(?:o[0-9]{3}|[ac][0-9]{4}))?(?:_[a-z0-9]+)?)"
_ROOT: Final = r"(?=[a-z0-9]*[0-9])[fijlnouvwxyz][a-z0-9]{8}"
#: The rules by name: mission, and what the stem of a name looks like.
_RULES: Final = (
    (
        "jwst exposure",
        "JWST",
        re.compile(rf"(?P<id>{_EXPOSURE}_{_DETECTOR}){_REST}"),
    ),
    # What the guiders take is science or serves the guiding.
    ("jwst guider", "JWST", re.compile(rf"(?P<id>{_EXPOSURE}_guider[12]){_REST}")),
    (
        "jwst combined",
        "JWST",
        re.compile(
            r"(?P<id>jw(?P<proposal>[0-9]{5})-(?:o[0-9]{3}|[ac][0-9]{4})"
            r"_(?:t[0-9]{3}|[sbv][0-9]{5,9})(?:-epoch[0-9])?"
            r"_(?:nircam|nirspec|niriss|miri|fgs)_[a-z0-9-]+)"
            r"(?P<rest>(?:_(?:i2d|s2d|s3d|x1d|c1d|cal))?)"
        ),
    ),
    (
        "jwst guide star",
        "JWST",
        re.compile(
            r"jw(?P<proposal>[0-9]{5})[0-9]{6}_gs-[a-z0-9]+_[0-9]+(?:-seg[0-9]{3})?"
            r"(?P<rest>(?:_[a-z0-9]+)?)"
        ),
    ),
    (
        "jwst other",
        "JWST",
        re.compile(r"jw(?P<proposal>[0-9]{5})(?:[0-9]{6})?[-_].*(?P<rest>)"),
    ),
    # A root that ends in M to T or 0 names its own data set. Others stand under
    # another one: J the jitter, X an engineering file, 1 to 9 and A to I parts.
    (
        "hst exposure",
        "HST",
        re.compile(rf"(?P<id>{_ROOT}(?<=[m-t0]))(?P<rest>(?:_.*)?)"),
    ),
    ("hst part", "HST", re.compile(rf"{_ROOT}(?P<rest>(?:_.*)?)")),
    (
        "hst advanced",
        "HST",
        re.compile(
            r"(?P<id>hst_(?P<proposal>[0-9]{4,5})_[a-z0-9]{2}_[a-z0-9]+_[a-z0-9]+"
            r"_[a-z0-9-]+_[ijlnouvwxyz][a-z0-9]{5}(?:[a-z0-9]{2})?)(?P<rest>)"
        ),
    ),
    ("hst mosaic", "HST", re.compile(r"hst_skycell-[a-z0-9_-]+(?P<rest>)")),
    (
        "tess target",
        "TESS",
        re.compile(
            r"(?P<id>tess[0-9]{13}-s[0-9]{4}-[0-9]{16}-[0-9]{4}-[a-z])(?P<rest>)"
        ),
    ),
    (
        "tess validation",
        "TESS",
        re.compile(
            r"tess[0-9]{13}-s[0-9]{4}-s[0-9]{4}-[0-9]{16}(?:-[0-9]{2})?-[0-9]{5}"
            r"(?P<rest>)"
        ),
    ),
    (
        "tess frame",
        "TESS",
        re.compile(r"tess[0-9]{13}-s[0-9]{4}-[1-4]-[1-4]-[0-9]{4}-[a-z](?P<rest>)"),
    ),
    ("kepler", "Kepler", re.compile(r"kplr[0-9]{9}-[0-9]{13}(?P<rest>)")),
    ("k2", "K2", re.compile(r"ktwo[0-9]{9}-c[0-9]{2,3}(?P<rest>)")),
    ("contributed", "HLSP", re.compile(r"hlsp_.+(?P<rest>)")),
)
#: Rules whose files have the URI ``mast:<mission>/product/<file>``.
_OWN_RULES: Final = ("jwst ", "hst ", "tess ")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENDING: Final = re.compile(
    r"(?:_(?:o[0-9]{3}|[ac][0-9]{4}))?_(?P<group>[a-z0-9_-]+)\.(?P<extension>[a-z0-9.]+)"
)
_FITS: Final = ("fits", "fits.gz")
_IMAGES: Final = ("jpg", "png", "gif")

_JWST_STAGE_2: Final = _words(
    "ramp rate rateints cal calints bsub bsubints i2d s2d s3d x1d x1dints crf crfints"
)
_JWST_STAGE_3: Final = _words(
    "i2d s2d s3d x1d x1dints c1d cat segm phot whtlt psfstack amiavg aminorm wfscmb"
)
#: Levels by rule and group.
_JWST_LEVELS: Final[Mapping[str, Mapping[str, str]]] = {
    "jwst exposure": {"uncal": "1"} | dict.fromkeys(_JWST_STAGE_2, "2"),
    "jwst combined": dict.fromkeys(_JWST_STAGE_3, "3"),
}
#: Files that are no FITS files of a stage.
_JWST_OTHER: Final = frozenset({("msa", "fits"), ("asn", "json"), ("cat", "ecsv")})
_JWST_SCIENCE: Final = _words(
    "uncal rate rateints cal calints crf crfints i2d s2d s3d x1d x1dints c1d"
)
_JWST_TYPES: Final = {"i2d": "image", "s3d": "cube"}
#: Groups of HST that the archive calls science, and those it calls auxiliary.
_HST_SCIENCE: Final = _words("c0m c1m d0f d0m c0f c1f drz drc flt flc raw x1d")
_HST_AUXILIARY: Final = _words(
    "c3m c3t cgr dgr jif jit q0f q0m q1f q1m shf shm trl x0f x0m spt asn"
)
_HST_OTHER: Final = _words(
    "asc cal corrtag corrtag_a corrtag_b counts counts_a counts_b crc crj cspec d1f"
    " flt_a flt_b fltsum ima lampflash lampflash_a lampflash_b mos ocx pdq rawtag"
    " rawtag_a rawtag_b sfl sx1 sx2 tag ulf wav wsp x1dsum x1dsum1 x1dsum2 x1dsum3"
    " x1dsum4 x2d"
)
_HST_GROUPS: Final = _HST_SCIENCE | _HST_AUXILIARY | _HST_OTHER
_HST_LEVELS: Final = {"flt": "2", "flc": "2", "c0f": "2", "c0m": "2", "drz": "3"} | {
    "drc": "3"
}
_HST_SPECTRA: Final = frozenset({"x1d", "sx1", "x1dsum"})
_TESS: Final = {
    ("tess target", "lc"): Ending("LC", "", "SCIENCE", "timeseries"),
    ("tess target", "tp"): Ending("TP", "", "SCIENCE", "timeseries"),
    ("tess target", "fast-lc"): Ending("FAST-LC", "", "SCIENCE", "timeseries", "_fast"),
    ("tess target", "fast-tp"): Ending("FAST-TP", "", "SCIENCE", "timeseries", "_fast"),
    ("tess validation", "dvt"): Ending("DVT", "", "SCIENCE", "timeseries"),
    ("tess validation", "dvr"): Ending("DVR", "", "INFO", "timeseries"),
    ("tess validation", "dvm"): Ending("DVM", "", "INFO", "timeseries"),
    ("tess validation", "dvs"): Ending("DVS", "", "INFO", "timeseries"),
    ("tess frame", "ffic"): Ending("FFIC", "", "SCIENCE", "image"),
    ("tess frame", "ffir"): Ending("FFIR", "", "", "image"),
}
_KEPLER: Final = frozenset({"llc", "slc", "lpd-targ", "spd-targ"})


def read_start(stem: str) -> Start:
    """Return what a name tells up to its last underscore.

    :param stem: of a file name; see `skybasket.product.split_filename`.
    """
    name = stem.lower()
    for rule, mission, form in _RULES:
        if found := form.fullmatch(name):
            parts = found.groupdict()
            return Start(
                rule,
                mission,
                stem[: len(parts.get("id") or "")],
                (parts.get("proposal") or "").lstrip("0"),
                parts["rest"],
            )
    return Start()


def read_ending(rule: str, ending: str) -> Ending:
    """Return what the end of a name tells.

    :param rule: that its start follows; see `Start`.
    :param ending: from the underscore on, with what `Start` left over before it.
    """
    found = _ENDING.fullmatch(ending.lower())
    mission = rule.partition(" ")[0]
    if not found or mission not in _ENDINGS:
        return Ending()
    return _ENDINGS[mission](rule, found["group"], found["extension"])


def _jwst_ending(rule: str, group: str, extension: str) -> Ending:
    if extension in _IMAGES:
        return _preview(group)
    if rule == "jwst guide star":
        return Ending(category="AUXILIARY")
    levels = _JWST_LEVELS.get(rule, {})
    if (group, extension) in _JWST_OTHER or (group in levels and extension in _FITS):
        return Ending(
            group.upper(),
            levels.get(group, ""),
            "SCIENCE" if group in _JWST_SCIENCE else "",
            _JWST_TYPES.get(group, ""),
        )
    return Ending()


def _hst_ending(rule: str, group: str, extension: str) -> Ending:
    if extension in _IMAGES:
        return _preview(group)
    if group not in _HST_GROUPS or extension not in _FITS:
        return Ending()
    category = "SCIENCE" if group in _HST_SCIENCE else ""
    return Ending(
        group.upper(),
        "" if rule == "hst mosaic" else _HST_LEVELS.get(group, ""),
        "AUXILIARY" if group in _HST_AUXILIARY else category,
        "spectrum" if group in _HST_SPECTRA else "",
    )


def _tess_ending(rule: str, group: str, extension: str) -> Ending:
    is_known = extension in (*_FITS, "pdf", "xml")
    return _TESS.get((rule, group), Ending()) if is_known else Ending()


def _kepler_ending(rule: str, group: str, extension: str) -> Ending:
    if group not in _KEPLER or extension not in _FITS:
        return Ending()
    known = "KTL" if (rule, group) == ("k2", "lpd-targ") else ""
    return Ending(known, "", "SCIENCE", "timeseries")


def _preview(group: str) -> Ending:
    # The archive has another word for thumbnails.
    return Ending(category="" if group.endswith("thumb") else "PREVIEW")


#: By the first word of the rule.
_ENDINGS: Final[Mapping[str, Callable[[str, str, str], Ending]]] = {
    "jwst": _jwst_ending,
    "hst": _hst_ending,
    "tess": _tess_ending,
    "kepler": _kepler_ending,
    "k2": _kepler_ending,
}


def mission_of(start: Start, ending: Ending) -> str:
    """Return the mission that a whole name proves, or nothing.

    Nine letters can be anything: a root of HST is one with a suffix that HST has.
    """
    is_vague = start.rule in ("hst exposure", "hst part")
    return "" if is_vague and not ending.group else start.mission


def own_uri(filename: str, start: Start, ending: Ending) -> str:
    """Return the archive's URI of a file, or nothing where its name does not tell."""
    mission = mission_of(start, ending)
    if not mission or not start.rule.startswith(_OWN_RULES):
        return ""
    # Their files have names in lower case, however a list spells them.
    return f"mast:{mission}/product/{filename.lower()}"
