"""Stands for the page and the archive in a search: every request gets its answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.archive.invoke import Invoke
from tests.archive.switches import Switches
from tests.unit.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.archive.catalogue import Row
    from tests.unit.page import View

__all__ = ["FIELDS", "Asking"]

#: The form as it is before anybody has filled it.
FIELDS = {
    "target": "",
    "position": "",
    "radius": "3",
    "unit": "arcminutes",
    "proposals": "",
    "missions": "",
    "instruments": "",
    "observation_ids": "",
    "first_day": "",
    "last_day": "",
    "levels": [],
    "access": [],
}


class Asking:
    """A page with an archive.

    :param name: what the commands begin with: ``search`` or ``complete``.
    """

    def __init__(
        self,
        name: str = "search",
        observations: Iterable[Row] = (),
        products: Iterable[Row] = (),
    ) -> None:
        self.page = Page()
        self.archive = Switches()
        self.archive.observations = list(observations)
        self.archive.products = list(products)
        self._name = name
        self._invoke = Invoke(self.archive)

    @property
    def services(self) -> list[str]:
        """The services that were asked, in order."""
        return [request["service"] for request in self._invoke.requests]

    def begin(self, command: str, **arguments: object) -> View:
        """Send a command that may lead to a request."""
        return self.page.view(f"{self._name}_{command}", **arguments)

    def give(self, content: bytes) -> View:
        """Hand over what came back."""
        self.page.ask("begin")
        self.page.app.receive(content)
        return self.begin("answer")

    def step(self, view: View) -> View:
        """Let the archive answer the request of a view."""
        _, told = self._invoke.answer(view["request"]["body"])
        return self.give(json.dumps(told).encode())

    def run(self, command: str, **arguments: object) -> View:
        """Send a command, and go on until nothing is left to ask."""
        view = self.begin(command, **arguments)
        while view["request"]:
            view = self.step(view)
        return view

    def fail(self, cause: str, reason: str = "") -> View:
        """Say that the request was not answered."""
        return self.begin("fail", cause=cause, reason=reason)

    def find(self, **fields: object) -> View:
        """Count and list the observations that a form asks for."""
        self.run("begin", query=FIELDS | fields)
        return self.run("list")

    def rows(self, start: int = 0, stop: int = 100) -> list[View]:
        """Return rows of the table."""
        rows: list[View] = self.page.view("found_rows", start=start, stop=stop)["rows"]
        return rows

    def column(self, number: int) -> list[str]:
        """Return a column of the table."""
        return [found["cells"][number] for found in self.rows()]
