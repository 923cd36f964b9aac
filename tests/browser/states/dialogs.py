"""States in which the page tells or asks something about what came in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from playwright.sync_api import expect

from tests.archive.catalogue import answer, product
from tests.browser.states.basket import open_mixed
from tests.browser.states.catalogue import state

if TYPE_CHECKING:
    from tests.browser.states.catalogue import Scene


def asks(scene: Scene, title: str) -> None:
    """Wait for a dialog."""
    expect(scene.page.get_by_role("dialog", name=title)).to_be_visible()


@state
def problem(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.skybasket.choose(b'{"data": [', "cut.json")
    asks(scene, "That did not work")


@state
def report(scene: Scene) -> None:
    wrong = [
        {**product(f"large_{number}.fits", "A"), "size": "a lot"}
        for number in range(40)
    ]
    rows = [product("good.fits", "A"), *wrong, product("line\nbreak.fits", "A")]
    scene.skybasket.open(answer(rows), "bad.json")
    asks(scene, "What came of bad.json")


@state
def which_column_is_which(scene: Scene) -> None:
    table = b"where,heavy\nmast:HST/product/u9ox0504m_drz.fits,500\n"
    scene.skybasket.choose(table, "strange.csv")
    asks(scene, "Which column is which?")


@state
def list_on_another_host(scene: Scene) -> None:
    address = "https://elsewhere.example/lists/of/a/survey/products.json?version=2"
    link = f"src={quote(address, safe='')}"
    scene.page.evaluate("link => { location.hash = link; }", link)
    asks(scene, "A list on another host")
