"""What names prove of files, and that the archive's real lists agree."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives.mast_columns import ProductReader
from skybasket.archives.mast_infer import mission_of, own_uri, read_ending, read_start
from skybasket.archives.mast_names import inferred_bandpass, inferred_instrument
from skybasket.formats.contents import Table
from skybasket.product import split_filename

if TYPE_CHECKING:
    from skybasket.catalog import ProductRows

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SAMPLE = Path(__file__).resolve().parents[2] / "site" / "sample.json"
#: What names tell, but for filters, which lists and names give in another order.
TOLD = (
    "mission",
    "observation_id",
    "proposal",
    "group",
    "level",
    "category",
    "data_type",
    "instrument",
)


def real(name: str) -> Path:
    """Return a real sample, or skip the test where it is not at hand."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return path


def columns(path: Path) -> dict[str, list[Any]]:
    """Return the columns of a list of products, JSON or CSV."""
    if path.suffix == ".json":
        rows = json.loads(path.read_bytes())["data"]
    else:
        rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    return {title: [row[title] for row in rows] for title in rows[0]}


def products(**table: list[Any]) -> ProductRows:
    reader = ProductReader()
    reader.take(Table(table))
    [batch], refused = reader.finish()
    assert not refused
    return batch


def told(filename: str) -> dict[str, str]:
    """Return what is inferred of a file from its bare name."""
    found = products(filename=[filename])
    assert found.uris == [f"mast:{found.text['mission'][0]}/product/{filename}"]
    inferred = found.text["inferred"][0].split()
    assert sorted(inferred) == sorted(
        field for field in (*TOLD, "bandpass") if found.text[field][0]
    )
    return {field: found.text[field][0] for field in inferred}


@pytest.mark.parametrize(
    ("mission", "name", "instrument", "bandpass"),
    [
        ("HST", "u9o40504m_drz.fits", "WFPC2", ""),
        ("HST", "if3x01j1q_flc.fits", "WFC3", ""),
        ("HST", "jbtaa0010_drc.fits", "ACS", ""),
        ("HST", "hst_17301_01_wfc3_uvis_f350lp_if3x01_drc.fits", "WFC3", "F350LP"),
        ("HST", "hst_skycell-p1064x11y18_wfc3_uvis_all_drc.fits", "WFC3", ""),
        (
            "JWST",
            "jw01345-o001_t021_nircam_clear-f200w_i2d.fits",
            "NIRCAM",
            "CLEAR;F200W",
        ),
        ("JWST", "jw02736-o001_t001_miri_f770w_i2d.fits", "MIRI", "F770W"),
        (
            "JWST",
            "jw03149-o001_t001_nirspec_g140m-f100lp_x1d.fits",
            "NIRSPEC",
            "G140M;F100LP",
        ),
        ("JWST", "jw01410001001_02101_00001_guider1_uncal.fits", "FGS", ""),
        ("JWST", "jw03149001001_06101_00003_nrs1_cal.fits", "NIRSPEC", ""),
        ("JWST", "jw01345001001_02101_00001_nrcalong_cal.fits", "NIRCAM", ""),
        ("JWST", "jw02736008001_01_msa.fits", "", ""),
        ("TESS", "tess2018292075959-s0004-0000000219345200-0124-s_lc.fits", "", ""),
        ("GALEX", "AIS_419_sg97-nd-int.fits.gz", "", ""),
    ],
)
def test_names_tell_instrument_and_filters(
    mission: str, name: str, instrument: str, bandpass: str
) -> None:
    assert inferred_instrument(mission, name) == instrument
    assert inferred_bandpass(mission, name) == bandpass


def test_a_name_of_an_exposure_of_jwst_tells_nearly_everything() -> None:
    assert told("jw03149001001_06101_00002_nrs1_cal.fits") == {
        "mission": "JWST",
        "observation_id": "jw03149001001_06101_00002_nrs1",
        "proposal": "3149",
        "group": "CAL",
        "level": "2",
        "category": "SCIENCE",
        "instrument": "NIRSPEC",
    }


