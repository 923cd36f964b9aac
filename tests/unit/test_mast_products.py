"""Fetching the products of observations from the archive."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pytest
from skybasket.archives.mast import Mast
from skybasket.archives.mast_search import (
    ObservationSearch,
    ProductSearch,
    Progress,
    Query,
    QueryError,
    Request,
    SearchError,
    run,
)
from skybasket.observation import Observation

from tests.archive import Fault
from tests.archive.catalogue import observed, product
from tests.unit.page import SAMPLE
from tests.unit.searching import Browser, feed, page, question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.archive import StandInArchive

PRODUCTS: Final = "Mast.Caom.Products"


def product_search(
    archive: StandInArchive, numbers: Sequence[int], mission: str = "HST"
) -> ProductSearch:
    seen = [
        Observation(mission=mission, observation_id=f"o{n}", number=str(n))
        for n in numbers
    ]
    return ProductSearch(Mast(archive.address), seen)


def uris(search: ProductSearch) -> list[str]:
    """Return what has arrived, in order."""
    return [uri for batch in search.take() for uri in batch.uris]


def test_products_arrive_with_their_sizes(archive: StandInArchive) -> None:
    archive.products = [
        product("a_drz.fits", "o1", "HST", size=300, parent_obsid=1),
        product("b_drz.fits", "o2", "HST", size=None, parent_obsid=2),
        # A file of two observations.
        product("a_drz.fits", "o1", "HST", size=300, parent_obsid=2),
        product("c_drz.fits", "o3", "HST", size=500, parent_obsid=3),
    ]
    search = product_search(archive, [1, 2])
    assert search.progress == Progress(0, 2, 0, 0)
    Browser().go(search.steps())
    assert search.progress == Progress(2, 2, 2, 300)
    [batch] = search.take()
    assert batch.filenames == ["a_drz.fits", "b_drz.fits", "a_drz.fits"]
    assert list(batch.sizes) == [300, 0, 300]
    assert batch.text["parent_number"] == ["1", "2", "2"]
    assert search.take() == []


def test_the_whole_sample_basket_can_be_searched_for(archive: StandInArchive) -> None:
    rows = json.loads(SAMPLE.read_bytes())["data"]
    archive.observations, archive.products = observed(rows)
    archive.targets["m 101"] = (210.8, 54.35)
    mast, browser = Mast(archive.address), Browser()
    search = ObservationSearch(mast, Query(target="m 101"))
    browser.go(search.steps())
    products = ProductSearch(mast, search.observations)
    browser.go(products.steps())
    assert products.refused == []
    assert sorted(uris(products)) == sorted(row["dataURI"] for row in rows)
    known = sum(row["size"] for row in rows if row["size"])
    assert products.progress.bytes == known


def test_progress_moves_with_every_answer(archive: StandInArchive) -> None:
    archive.products = [
        product(f"{n}.fits", "o", parent_obsid=n, size=10) for n in range(12)
    ]
    search = product_search(archive, range(12), "JWST")
    steps = search.steps()
    browser, told = Browser(), []
    request: Request | None = next(steps)
    while request:
        content = browser.send(request)
        with suppress(StopIteration):
            request = None
            request = steps.send(content)
        told.append(search.progress)
    assert told == [
        Progress(5, 12, 5, 50),
        Progress(10, 12, 10, 100),
        Progress(12, 12, 12, 120),
    ]


@pytest.mark.parametrize(
    ("mission", "target", "counts"),
    [
        ("HST", "", [50, 50, 20]),
        ("JWST", "", [5] * 24),
        ("", "", [5] * 24),
        ("TESS", "TESS FFI", [1] * 120),
    ],
)
def test_large_observations_are_asked_about_a_few_at_a_time(
    archive: StandInArchive, mission: str, target: str, counts: list[int]
) -> None:
    seen = [
        Observation(mission=mission, observation_id="", number=str(n), target=target)
        for n in range(120)
    ]
    browser = Browser()
    browser.go(ProductSearch(Mast(archive.address), [*seen, *seen]).steps())
    asked = [told["params"]["obsid"].split(",") for told in browser.questions]
    assert list(map(len, asked)) == counts
    assert [number for batch in asked for number in batch] == list(map(str, range(120)))


def test_an_observation_without_a_number_is_refused() -> None:
    seen = Observation(mission="HST", observation_id="ib6v02d9q")
    with pytest.raises(QueryError) as refused:
        ProductSearch(Mast(), [seen])
    assert refused.value.where == ("ib6v02d9q",)


def test_what_fails_is_told_in_the_archives_words_and_the_others_arrive(
    archive: StandInArchive,
) -> None:
    archive.products = [
        product(f"{n}.fits", "o", "HST", parent_obsid=n) for n in range(100)
    ]
    archive.broken = {"7"}
    search = product_search(archive, range(100))
    Browser().go(search.steps())
    assert search.progress[:3] == (50, 100, 50)
    [failed] = search.failed
    assert [seen.number for seen in failed.observations] == list(map(str, range(50)))
    assert failed.error.cause == "archive"
    assert failed.error.where == ("Products of 7 cannot be listed.",)
    # Each further attempt halves what fails, until the culprit stands alone.
    for _ in range(6):
        Browser().go(search.steps())
    [failed] = search.failed
    assert [seen.number for seen in failed.observations] == ["7"]
    assert search.progress[:3] == (99, 100, 99)
    archive.broken.clear()
    Browser().go(search.steps())
    assert search.failed == []
    assert search.progress[:3] == (100, 100, 100)
    assert len(uris(search)) == 100


def test_without_a_connection_the_rest_is_not_tried(archive: StandInArchive) -> None:
    archive.products = [product(f"{n}.fits", "o", parent_obsid=n) for n in range(25)]
    search = product_search(archive, range(25), "JWST")
    archive.faults[PRODUCTS] = Fault.HUNG_UP
    Browser().go(search.steps())
    assert [visit.status for visit in archive.visits] == [0, 0]
    assert [len(failed.observations) for failed in search.failed] == [5] * 5
    assert {failed.error.cause for failed in search.failed} == {"unreachable"}
    archive.faults.clear()
    Browser().go(search.steps())
    assert search.failed == []
    assert len(uris(search)) == 25


def test_one_lost_connection_costs_one_batch(archive: StandInArchive) -> None:
    archive.products = [product(f"{n}.fits", "o", parent_obsid=n) for n in range(15)]
    archive.fail(PRODUCTS, Fault.HUNG_UP)
    search = product_search(archive, range(15), "JWST")
    Browser().go(search.steps())
    assert [len(failed.observations) for failed in search.failed] == [5]
    assert search.progress.products == 10


def test_a_busy_archive_is_told_and_asked_again(archive: StandInArchive) -> None:
    archive.products = [product("a.fits", "o", parent_obsid=1)]
    archive.fail(PRODUCTS, Fault.UNAVAILABLE)
    search = product_search(archive, [1])
    Browser().go(search.steps())
    [failed] = search.failed
    assert "503" in failed.error.message
    Browser().go(search.steps())
    assert uris(search) == ["mast:JWST/product/a.fits"]


def test_a_cancelled_search_keeps_what_arrived_and_can_go_on(
    archive: StandInArchive,
) -> None:
    archive.products = [product(f"{n}.fits", "o", parent_obsid=n) for n in range(15)]
    search = product_search(archive, range(15), "JWST")
    Browser().go(search.steps(), stop_after=2)
    assert search.progress[:3] == (10, 15, 10)
    assert len(uris(search)) == 10
    assert search.failed == []
    browser = Browser()
    browser.go(search.steps())
    assert len(browser.sent) == 1
    assert search.progress[:3] == (15, 15, 15)


def test_pages_that_hold_nothing_are_not_turned() -> None:
    seen = Observation(mission="HST", observation_id="o", number="1")
    search = ProductSearch(Mast(), [seen])
    assert len(feed(search.steps(), page([], 10**9, 10**9))) == 1
    assert search.left_out == 10**9


def test_products_come_page_by_page() -> None:
    first, second = (
        product(name, "o", "HST", parent_obsid=1) for name in ("a.fits", "b.fits")
    )
    seen = Observation(mission="HST", observation_id="o", number="1")
    search = ProductSearch(Mast(), [seen])
    asked = feed(search.steps(), page([first], 2, 2), page([second], 2, 2))
    assert [question(request)["page"] for request in asked] == [1, 2]
    assert search.progress == Progress(1, 1, 2, 4000)
    assert search.left_out == 0


def test_what_the_archive_holds_back_is_counted() -> None:
    seen = Observation(mission="HST", observation_id="o", number="1")
    search = ProductSearch(Mast(), [seen])
    row = product("a.fits", "o", "HST", parent_obsid=1)
    feed(search.steps(), page([row], 1, 8))
    assert search.left_out == 7


def test_rows_that_cannot_be_taken_are_set_aside() -> None:
    seen = Observation(mission="HST", observation_id="o", number="1")
    search = ProductSearch(Mast(), [seen])
    good = product("a.fits", "o", "HST", parent_obsid=1)
    wrong = {**product("b.fits", "o", "HST", parent_obsid=1), "size": "much"}
    feed(search.steps(), page([good, wrong]))
    assert uris(search) == ["mast:HST/product/a.fits"]
    [refused] = search.refused
    assert "size" in refused.reason


def test_an_answer_without_any_product_to_take_is_a_failure() -> None:
    seen = Observation(mission="HST", observation_id="o", number="1")
    search = ProductSearch(Mast(), [seen])
    feed(search.steps(), page([{"a": 1}]))
    [failed] = search.failed
    assert failed.error.cause == "answer"


def test_an_observation_may_have_no_products() -> None:
    seen = Observation(mission="HST", observation_id="o", number="1")
    search = ProductSearch(Mast(), [seen])
    feed(search.steps(), page([]))
    assert search.progress == Progress(1, 1, 0, 0)
    assert search.failed == []


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (OSError("no route"), "unreachable"),
        (TimeoutError("too late"), "timeout"),
        (SearchError("not to be read", cause="refused"), "refused"),
    ],
)
def test_what_a_notebooks_network_says_is_told(error: Exception, cause: str) -> None:
    async def fetch(_: Request) -> bytes:
        raise error

    seen = Observation(mission="HST", observation_id="o", number="1")
    search = ProductSearch(Mast(), [seen])
    asyncio.run(run(search.steps(), fetch))
    [failed] = search.failed
    assert failed.error.cause == cause
    assert str(error) in str(failed.error)
