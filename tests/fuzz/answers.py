"""Answers of the archive: of its searches, its reference system, and its mails."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Final

from skybasket.archives import crds_answers, mast_addresses
from skybasket.archives.crds import ReferenceService
from skybasket.archives.crds_search import ReferenceSearch
from skybasket.archives.mast import Mast
from skybasket.archives.mast_cloud import is_plain_key, lookup_requests, read_lookup
from skybasket.archives.mast_search import (
    ObservationSearch,
    ProductSearch,
    Query,
    SearchError,
)
from skybasket.archives.mast_staging import read_place
from skybasket.errors import SkybasketError
from skybasket.observation import Observation

from tests.fuzz.promises import hold_products

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.archives.mast_search import Steps

__all__ = [
    "lead_to_products",
    "look_up",
    "place_request",
    "search_observations",
    "search_products",
    "search_references",
]

_BETWEEN: Final = b"\0"
#: An archive that answers the same for ever is asked no more after so many times.
_MOST: Final = 30
_IDS: Final = ("JW80500017001_02101_00001.MIRIFUSHORT", "I9ZF01010", "IB6V02D9Q")
_STAGING: Final = "archive.stsci.edu"


def _answered(steps: Steps, answers: Iterator[bytes]) -> None:
    """Go through a search with answers that are here."""
    try:
        next(steps)
        for answer in islice(answers, _MOST):
            steps.send(answer)
    except StopIteration:
        return
    steps.close()


def _answers(data: bytes) -> Iterator[bytes]:
    """Yield the answers, the last one for ever."""
    *first, last = data.split(_BETWEEN)
    yield from first
    while True:
        yield last


def _clock() -> float:
    return 0


def search_observations(data: bytes) -> None:
    """Look a target up, count its observations and list them."""
    query = Query(target="M 101", missions=["HST"])
    search = ObservationSearch(Mast(), query, _clock)
    try:
        _answered(search.steps(), _answers(data))
    finally:
        for seen in search.observations:
            assert seen.number or seen.observation_id


def search_products(data: bytes) -> None:
    """List the products of two observations, and of those that failed once more."""
    asked = [
        Observation(mission="HST", observation_id=f"i9zf0{one}010", number=f"{one}")
        for one in range(1, 3)
    ]
    search = ProductSearch(Mast(), asked, _clock)
    answers = _answers(data)
    for _ in range(2):
        _answered(search.steps(), answers)
    found = search.take()
    for batch in found:
        hold_products(batch)
    assert search.progress.products <= sum(map(len, found))


def search_references(data: bytes) -> None:
    """Find references by answers one after the other, and by those somebody saved."""
    for observatory in ("jwst", "hst"):
        service = ReferenceService(Mast(), observatory)
        saved = ReferenceSearch(service, _IDS)
        with suppress(SearchError):
            saved.take_saved(crds_answers.results(data))
        _hold_references(saved)
        search = ReferenceSearch(service, _IDS)
        with suppress(SearchError):
            _answered(search.steps(), _answers(data))
        _hold_references(search)


def _hold_references(search: ReferenceSearch) -> None:
    """Check that names of files are such, in their addresses too."""
    for name in search.names:
        info = search.info(name)
        assert "/" not in name
        assert name.isascii()
        assert 0 <= info.size < 10**15
    for request in search.questions():
        json.loads(request.body or "{}")


def look_up(data: bytes) -> None:
    """Read where the public copies of files lie."""
    keys = read_lookup(data.decode(errors="replace"))
    assert all(key is None or is_plain_key(key) for key in keys.values())
    lookup_requests(Mast(), [uri for uri in keys if uri.isprintable()])


def place_request(data: bytes) -> None:
    """Read where the archive's mail says that a request lies."""
    place = read_place(data.decode(errors="replace"), _STAGING)
    assert place.host == _STAGING
    assert place.address.isascii()
    assert place.address.isprintable()
    assert len(place.folder.strip("/").split("/")) == len(("stage", "user", "request"))
    assert not {".", ".."}.intersection(place.folder.split("/"))


def lead_to_products(data: bytes) -> None:
    """Find the products that addresses lead to, a line each."""
    for line in data.decode(errors="replace").splitlines():
        uri = mast_addresses.product_uri(line)
        assert mast_addresses.product_uri(uri)[:5] == uri[:5] or "://" in uri
        mast_addresses.copied_uri(line)
        mast_addresses.dataset_of(line)
        mast_addresses.is_manifest_request(line)
        source = Mast().source(line)
        if not source.foreign:
            assert (source.address or "").startswith("https://")
        try:
            Mast(line)
        except SkybasketError:
            continue