def test_a_combined_product_of_jwst() -> None:
    assert told("jw01039-o004_t001_miri_ch3-long_s3d.fits") == {
        "mission": "JWST",
        "observation_id": "jw01039-o004_t001_miri_ch3-long",
        "proposal": "1039",
        "group": "S3D",
        "level": "3",
        "category": "SCIENCE",
        "data_type": "cube",
        "instrument": "MIRI",
    }


def test_an_exposure_of_hubble() -> None:
    assert told("if3x01j1q_flc.fits") == {
        "mission": "HST",
        "observation_id": "if3x01j1q",
        "group": "FLC",
        "level": "2",
        "category": "SCIENCE",
        "instrument": "WFC3",
    }


def test_a_light_curve_of_tess() -> None:
    assert told("tess2018292075959-s0004-0000000219345200-0124-s_lc.fits") == {
        "mission": "TESS",
        "observation_id": "tess2018292075959-s0004-0000000219345200-0124-s",
        "group": "LC",
        "category": "SCIENCE",
        "data_type": "timeseries",
    }


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("jw02736008001_01_msa.fits", "group", "MSA"),
        ("jw01257-o003_20260714t164831_image3_00002_asn.json", "group", "ASN"),
        ("jw01345-o001_t021_nircam_clear-f200w_cat.ecsv", "level", "3"),
        ("jw01727001001_02101_00001_nrcalong_o001_crf.fits", "group", "CRF"),
        (
            "jw01727001001_02101_00001_nrcalong_o001_crf.fits",
            "observation_id",
            "jw01727001001_02101_00001_nrcalong",
        ),
        ("jw01366004001_04101_00001-seg001_nrs1_uncal.fits", "level", "1"),
        ("jw01345-o001_t021_nircam_clear-f200w_i2d.jpg", "category", "PREVIEW"),
        ("jw01345-o001_t021_nircam_clear-f200w_i2d.jpg", "group", ""),
        ("jw01345-o001_t021_nircam_clear-f200w_i2d_thumb.jpg", "category", ""),
        ("jw01534002002_gs-fg_2022338021919_cal.fits", "category", "AUXILIARY"),
        ("jw01534002002_gs-fg_2022338021919_cal.fits", "group", ""),
        ("jw01410001001_02101_00001_guider1_uncal.fits", "group", ""),
        ("lbgu01abq_rawtag_a.fits", "group", "RAWTAG_A"),
        ("lbgu01abq_rawtag_a.fits", "observation_id", "lbgu01abq"),
        ("u9o40504j_jif.fits", "observation_id", ""),
        ("u9o40504j_jif.fits", "category", "AUXILIARY"),
        ("hst_17301_01_wfc3_uvis_f350lp_if3x01j6_flc.fits", "proposal", "17301"),
        (
            "hst_17301_01_wfc3_uvis_f350lp_if3x01_drc.fits",
            "observation_id",
            "hst_17301_01_wfc3_uvis_f350lp_if3x01",
        ),
        ("hst_skycell-p1064x11y18_wfc3_uvis_f350lp_all_drc.fits", "group", "DRC"),
        ("hst_skycell-p1064x11y18_wfc3_uvis_f350lp_all_drc.fits", "level", ""),
        (
            "tess2021175071901-s0040-0000001201247611-0211-a_fast-lc.fits",
            "observation_id",
            "tess2021175071901-s0040-0000001201247611-0211-a_fast",
        ),
        (
            "tess2018292093539-s0004-s0004-0000000219345200-00407_dvm.pdf",
            "observation_id",
            "",
        ),
        (
            "tess2018206190142-s0001-s0006-0000000219345200-01-00196_dvs.pdf",
            "group",
            "DVS",
        ),
        ("tess2018206192942-s0001-1-1-0120-s_ffic.fits", "data_type", "image"),
    ],
)
def test_names_tell_what_the_rules_say_and_no_more(
    name: str, field: str, value: str
) -> None:
    assert told(name).get(field, "") == value


