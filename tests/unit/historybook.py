"""Stands for the page and the browser's storages, as far as the history needs them."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.unit.lists import answer, product
from tests.unit.page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Browser", "Tab", "files"]

_NAMES = count()


def files(number: int, start: int = 0, **columns: object) -> bytes:
    """Return a list of so many files."""
    return answer(
        *(
            product(
                dataURI=f"mast:JWST/product/f{n}.fits",
                productFilename=f"f{n}.fits",
                **{"size": 1000 + n, **columns},
            )
            for n in range(start, start + number)
        )
    )


class Browser:
    """What is stored, and how much room there is."""

    def __init__(self, room: int = 10**9, *, forbidden: bool = False) -> None:
        self.texts: dict[str, str] = {}
        self.bytes: dict[str, bytes] = {}
        self.room = room
        self.forbidden = forbidden

    def store(self, name: str, text: str | None) -> str:
        """Store a text or remove it; return what is wrong."""
        if self.forbidden:
            return "storage"
        others = {key: value for key, value in self.texts.items() if key != name}
        if text is None:
            self.texts = others
            return ""
        if sum(map(len, others.values())) + len(text) > self.room:
            return "full"
        self.texts = {**self.texts, name: text}
        return ""


class Tab(Page):
    """A page of that browser; it does what answers say, as history.js does."""

    def __init__(self, browser: Browser | None = None, zone: int = 0) -> None:
        super().__init__()
        self.browser = browser or Browser()
        self.zone = zone
        self.told: list[str] = []
        self.seen: dict[str, Any] = {}
        self.purged = self.do(
            "history_load",
            records=self.browser.texts,
            apart=list(self.browser.bytes),
        )["purge"]

    def do(self, command: str, **arguments: object) -> dict[str, Any]:
        """Send a command and carry out its answer."""
        found = self.view(command, **arguments, zone=self.zone)
        self.take(found)
        return found

    def take(self, found: dict[str, Any]) -> None:
        self.seen = found["view"]
        if found["message"]:
            self.told.append(found["message"])
        failed: dict[str, str] = {}
        writes: Mapping[str, str | None] = found["writes"]
        for name, text in sorted(writes.items(), key=lambda item: item[1] is not None):
            if why := self.browser.store(name, text):
                failed[name] = why
        if failed:
            kind = list(failed.values())[-1]
            self.do("history_failed", ids=list(failed), kind=kind)
        for name in found["keep"]:
            self.keep(name)

    def keep(self, name: str) -> None:
        if self.browser.forbidden:
            self.do("history_kept", ids=[name], on=False)
            return
        blob = self.app.blob("history_products", json.dumps({"id": name}))
        self.browser.bytes[name] = blob
        self.do("history_kept", ids=[name], on=True)

    def give(self, content: bytes) -> None:
        """Hand over bytes, for the next command."""
        self.ask("begin")
        self.app.receive(content)

    def pieces(self, command: str, **arguments: object) -> str:
        return "".join(self.app.pieces(command, json.dumps(arguments)))

    # What a person does

    def download(self, method: str = "curl", **arguments: object) -> str:
        """Let a text of the selection leave the page; return it."""
        asked = {"method": method, **arguments}
        text = self.pieces("text", **asked)
        self.do("history_note", **asked, id=f"record{next(_NAMES):06}")
        return text

    def fetch(self, content: bytes, name: str = "Carina.json", **how: object) -> str:
        """Open a list in a basket of its own, and download all of it."""
        self.view("basket_new", id="basket0001")
        self.open(content, name)
        self.view("filter_reset")
        self.view("check_all", on=True)
        return self.download(**how)  # type: ignore[arg-type]

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records in the order of the tab."""
        return [row for group in self.seen["groups"] for row in group["records"]]

    @property
    def titles(self) -> list[str]:
        return [row["title"] for row in self.records]

    @property
    def banners(self) -> str:
        return "\n".join(banner["text"] for banner in self.seen["banners"])

    @property
    def stored_size(self) -> int:
        """How many characters the history takes."""
        return sum(len(name) + len(text) for name, text in self.browser.texts.items())

    def lend(self, name: str) -> None:
        """Bring the products of a record, if they lie apart."""
        if name in self.browser.bytes:
            self.give(self.browser.bytes[name])
