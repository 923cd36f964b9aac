"""Where the archive's files are fetched from."""

from __future__ import annotations

import pytest
from skybasket import SettingsError
from skybasket.archives.mast import Mast

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
        # What is the host is told apart in different ways: curl before 7.51 asks the
        # second one (CVE-2016-8624).
        "https://mast.stsci.edu#@example.org/x",
        "https://mast.stsci.edu?@example.org/x",
        "https://mast.stsci.edu;@example.org/x",
        "https://mast.stsci.edu%2f@example.org/x",
        "https://mast.stsci.edu%2fexample.org/x",
        "https://mast.stsci.edu%00.example.org/x",
        "https://mast.stsci.edu:/x",
        "https://mast.stsci.edu:99999/x",
        "https://mast.stsci.edu:x@example.org/x",
        "https://m\u0430st.stsci.edu/x",
        "https://mast.stsci.edu\uff0fexample.org/x",
        "https:///mast.stsci.edu/x",
        "https:mast.stsci.edu/x",
        "https://mast.stsci.edu/\u202ex",
        "https://mast.stsci.edu/x\nhttps://example.org/",
        "https://example.org{a,b}/x",
        "https://$(harm)/x",
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


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("HTTPS://MAST.stsci.EDU/A", "https://mast.stsci.edu/A"),
        ("https://mast.stsci.edu", "https://mast.stsci.edu"),
    ],
)
def test_a_host_is_the_same_in_capital_letters(uri: str, address: str) -> None:
    source = Mast().source(uri)
    assert (source.address, source.foreign) == (address, False)


def test_a_mirror_of_the_references_is_asked_whatever_the_letters() -> None:
    mirror = Mast(references="https://mirror.example.org")
    assert mirror.source("HTTPS://HST-CRDS.stsci.edu/x").address == (
        "https://mirror.example.org/x"
    )


def test_an_address_of_the_next_protocol_is_a_host() -> None:
    mirror = Mast("http://[::1]:8000")
    assert not mirror.source("http://[::1]:8000/x").foreign
    assert Mast().source("https://[::1]/x").foreign


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("mast:HST/product/x", True),
        ("https://example.org/x", False),
        ("https%3A//example.org/x", False),
        ("", False),
    ],
)
def test_the_service_serves_the_archives_own_uris(asked: str, served: bool) -> None:
    assert Mast().serves(OWN + asked) == served


def test_a_mirror_is_the_archive_too() -> None:
    mirror = Mast("http://127.0.0.1:8001/")
    address = "http://127.0.0.1:8001/api/v0.1/Download/file?uri=mast:a"
    assert mirror.source("mast:a").address == address
    assert not mirror.source("http://127.0.0.1:8001/b").foreign
    assert mirror.source("http://127.0.0.1:8002/b").foreign


@pytest.mark.parametrize(
    "address", ["", "mast.stsci.edu", "ftp://x", "https://x/y", "https://a@b", "a b"]
)
def test_an_archive_needs_a_scheme_and_a_host(address: str) -> None:
    with pytest.raises(SettingsError):
        Mast(address)
    if address:
        with pytest.raises(SettingsError):
            Mast(references=address)
