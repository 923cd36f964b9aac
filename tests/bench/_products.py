"""Products as the archive might list them: names, sizes and facets, no real ones.

Programs of JWST, HST, TESS, Kepler and contributed collections, by the public naming
rules; files of one observation have one `parent_number`. The same seed always gives the
same products.
"""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.catalog import ProductRows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["generate"]

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_UNITS: Final = {"k": 10**3, "M": 10**6, "G": 10**9}
#: Files of the archive come in blocks of so many bytes (FITS).
_BLOCK: Final = 2880


class _Kind(NamedTuple):
    """One kind of file that an observation has."""

    ending: str
    group: str
    category: str
    level: str
    recommended: str
    #: Bytes, as a median, and how far they spread (of the natural logarithm); 0 where
    #: all files of an observation are equally large.
    size: int
    spread: float


def _kinds(table: str) -> list[_Kind]:
    lines = [line.split() for line in table.strip().splitlines()]
    return [
        _Kind(
            ending,
            "" if group == "-" else group,
            category,
            level,
            recommended,
            int(float(size[:-1]) * _UNITS[size[-1]]),
            float(spread),
        )
        for ending, group, category, level, recommended, size, spread in lines
    ]


_JWST_COMBINED: Final = _kinds("""
_i2d.fits       I2D   SCIENCE   3 yes 1.1G 0.9
_i2d.jpg        -     PREVIEW   3 no  700k 0.4
_i2d_thumb.jpg  -     THUMBNAIL 3 no  18k  0.3
_cat.ecsv       CAT   SCIENCE   3 yes 900k 1.0
_segm.fits      SEGM  SCIENCE   3 yes 210M 0.9
""")
_JWST_SPECTRUM: Final = _kinds("""
_s2d.fits       S2D   SCIENCE   3 yes 9M   0.8
_x1d.fits       X1D   SCIENCE   3 yes 250k 0.5
_x1d.png        -     PREVIEW   3 no  35k  0.3
_c1d.fits       C1D   SCIENCE   3 no  240k 0.5
""")
_JWST_CUBE: Final = _kinds("""
_s3d.fits       S3D   SCIENCE   3 yes 160M 0.8
_x1d.fits       X1D   SCIENCE   3 yes 1.9M 0.3
_x1d.png        -     PREVIEW   3 no  60k  0.3
_s3d.jpg        -     PREVIEW   3 no  90k  0.3
""")
_JWST_EXPOSURE: Final = _kinds("""
_uncal.fits     UNCAL       SCIENCE   1 no  176M 0
_uncal.jpg      -           PREVIEW   1 no  500k 0.3
_ramp.fits      RAMP        SCIENCE   2 no  620M 0
_rate.fits      RATE        SCIENCE   2 no  84M  0
_rate.jpg       -           PREVIEW   2 no  400k 0.3
_rate_thumb.jpg -           THUMBNAIL 2 no  12k  0.2
_rateints.fits  RATEINTS    SCIENCE   2 no  84M  0
_trapsfilled.fits TRAPSFILLED AUXILIARY 2 no 50M 0
_cal.fits       CAL         SCIENCE   2 yes 117M 0
_cal.jpg        -           PREVIEW   2 no  420k 0.3
_cal_thumb.jpg  -           THUMBNAIL 2 no  12k  0.2
_crf.fits       CRF         SCIENCE   2 no  117M 0
_i2d.fits       I2D         SCIENCE   2 no  130M 0.03
_i2d.jpg        -           PREVIEW   2 no  450k 0.3
""")
_HST_DATA_SET: Final = _kinds("""
_raw.fits       RAW   SCIENCE   1 no  34M  0
_flt.fits       FLT   SCIENCE   2 yes 168M 0
_flc.fits       FLC   SCIENCE   2 yes 168M 0
_flt.jpg        -     PREVIEW   2 no  330k 0.4
_flc_thumb.jpg  -     THUMBNAIL 2 no  9k   0.3
_spt.fits       SPT   AUXILIARY 1 no  51k  0.02
_trl.fits       TRL   AUXILIARY 1 no  24k  0.3
_jit.fits       JIT   AUXILIARY 1 no  150k 0.5
_jif.fits       JIF   AUXILIARY 1 no  49k  0.1
_flc_hlet.fits  FLC_HLET AUXILIARY 2 no 92k 0.1
""")
_HST_SPECTRUM: Final = _kinds("""
_rawtag_a.fits  RAWTAG_A SCIENCE 1 no 14M 0.8
_rawtag_b.fits  RAWTAG_B SCIENCE 1 no 11M 0.8
_corrtag_a.fits CORRTAG_A SCIENCE 2 no 61M 0.8
_corrtag_b.fits CORRTAG_B SCIENCE 2 no 55M 0.8
_x1d.fits       X1D   SCIENCE   2 yes 1.8M 0.05
_x1d_prev.png   -     PREVIEW   2 no  40k  0.2
_spt.fits       SPT   AUXILIARY 1 no  75k  0
_jit.fits       JIT   AUXILIARY 1 no  190k 0.5
""")
_HST_COMBINED: Final = _kinds("""
_asn.fits       ASN   AUXILIARY 1 no  12k  0
_drz.fits       DRZ   SCIENCE   3 yes 215M 0.2
_drc.fits       DRC   SCIENCE   3 yes 217M 0.2
_drc.jpg        -     PREVIEW   3 no  800k 0.3
_trl.fits       TRL   AUXILIARY 3 no  90k  0.4
""")
_TESS_TARGET: Final = _kinds("""
_lc.fits        LC    SCIENCE   3 yes 2M   0
_tp.fits        TP    SCIENCE   2 yes 47M  0.15
""")
_TESS_VALIDATION: Final = _kinds("""
_dvt.fits       DVT   SCIENCE   4 yes 3.9M 0.2
_dvr.pdf        DVR   INFO      4 no  7M   0.3
_dvr.xml        DVR   INFO      4 no  60k  0.3
_dvm.pdf        DVM   INFO      4 no  4M   0.2
_dvs.pdf        DVS   INFO      4 no  700k 0.2
""")
_KEPLER: Final = _kinds("""
_llc.fits       -     SCIENCE   3 yes 480k 0.01
_lpd-targ.fits.gz -   SCIENCE   2 yes 3.5M 0.3
""")
_CONTRIBUTED: Final = _kinds("""
_drz.fits       -     SCIENCE   4 yes 850M 0.7
_wht.fits       -     SCIENCE   4 yes 850M 0.7
_cat.txt        -     SCIENCE   4 no  4M   0.8
_prev.png       -     PREVIEW   4 no  900k 0.3
""")