@pytest.mark.parametrize(
    ("uri", "mission", "group"),
    [
        ("mast:KEPLER/url/x/kplr008957091-2009131105131_llc.fits", "Kepler", ""),
        ("mast:K2/url/x/ktwo200071160-c92_lpd-targ.fits.gz", "K2", "KTL"),
        ("mast:HLSP/qlp/hlsp_qlp_tess_ffi_s0005-0000_tess_v01_llc.txt", "HLSP", ""),
        ("mast:HLA/url/cgi-bin/getdata.cgi?dataset=x", "HLA", ""),
        (
            "https://irsa.ipac.caltech.edu/data/SPITZER/SHA/a/SPITZER_I1_bcd.fits",
            "SPITZER_SHA",
            "",
        ),
        ("https://example.org/jw03149001001_06101_00002_nrs1_cal.fits", "JWST", "CAL"),
        ("https://example.org/readme.txt", "", ""),
        # A name that follows a mission's rule says nothing in another's collection.
        ("mast:HLSP/x/if3x01j1q_flc.fits", "HLSP", ""),
    ],
)
def test_uris_tell_the_mission(uri: str, mission: str, group: str) -> None:
    found = products(uri=[uri])
    assert (found.text["mission"], found.text["group"]) == ([mission], [group])


@pytest.mark.parametrize(
    "name",
    [
        "notebooks_x.fits",
        "nightsky1.fits",
        "filename1_photo.fits",
        "kplr008957091-2009131105131_llc.fits",
        "hlsp_qlp_tess_ffi_s0005_tess_v01_llc.fits",
        "readme.txt",
        "",
    ],
)
def test_no_address_is_made_up_for_a_name_that_does_not_tell_it(name: str) -> None:
    stem, suffix = split_filename(name)
    start = read_start(stem)
    ending = read_ending(start.rule, start.rest + suffix)
    assert own_uri(name, start, ending) == ""


@pytest.mark.property
@given(st.text(), st.text())
def test_any_name_is_read(stem: str, suffix: str) -> None:
    start = read_start(stem)
    ending = read_ending(start.rule, start.rest + suffix)
    assert start.rule or start == type(start)()
    assert mission_of(start, ending) in ("", start.mission)


@pytest.mark.parametrize(
    ("path", "title", "share"),
    [
        (SAMPLE, "dataURI", 0.5),
        (DATA / "products.json", "dataURI", 0.9),
        (DATA / "rbh1_downloads_with_sizes.csv", "uri", 1),
    ],
    ids=["sample", "products", "rbh1"],
)
def test_what_names_tell_is_what_the_list_says(
    path: Path, title: str, share: float
) -> None:
    whole = columns(path if path == SAMPLE else real(path.name))
    listed, bare = products(**whole), products(uri=whole[title])
    compared = [
        (field, said.casefold(), name.casefold())
        for field in TOLD
        for said, name in zip(listed.text[field], bare.text[field], strict=True)
        if said and name
    ]
    assert [row for row in compared if row[1] != row[2]] == []
    names = bare.text["group"]
    assert sum(map(bool, names)) >= share * len(names)


def test_folders_of_the_archive_tell_what_names_tell_and_more() -> None:
    whole = columns(real("TIC219345200_manifest.csv"))
    by_path = products(**whole).text
    bare = products(uri=whole["uri"]).text
    assert by_path["mission"] == bare["mission"]
    assert set(by_path["mission"]) == {"TESS", "HLSP", "GALEX", "SPITZER_SHA"}
    folders = [path.split("/")[1] for path in whole["file"]]
    assert by_path["observation_id"] == folders
    proven = [
        (name, folder)
        for name, folder in zip(bare["observation_id"], folders, strict=True)
        if name
    ]
    assert len(proven) == 10
    assert all(name == folder for name, folder in proven)
