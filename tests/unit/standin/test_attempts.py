"""Which attempts at a file of the stand-in go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.archive import TRANSIENT, Fault
from tests.unit.standin.client import FILE, OTHER

if TYPE_CHECKING:
    from tests.archive import StandInArchive
    from tests.archive.attempts import Attempt
    from tests.unit.standin.client import Client


def test_planned_faults_come_one_after_the_other(
    archive: StandInArchive, client: Client
) -> None:
    archive.fail(FILE, Fault.ERROR, times=2)
    archive.fail(FILE, Fault.SHORT)
    answers = [client.fetch() for _ in range(4)]
    assert [answer.status for answer in answers] == [500, 500, 200, 200]
    assert [answer.complete for answer in answers] == [True, True, False, True]
    assert client.fetch(OTHER).status == 200
    faults = [Fault.ERROR, Fault.ERROR, Fault.SHORT]
    assert archive.injected == [(FILE, fault) for fault in faults]


def test_a_redirect_and_its_target_are_one_attempt(
    archive: StandInArchive, client: Client
) -> None:
    archive.fail(FILE, Fault.SHORT)
    place = client.service(FILE).headers["Location"]
    assert not client.ask(place).complete
    assert client.ask(place).complete
    client.fetch()
    assert [visit.attempt for visit in archive.visits] == [1, 1, 2, 3, 3]
    assert archive.visits[0].fault is None


def test_head_has_attempts_of_its_own(archive: StandInArchive, client: Client) -> None:
    archive.fail(FILE, Fault.ERROR)
    statuses = [client.fetch(method=each).status for each in ("HEAD", "HEAD", "GET")]
    assert statuses == [500, 200, 500]


def test_a_head_leaves_a_file_as_it_is(archive: StandInArchive, client: Client) -> None:
    archive.faults[FILE] = Fault.REPROCESSED
    before = archive.content(FILE)
    assert client.fetch(method="HEAD").status == 200
    assert archive.content(FILE) == before
    assert archive.injected == []


def drawn(archive: StandInArchive, seed: int) -> list[Attempt]:
    """Return what 200 files meet in three attempts each."""
    archive.reset()
    archive.mix(seed=seed)
    uris = [str(number) for number in range(200) for _ in range(3)]
    return [archive.attempts.begin(uri, "GET") for uri in uris]


def test_random_faults_follow_from_their_seed(archive: StandInArchive) -> None:
    first = drawn(archive, 1)
    assert first == drawn(archive, 1)
    assert first != drawn(archive, 2)
    faulty = [attempt for attempt in first if attempt.fault]
    assert {attempt.fault for attempt in faulty} == set(TRANSIENT)
    assert {attempt.number for attempt in faulty} == {1, 2}
    assert 80 < len(faulty) < 160


def test_random_faults_are_injected(archive: StandInArchive, client: Client) -> None:
    archive.mix(rate=1, faults=[Fault.SHORT, Fault.ERROR], attempts=1)
    for number in range(20):
        client.fetch(f"mast:HST/product/{number}.fits")
        assert client.fetch(f"mast:HST/product/{number}.fits").status == 200
    assert len(archive.injected) == 20
    assert {fault for _, fault in archive.injected} == {Fault.SHORT, Fault.ERROR}
