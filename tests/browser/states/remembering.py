"""States of the download history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.historypage import History, record
from tests.browser.states.catalogue import state
from tests.browser.states.leaving import request

if TYPE_CHECKING:
    from tests.browser.states.catalogue import Scene


def filled(scene: Scene, **more: str) -> History:
    """Start the page with three records, two of one day and one of today."""
    history = scene.history
    scene.page.goto(scene.skybasket.address + "settings.json")
    old = {"when": "2026-01-02T12:00:00Z", "changed": "2026-01-02T12:00:00Z"}
    carina = record("Carina", "wget", digest="long" * 100, **old)
    vega = record("Vega", "bundle", missions=["TESS"], **old)
    now = record("deep field", "curl")
    history.store({"made00001": carina, "made00002": vega, "made00003": now, **more})
    scene.start()
    history.show()
    expect(history.titles).to_have_count(3 + len(more))
    return history


@state(own=True)
def history_before_the_start(scene: Scene) -> None:
    scene.hold("**/pyodide.wasm.bin")
    scene.skybasket.visit()
    scene.history.show()


@state(own=True)
def history_empty(scene: Scene) -> None:
    scene.start()
    scene.history.show()
    expect(scene.history.panel).to_contain_text("No downloads yet")


@state(own=True)
def history_filled(scene: Scene) -> None:
    filled(scene).press("Pin Vega")
    expect(scene.page.get_by_role("button", name="Unpin Vega")).to_be_visible()


@state(own=True)
def history_renaming(scene: Scene) -> None:
    filled(scene).press("Rename deep field")
    expect(scene.page.get_by_role("textbox", name="Title of")).to_be_visible()


@state(own=True)
def history_no_match(scene: Scene) -> None:
    history = filled(scene)
    history.search.fill("no such thing")
    expect(history.panel).to_contain_text("No record matches")


@state(own=True)
def history_damaged(scene: Scene) -> None:
    filled(scene, damaged001="<b>what", newer00001='{"version": 99}')


@state(own=True)
def history_running_short(scene: Scene) -> None:
    history = filled(scene)
    history.fill_storage()
    history.fetch("one more")
    history.show()
    expect(history.panel).to_contain_text("1 record is here for this visit only")


@state(own=True)
def history_with_an_open_request(scene: Scene) -> None:
    request(scene)
    scene.press("Keep as open request")
    scene.page.keyboard.press("Escape")
    scene.history.show()
    expect(scene.history.panel).to_contain_text("1 open request")
