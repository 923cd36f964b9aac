"""After one visit the page needs no network; versions never mix, damage is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import interpreter
import pytest
from playwright.sync_api import Error, expect

from tests.browser.hosting import Host
from tests.browser.page import START, Skybasket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext

    from tests.archive import StandInArchive
    from tests.browser.watch import Watch

READY: Final = "Ready offline"
#: The archive of the next version.
NEW: Final = "http://127.0.0.1:9"
#: What the page would be told of the archive, were it to start now.
ARCHIVE: Final = """async () =>
  (await (await fetch("settings.json")).json()).archive"""
#: Ask the host for another version; give what came of it.
LOOK: Final = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  const { installing } = registration;
  if (!installing) return registration.waiting?.state ?? "none";
  return new Promise((resolve) => {
    installing.addEventListener("statechange", () => resolve(installing.state));
  });
}"""
NO_ROOM: Final = """async () => {
  throw new DOMException("no room", "QuotaExceededError");
}"""
#: Wait until nobody is about to keep the page.
GIVEN_UP: Final = """async () => {
  while (await navigator.serviceWorker.getRegistration())
    await new Promise(requestAnimationFrame);
}"""
CACHES: Final = "async () => (await caches.keys()).sort()"
#: Spoil one kept file, or lose it if there is nothing to put in its place.
SPOIL: Final = """async ([place, content]) => {
  const [name] = (await caches.keys()).filter((it) => it.includes(":files:"));
  const cache = await caches.open(name);
  const address = new URL(place, document.baseURI).href;
  if (content === null) return cache.delete(address);
  await cache.put(address, new Response(content));
}"""
KEPT: Final = """async (place) => {
  const response = await caches.match(new URL(place, document.baseURI).href);
  if (!response) return null;
  const bytes = new Uint8Array(await crypto.subtle.digest(
    "SHA-256", await response.arrayBuffer()));
  return btoa(String.fromCharCode(...bytes));
}"""


@pytest.fixture(scope="module")
def host(
    tmp_path_factory: pytest.TempPathFactory, archive_server: StandInArchive
) -> Iterator[Host]:
    """Serve the page; tests leave the first version there, running."""
    with Host(tmp_path_factory.mktemp("hosting"), archive_server.address) as host:
        yield host


@pytest.fixture
def visitor(browser: Browser, watch: Watch) -> Iterator[Callable[[Host], Skybasket]]:
    """Return what opens tabs of one and the same visitor."""
    context = browser.new_context(service_workers="allow", reduced_motion="reduce")
    context.set_default_timeout(START)
    watch.tolerate("")  # requests go to another port than the other tests' page

    def visit(host: Host) -> Skybasket:
        skybasket = Skybasket(context.new_page(), host.address)
        skybasket.visit()
        skybasket.is_engine("ready")
        return skybasket

    yield visit
    context.close()


def is_ready_offline(skybasket: Skybasket) -> None:
    expect(skybasket.page.get_by_text(READY)).to_be_visible(timeout=START)


def update(skybasket: Skybasket) -> None:
    """Press the button for a new version, and wait for the page to start anew."""
    with skybasket.page.expect_navigation():
        skybasket.page.get_by_role("button", name="Update").click()
    skybasket.is_engine("ready")


# Without a network


