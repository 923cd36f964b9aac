"""A real browser, the built page on a server of this machine, and a watch on both."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import assemble
import node
import pytest
import serving
from playwright.sync_api import Browser, Error, Playwright, expect, sync_playwright

from tests.archive.catalogue import answer
from tests.browser.bare import Bare, give
from tests.browser.chromium import PATIENCE, open_context
from tests.browser.installed import Installed, find_chromium, find_firefox
from tests.browser.lists import MIXED
from tests.browser.page import START, Skybasket
from tests.browser.states import Stage
from tests.browser.storing import Storing
from tests.browser.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext

    from tests.archive import StandInArchive

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE.parent.parent / "test-results"

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests here, and run them after all others, which are faster."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run in Chromium what needs a browser, and what is marked so in Firefox too."""
    if "installed" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("firefox")
        names = ["chromium", "firefox"] if marked else ["chromium"]
        metafunc.parametrize("installed", names, indirect=True, scope="session")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None]:
    """Keep a picture of the pages that a failed test was looking at."""
    report = yield
    watch = getattr(item, "funcargs", {}).get("watch")
    if call.when == "call" and call.excinfo and watch:
        name = re.sub(r"\W+", "-", item.nodeid).strip("-")
        for number, page in enumerate(watch.pages):
            # Of a tab that crashed there is none. And in Firefox the page's policy
            # forbids what Playwright does to hide the caret.
            with suppress(Error):
                page.screenshot(path=RESULTS / f"{name}-{number}.png", caret="initial")
    return report


@pytest.fixture(scope="session")
def dist(
    tmp_path_factory: pytest.TempPathFactory, archive_server: StandInArchive
) -> Path:
    """Build the page for the stand-in archive."""
    dist = tmp_path_factory.mktemp("host") / "some" / "where" / "skybasket"
    # The stand-in serves references too.
    assemble.assemble(dist, archive_server.address, archive_server.address)
    return dist


@pytest.fixture(scope="session")
def site(dist: Path) -> Iterator[str]:
    """Serve the page under a path."""
    root = dist.parents[2]
    with serving.open_server(root, [0]) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        path = dist.relative_to(root).as_posix()
        yield f"http://127.0.0.1:{server.server_port}/{path}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Start what drives the browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def installed(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    tmp_path_factory: pytest.TempPathFactory,
) -> Installed:
    """Find the browser that a test is to run in."""
    if request.param == "firefox":
        return find_firefox(playwright, tmp_path_factory.mktemp("firefox"))
    return find_chromium(playwright)


@pytest.fixture(scope="session")
def browser(installed: Installed) -> Iterator[Browser]:
    """Start a browser."""
    browser = installed.type.launch(**installed.options)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def watch(site: str, archive_server: StandInArchive) -> Watch:
    """Watch all that the browser does."""
    parts = urlsplit(site)
    page = f"{parts.scheme}://{parts.netloc}"
    return Watch([page, archive_server.address, archive_server.bucket])


@pytest.fixture(autouse=True)
def _nothing_goes_wrong(watch: Watch) -> Iterator[None]:
    watch.begin()
    yield
    watch.check()


@pytest.fixture(scope="session")
def open_tab(browser: Browser, site: str, watch: Watch) -> Callable[[], Skybasket]:
    """Open an empty tab with storages of its own; the test says when to go where."""

    def open_tab() -> Skybasket:
        context = open_context(browser)
        watch.attach(context)
        return Skybasket(context.new_page(), site)

    return open_tab


@pytest.fixture(scope="module")
def faulty_tab(
    open_tab: Callable[[], Skybasket], watch: Watch
) -> Iterator[tuple[Skybasket, Storing]]:
    """Start a page with storages of its own, which can be made to fail."""
    skybasket = open_tab()
    storage = Storing(skybasket.page)
    skybasket.visit()
    skybasket.is_engine("ready")
    yield skybasket, storage
    watch.detach(skybasket.page.context)
    skybasket.page.context.close()


@pytest.fixture
def new_tab(
    open_tab: Callable[[], Skybasket], watch: Watch
) -> Iterator[Callable[[], Skybasket]]:
    """Open tabs that nobody else uses."""
    contexts: list[BrowserContext] = []

    def new_tab() -> Skybasket:
        skybasket = open_tab()
        contexts.append(skybasket.page.context)
        return skybasket

    yield new_tab
    for context in contexts:
        watch.detach(context)
        context.close()


@pytest.fixture(scope="session")
def stage(
    open_tab: Callable[[], Skybasket], watch: Watch, archive_server: StandInArchive
) -> Stage:
    """Return what shows every state of the page."""

    def close_tab(skybasket: Skybasket) -> None:
        watch.detach(skybasket.page.context)
        skybasket.page.context.close()

    return Stage(open_tab, close_tab, archive_server)


@pytest.fixture(scope="session")
def started(open_tab: Callable[[], Skybasket]) -> Skybasket:
    """Start the page once, since that takes seconds; tests take it as `skybasket`."""
    skybasket = open_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    return skybasket


@pytest.fixture
def skybasket(started: Skybasket, archive: StandInArchive) -> Skybasket:
    """Return the running page with an empty basket, beside an archive at peace."""
    archive.reset()
    started.reset()
    return started


@pytest.fixture
def fresh(new_tab: Callable[[], Skybasket]) -> Skybasket:
    """Return a page of its own, which may keep what is not for other tests."""
    skybasket = new_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    return skybasket


@pytest.fixture
def opened(skybasket: Skybasket) -> Skybasket:
    """Return the running page with the mixed list, of which the recommended show."""
    skybasket.open(answer(MIXED))
    return skybasket


@pytest.fixture
def whole(skybasket: Skybasket) -> Skybasket:
    """Open the mixed list with everything shown."""
    skybasket.open(answer(MIXED))
    skybasket.recommended.uncheck()
    expect(skybasket.page.get_by_text("All 16 shown")).to_be_visible()
    return skybasket


@pytest.fixture(scope="session")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make modules of what the worker is made of."""
    folder = tmp_path_factory.mktemp("scripts")
    node.minify(
        ["js/python.js", "js/memory.js"],
        node.SUPPORTED,
        "--bundle",
        "--format=esm",
        "--external:node:*",
        f"--outdir={folder}",
    )
    return folder


@pytest.fixture
def bare(browser: Browser, site: str, scripts: Path, watch: Watch) -> Iterator[Bare]:
    """Open an empty page that can load the scripts."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(START)
    watch.attach(context)
    page = context.new_page()
    bare = Bare(page, site, watch)
    page.route(bare.place("js/bare.html"), lambda route: route.fulfill(body="<p>"))
    for script in scripts.iterdir():
        page.route(bare.place(f"js/{script.name}"), give(script))
    page.goto(bare.place("js/bare.html"))
    yield bare
    watch.detach(context)
    context.close()
