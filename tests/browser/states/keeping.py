"""States of whole baskets: links that carry them, and those that the browser keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect
from skybasket import Basket

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED, many
from tests.browser.states.basket import open_mixed, some_selected
from tests.browser.states.catalogue import state

if TYPE_CHECKING:
    from tests.browser.states.catalogue import Scene


def share(scene: Scene) -> None:
    scene.press("Share")
    expect(scene.dialog).to_be_visible()


@state
def share_a_link(scene: Scene) -> None:
    some_selected(scene)
    share(scene)


@state
def share_a_code(scene: Scene) -> None:
    some_selected(scene)
    share(scene)
    scene.press("Show QR code")
    code = scene.dialog.get_by_role("img", name="QR code of the link")
    expect(code).to_be_visible(timeout=60_000)


@state
def share_too_much(scene: Scene) -> None:
    lines = "".join(
        f"mast:HST/product/{n * 7919 % 10**9:09}{n * 104_729 % 10**9}.fits\n"
        for n in range(12_000)
    )
    scene.skybasket.open(lines.encode(), "scattered.txt")
    share(scene)
    scene.dialog.get_by_role("radio", name="Files by name only").check()
    expect(scene.dialog).to_contain_text("addresses and names, nothing else")
    expect(scene.dialog).to_contain_text("Share the observations instead")


@state
def share_nothing(scene: Scene) -> None:
    share(scene)
    expect(scene.dialog).to_contain_text("add products first")


@state
def copied(scene: Scene) -> None:
    share_a_link(scene)
    scene.press("Copy link")
    expect(scene.page.get_by_text("Copied.").first).to_be_visible()


def follow(scene: Scene) -> None:
    """Follow somebody's link."""
    open_mixed(scene.skybasket)
    basket = Basket("Their basket")
    basket.add(answer(MIXED[:8]))
    basket.select_all()
    link = urlsplit(basket.share_link(scene.skybasket.address)).fragment
    scene.page.evaluate("link => { location.hash = link; }", link)
    expect(scene.dialog).to_contain_text("Nothing has changed yet.")


@state
def offer(scene: Scene) -> None:
    follow(scene)


@state(own=True)
def looking_at_another_basket(scene: Scene) -> None:
    scene.start()
    scene.history.fetch()
    scene.skybasket.press("Remove all")
    scene.skybasket.open(many(2, 3), "mine.csv")
    scene.history.show()
    scene.history.press("Open deep field")
    expect(scene.page.get_by_text("From the history: deep field")).to_be_visible()


@state(own=True)
def baskets(scene: Scene) -> None:
    scene.start()
    scene.skybasket.open(answer(MIXED), "mixed.json")
    scene.page.get_by_role("button", name="Baskets: ").click()
    scene.press("New basket")
    scene.skybasket.open(many(2, 3), "other.csv")
    scene.page.get_by_role("button", name="Baskets: ").click()
    scene.press("Rename: mixed")
    expect(scene.dialog.get_by_role("textbox", name="New title")).to_be_visible()


@state(own=True)
def no_baskets(scene: Scene) -> None:
    scene.start()
    scene.page.get_by_role("button", name="Baskets: ").click()
    expect(scene.dialog).to_contain_text("Nothing is kept yet")


@state(own=True)
def not_kept(scene: Scene) -> None:
    scene.page.add_init_script("""
      const full = () => { throw new DOMException("full", "QuotaExceededError"); };
      Storage.prototype.setItem = full;
      IDBObjectStore.prototype.put = full;
    """)
    scene.start()
    scene.skybasket.choose(answer(MIXED), "mixed.json")
    message = scene.page.get_by_text("The browser has no room left for this page.")
    expect(message.first).to_be_visible()
    scene.page.mouse.move(720, 850)  # it stays while one points at it
