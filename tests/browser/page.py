"""The page as a person meets it: its parts by the names that the house gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from playwright.sync_api import FilePayload, Locator, Page

__all__ = ["START", "Skybasket"]

#: Python starts in a few seconds, on a busy machine in many; in milliseconds.
START: Final = 180_000


class Skybasket:
    """One open page.

    :param page: a tab of the browser.
    :param address: where the page is served.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.filters = page.get_by_role("region", name="Filters", exact=True)
        self.files = page.get_by_role("region", name="Files", exact=True)
        self.details = page.get_by_role("region", name="Details", exact=True)
        self.actions = page.get_by_role("group", name="Basket actions")
        self.tree = page.get_by_role("treegrid", name="Files in the basket")
        self.recommended = self.filters.get_by_role(
            "switch", name="Minimum recommended products"
        )
        self.name_box = self.filters.get_by_role(
            "searchbox", name="Filter by file name"
        )
        self.reset_filters = self.filters.get_by_role("button", name="Reset filters")
        self.dialog = page.get_by_role("dialog")

    # Starting

    def visit(self) -> None:
        """Go to the page; do not wait for Python."""
        self.page.goto(self.address)

    def is_engine(self, state: str) -> None:
        """Wait until the page says that Python is starting, ready or failed."""
        root = self.page.locator("html")
        patience = START if state == "ready" else None
        expect(root).to_have_attribute("data-engine", state, timeout=patience)

    def reset(self) -> None:
        """Bring the page back to an empty basket, no filters, and the switch's start.

        Undo still knows the basket of before: who tests the start of a visit takes a
        new page.
        """
        self.page.keyboard.press("Escape")
        self.page.get_by_role("tab", name="Basket").click()
        if self.filters.get_by_role("switch").count():
            if self.recommended.is_enabled():
                self.recommended.check()
                expect(self.reset_filters).to_be_enabled()
            # The mouse would wait for a button that Escape, in the box of names, may
            # just have made needless.
            self.reset_filters.evaluate("button => button.click()")
            expect(self.reset_filters).to_be_disabled()
            self.press("Remove all")
        expect(self.files).to_contain_text("Your basket is empty")

    # Basket

    def choose(self, content: bytes, name: str = "products.json") -> None:
        """Choose a product file; do not wait for what comes of it."""
        self.choose_all({name: content})

    def choose_all(self, contents: Mapping[str, bytes]) -> None:
        """Choose several product files at once."""
        self.page.get_by_role("tab", name="Add products").click()
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name="Choose product files").click()
        files: list[FilePayload] = [
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
            for name, content in contents.items()
        ]
        chooser.value.set_files(files)

    def open(self, content: bytes, name: str = "products.json") -> None:
        """Open a product file."""
        self.choose(content, name)
        self.says(f" {name}")

    def says(self, text: str | re.Pattern[str]) -> None:
        """Wait until the page tells screen readers something."""
        expect(self.page.get_by_role("status")).to_contain_text(text)

    def action(self, name: str) -> Locator:
        """Return a button of the action bar."""
        return self.actions.get_by_role("button", name=name, exact=True)

    def press(self, name: str) -> None:
        """Press a button of the action bar."""
        self.action(name).click()

    # Tree

    def box(self, name: str) -> Locator:
        """Return the checkbox of a mission, observation or file."""
        return self.tree.get_by_role("checkbox", name=name, exact=True)

    def tick(self, *names: str) -> None:
        """Click on checkboxes, one after the other; each is ticked then."""
        for name in names:
            self.box(name).click()
            expect(self.box(name)).to_be_checked()

    def tick_all(self) -> None:
        """Click on the checkbox for all that is shown."""
        self.tick("Select all shown files")

    def row(self, name: str) -> Locator:
        """Return the row of a mission, observation or file."""
        return self.tree.get_by_role("row").filter(
            has=self.page.get_by_role("checkbox", name=name, exact=True)
        )

    @property
    def rows(self) -> Locator:
        """All rows that are drawn, without the header."""
        return self.tree.get_by_role("row").filter(
            has_not=self.page.get_by_role("columnheader")
        )

    def names(self) -> list[str]:
        """Return the names of all rows that are drawn, from top to bottom."""
        return [
            row.get_by_role("checkbox").get_attribute("aria-label") or ""
            for row in self.rows.all()
        ]

    # Filters

    def facet(self, label: str) -> Locator:
        """Return a group of the filters."""
        return self.filters.get_by_role("group", name=label, exact=True)

    def value(self, facet: str, label: str) -> Locator:
        """Return the checkbox of one value of a facet."""
        return self.facet(facet).get_by_role("checkbox", name=label, exact=True)

    def type_name(self, text: str) -> None:
        """Type into the box that filters by file name."""
        self.name_box.fill(text)