@pytest.mark.firefox
def test_after_one_visit_the_page_needs_no_network(
    host: Host, visitor: Callable[[Host], Skybasket]
) -> None:
    first = visitor(host)
    is_ready_offline(first)
    first.page.close()
    host.stop()
    try:
        again = visitor(host)
        is_ready_offline(again)
        again.page.get_by_role("button", name="Try the sample basket").click()
        again.says("from sample.json")
        again.tick_all()
        again.press("Download")
        expect(again.dialog).to_contain_text("Download 31 files")
        again.page.keyboard.press("Escape")
        again.page.get_by_role("button", name="Share").click()
        again.dialog.get_by_role("button", name="Show QR code").click()
        code = again.dialog.get_by_role("img", name="QR code of the link")
        expect(code).to_be_visible(timeout=START)
        again.page.goto(
            f"{host.address}index.html?from=elsewhere#get=mast:A/a_drz.fits"
        )
        again.is_engine("ready")
        again.page.goto(f"{host.address}index.es.html")
        again.is_engine("ready")
        expect(again.page.get_by_text("Lista sin conexión")).to_be_visible()
        with pytest.raises(Error):
            again.page.evaluate("fetch('python/python_stdlib.zip')")
    finally:
        host.start()


def test_the_worker_has_a_policy_from_the_second_visit_on(
    host: Host, visitor: Callable[[Host], Skybasket], watch: Watch
) -> None:
    first = visitor(host)
    is_ready_offline(first)
    first.page.reload()
    first.is_engine("ready")
    header = first.page.evaluate(
        """async () => (await fetch("js/worker.js")).headers.get(
          "Content-Security-Policy")"""
    )
    assert "script-src 'self' 'wasm-unsafe-eval'" in header
    [worker] = first.page.workers
    watch.requests.clear()
    asked = (
        "fetch('https://elsewhere.example.org/').then(() => 'sent', () => 'stopped')"
    )
    assert worker.evaluate(asked) == "stopped"
    assert watch.requests == []


def test_where_no_service_worker_may_be_the_page_works_and_promises_nothing(
    host: Host, browser: Browser, watch: Watch
) -> None:
    watch.tolerate("")
    forbidden = """
      ServiceWorkerContainer.prototype.register = () =>
        Promise.reject(new DOMException("storage is forbidden", "SecurityError"));
      for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
        Object.defineProperty(window, name, {
          get() { throw new DOMException("storage is forbidden", "SecurityError"); },
        });
    """
    absent = "delete Navigator.prototype.serviceWorker"  # as on plain http
    for script in (forbidden, absent):
        with browser.new_context() as context:
            context.add_init_script(script)
            skybasket = Skybasket(context.new_page(), host.address)
            skybasket.visit()
            skybasket.is_engine("ready")
            skybasket.page.get_by_role("button", name="Try the sample basket").click()
            # What was added may be said too soon: that nothing is kept comes after it.
            expect(skybasket.row("HST")).to_be_visible()
            expect(skybasket.page.get_by_text(READY)).to_have_count(0)


# New versions


@pytest.mark.firefox
def test_a_new_version_comes_whole_and_when_it_is_wanted(
    host: Host, visitor: Callable[[Host], Skybasket], archive_server: StandInArchive
) -> None:
    old = archive_server.address
    skybasket = visitor(host)
    is_ready_offline(skybasket)
    skybasket.page.reload()
    skybasket.is_engine("ready")
    skybasket.page.get_by_role("button", name="Try the sample basket").click()
    skybasket.says("from sample.json")
    skybasket.tick("HST")
    foreign = f"skybasket:/elsewhere/:files:{'0' * 16}"
    skybasket.page.evaluate("(name) => caches.open(name)", foreign)
    host.publish(NEW)
    try:
        assert skybasket.page.evaluate(LOOK) == "installed"
        button = skybasket.page.get_by_role("button", name="Update")
        expect(button).to_be_visible()
        skybasket.says("A new version of Skybasket is there")
        assert skybasket.page.evaluate(ARCHIVE) == old
        other = visitor(host)  # a further tab still is of the old version
        assert other.page.evaluate(ARCHIVE) == old
        expect(other.page.get_by_role("button", name="Update")).to_be_visible()
        with other.page.expect_navigation():
            update(skybasket)
        other.is_engine("ready")
        for tab in (skybasket, other):
            assert tab.page.evaluate(ARCHIVE) == NEW
            is_ready_offline(tab)
        expect(skybasket.box("HST")).to_be_checked()
        path = host.address.partition("127.0.0.1:")[2].partition("/")[2]
        names = skybasket.page.evaluate(CACHES)
        assert len(names) == 2
        assert foreign in names
        assert any(name.startswith(f"skybasket:/{path}:files:") for name in names)
    finally:
        host.publish()


