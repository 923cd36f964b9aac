"""Where the archive's files are fetched from, and what their names tell."""

from __future__ import annotations

import pytest
from skybasket import SettingsError
from skybasket.archives.mast import Mast
from skybasket.archives.mast_names import inferred_bandpass, inferred_instrument

OWN = "https://mast.stsci.edu/api/v0.1/Download/file?uri="


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("mast:HST/product/a_flc.fits", OWN + "mast:HST/product/a_flc.fits"),
        (
            "mast:HLA/url/cgi-bin/getdata.cgi?dataset=x&y=1;z",
            OWN + "mast:HLA/url/cgi-bin/getdata.cgi%3Fdataset%3Dx%26y%3D1%3Bz",
        ),
        ("mast:a b+c#d'é", OWN + "mast:a%20b%2Bc%23d%27%C3%A9"),
        (
            "https://irsa.ipac.caltech.edu/data/SPITZER/SHA/archive/x.fits",
            OWN + "mast:SPITZER/url/SHA/archive/x.fits",
        ),
        (
            "https://archive.stsci.edu/pub/x.fits",
            "https://archive.stsci.edu/pub/x.fits",
        ),
        (
            "https://jwst-crds.stsci.edu/unchecked_get/references/jwst/x.fits",
            "https://jwst-crds.stsci.edu/unchecked_get/references/jwst/x.fits",
        ),
    ],
)
def test_the_archives_own_files(uri: str, address: str) -> None:
    source = Mast().source(uri)
    assert (source.address, source.foreign) == (address, False)


@pytest.mark.parametrize(
    "uri",
    [
        "https://example.org/x.fits",
        "https://mast.stsci.edu.example.org/x",
        "https://mast.stsci.edu:8443/x",
        "https://mast.stsci.edu:0/x",
        "https://irsa.ipac.caltech.edu/data/WISE/x.fits",
    ],
)
def test_other_hosts_are_foreign_but_can_be_fetched(uri: str) -> None:
    source = Mast().source(uri)
    assert (source.address, source.foreign) == (uri, True)


@pytest.mark.parametrize(
    "uri",
    [
        "http://mast.stsci.edu/x",
        "http://example.org/x",
        "ftp://archive.stsci.edu/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://mast.stsci.edu@example.org/x",
        "https://mast.stsci.edu\\@example.org/x",
        "https://example.org/a b",
        "https://[bad/x",
        "//mast.stsci.edu/x",
        "MAST:HST/x",
        "x.fits",
        "",
    ],
)
def test_what_is_no_safe_address_cannot_be_fetched(uri: str) -> None:
    source = Mast().source(uri)
    assert (source.address, source.foreign) == (None, True)


def test_a_mirror_is_the_archive_too() -> None:
    mirror = Mast("http://127.0.0.1:8001/")
    address = "http://127.0.0.1:8001/api/v0.1/Download/file?uri=mast:a"
    assert mirror.source("mast:a").address == address
    assert not mirror.source("http://127.0.0.1:8001/b").foreign
    assert mirror.source("http://127.0.0.1:8002/b").foreign


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


@pytest.mark.parametrize(
    "address", ["", "mast.stsci.edu", "ftp://x", "https://x/y", "https://a@b", "a b"]
)
def test_an_archive_needs_a_scheme_and_a_host(address: str) -> None:
    with pytest.raises(SettingsError):
        Mast(address)
