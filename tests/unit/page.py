"""Stands for the page: sends its commands and reads the views that come back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from skybasket.app import App

__all__ = ["SAMPLE", "Page", "View", "group", "row"]

SAMPLE = Path(__file__).resolve().parents[2] / "site" / "sample.json"
View = dict[str, Any]


class Page:
    """Sends commands as the page does."""

    def __init__(self) -> None:
        self.app = App('{"archive": "https://mast.stsci.edu"}')

    def ask(self, command: str, **arguments: object) -> View:
        found: View = json.loads(self.app.call(command, json.dumps(arguments)))
        return found

    def view(self, command: str = "view", **arguments: object) -> View:
        found = self.ask(command, **({"window": [0, 200]} | arguments))
        assert "error" not in found, found
        view: View = found["view"]
        return view

    def open(self, content: bytes, name: str = "list.json") -> View:
        self.ask("begin", file=True)
        for start in range(0, len(content), 1000):
            self.app.receive(memoryview(content)[start : start + 1000])
        return self.view("open", name=name)


def group(view: View, facet: str) -> View:
    found: View = next(g for g in view["filters"]["groups"] if g["facet"] == facet)
    return found


def row(view: View, name: str) -> View:
    found: View = next(r for r in view["rows"]["rows"] if r["name"] == name)
    return found
