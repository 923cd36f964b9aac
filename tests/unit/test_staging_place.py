"""Reading where a request is staged, as a mail or its user says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives.mast import STAGING, Mast
from skybasket.archives.mast_staging import Place, read_place, staged_name
from skybasket.errors import RetrievalError

ANONYMOUS = Place(STAGING, "anonymous", "anonymous12345")
JANE = Place(STAGING, "jane@example.org", "4711")
WORD = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,30}", fullmatch=True)


@pytest.mark.parametrize(
    "text",
    [
        "/stage/anonymous/anonymous12345/",
        "/stage/anonymous/anonymous12345",
        "stage/anonymous/anonymous12345",
        "  /stage/anonymous//anonymous12345/\n",
        "anonymous12345",
        "ftps://archive.stsci.edu/stage/anonymous/anonymous12345/",
        "FTP://ARCHIVE.stsci.edu/stage/anonymous/anonymous12345",
        "archive.stsci.edu/stage/anonymous/anonymous12345/",
        "archive.stsci.edu:/stage/anonymous/anonymous12345/",
        "wget -r ftps://archive.stsci.edu/stage/anonymous/anonymous12345/ -o 'x'",
        "Your data are in /stage/anonymous/anonymous12345/.",
    ],
)
def test_all_ways_to_say_one_folder(text: str) -> None:
    place = read_place(text, STAGING)
    assert place == ANONYMOUS
    assert place.folder == "/stage/anonymous/anonymous12345/"
    assert place.address == f"ftp://{STAGING}/stage/anonymous/anonymous12345/"


@pytest.mark.parametrize(
    "text",
    [
        "/stage/jane@example.org/4711/",
        "ftps://archive.stsci.edu/stage/jane@example.org/4711",
        "ftps://archive.stsci.edu/stage/jane%40example.org/4711/",
    ],
)
def test_a_users_own_folder(text: str) -> None:
    assert read_place(text, STAGING) == JANE
    assert JANE.address.endswith("/stage/jane@example.org/4711/")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Nothing was entered"),
        ("   ", "Nothing was entered"),
        ("ftps://example.org/stage/anonymous/1/", "not on example.org"),
        ("example.org:/stage/anonymous/1/", "not on example.org"),
        ("ftps://archive.stsci.edu.example.org/stage/a/1/", "not on archive.stsci"),
        ("ftps://archive.stsci.edu:99/stage/a/1/", "not on archive.stsci.edu:99"),
        ("ftps://jane:x@archive.stsci.edu/stage/a/1/", "has a login in it"),
        ("https://archive.stsci.edu/stage/a/1/", "reached by ftps, not https"),
        ("/stage/anonymous/", "own folder is missing"),
        ("ftps://archive.stsci.edu/", "own folder is missing"),
        ("/pub/hlsp/x", "no folder of the staging area"),
        ("/stage/anonymous/1/file.fits", "more than the folder"),
        ("/stage/../etc/", "no user's name"),
        ("/stage/anonymous/..", "own folder is missing"),
        ("/stage/anonymous/%2e%2e", "no request's number"),
        ("two words", "no request's number"),
        ("$(touch harm)", "no request's number"),
        ("-rf", "no request's number"),
        ("1" * 200, "no request's number"),
    ],
)
def test_what_is_no_folder_is_told(text: str, reason: str) -> None:
    with pytest.raises(RetrievalError, match="Enter the folder from the") as caught:
        read_place(text, STAGING)
    assert reason in caught.value.message


def test_a_mirror_may_have_its_own_staging_area() -> None:
    host = Mast(staging="127.0.0.1:2121").staging
    text = f"ftps://{host}/stage/anonymous/1/"
    assert read_place(text, host).address == f"ftp://{host}/stage/anonymous/1/"


@pytest.mark.property
@given(WORD, WORD)
def test_what_is_read_reads_itself(user: str, request: str) -> None:
    place = read_place(f"/stage/{user}/{request}/", STAGING)
    assert place == Place(STAGING, user, request)
    assert read_place(place.folder, STAGING) == place
    assert read_place(place.address, STAGING) == place


@pytest.mark.property
@given(st.text(max_size=60) | st.text("/.:@%stagefpx-~ \n'\"$", max_size=60))
def test_nothing_but_a_plain_folder_on_the_host_is_read(text: str) -> None:
    try:
        place = read_place(text, STAGING)
    except RetrievalError as error:
        assert error.message  # noqa: PT017 - either outcome is right
        return
    assert place.host == STAGING
    _, stage, user, request, end = place.folder.split("/")
    assert (stage, end) == ("stage", "")
    assert {user, request}.isdisjoint({"", ".", ".."})
    assert place.folder.isascii()
    assert not set(place.folder) & set(" '\"$`\\\n\t;&|<>%*?#")


def test_only_a_files_own_name_counts_in_a_flat_folder() -> None:
    assert staged_name("mast:JWST/product/a_i2d.fits") == "a_i2d.fits"