class _Observation:
    """What all files of one observation have in common, and where they are kept."""

    def __init__(self, sheet: _Sheet, mission: str, head: str, **shared: str) -> None:
        self._sheet = sheet
        self._head = head
        self._shared = {"mission": mission, "parent_number": sheet.next_number()}
        self._shared |= shared
        self._constant: dict[str, int] = {}

    def add(self, stem: str, kinds: Sequence[_Kind], observation_id: str = "") -> None:
        """Add files of several kinds whose names have one stem."""
        for kind in kinds:
            size = self._constant.get(kind.ending) or self._sheet.size(kind)
            if not kind.spread:
                self._constant[kind.ending] = size
            self._sheet.add(
                self._head,
                stem + kind.ending,
                size,
                self._shared
                | {
                    "observation_id": observation_id or stem,
                    "category": kind.category,
                    "group": kind.group,
                    "level": kind.level,
                    "recommended": kind.recommended,
                },
            )


#: All text columns.
_FIELDS: Final = (
    "mission",
    "observation_id",
    "category",
    "group",
    "recommended",
    "kind",
    "batch",
    "level",
    "access",
    "data_type",
    "instrument",
    "bandpass",
    "proposal",
    "target",
    "parent_number",
    "inferred",
)


class _Sheet:
    """All products so far, by column."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.taken: set[str] = set()
        self.uris: list[str] = []
        self._known: set[str] = set()
        self._filenames: list[str] = []
        self._sizes: list[int] = []
        self._text: dict[str, list[str]] = {name: [] for name in _FIELDS}
        self._number = 70_000_000

    def next_number(self) -> str:
        """Return the archive's number for the next observation."""
        self._number += self.random.randint(1, 400)
        return str(self._number)

    def unused(self, make: Callable[[], str]) -> str:
        """Return something that was not made before."""
        while (found := make()) in self.taken:
            pass
        self.taken.add(found)
        return found

    def size(self, kind: _Kind) -> int:
        """Return a size for a file, in bytes."""
        spread = kind.spread or 0.4
        size = int(kind.size * math.exp(self.random.gauss(0, spread)))
        is_fits = ".fits" in kind.ending
        return max(size // _BLOCK, 2) * _BLOCK if is_fits else max(size, 900)

    def add(self, head: str, filename: str, size: int, text: Mapping[str, str]) -> None:
        """Add a file, unless there is one of that name."""
        if head + filename in self._known:
            return
        self._known.add(head + filename)
        self.uris.append(head + filename)
        self._filenames.append(filename)
        self._sizes.append(size)
        own = {"kind": "science", "access": "PUBLIC", **text}
        own["batch"] = (
            "available" if own["mission"] in ("HST", "JWST") else "unavailable"
        )
        for name, column in self._text.items():
            column.append(own.get(name, ""))

    def products(self, count: int) -> ProductRows:
        """Return so many products."""
        return ProductRows(
            uris=self.uris[:count],
            filenames=self._filenames[:count],
            text={name: column[:count] for name, column in self._text.items()},
            sizes=self._sizes[:count],
        )


def _letters(random: Random, count: int) -> str:
    return "".join(random.choices(_DIGITS, k=count))


def _described(random: Random, instrument: str, target: str) -> dict[str, str]:
    """Return what is known of a program's observations: found by a search, or not."""
    if random.random() < 0.5:
        return {"instrument": instrument, "target": target}
    return {"instrument": instrument.partition("/")[0], "inferred": "instrument"}


def _target(random: Random) -> str:
    return random.choice(
        (
            f"NGC-{random.randint(1, 7840)}",
            f"HD-{random.randint(1000, 359_000)}",
            f"J{random.randint(0, 235959):06}+{random.randint(0, 895959):06}",
            f"ABELL{random.randint(1, 4076)}-POS{random.randint(1, 4)}",
        )
    )


#: Modes of JWST: instrument, data type, what the combined product is called by, its
#: bandpass, and the detectors that see it.
_SHORT: Final = [f"nrc{module}{number}" for module in "ab" for number in "1234"]
_LONG: Final = ["nrcalong", "nrcblong"]
_JWST_MODES: Final = (
    *(
        ("NIRCAM/IMAGE", "image", f"nircam_clear-{name}", name.upper(), _SHORT)
        for name in ("f070w", "f115w", "f150w", "f182m", "f200w", "f212n")
    ),
    *(
        ("NIRCAM/IMAGE", "image", f"nircam_clear-{name}", name.upper(), _LONG)
        for name in ("f277w", "f335m", "f356w", "f410m", "f444w", "f480m")
    ),
    *(
        ("MIRI/IMAGE", "image", f"miri_{name}", name.upper(), ["mirimage"])
        for name in ("f560w", "f770w", "f1130w", "f1500w", "f2100w")
    ),
    *(
        ("NIRSPEC/IFU", "cube", f"nirspec_{name}", name.upper(), ["nrs1", "nrs2"])
        for name in ("g140h-f100lp", "g235h-f170lp", "g395h-f290lp")
    ),
    *(
        ("MIRI/IFU", "cube", f"miri_ch{name}", f"CH{name}".upper(), ["mirifulong"])
        for name in ("3-long", "4-short", "3-medium")
    ),
    ("NIRSPEC/SLIT", "spectrum", "nirspec_prism-clear", "PRISM", ["nrs1", "nrs2"]),
    ("NIRISS/WFSS", "spectrum", "niriss_f200w-gr150r", "F200W;GR150R", ["nis"]),
)
_JWST_PRODUCTS: Final = {
    "image": _JWST_COMBINED,
    "cube": _JWST_CUBE,
    "spectrum": _JWST_SPECTRUM,
}


def _jwst(sheet: _Sheet) -> None:
    """Add a program of JWST: several observations, some in several filters."""
    random = sheet.random
    program = int(sheet.unused(lambda: f"{random.randint(1018, 9999)}"))
    access = random.choice(("PUBLIC", "PUBLIC", "EXCLUSIVE_ACCESS"))
    for number in range(1, random.randint(2, 7)):
        target, field = _target(random), random.randint(1, 40)
        modes = random.sample(_JWST_MODES, random.randint(1, 3))
        for activity, mode in enumerate(modes, random.randint(2, 6)):
            instrument, data_type, name, bandpass, detectors = mode
            stem = f"jw{program:05}-o{number:03}_t{field:03}_{name}"
            observation = _Observation(
                sheet,
                "JWST",
                "mast:JWST/product/",
                proposal=str(program),
                access=access,
                data_type=data_type,
                bandpass=bandpass,
                **_described(random, instrument, target),
            )
            observation.add(stem, _JWST_PRODUCTS[data_type])
            visit = f"jw{program:05}{number:03}{random.choice((1, 1, 1, 2)):03}"
            group = f"{visit}_{activity:02}1{random.randint(1, 9):02}"
            kinds = _exposure_kinds(random, number)
            for exposure in range(1, random.choice((2, 4, 4, 6, 8, 12)) + 1):
                for detector in detectors:
                    own = f"{group}_{exposure:05}_{detector}"
                    observation.add(own, kinds)


def _exposure_kinds(random: Random, number: int) -> list[_Kind]:
    """Return what the pipeline made of the exposures of one observation."""
    kinds = [kind for kind in _JWST_EXPOSURE if random.random() < 0.9]
    return [
        kind._replace(ending=f"_o{number:03}_crf.fits") if kind.group == "CRF" else kind
        for kind in kinds
    ]


_HST_CAMERAS: Final = (
    ("i", "WFC3/UVIS", "wfc3_uvis", ("F275W", "F336W", "F475W", "F606W", "F814W")),
    ("i", "WFC3/IR", "wfc3_ir", ("F105W", "F110W", "F140W", "F160W")),
    ("j", "ACS/WFC", "acs_wfc", ("F435W", "F555W", "F606W", "F814W", "F850LP")),
)


def _hst(sheet: _Sheet) -> None:
    """Add a program of HST: visits with a camera, one association a filter."""
    random = sheet.random
    letter, instrument, word, filters = random.choice(_HST_CAMERAS)
    program = sheet.unused(
        lambda: letter + random.choice("abcdef") + _letters(random, 2)
    )
    proposal = random.randint(9000, 17_900)
    is_infrared = instrument.endswith("IR")
    without = ("FLC", "DRC", "FLC_HLET") if is_infrared else ("FLT", "DRZ")
    described = _described(random, instrument, _target(random))
    for visit in range(1, random.randint(2, 9)):
        place = random.randint(0, 36**2 - 40)
        for number, bandpass in enumerate(random.sample(filters, random.randint(1, 3))):
            observation = _Observation(
                sheet,
                "HST",
                "mast:HST/product/",
                proposal=str(proposal),
                data_type="image",
                bandpass=bandpass,
                **described,
            )
            combined = [kind for kind in _HST_COMBINED if kind.group not in without]
            root = f"{program}{visit:02}"
            observation.add(f"{root}0{number + 1}0", combined)
            single = [kind for kind in _HST_DATA_SET if kind.group not in without]
            advanced = [
                kind for kind in single + combined if kind.group[:2] in ("FL", "DR")
            ]
            start = f"hst_{proposal}_{visit:02}_{word}_{bandpass.lower()}_{root}"
            for _ in range(random.randint(2, 6)):
                place += random.choice((1, 1, 1, 2, 3))
                exposure = _DIGITS[place // 36] + _DIGITS[place % 36]
                observation.add(f"{root}{exposure}q", single)
                if proposal > 12_000:
                    observation.add(f"{start}{exposure}", advanced)
            if proposal > 12_000:
                observation.add(start, [k for k in combined if k.group[:2] == "DR"])


def _hst_spectra(sheet: _Sheet) -> None:
    """Add a program of HST with a spectrograph: every data set is an observation."""
    random = sheet.random
    program = sheet.unused(lambda: "l" + random.choice("bcdef") + _letters(random, 2))
    proposal = random.randint(11_500, 17_900)
    described = _described(random, "COS/FUV", _target(random))
    for visit in range(1, random.randint(2, 9)):
        for _ in range(random.randint(1, 3)):
            observation = _Observation(
                sheet,
                "HST",
                "mast:HST/product/",
                proposal=str(proposal),
                data_type="spectrum",
                bandpass=random.choice(("G130M", "G160M", "G140L")),
                **described,
            )
            stem = f"{program}{visit:02}{_letters(random, 2)}q"
            observation.add(stem, _HST_SPECTRUM)


def _tess(sheet: _Sheet) -> None:
    """Add a star that TESS has seen in several sectors."""
    random = sheet.random
    star = int(sheet.unused(lambda: f"{random.randint(10**6, 2 * 10**9)}"))
    for sector in sorted(random.sample(range(1, 97), random.randint(1, 5))):
        day = 206 + sector * 27
        year, day = 2018 + day // 365, day % 365 + 1
        stamp = f"tess{year}{day:03}{(sector * 7919) % 235959:06}"
        stem = f"{stamp}-s{sector:04}-{star:016}-{119 + sector:04}-s"
        observation = _Observation(
            sheet,
            "TESS",
            "mast:TESS/product/",
            proposal=f"G0{sector % 9}{sector:03}",
            data_type="timeseries",
            instrument="Photometer",
            bandpass="TESS",
            target=str(star),
        )
        observation.add(stem, _TESS_TARGET)
        if random.random() < 0.4:
            report = f"{stamp}-s{sector:04}-s{sector:04}-{star:016}"
            name = f"{report}-{random.randint(1, 999):05}"
            observation.add(name, _TESS_VALIDATION, stem)


def _kepler(sheet: _Sheet) -> None:
    """Add a star of Kepler's field, all quarters."""
    random = sheet.random
    star = sheet.unused(lambda: f"{random.randint(757_076, 12_935_144):09}")
    observation = _Observation(
        sheet,
        "Kepler",
        f"mast:KEPLER/url/missions/kepler/lightcurves/{star[:4]}/{star}/",
        data_type="timeseries",
        instrument="Kepler",
        bandpass="KEPLER",
        target=f"kplr{star}",
    )
    quarters = ("2009131105131", "2009259160929", "2010078095331", "2011024051157")
    for quarter in random.sample(quarters, random.randint(1, 4)):
        stem = f"kplr{star}-{quarter}"
        observation.add(stem, _KEPLER, f"kplr{star}_lc_Q{random.randint(1, 10**8):018}")


def _contributed(sheet: _Sheet) -> None:
    """Add fields of a survey whose data astronomers contributed."""
    random = sheet.random
    survey = sheet.unused(
        lambda: (
            random.choice(("cosmo", "deep", "ultra", "legacy", "wide"))
            + _letters(random, 3)
        )
    )
    for field in range(1, random.randint(2, 8)):
        head = f"mast:HLSP/{survey}/field-{field:02}/"
        observation = _Observation(
            sheet, "HLSP", head, data_type="image", target=f"{survey}-{field:02}"
        )
        for bandpass in random.sample(("f435w", "f606w", "f814w", "f160w", "f444w"), 3):
            name = f"hlsp_{survey}_hst_acs-60mas_field-{field:02}_{bandpass}_v2.1"
            observation.add(name, _CONTRIBUTED)


#: Makers of programs, by how often each is taken.
_MAKERS: Final = {_jwst: 4, _hst: 5, _hst_spectra: 3, _tess: 10, _kepler: 3} | {
    _contributed: 2
}


def generate(count: int, seed: int) -> ProductRows:
    """Return so many products, observation after observation.

    Every file has its own URI. Sizes are in bytes and exact. The text columns are those
    of a list whose observations were found by a search, for about half of the programs,
    and of a bare product list for the others.
    """
    sheet = _Sheet(Random(seed))  # noqa: S311 - nothing secret
    makers, weights = list(_MAKERS), list(_MAKERS.values())
    while len(sheet.uris) < count:
        [make] = sheet.random.choices(makers, weights)
        make(sheet)
    return sheet.products(count)
