"""The tab of the download history as a person meets it, and what is stored of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect
from skybasket import Basket, Filters
from skybasket.history_record import Record, Way, products_of

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Locator

    from tests.browser.page import Skybasket

__all__ = ["History", "many", "record"]

#: How names in the storage begin.
PREFIX: Final = "`skybasket:${new URL('.', location.href).pathname}:`"


class History:
    """The tab of one open page."""

    def __init__(self, skybasket: Skybasket) -> None:
        self.skybasket = skybasket
        self.page = skybasket.page
        self.panel = self.page.get_by_role("tabpanel", name="Download history")
        self.search = self.panel.get_by_role("searchbox", name="Search the history")
        self.order = self.panel.get_by_role("combobox", name="Order")
        self.toasts = self.page.get_by_role("region", name="Messages")
        self.titles = self.panel.get_by_role("heading", level=3)

    def show(self) -> None:
        self.page.get_by_role("tab", name="Download history").click()
        expect(self.panel).to_be_visible()

    def record(self, title: str) -> Locator:
        return self.panel.get_by_role("listitem").filter(
            has=self.page.get_by_role("heading", name=title, exact=True)
        )

    def press(self, name: str) -> None:
        self.panel.get_by_role("button", name=name, exact=True).click()

    def undo_by_message(self) -> None:
        self.toasts.get_by_role("button", name="Undo", exact=True).click()

    def is_listed(self, *titles: str) -> None:
        """Wait until these records are listed, in this order."""
        expect(self.titles).to_have_text(list(titles))

    # Downloads

    def download(self, method: str = "curl script", button: str = "Save script") -> str:
        """Save what the dialog offers for the selection; return the text."""
        self.skybasket.press("Download")
        dialog = self.skybasket.dialog
        dialog.get_by_role("radio", name=method).check()
        with self.page.expect_download() as saving:
            dialog.get_by_role("button", name=button, exact=True).click()
        self.page.keyboard.press("Escape")
        return Path(saving.value.path()).read_text("utf-8")

    def fetch(self, title: str = "deep field") -> str:
        """Open the mixed list under a title, and save a script of what it shows."""
        self.skybasket.open(answer(MIXED), f"{title}.json")
        self.skybasket.tick_all()
        return self.download()

    # The storage

    def stored(self) -> dict[str, str]:
        """Return the texts of all stored records."""
        found: dict[str, str] = self.page.evaluate(
            f"""() => {{
              const start = {PREFIX} + "history:";
              return Object.fromEntries(Object.entries(localStorage)
                .filter(([name]) => name.startsWith(start))
                .map(([name, text]) => [name.slice(start.length), text]));
            }}"""
        )
        return found

    def store(self, texts: Mapping[str, str]) -> None:
        """Put records into the storage, as if they had been there before."""
        self.page.evaluate(
            f"""(texts) => {{
              for (const [name, text] of Object.entries(texts))
                localStorage.setItem({PREFIX} + "history:" + name, text);
            }}""",
            dict(texts),
        )

    def fill_storage(self) -> None:
        """Take all the room that an origin has."""
        self.page.evaluate(
            """() => {
              let text = "x".repeat(2 ** 22);
              for (let number = 0; text.length > 0; number += 1) {
                try {
                  localStorage.setItem(`room:${number}`, text);
                } catch {
                  text = text.slice(text.length / 2 + 1);
                }
              }
            }"""
        )

    def is_kept(self, count: int) -> None:
        """Wait until so many records are stored."""
        for _ in range(200):
            if len(self.stored()) == count:
                return
            self.page.wait_for_timeout(50)
        assert len(self.stored()) == count

    def reload(self) -> None:
        self.page.reload()
        self.skybasket.is_engine("ready")
        self.show()


def record(title: str, method: str = "curl", **values: object) -> str:
    """Return the record of a download of what the mixed list recommends."""
    basket = Basket.open(answer(MIXED))
    basket.title = title
    basket.filters = Filters(recommended=True)
    basket.select_all()
    plan = basket.plan()
    made = Record.of(basket, plan, Way.of(plan, method, ""), products_of(basket, plan))
    return json.dumps(json.loads(made.write()) | values, separators=(",", ":"))


def many(count: int) -> dict[str, str]:
    """Return so many records, ten a day."""
    told = json.loads(record("template"))
    start = datetime(2026, 1, 1, 8, tzinfo=UTC)
    moments = (
        start + timedelta(number // 10, number % 10 * 3600) for number in range(count)
    )
    return {
        f"made{number:05}": json.dumps(
            told
            | {"title": f"Record {number:03}", "when": f"{when:%Y-%m-%dT%H:%M:%SZ}"}
        )
        for number, when in enumerate(moments)
    }
