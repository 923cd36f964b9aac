"""The product lists that the browser tests open: made up, in the terms of real ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.archive.catalogue import product

if TYPE_CHECKING:
    from tests.archive.catalogue import Row

__all__ = ["FOREIGN", "MIXED", "TREE", "UNMARKED", "many"]

#: A small tree: two files in one of three observations.
TREE: Final = [
    product("a_drz.fits", "A", "HST"),
    product("a_flc.fits", "A", "HST"),
    product("b_drz.fits", "B", "HST"),
    product("c_i2d.fits", "C", "JWST"),
]

#: Mission, observation, file; category, group, recommended; size, level, data type;
#: filters, proposal. A dash stands for nothing.
_TABLE: Final = """
HST   U9OX0504M      u9ox0504m_c0f.fits     SCIENCE C0F yes 10308 2 image F555W 8059
HST   U9OX0504M      u9ox0504m_d0f.fits     SCIENCE D0F no 5184 1 image F555W 8059
HST   U9OX0504M      u9ox0504m_drz.fits     SCIENCE DRZ yes 27228 3 image F555W 8059
HST   U9OX0504M      u9ox0504m_jit.jpg      PREVIEW JIT no - 2 image F555W 8059
HST   U9OX0504M      u9ox0504m_trl.txt      AUXILIARY TRL no 0 2 image F555W 8059
JWST  jw01039-o004   jw01039-o004_s3d.fits  SCIENCE S3D yes 37040 3 cube - 1039
JWST  jw01039-o004   jw01039-o004_x1d.fits  SCIENCE X1D yes 1901 3 spectrum - 1039
JWST  jw01039-o004   jw01039-o004_x1d.png   PREVIEW X1D no 480 3 spectrum - 1039
JWST  jw01039-o004   jw01039-o004_cat.ecsv  CATALOG CAT no 344 3 cube - 1039
JWST  jw01039-o004   jw01039-o004_asn.json  INFO ASN no 1152 3 cube - 1039
JWST  jw01039-o004   jwst_miri_flat.fits    CALIBRATION - no 9000 - - - 1039
JWST  jw01410_guider jw01410_guider1.fits   AUXILIARY GS no 10071 1 image - 1410
TESS  tess-s0004     tess-s0004_lc.fits     SCIENCE LC yes 2039 2 timeseries TESS -
TESS  tess-s0004     tess-s0004_tp.fits     SCIENCE TP yes 4400 2 timeseries TESS -
TESS  tess-s0004     tess-s0004_dvs.pdf     INFO DVS no 820 2 timeseries TESS -
GALEX 63748          AIS_419-nd-int.fits.gz SCIENCE - no 6060 2 image NUV -
"""

#: What some of them have beside: a full description, or access for a few only.
_MORE: Final = {
    "jw01039-o004_s3d.fits": {
        "description": "exposure/target (L2b/L3): 3D image of spectrum",
        "prvversion": "1.5.3",
        "project": "CALJWST",
        "instrument_name": "MIRI/IFU",
        "target_name": "NGC 6552",
        "productDocumentationURL": "https://archive.stsci.edu/missions/jwst.html",
        "obsID": "83209967",
        "parent_obsid": "83209967",
        "a_column_of_their_own": "kept",
    },
    "jw01410_guider1.fits": {"dataRights": "EXCLUSIVE_ACCESS"},
}


def _row(line: str) -> Row:
    """Make a product of one line of the table."""
    words = [None if word == "-" else word for word in line.split()]
    mission, observation, filename, category, group, recommended, *rest = words
    size, level, data_type, bandpass, proposal = rest
    assert mission
    assert observation
    assert filename
    return product(
        filename,
        observation,
        mission,
        recommended=recommended == "yes",
        size=int(size) if size else None,
        productType=category,
        productSubGroupDescription=group,
        calib_level=int(level) if level else None,
        dataproduct_type=data_type,
        filters=bandpass,
        proposal_id=proposal,
    )


#: Five observations of four missions; every facet has two values or more.
MIXED: Final[list[Row]] = [
    {**(row := _row(line)), **_MORE.get(str(row["productFilename"]), {})}
    for line in _TABLE.strip().splitlines()
]

#: Other files like these, in a list without the column that marks the recommended.
UNMARKED: Final[list[Row]] = [
    {
        name: f"{value}-2" if name == "dataURI" else value
        for name, value in row.items()
        if name != "productGroupDescription"
    }
    for row in MIXED
]

#: One file on the archive, one elsewhere, and one that has no safe address.
FOREIGN: Final[list[Row]] = [
    product("hlsp_here_lc.fits", "here", "HLSP", size=100),
    product(
        "hlsp_there_lc.fits",
        "there",
        "HLSP",
        size=200,
        dataURI="https://data.example.org/hlsp_there_lc.fits",
    ),
    product(
        "hlsp_unsafe_lc.fits",
        "there",
        "HLSP",
        size=300,
        dataURI="http://data.example.org/hlsp_unsafe_lc.fits",
    ),
]


def many(observations: int, files: int, description: str = "") -> bytes:
    """Return a long list as comma-separated values: so many files an observation."""
    lines = ["dataURI,obs_collection,obs_id,productType,calib_level,size,description"]
    for number in range(observations):
        observation = f"jw{number:05}001001_02101_00001_nrca1"
        lines += [
            f"mast:JWST/product/{observation}_{suffix:04}.fits,"
            f"JWST,{observation},SCIENCE,2,{1000 + suffix},{description}"
            for suffix in range(files)
        ]
    return "\n".join(lines).encode()
