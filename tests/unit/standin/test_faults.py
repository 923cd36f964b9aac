"""What can go wrong with a file of the stand-in."""

from __future__ import annotations

import socket
from email.utils import parsedate_to_datetime
from http.client import RemoteDisconnected
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.archive import Fault
from tests.archive.faults import REFUSALS
from tests.unit.standin.client import DOWNLOAD, FILE, SIZE

if TYPE_CHECKING:
    from tests.archive import StandInArchive
    from tests.unit.standin.client import Client


@pytest.mark.parametrize("redirect", [302, None])
@pytest.mark.parametrize(("fault", "status"), REFUSALS.items())
def test_a_refusal_is_a_status_and_a_page(
    archive: StandInArchive,
    client: Client,
    fault: Fault,
    status: int,
    redirect: int | None,
) -> None:
    archive.redirect = redirect
    archive.faults[FILE] = fault
    answer = client.fetch()
    assert (answer.status, answer.headers["Content-Type"]) == (status, "text/html")
    assert answer.body.startswith(b"<html>")
    assert archive.injected == [(FILE, fault)]
    assert archive.delivered == []


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.THROTTLED])
def test_a_pause_can_be_asked_for_in_seconds(
    archive: StandInArchive, client: Client, fault: Fault
) -> None:
    archive.retry_after = 5
    archive.faults[FILE] = fault
    assert client.fetch().headers["Retry-After"] == "5"


def test_a_pause_can_be_asked_for_by_a_date(
    archive: StandInArchive, client: Client
) -> None:
    archive.retry_after = 3600
    archive.faults[FILE] = Fault.UNAVAILABLE_UNTIL
    answer = client.fetch()
    until, now = (
        parsedate_to_datetime(answer.headers[name]) for name in ("Retry-After", "Date")
    )
    assert 3590 < (until - now).total_seconds() < 3610


def test_the_connection_can_end_before_an_answer(
    archive: StandInArchive, client: Client
) -> None:
    archive.faults[FILE] = Fault.HUNG_UP
    with pytest.raises(RemoteDisconnected):
        client.fetch()
    assert archive.injected == [(FILE, Fault.HUNG_UP)]
    assert archive.visits[-1].status == 0


def test_the_connection_can_end_inside_the_header(archive: StandInArchive) -> None:
    archive.faults[FILE] = Fault.CUT_HEADER
    parts = urlsplit(archive.address)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        request = f"GET {DOWNLOAD}?uri={FILE} HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(request.encode())
        received = b"".join(iter(lambda: connection.recv(1000), b""))
    assert received == b"HTTP/1.1 200 OK\r\nContent-Le"
    assert archive.injected == [(FILE, Fault.CUT_HEADER)]


def test_a_page_can_come_instead_of_the_file(
    archive: StandInArchive, client: Client
) -> None:
    archive.faults[FILE] = Fault.LOGIN_PAGE
    answer = client.fetch()
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html")
    assert b"log in" in answer.body
    assert archive.delivered == []


def test_a_redirect_can_lead_nowhere(archive: StandInArchive, client: Client) -> None:
    archive.faults[FILE] = Fault.NOWHERE
    answer = client.fetch()
    assert (answer.status, answer.headers["Location"]) == (302, None)


def test_a_redirect_can_lead_to_itself(archive: StandInArchive, client: Client) -> None:
    archive.fail(FILE, Fault.LOOP)
    place = client.service(FILE).headers["Location"]
    answer = client.ask(place)
    assert answer.status == 302
    assert archive.address + answer.headers["Location"] == place
    assert archive.visits[-1].uri == FILE
    assert client.fetch().status == 200


def test_a_redirect_can_lead_to_a_stranger(
    archive: StandInArchive, client: Client
) -> None:
    archive.faults[FILE] = Fault.STRANGER
    assert client.fetch(Authorization="token leaked").status == 403
    assert archive.visits[-1].host == "stranger"
    assert archive.visits[-1].authorization == "token leaked"
    assert not archive.stranger.startswith((archive.address, archive.bucket))


