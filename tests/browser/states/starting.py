"""States of the start: before Python is there, without it, and as it gets old."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.breaking import BROKEN, HUNG, Breaking
from tests.browser.lists import MIXED
from tests.browser.states.catalogue import state

if TYPE_CHECKING:
    from tests.browser.states.catalogue import Scene

#: A service worker that keeps all of the page; a newer one waits if told to.
KEPT: Final = """(isWaiting) => {
  const worker = {
    postMessage: (message, [port]) => port.postMessage(message === "is whole"),
  };
  const waiting = isWaiting ? worker : null;
  const registration = { active: worker, waiting, addEventListener() {} };
  Object.defineProperty(Navigator.prototype, "serviceWorker", {
    value: {
      addEventListener() {},
      ready: Promise.resolve(registration),
      register: async () => registration,
    },
  });
}"""


@state(own=True)
def starting(scene: Scene) -> None:
    scene.hold("**/pyodide.wasm.bin")
    scene.skybasket.visit()
    expect(scene.skybasket.files).to_contain_text("Starting Python in your browser")


@state(own=True)
def asked_while_starting(scene: Scene) -> None:
    scene.hold("**/pyodide.wasm.bin")
    scene.skybasket.visit()
    scene.skybasket.choose(answer(MIXED), "early.json")
    text = "early.json is read as soon as Python is there."
    expect(scene.skybasket.files).to_contain_text(text)


@state(own=True)
def start_failed(scene: Scene) -> None:
    scene.refuse("**/settings.json")
    scene.skybasket.visit()
    scene.skybasket.is_engine("failed")
    expect(scene.skybasket.files.get_by_role("alert")).to_be_visible()


@state(own=True)
def broken_down(scene: Scene) -> None:
    Breaking(scene.page).faults = {"check_all": BROKEN}
    scene.start()
    scene.skybasket.open(answer(MIXED))
    scene.skybasket.box("Select all shown files").click()
    expect(scene.dialog).to_contain_text("broke down and was started again")
    scene.skybasket.is_engine("ready")


@state(own=True)
def broken_down_twice(scene: Scene) -> None:
    broken_down(scene)
    scene.page.keyboard.press("Escape")
    scene.skybasket.box("Select all shown files").click()
    scene.skybasket.is_engine("failed")
    alert = scene.skybasket.files.get_by_role("alert")
    expect(alert).to_contain_text("Skybasket has stopped")


@state(own=True)
def busy_for_long(scene: Scene) -> None:
    Breaking(scene.page).faults = {"check_all": HUNG}
    scene.start()
    scene.skybasket.open(answer(MIXED))
    scene.skybasket.box("Select all shown files").click()
    stop = scene.page.get_by_role("button", name="Stop", exact=True)
    expect(stop).to_be_visible()


@state(own=True)
def browser_too_old(scene: Scene) -> None:
    scene.page.add_init_script("delete HTMLElement.prototype.popover")
    scene.skybasket.visit()
    expect(scene.page.get_by_text("Skybasket needs a newer browser")).to_be_visible()


@state(own=True)
def ready_offline(scene: Scene) -> None:
    scene.page.add_init_script(f"({KEPT})(false)")
    scene.start()
    expect(scene.page.get_by_text("Ready offline")).to_be_visible()


@state(own=True)
def update_waiting(scene: Scene) -> None:
    scene.page.add_init_script(f"({KEPT})(true)")
    scene.start()
    expect(scene.page.get_by_role("button", name="Update")).to_be_visible()
