"""Files of the stand-in: where they come from, ranges, versions, tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.archive import Fault, StandInArchive
from tests.unit.standin.client import FILE, OTHER, SIZE

if TYPE_CHECKING:
    from tests.unit.standin.client import Client

KEY = "of-somebody"


# Files


@pytest.mark.parametrize("uri", [FILE, OTHER])
def test_a_file_comes_from_another_host(
    archive: StandInArchive, client: Client, uri: str
) -> None:
    assert client.service(uri).status == 302
    answer = client.fetch(uri)
    assert (answer.status, answer.body) == (200, archive.content(uri))
    assert [visit.host for visit in archive.visits] == ["archive", "archive", "bucket"]
    hosts = {urlsplit(each).hostname for each in (archive.address, archive.bucket)}
    assert hosts == {"127.0.0.1", "localhost"}


@pytest.mark.parametrize("redirect", [301, 303, 307, 308])
def test_the_redirect_can_have_another_status(
    archive: StandInArchive, client: Client, redirect: int
) -> None:
    archive.redirect = redirect
    assert client.service(FILE).status == redirect
    assert client.fetch().body == archive.content(FILE)


def test_without_a_redirect_the_archive_delivers(
    archive: StandInArchive, client: Client
) -> None:
    archive.redirect = None
    assert client.service(FILE).body == archive.content(FILE)
    assert archive.delivered == [FILE]


def test_files_differ_and_stay_the_same(archive: StandInArchive) -> None:
    with StandInArchive() as again:
        assert again.content(FILE) == archive.content(FILE)
    assert archive.content(FILE) != archive.content(OTHER)


def test_a_large_file_is_cut_anywhere(archive: StandInArchive, client: Client) -> None:
    archive.hold({FILE: 300_000})
    content = archive.content(FILE)
    assert len(content) == 300_000
    assert client.fetch(Range="bytes=65000-200001").body == content[65000:200002]


def test_connections_stay_open_and_are_numbered(
    archive: StandInArchive, client: Client
) -> None:
    client.fetch()
    client.fetch()
    first, second, third, fourth = (visit.connection for visit in archive.visits)
    assert (first, second) == (third, fourth)
    assert first != second


def test_head_tells_the_same_without_a_body(
    archive: StandInArchive, client: Client
) -> None:
    head, answer = client.fetch(method="HEAD"), client.fetch()
    assert head.body == b""
    for name in ("Content-Length", "ETag", "Last-Modified", "Accept-Ranges"):
        assert head.headers[name] == answer.headers[name]
    assert archive.delivered == [FILE]


@pytest.mark.parametrize("path", ["/", "/api/v0.1/Download/file", "/elsewhere?uri=x"])
def test_other_addresses_are_unknown(
    archive: StandInArchive, client: Client, path: str
) -> None:
    assert client.ask(archive.address + path).status == 404
    assert client.ask(archive.bucket + path).status == 404


# Ranges


@pytest.mark.parametrize(
    ("header", "span", "said"),
    [
        ("bytes=0-", slice(0, 1001), "bytes 0-1000/1001"),
        ("bytes=500-", slice(500, 1001), "bytes 500-1000/1001"),
        ("bytes=10-19", slice(10, 20), "bytes 10-19/1001"),
        ("bytes=990-5000", slice(990, 1001), "bytes 990-1000/1001"),
        ("bytes=-5", slice(996, 1001), "bytes 996-1000/1001"),
        ("bytes=-5000", slice(0, 1001), "bytes 0-1000/1001"),
    ],
)
def test_a_range_is_delivered(
    archive: StandInArchive, client: Client, header: str, span: slice, said: str
) -> None:
    answer = client.fetch(Range=header)
    assert (answer.status, answer.headers["Content-Range"]) == (206, said)
    assert answer.body == archive.content(FILE)[span]
    assert archive.visits[-1].range == header


@pytest.mark.parametrize("header", ["bytes=1001-", "bytes=9000-9001", "bytes=-0"])
def test_a_range_beyond_the_end_is_told(client: Client, header: str) -> None:
    answer = client.fetch(Range=header)
    assert (answer.status, answer.body) == (416, b"")
    assert answer.headers["Content-Range"] == "bytes */1001"


@pytest.mark.parametrize("header", ["bytes=-", "lines=1-2", "bytes=1-2,4-5"])
def test_other_ranges_are_not_understood(client: Client, header: str) -> None:
    assert client.fetch(Range=header).status == 200


@pytest.mark.parametrize("name", ["ETag", "Last-Modified"])
def test_a_range_may_depend_on_the_version(
    archive: StandInArchive, client: Client, name: str
) -> None:
    known = client.fetch().headers[name]
    assert client.fetch(Range="bytes=7-", If_Range=known).status == 206
    archive.reprocess(FILE)
    answer = client.fetch(Range="bytes=7-", If_Range=known)
    assert (answer.status, answer.body) == (200, archive.content(FILE))
    assert archive.visits[-1].if_range == known


def test_a_weak_tag_is_no_condition_for_a_range(client: Client) -> None:
    tag = client.fetch().headers["ETag"]
    assert client.fetch(Range="bytes=7-", If_Range=f"W/{tag}").status == 200


# Versions


@pytest.mark.parametrize("size", [None, 77, 5000])
def test_a_file_can_be_reprocessed(
    archive: StandInArchive, client: Client, size: int | None
) -> None:
    before = client.fetch()
    archive.reprocess(FILE, size)
    after = client.fetch()
    assert after.body == archive.content(FILE)
    assert len(after.body) == (size or SIZE)
    shorter = min(len(before.body), len(after.body))
    assert before.body[:shorter] != after.body[:shorter]
    for name in ("ETag", "Last-Modified"):
        assert before.headers[name] != after.headers[name]


@pytest.mark.parametrize("fault", [Fault.REPROCESSED, Fault.REPROCESSED_ALIKE])
def test_a_file_can_be_reprocessed_in_the_middle(
    archive: StandInArchive, client: Client, fault: Fault
) -> None:
    old = archive.content(FILE)
    archive.faults[FILE] = fault
    cut = client.fetch()
    assert (cut.complete, cut.body) == (False, old[:500])
    new = client.fetch()
    assert (new.complete, new.body) == (True, archive.content(FILE))
    assert new.body[:500] != old[:500]
    assert new.headers["ETag"] != cut.headers["ETag"]
    assert (len(new.body) == SIZE) == (fault is Fault.REPROCESSED_ALIKE)
    assert archive.injected == [(FILE, fault)]


# Tokens


def test_a_restricted_file_needs_the_token(
    archive: StandInArchive, client: Client
) -> None:
    archive.restricted = {FILE}
    archive.token = KEY
    assert client.fetch().status == 401
    assert client.fetch(Authorization="token of-nobody").status == 401
    assert client.fetch(OTHER).status == 200
    sent = {"Authorization": f"token {KEY}"}
    assert client.service(FILE, **sent).status == 302
    *_, last = archive.visits
    assert (last.authorization, last.host) == (f"token {KEY}", "archive")
    assert [visit.authorization for visit in archive.visits[:2]] == [
        "",
        "token of-nobody",
    ]


def test_a_token_that_reaches_the_bucket_is_seen(
    archive: StandInArchive, client: Client
) -> None:
    client.fetch(Authorization="token leaked")
    hosts = [visit.host for visit in archive.visits if visit.authorization]
    assert hosts == ["archive", "bucket"]


def test_an_empty_token_opens_nothing(archive: StandInArchive, client: Client) -> None:
    archive.restricted = {FILE}
    assert client.fetch(Authorization="token ").status == 401
