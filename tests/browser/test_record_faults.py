"""Storage fails, or the tab dies, at any write of a record: none is without its files.

Records are those of downloads and of batch requests; a long list of files is stored
apart from its record.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, product
from tests.browser.historypage import History
from tests.browser.lists import MIXED
from tests.browser.storing import DIES, FULL, LATE, Storing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.page import Skybasket

FEW: Final = MIXED
#: So many that their list is stored as bytes.
MANY: Final = tuple(
    product(f"{sha256(bytes(n)).hexdigest()}.fits", "U9O40504M", "HST")
    for n in range(3000)
)
#: A list, how many writes its record takes, and what becomes of them.
FAULTS: Final = [
    *((FEW, 1, fault) for fault in (DIES, FULL)),
    *((MANY, 2, fault) for fault in (DIES, FULL, LATE)),
]
named = pytest.mark.parametrize(
    ("rows", "writes", "fault"),
    FAULTS,
    ids=[f"{len(rows)}-{fault}" for rows, _, fault in FAULTS],
)


@pytest.fixture
def storing(
    faulty_tab: tuple[Skybasket, Storing], rows: tuple[dict[str, object], ...]
) -> tuple[Skybasket, Storing]:
    """Return a tab in which all of a list is selected, and its storage."""
    skybasket, _ = faulty_tab
    skybasket.reset()
    skybasket.open(answer(rows))
    skybasket.tick_all()
    return faulty_tab


@named
def test_a_download_is_kept_with_its_files_or_the_page_says_what_is_not(
    storing: tuple[Skybasket, Storing], writes: int, fault: str
) -> None:
    skybasket, storage = storing
    history = History(skybasket)
    for passed in range(writes + 1):
        storage.fail(fault, passed, "history:")
        history.download()
        storage.reach(writes)
        history.show()
        record = history.panel.get_by_role("listitem")
        if storage.is_broken and fault == LATE:
            expect(record).to_contain_text("Its list of files is here for this visit")
            assert storage.records("history") == [False]
        elif storage.is_broken:
            if fault == FULL:
                expect(record).to_contain_text("Here for this visit only: it is not")
            assert storage.records("history") == [], f"after {passed} writes"
        else:
            expect(record).not_to_contain_text("this visit only")
            assert storage.records("history") == [True]
        storage.heal()
        history.press("Clear")
        skybasket.page.get_by_role("tab", name="Basket").click()


@named
def test_a_batch_request_is_kept_with_its_files_or_it_is_not_listed(
    storing: tuple[Skybasket, Storing], writes: int, fault: str
) -> None:
    skybasket, storage = storing
    page = skybasket.page
    listed = page.locator("#batch .request")
    problem = page.locator("#problem")
    skybasket.press("Batch request")
    for passed in range(writes + 1):
        before = storage.records("request")  # those that can be taken back
        storage.fail(fault, passed, "request:")
        page.get_by_role("button", name="Keep as open request").click()
        expect(listed.or_(problem).filter(visible=True)).to_have_count(1)
        kept = storage.records("request")
        assert all(kept)
        assert len(kept) == len(before) + (not storage.is_broken)
        # A tab that dies can say what it likes.
        if fault != DIES:
            expect(listed).to_have_count(len(kept) - len(before))
        storage.heal()
        if problem.is_visible():
            problem.get_by_role("button", name="Close", exact=True).click()
        else:
            listed.get_by_role("button", name="Delete request").click()
        expect(listed).to_have_count(0)
    page.keyboard.press("Escape")


def test_a_preference_that_cannot_be_stored_holds_for_the_visit(
    new_tab: Callable[[], Skybasket],
) -> None:
    skybasket = new_tab()
    page, theme = skybasket.page, skybasket.page.locator("html")
    storage = Storing(page)
    skybasket.visit()
    for fault in (FULL, DIES):
        page.get_by_role("button", name="Settings").click()
        skybasket.dialog.get_by_role("radio", name="Dark").check()
        storage.fail(fault, 0)
        skybasket.dialog.get_by_role("radio", name="Light").check()
        expect(theme).to_have_attribute("data-theme", "light")
        skybasket.dialog.get_by_role("radio", name="Close together").check()
        expect(theme).to_have_attribute("data-density", "compact")
        expect(skybasket.dialog).to_have_count(1)
        page.reload()
        expect(theme).to_have_attribute("data-theme", "dark")
        expect(theme).to_have_attribute("data-density", "comfortable")