def test_fewer_bytes_can_come_than_announced(
    archive: StandInArchive, client: Client
) -> None:
    archive.faults[FILE] = Fault.SHORT
    content = archive.content(FILE)
    answer = client.fetch()
    assert (answer.complete, answer.body) == (False, content[:500])
    rest = client.fetch(Range="bytes=500-")
    assert (rest.complete, rest.body) == (False, content[500:750])


def test_nothing_more_can_come_after_half(
    archive: StandInArchive, client: Client
) -> None:
    archive.redirect = None
    archive.faults[FILE] = Fault.STALLED
    connection = client.connection(archive.address)
    connection.request("GET", f"{DOWNLOAD}?uri={FILE}")
    archive.wait_for(FILE)
    response = connection.getresponse()
    assert response.read(500) == archive.content(FILE)[:500]
    assert connection.sock
    connection.sock.settimeout(0.01)
    with pytest.raises(TimeoutError):
        response.read(1)
    assert archive.injected == [(FILE, Fault.STALLED)]


@pytest.mark.parametrize("size", [0, SIZE, 200_000])
@pytest.mark.parametrize("fault", [Fault.CHUNKED, Fault.UNANNOUNCED])
def test_the_length_can_be_unknown(
    archive: StandInArchive, client: Client, fault: Fault, size: int
) -> None:
    archive.hold({FILE: size})
    archive.faults[FILE] = fault
    answer = client.fetch(Range="bytes=5-")
    assert (answer.status, answer.complete) == (200, True)
    assert answer.body == archive.content(FILE)
    chunked = answer.headers["Transfer-Encoding"] == "chunked"
    assert chunked == (fault is Fault.CHUNKED)
    for name in ("Content-Length", "Accept-Ranges", "ETag", "Last-Modified"):
        assert answer.headers[name] is None


def test_half_of_an_unknown_length_looks_complete(
    archive: StandInArchive, client: Client
) -> None:
    archive.faults[FILE] = Fault.UNANNOUNCED_SHORT
    answer = client.fetch()
    assert (answer.complete, answer.body) == (True, archive.content(FILE)[:500])


def test_ranges_can_be_ignored(archive: StandInArchive, client: Client) -> None:
    archive.faults[FILE] = Fault.RANGE_IGNORED
    answer = client.fetch(Range="bytes=500-")
    assert (answer.status, answer.body) == (200, archive.content(FILE))
    assert archive.injected == [(FILE, Fault.RANGE_IGNORED)]


def test_ranges_can_be_refused(archive: StandInArchive, client: Client) -> None:
    archive.faults[FILE] = Fault.RANGE_REFUSED
    answer = client.fetch(Range="bytes=500-")
    assert (answer.status, answer.headers["Content-Range"]) == (416, "bytes */1001")
    assert archive.injected == [(FILE, Fault.RANGE_REFUSED)]


@pytest.mark.parametrize("fault", [Fault.RANGE_IGNORED, Fault.RANGE_REFUSED])
def test_faults_of_ranges_need_a_range(
    archive: StandInArchive, client: Client, fault: Fault
) -> None:
    archive.faults[FILE] = fault
    assert client.fetch().body == archive.content(FILE)
    assert archive.injected == []


def test_more_can_be_announced_than_there_is(
    archive: StandInArchive, client: Client
) -> None:
    archive.faults[FILE] = Fault.WRONG_TOTAL
    answer = client.fetch()
    assert (answer.complete, answer.body) == (False, archive.content(FILE))
    assert answer.headers["Content-Length"] == "1038"
    rest = client.fetch(Range="bytes=500-")
    assert (rest.complete, rest.body) == (True, archive.content(FILE)[500:])
    assert rest.headers["Content-Range"] == "bytes 500-1000/1038"


@pytest.mark.parametrize("fault", Fault)
def test_the_bucket_alone_has_all_faults_too(
    archive: StandInArchive, client: Client, fault: Fault
) -> None:
    place = client.service(FILE).headers["Location"]
    client.ask(place)
    archive.faults[FILE] = fault
    connection = client.connection(archive.bucket)
    connection.request("GET", urlsplit(place).path, headers={"Range": "bytes=1-"})
    if fault is Fault.HUNG_UP:
        with pytest.raises(RemoteDisconnected):
            connection.getresponse()
    else:
        connection.getresponse().close()
    assert archive.injected == [(FILE, fault)]