def test_half_a_new_version_is_none(
    host: Host, visitor: Callable[[Host], Skybasket], archive_server: StandInArchive
) -> None:
    skybasket = visitor(host)
    is_ready_offline(skybasket)
    host.publish(NEW)
    try:
        style = host.folder / "css" / "page.css"
        style.write_bytes(style.read_bytes() + b"\n")
        assert skybasket.page.evaluate(LOOK) == "redundant"
        skybasket.page.reload()
        skybasket.is_engine("ready")
        assert skybasket.page.evaluate(ARCHIVE) == archive_server.address
        is_ready_offline(skybasket)
    finally:
        host.publish()


# Damage


@pytest.mark.parametrize("content", ["garbage", None])
def test_what_is_damaged_or_lost_comes_again_from_the_network(
    host: Host, visitor: Callable[[Host], Skybasket], content: str | None
) -> None:
    skybasket = visitor(host)
    is_ready_offline(skybasket)
    kept = skybasket.page.evaluate(KEPT, "python/memory.bin")
    spoilt = ["index.html", "js/main.js", "js/worker.js", "python/memory.bin"]
    for place in spoilt:
        skybasket.page.evaluate(SPOIL, [place, content])
    skybasket.page.reload()
    skybasket.is_engine("ready")
    for place in spoilt[:-1]:
        assert skybasket.page.evaluate(KEPT, place) == interpreter.file_hash(
            host.folder / place
        )
    assert skybasket.page.evaluate(KEPT, "python/memory.bin") == kept
    is_ready_offline(skybasket)


def test_what_cannot_be_mended_is_begun_anew(
    host: Host, visitor: Callable[[Host], Skybasket]
) -> None:
    skybasket = visitor(host)
    is_ready_offline(skybasket)
    skybasket.page.evaluate(SPOIL, ["settings.json", None])
    host.publish(NEW)
    try:
        skybasket.page.reload()  # finds nothing of its own version any more
        is_ready_offline(skybasket)
        assert skybasket.page.evaluate(ARCHIVE) == NEW
    finally:
        host.publish()


def test_where_there_is_no_room_to_keep_the_page_it_works_all_the_same(
    host: Host, visitor: Callable[[Host], Skybasket]
) -> None:
    script = host.folder / "sw.js"
    code = script.read_text("utf-8")
    script.write_text(f"Cache.prototype.put = {NO_ROOM};{code}", "utf-8")
    try:
        skybasket = visitor(host)
        skybasket.page.get_by_role("button", name="Try the sample basket").click()
        skybasket.says("from sample.json")
        skybasket.page.evaluate(GIVEN_UP)
        expect(skybasket.page.get_by_text(READY)).to_have_count(0)
    finally:
        script.write_text(code, "utf-8")
    skybasket.page.reload()
    is_ready_offline(skybasket)


# Files that the system opens


def test_files_open_in_the_installed_page(
    host: Host, browser: Browser, watch: Watch
) -> None:
    watch.tolerate("")
    context: BrowserContext = browser.new_context(service_workers="block")
    context.add_init_script(
        """Object.defineProperty(window, "launchQueue", { value: { setConsumer(take) {
          const file = new File(["dataURI\\nmast:HST/product/a_drz.fits\\n"], "a.csv");
          take({ files: [{ getFile: async () => file }] });
        } } });"""
    )
    skybasket = Skybasket(context.new_page(), host.address)
    skybasket.visit()
    skybasket.is_engine("ready")
    skybasket.says("from a.csv")
    expect(skybasket.box("a_drz.fits")).to_be_visible()
    context.close()
