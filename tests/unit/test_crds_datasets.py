"""Which data set a product belongs to, by its name alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives.crds_datasets import data_set, observatory_of


@pytest.mark.parametrize(
    ("mission", "filename", "identity"),
    [
        # The example of the system's own guide.
        (
            "JWST",
            "jw80500017001_02101_00001_mirifushort_cal.fits",
            "JW80500017001_02101_00001.MIRIFUSHORT",
        ),
        (
            "JWST",
            "jw82500001003_02102_00001_nrca1_o001_crf.fits",
            "JW82500001003_02102_00001.NRCA1",
        ),
        (
            "JWST",
            "jw01366003001_04101_00001-seg002_nrs1_rateints.fits",
            "JW01366003001_04101_00001-SEG002.NRS1",
        ),
        (
            "JWST",
            "jw01410001001_02101_00001_guider1_cal.fits",
            "JW01410001001_02101_00001.GUIDER1",
        ),
        ("HST", "i9zf01010_drz.fits", "I9ZF01010"),
        ("HST", "ib6v02d9q_flt.fits", "IB6V02D9Q"),
        ("HST", "LDA920IJQ_X1D.FITS.GZ", "LDA920IJQ"),
        (
            "ROMAN",
            "r0000101001001001001_01101_0001_wfi16_cal.asdf",
            "R0000101001001001001_01101_0001.WFI16",
        ),
    ],
)
def test_ids_follow_from_names(mission: str, filename: str, identity: str) -> None:
    found = data_set(mission, filename)
    assert (found.identity, found.reason) == (identity, "")
    assert found.observatory == observatory_of(mission) == mission.lower()


@pytest.mark.parametrize(
    ("mission", "filename", "reason"),
    [
        ("JWST", "jw80500017001_02101_00001_nrca1_uncal.fits", "raw"),
        ("JWST", "jw01039-o004_t001_miri_ch3-long_x1d.fits", "combined"),
        ("JWST", "jw02736008001_01_msa.fits", "name"),
        ("JWST", "jw80500017001_02101_00001_nrca1_cal.jpg", "name"),
        ("JWST", "ib6v02d9q_flt.fits", "name"),
        ("HST", "ib6v02d9q_raw.fits", "raw"),
        ("HST", "u9o40504m_d0f.fits", "raw"),
        ("HST", "z14z0104t_c1f.fits", "instrument"),
        ("HST", "ib6v02d9j_jif.fits", "name"),
        ("HST", "hst_17301_01_wfc3_uvis_f350lp_ifc301ab_drc.fits", "combined"),
        # No document tells the IDs of Roman's later names.
        ("ROMAN", "r0000101001001001001_0001_wfi16_f158_cal.asdf", "name"),
        ("ROMAN", "r0000101001001001001_01101_0001_wfi16_uncal.asdf", "raw"),
        ("TESS", "tess2018206045859-s0001-0000000150428135-0120-s_lc.fits", "name"),
        ("", "", "name"),
    ],
)
def test_where_there_is_none_a_reason_is_told(
    mission: str, filename: str, reason: str
) -> None:
    found = data_set(mission, filename)
    assert (found.identity, found.reason) == ("", reason)


@given(st.sampled_from(["HST", "JWST", "Roman", "TESS"]), st.text(max_size=60))
def test_any_name_gives_an_id_or_a_reason(mission: str, filename: str) -> None:
    found = data_set(mission, filename + ".fits")
    assert bool(found.identity) != bool(found.reason)
    assert re.fullmatch(r"[A-Z0-9_.-]*", found.identity)
