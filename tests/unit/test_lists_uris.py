"""Lists of URIs, addresses, file names and names of observations."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from skybasket import FormatError
from skybasket.archives.mast import Mast
from skybasket.archives.mast_addresses import copied_uri, product_uri
from skybasket.formats.contents import Refused
from skybasket.formats.names_list import looks_like_names, read_names

from tests.unit.readers import recognised, taken

SERVICE = "https://mast.stsci.edu/api/v0.1/Download/file"
DRIZZLED = "mast:HST/product/u9o40504m_drz.fits"
SEARCH = "https://mast.stsci.edu/search/hst/api/v0.1/retrieve_product"
LIGHT_CURVE = "tess2019226182529-s0015-0000000142848794-0151-s_lc.fits"
CATALOG = "mast:HLA/url/cgi-bin/getdata.cgi?dataset=hst_1&format=fits"
ESCAPED = "mast:HLA/url/cgi-bin/getdata.cgi%3Fdataset%3Dhst_1%26format%3Dfits"
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        (f"{SERVICE}?uri={DRIZZLED}", DRIZZLED),
        (f"{SERVICE}/?uri={DRIZZLED}", DRIZZLED),
        (f"{SERVICE}?bundle_name=MAST_2024-02-07T0307.sh&uri={DRIZZLED}", DRIZZLED),
        (f"{SERVICE}?uri={DRIZZLED}&bundle_name=MAST_x.sh", DRIZZLED),
        (f"{SERVICE}?uri=mast%3AHST%2Fproduct%2Fu9o40504m_drz.fits", DRIZZLED),
        (f"http://127.0.0.1:8000/api/v0.1/Download/file?uri={DRIZZLED}", DRIZZLED),
        (
            f"https://mast.stsci.edu/jwst/api/v0.1/Download/file?uri={DRIZZLED}",
            DRIZZLED,
        ),
        (
            f"{SERVICE}?bundle_name=x.sh&uri={ESCAPED}",
            CATALOG,
        ),
        # Not escaped, as people write it.
        (f"{SERVICE}?uri={CATALOG}&bundle_name=x.sh", CATALOG),
        (
            f"{SERVICE}?uri=mast:JWST/product/a+b%20c.fits",
            "mast:JWST/product/a+b c.fits",
        ),
        (
            f"{SEARCH}?product_name=U9O40504M%2Fu9o40504m_drz.fits",
            DRIZZLED,
        ),
        (
            f"{SERVICE}?uri=mast:SPITZER/url/SHA/archive/x.fits",
            "https://irsa.ipac.caltech.edu/data/SPITZER/SHA/archive/x.fits",
        ),
        ("s3://stpubdata/hst/public/u9o4/u9o40504m/u9o40504m_drz.fits", DRIZZLED),
        (
            "https://stpubdata.s3.amazonaws.com/hst/public/u9o4/u9o40504m/u9o40504m_drz.fits",
            DRIZZLED,
        ),
    ],
)
def test_an_address_that_tells_a_product_becomes_its_uri(
    address: str, uri: str
) -> None:
    assert product_uri(address) == uri
    if " " not in uri:
        assert taken("uris", address).column("uri") == [uri]


@pytest.mark.parametrize(
    "address",
    [
        DRIZZLED,
        "https://example.org/x.fits",
        "https://example.org/fetch?uri=https://example.org/x.fits",
        f"{SERVICE}?url={DRIZZLED}",
        f"{SERVICE}?uri=javascript:alert(1)",
        f"{SERVICE}?uri=mast:%FF",
        "https://mast.stsci.edu/search/roman/api/v0.1/retrieve_product?product_name=a%2Fb",
        "https://stpubdata.s3.amazonaws.com/gaia/x.fits",
    ],
)
def test_any_other_address_stays_as_it_is(address: str) -> None:
    assert product_uri(address) == address
    assert taken("uris", address).column("uri") == [address]


@pytest.mark.parametrize(
    ("key", "uri"),
    [
        (
            "jwst/public/jw01345/jw01345001001/jw01345001001_10201_00001_nrca2_cal.fits",
            "mast:JWST/product/jw01345001001_10201_00001_nrca2_cal.fits",
        ),
        (
            "jwst/public/jw01345/L3/t/o001/jw01345-o001_t021_nircam_clear-f200w_i2d.fits",
            "mast:JWST/product/jw01345-o001_t021_nircam_clear-f200w_i2d.fits",
        ),
        (
            f"tess/public/tid/s0015/0000/0001/4284/8794/{LIGHT_CURVE}",
            f"mast:TESS/product/{LIGHT_CURVE}",
        ),
        ("kepler/public/lightcurves/0046/004644604/kplr004644604_llc.fits", ""),
        ("jwst/public/references/jwst_miri_flat_0001.fits", ""),
        ("hst/public/references/x_bpx.fits", ""),
        ("mast/hlsp/qlp/s0001/x.fits", ""),
    ],
)
def test_a_key_of_a_public_copy_tells_a_uri_only_for_certain(
    key: str, uri: str
) -> None:
    assert copied_uri(key) == uri
    found = taken("uris", f"{DRIZZLED}\ns3://stpubdata/{key}")
    assert found.column("uri") == [DRIZZLED, *filter(None, [uri])]
    assert len(found.refused) == (not uri)


def test_lists_come_in_many_ways() -> None:
    one, two = DRIZZLED, "mast:JWST/product/x_i2d.fits"
    for content in (
        f"{one}\n{two}\n",
        f"\ufeff{one}\r\n\r\n# the second\r\n{two}",
        f"  {one} ,\n\t{two}  ",
        f"{one} {two}",
        f"{one},{two}",
        f"{one}\t{two}",
        f"['{one}', '{two}']",
        f'[\n  "{one}",\n  "{two}"\n]\n',
        f"<{one}>\n<{two}>",
        f"{SERVICE}?uri={one}\n{SERVICE}?uri={two}",
    ):
        assert recognised(content.encode()) == ["uris"], content
        found = taken("uris", content)
        assert found.column("uri") == [one, two], content
        assert not found.refused


def test_what_is_no_uri_is_refused_with_its_line_and_the_rest_is_taken() -> None:
    found = taken(
        "uris",
        f"{DRIZZLED}\nhello there\njavascript:alert(1)\n  see {DRIZZLED}\n"
        f"mast:a b\nmast:\nhttps://\nmast:a\x07b\nmast:{'x' * 9000}\n{DRIZZLED}\n",
    )
    assert found.column("uri") == [DRIZZLED] * 2
    assert found.column("place") == ["line 1", "line 10"]
    assert [place for place, _, _ in found.refused] == [
        f"line {number}" for number in range(2, 10)
    ]
    assert found.refused[0] == Refused(
        "line 2", "is no URI and no name of a file", "hello there"
    )


def test_escapes_of_html_are_undone() -> None:
    content = f"{CATALOG.replace('&', '&amp;amp;')}\n{CATALOG.replace('&', '&amp;')}"
    assert taken("uris", content).column("uri") == [CATALOG] * 2


def test_names_of_files_are_taken_as_names() -> None:
    content = "u9o40504m_drz.fits\ngalex_x-int.fits.gz, jw01_asn.json\n"
    assert recognised(content.encode()) == ["uris"]
    found = taken("uris", content)
    assert found.column("filename") == [
        "u9o40504m_drz.fits",
        "galex_x-int.fits.gz",
        "jw01_asn.json",
    ]
    assert "uri" not in found.rows[0]


def test_a_list_without_any_file_says_where_it_looked() -> None:
    with pytest.raises(FormatError, match="names no file") as failure:
        taken("uris", "\nhello\n")
    assert failure.value.where == ("line 2: is no URI and no name of a file",)


def test_a_file_of_something_else_ends_soon() -> None:
    with pytest.raises(FormatError, match="Far too many rows"):
        taken("uris", "hello\n" * 100_001)


def test_many_entries_come_in_batches() -> None:
    content = "".join(f"mast:HST/product/x{n}_drz.fits\n" for n in range(45_000))
    found = taken("uris", content)
    assert len(found.rows) == 45_000
    assert found.rows[-1]["place"] == "line 45,000"


NAMES = [
    "jw01039-o004_t001_miri_ch3-long",
    "U9O40504M",
    "tess2018292075959-s0004-0000000219345200-0124-s",
    "hlsp_qlp_tess_ffi_s0005-0000000219345200_tess_v01_llc",
    "kplr008462852_lc_Q011111111111111111",
]


@pytest.mark.parametrize("between", ["\n", ", ", " ", "\r\n", ",", "','", ";\n"])
def test_names_of_observations(between: str) -> None:
    content = ("# mine\n" + between.join([*NAMES, NAMES[0]])).encode()
    assert looks_like_names(content)
    assert recognised(content) == []
    refused: list[Refused] = []
    assert read_names(content, refused) == NAMES
    assert not refused


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# nothing",
        "hello there, some prose of 1 or 2 words",
        "u9o40504m_drz.fits",
        DRIZZLED,
        "12345, 67890",
        '{"status": "COMPLETE"}',
        "obs_id,dataURI\nU9O40504M,mast:x\n",
    ],
)
def test_other_text_is_no_list_of_names(content: str) -> None:
    assert not looks_like_names(content.encode())


def test_a_word_that_is_no_name_is_refused_with_its_line() -> None:
    refused: list[Refused] = []
    content = b"U9O40504M\nU9O40505M and u9o40504m_drz.fits\n"
    assert read_names(content, refused) == ["U9O40504M", "U9O40505M"]
    assert [(place, text) for place, _, text in refused] == [
        ("line 2", "and"),
        ("line 2", "u9o40504m_drz.fits"),
    ]
    with pytest.raises(FormatError, match="no name of an observation") as failure:
        read_names(b"hello", [])
    assert failure.value.where == ("line 1: 'hello'",)
    with pytest.raises(FormatError, match="more than 100,000 names"):
        read_names(" ".join(f"a{n:05}x" for n in range(100_001)).encode(), [])


def test_real_addresses_lead_back_to_real_uris() -> None:
    sample = SAMPLES / "TIC219345200_manifest.csv"
    if not sample.exists():
        pytest.skip("the real sample is not there")
    rows = list(csv.DictReader(sample.read_text("utf-8").splitlines()))
    assert len(rows) == 104
    archive = Mast()
    for row in rows:
        assert (
            product_uri(archive.source(row["download_uri"]).address or "")
            == (row["uri"])
        )
        assert product_uri(archive.source(row["uri"]).address or "") == row["uri"]
