"""Where the archive's public copies lie, by its rules and by its own word."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from skybasket import FormatError
from skybasket.archives.mast import Mast
from skybasket.archives.mast_cloud import (
    is_plain_key,
    lookup_requests,
    public_key,
    read_lookup,
)

HST = "mast:HST/product/"
JWST = "mast:JWST/product/"
TESS = "mast:TESS/product/"
VISITS = "jwst/public/"
TARGET = "tess2019226182529-s0015-0000000142848794-0151-s_lc.fits"
KEPLER = "url/missions/kepler/lightcurves/0118/011804465/"
LIGHT_CURVE = "kplr011804465-2009131105131_llc.fits"


def key(uri: str, observation_id: str = "") -> str | None:
    return public_key(uri, uri.rpartition("/")[2], observation_id)


@pytest.mark.parametrize(
    ("uri", "observation_id", "expected"),
    [
        (
            f"{HST}u9o40504m_c3m.fits",
            "U9O40504M",
            "hst/public/u9o4/u9o40504m/u9o40504m_c3m.fits",
        ),
        (
            f"{HST}jbeveo010_drz.fits",
            "jbeveo010",
            "hst/public/jbev/jbeveo010/jbeveo010_drz.fits",
        ),
        (
            f"{HST}jbevetdqq_flt_hlet.fits",
            "jbevetdqq",
            "hst/public/jbev/jbevetdqq/jbevetdqq_flt_hlet.fits",
        ),
        (
            f"{HST}jbevetdqq_raw.jpg",
            "jbevetdqq",
            "hst/public/jbev/jbevetdqq/jbevetdqq_raw.jpg",
        ),
        (
            f"{JWST}jw01345001001_10201_00001_nrca2_cal.fits",
            "jw01345001001_10201_00001_nrca2",
            f"{VISITS}jw01345/jw01345001001/jw01345001001_10201_00001_nrca2_cal.fits",
        ),
        (
            f"{JWST}jw02733002001_02101_00001_nrs1_cal.fits",
            "",
            f"{VISITS}jw02733/jw02733002001/jw02733002001_02101_00001_nrs1_cal.fits",
        ),
        (
            f"{TESS}{TARGET}",
            "",
            f"tess/public/tid/s0015/0000/0001/4284/8794/{TARGET}",
        ),
        (
            f"mast:KEPLER/{KEPLER}{LIGHT_CURVE}",
            "",
            f"kepler/public/lightcurves/0118/011804465/{LIGHT_CURVE}",
        ),
        (
            f"mast:Kepler/{KEPLER}{LIGHT_CURVE}",
            "",
            f"kepler/public/lightcurves/0118/011804465/{LIGHT_CURVE}",
        ),
    ],
)
def test_the_names_of_single_exposures_and_light_curves_tell_their_place(
    uri: str, observation_id: str, expected: str
) -> None:
    assert key(uri, observation_id) == expected


@pytest.mark.parametrize(
    ("uri", "observation_id"),
    [
        # Products of an association beside the main one lie in the main one's folder.
        (f"{HST}ibg705081_drz.fits", "ibg705081"),
        # A file that stands under another observation than its own.
        (f"{HST}u9o40504j_jit.fits", "U9O40504M"),
        (f"{HST}hst_17301_01_wfc3_uvis_f350lp_if3x01_drc.fits", "hst_17301_01"),
        (f"{HST}hst_skycell-p1064x11y18_wfc3_uvis_all_drc.fits", "hst_skycell"),
        (f"{JWST}jw01345-o001_t021_nircam_clear-f200w_i2d.fits", ""),
        (f"{JWST}jw01345001001_10201_00001_nrca2_o001_crf.fits", ""),
        (f"{JWST}jw01410001001_02101_00001_guider1_uncal.fits", ""),
        (f"{JWST}jw01345001001_10201_00001-seg001_nrca2_uncal.fits", ""),
        (f"{JWST}jw02736008001_01_msa.fits", ""),
        (f"{TESS}tess2018206190142-s0001-s0006-0000000219345200-00196_dvt.fits", ""),
        (f"{TESS}tess2019199202929-s0014-2-3-0150-s_ffic.fits", ""),
        (f"mast:Kepler/{KEPLER}kplr999999999-2009131105131_llc.fits", ""),
        (f"mast:HLA/product/{LIGHT_CURVE}", ""),
        ("https://example.org/product/u9o40504m_c3m.fits", "U9O40504M"),
        (f"x{HST}u9o40504m_c3m.fits", "U9O40504M"),
        (f"{HST}u9o40504m_c3m.fits\n", "U9O40504M"),
        (f"{HST}u9o4\u0660504m_c3m.fits", "U9O4\u0660504M"),
        ("", ""),
    ],
)
def test_no_rule_is_certain_of_anything_else(uri: str, observation_id: str) -> None:
    assert key(uri, observation_id) is None


def test_a_file_that_is_called_something_else_has_no_certain_place() -> None:
    uri = f"{HST}u9o40504m_c3m.fits"
    assert public_key(uri, "u9o40504m_c1m.fits", "U9O40504M") is None


@pytest.mark.parametrize("plain", ["a", "a/b.fits", "a b/c", ".a", "...", "日本/é"])
def test_a_plain_key_is_a_path_below_a_folder(plain: str) -> None:
    assert is_plain_key(plain)


@pytest.mark.parametrize(
    "odd",
    ["", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.", "a\\..\\b", " a", "a "]
    + [f"a{character}b" for character in "\n\r\t\0\x1b\x85\u2028\u202e\xa0\ud800"],
)
def test_a_key_that_could_leave_its_folder_or_line_is_not_plain(odd: str) -> None:
    assert not is_plain_key(odd)


def asked(request: str) -> list[str]:
    """Return the URIs that a request is about."""
    return parse_qs(urlsplit(request).query)["uri"]


def test_forty_files_are_looked_up_at_once() -> None:
    uris = [f"{HST}n{number}.fits" for number in range(100)]
    requests = lookup_requests(Mast(), uris)
    assert [len(asked(request)) for request in requests] == [40, 40, 20]
    assert [uri for request in requests for uri in asked(request)] == uris
    start = "https://mast.stsci.edu/api/v0.1/path_lookup/?"
    assert all(request.startswith(start) for request in requests)


def test_nothing_is_asked_about_nothing() -> None:
    assert lookup_requests(Mast(), []) == []


def test_a_mirror_is_asked_itself() -> None:
    [request] = lookup_requests(Mast("http://127.0.0.1:8001"), ["mast:a"])
    assert request.startswith("http://127.0.0.1:8001/api/v0.1/path_lookup/?")


def test_addresses_of_look_ups_stay_short_enough_for_servers() -> None:
    uris = [f"mast:HLSP/{'x' * 3000}{number}" for number in range(5)]
    uris.append(f"mast:HLSP/{'y' * 9000}")
    requests = lookup_requests(Mast(), uris)
    assert [len(asked(request)) for request in requests] == [2, 2, 1, 1]
    assert [uri for request in requests for uri in asked(request)] == uris
    assert max(map(len, requests[:-1])) < 8000


@pytest.mark.parametrize("uri", ["mast:a&uri=mast:b#c", "mast:a b+c%41", "mast:é"])
def test_no_uri_changes_the_question(uri: str) -> None:
    [request] = lookup_requests(Mast(), [uri])
    assert asked(request) == [uri]


def test_an_answer_tells_where_copies_lie() -> None:
    # As the archive answered astroquery (its file mast_relative_path.json).
    answer = {
        f"{HST}u9o40504m_c3m.fits": {
            "status_code": 200,
            "path": "/hst/public/u9o4/u9o40504m/u9o40504m_c3m.fits",
        },
        f"{HST}does_not_exist.fits": {"status_code": 404, "path": None},
    }
    assert read_lookup(json.dumps(answer)) == {
        f"{HST}u9o40504m_c3m.fits": "hst/public/u9o4/u9o40504m/u9o40504m_c3m.fits",
        f"{HST}does_not_exist.fits": None,
    }


def test_what_the_service_could_not_look_up_is_left_open() -> None:
    answer = {"mast:a": {"status_code": 503, "path": None}}
    assert read_lookup(json.dumps(answer)) == {}


@pytest.mark.parametrize(
    "text",
    ["", "<html></html>", "[" * 100_000, "9" * 10_000, "[]", "null", '"mast:a"', "1"],
)
def test_what_is_no_answer_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        read_lookup(text)


@pytest.mark.parametrize(
    "told",
    [
        {"status_code": 200, "path": "../../etc/passwd"},
        {"status_code": 200, "path": "//host/file"},
        {"status_code": 200, "path": "a\ncp s3://x/y z"},
        {"status_code": 200, "path": ""},
        {"status_code": 200, "path": ["a"]},
        {"status_code": "200", "path": "a"},
        {"path": "a"},
        ["a"],
        "a",
        None,
    ],
)
def test_a_place_that_cannot_be_is_refused_and_named(told: object) -> None:
    answer = {"mast:good": {"status_code": 200, "path": "a"}, "mast:bad": told}
    with pytest.raises(FormatError) as refusal:
        read_lookup(json.dumps(answer))
    assert refusal.value.where == ("mast:bad",)
