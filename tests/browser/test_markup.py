"""Markup from strangers is text, wherever the page draws it.

The watch fails each test here at a broken policy, an error or a foreign request; what
runs would set ``window.__owned``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from skybasket import Basket

from tests import nasty
from tests.archive.catalogue import answer, observation, product
from tests.browser.historypage import History, record
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

#: All that is meant for a page, in one text; a file's name and a title take it whole.
ALL: Final = "".join(nasty.MARKUP)
WORDS: Final = (
    *("description", "type", "productType", "productSubGroupDescription", "project"),
    *("productGroupDescription", "prvversion", "proposal_id", "filters"),
    *("target_name", "instrument_name", "dataproduct_type", "dataRights"),
)
#: What nobody but an attacker puts into the page.
OWNED: Final = """() => [
  window.__owned === undefined ? [] : ["window.__owned"],
  ...document.querySelectorAll(
    "iframe, object, embed, base, svg[onload], [onerror], [onclick], [srcdoc], "
    + "script:not([src]):not([type='application/json']), [href^='javascript' i], "
    + "img[src='x'], form[action]"
  ),
].flat().map((found) => found.outerHTML ?? found)"""


def rows() -> list[Row]:
    """Return products with markup in every column, some with a place in the sky."""
    found: list[Row] = []
    for number, text in enumerate((*nasty.MARKUP, ALL)):
        words: dict[str, Any] = dict.fromkeys(WORDS, text)
        more: dict[str, Any] = {f"column {text}": text, "s_ra": number, "s_dec": number}
        mission = "HST" if number % 2 else text
        found.append(
            product(
                f"{number}{text}.fits",
                f"o{number}{text}",
                mission,
                **{**words, **more},
                productDocumentationURL=nasty.DISGUISES[number],
            )
        )
        picture = product(f"{number}{text}.jpg", f"o{number}{text}", mission)
        found.append({**picture, "productType": "PREVIEW"})
    addressed = [
        product(f"from {place}", "addressed", dataURI=place)
        for place in nasty.DISGUISES
    ]
    return [row for row in (*found, *addressed) if nasty.is_read(row)]


def nothing_is_owned(skybasket: Skybasket) -> None:
    assert skybasket.page.evaluate(OWNED) == []


def shut(skybasket: Skybasket) -> None:
    """Close the dialogs that are open; an Escape may first close what is in them."""
    nothing_is_owned(skybasket)
    while skybasket.dialog.count():
        skybasket.page.keyboard.press("Escape")


@pytest.fixture
def hostile(skybasket: Skybasket) -> Skybasket:
    """Return the page with the hostile list, all of it shown and open."""
    skybasket.open(answer(rows()), f"{ALL.replace('/', '')}.json")
    if skybasket.recommended.is_enabled():
        skybasket.recommended.uncheck()
    expect(skybasket.page.get_by_text(f"All {len(rows())} shown")).to_be_visible()
    return skybasket


def test_in_rows_filters_details_and_the_tabs_title(hostile: Skybasket) -> None:
    assert "onerror" in hostile.page.title()
    more = hostile.filters.get_by_role("button", name="Show all ")
    for left in reversed(range(more.count())):
        more.first.click()
        expect(more).to_have_count(left)
    expect(hostile.facet("Product category")).to_contain_text("ONERROR")
    names = [name for name in hostile.names() if name.endswith((".fits", ".jpg"))]
    assert sum("__owned" in name for name in names) > 2
    for name in names:
        row = hostile.row(name)
        row.click(position={"x": 200, "y": 8})
        expect(hostile.details.locator(".file-name")).to_have_text(name)
        nothing_is_owned(hostile)


def test_in_dialogs(hostile: Skybasket) -> None:
    page = hostile.page
    hostile.tick_all()
    hostile.press("Download")
    expect(hostile.dialog).to_be_visible()
    for way in hostile.dialog.get_by_role("radio").all():
        if way.is_enabled():
            way.check()
            value = way.get_attribute("value")
            text = hostile.dialog.locator(f"[data-method={value!r}]")
            expect(text).to_be_visible()
            nothing_is_owned(hostile)
    shut(hostile)
    for name in ("Share", "Settings"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(hostile.dialog).to_be_visible()
        shut(hostile)
    page.get_by_role("button", name="Baskets: ").click()
    expect(hostile.dialog).to_contain_text("onerror")
    shut(hostile)
    for name in ("Batch request", "Retrieve references"):
        if hostile.action(name).is_enabled():
            hostile.press(name)
            expect(hostile.dialog).to_be_visible()
            shut(hostile)
    for name in ("Map of the sky", "Gallery"):
        button = hostile.details.get_by_role("button", name=name)
        if button.count():
            button.click()
            expect(hostile.dialog).to_be_visible()
            shut(hostile)


def test_in_menus_messages_and_what_is_typed(hostile: Skybasket) -> None:
    page = hostile.page
    for name in hostile.names()[:3]:
        hostile.row(name).click(button="right", position={"x": 200, "y": 8})
        expect(page.get_by_role("menu")).to_be_visible()
        nothing_is_owned(hostile)
        page.keyboard.press("Escape")
    everything = page.get_by_text(f"All {len(rows())} shown")
    hostile.type_name(nasty.MARKUP[0])
    expect(everything).to_be_hidden()
    nothing_is_owned(hostile)
    hostile.type_name("")
    expect(everything).to_be_visible()
    hostile.tick_all()
    hostile.press("Remove selected")
    hostile.says("Removed")
    nothing_is_owned(hostile)
    hostile.press("Undo")
    nothing_is_owned(hostile)


def test_in_what_is_wrong_with_a_list(skybasket: Skybasket) -> None:
    wrong = product(f"a{ALL}.fits", ALL, size=f"{ALL}")  # type: ignore[arg-type]
    skybasket.choose(answer([wrong, *MIXED]), f"{ALL.replace('/', '')}.json")
    expect(skybasket.dialog).to_be_visible()
    shut(skybasket)
    told = json.dumps({"status": "ERROR", "msg": ALL}).encode()
    for content in (told, ALL.encode(), f"{ALL},uri\n{ALL},b\n".encode()):
        skybasket.choose(content, "bad.json")
        expect(skybasket.dialog).to_be_visible()
        shut(skybasket)


def test_in_what_the_archive_answers(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    columns = ("target_name", "instrument_name", "filters", "dataRights")
    named = [dict.fromkeys(columns, text) for text in nasty.MARKUP]
    archive.observations = [
        observation(number, f"o{text}", "HST", proposal_id=text, **more)
        for number, (text, more) in enumerate(zip(nasty.MARKUP, named, strict=True), 1)
    ]
    archive.products = [
        {**product(f"{number}{text}.fits", f"o{text}", "HST"), "obsID": number}
        for number, text in enumerate(nasty.MARKUP, 1)
    ]
    page = skybasket.page
    page.get_by_role("tab", name="Add products").click()
    panel = page.get_by_role("tabpanel", name="Add products")
    for name in (
        "Target",
        "Position",
        "Proposals",
        "Instruments",
        "Missions",
        "Observations or data sets",
    ):
        panel.get_by_role("textbox", name=name, exact=True).fill("")
    panel.get_by_role("textbox", name="Missions", exact=True).fill("HST")
    panel.get_by_role("button", name="Search", exact=True).click()
    expect(panel).to_contain_text(f"{len(named)} observations found.")
    panel.get_by_role("button", name="List them").click()
    expect(panel.get_by_role("table")).to_contain_text("onerror")
    nothing_is_owned(skybasket)
    panel.get_by_role("checkbox", name="Choose all observations").click()
    panel.get_by_role("button", name="Fetch their products").click()
    panel.get_by_role("button", name="Add these products to the basket").click()
    expect(skybasket.tree).to_contain_text("onerror")
    nothing_is_owned(skybasket)


LINKS: Final = (
    f"get={quote('mast:HST/' + ALL, safe='')}&title={quote(ALL[:200], safe='')}",
    f"get=x&title={quote(ALL[:200], safe='')}",
    f"src={quote('https://elsewhere.example.org/' + quote(ALL), safe='')}",
    f"src={quote('javascript:window.__owned=1', safe='')}",
    f"src={quote('data:text/html,' + ALL, safe='')}",
    f"obsid={quote(ALL, safe='')}",
    f"filters={quote('mission=' + quote(ALL, safe=''), safe='')}&get=mast:a/b",
    f"{quote(ALL, safe='')}=1",
    f"basket={quote(ALL, safe='')}",
)


def test_in_links(skybasket: Skybasket) -> None:
    page = skybasket.page
    for link in LINKS:
        page.evaluate("link => { location.hash = link; }", link)
        expect(page).to_have_url(skybasket.address)
        told = page.get_by_role("dialog").or_(page.get_by_text("files shown."))
        expect(told.or_(skybasket.tree).first).to_be_visible()
        nothing_is_owned(skybasket)
        places = page.locator("a[href]").evaluate_all("all => all.map((a) => a.href)")
        known = ("http://", "https://", "mailto:archive@stsci.edu?subject=")
        assert [place for place in places if not place.startswith(known)] == []
        skybasket.reset()


def test_in_a_basket_that_is_shared(skybasket: Skybasket) -> None:
    basket = Basket.open(answer(rows()))
    basket.title = ALL[:200]
    link = basket.share_link(skybasket.address, everything=True)
    skybasket.page.evaluate("link => { location.hash = link; }", link.partition("#")[2])
    expect(skybasket.dialog).to_contain_text("Nothing has changed yet.")
    nothing_is_owned(skybasket)
    skybasket.dialog.get_by_role("button", name="Open this basket").click()
    expect(skybasket.tree).to_be_visible()
    nothing_is_owned(skybasket)


# What somebody else has stored: another page of the host, or an older version

HOSTILE: Final[dict[str, Any]] = {
    "missions": [ALL, "../.."],
    "digest": ALL,
}


def test_in_the_history(fresh: Skybasket) -> None:
    history = History(fresh)
    way = json.loads(record("x"))["way"]
    strange = {**way, "folder": f"../{ALL}", "date": f"../..{ALL}"}
    unknown = {**way, "method": ALL, "form": ALL, "layout": ALL}
    history.store(
        {
            "made00001": record(ALL[:200], **HOSTILE),
            "made00002": record(ALL[:200], way=strange),
            "made00003": record(ALL[:200], way=unknown),
            "made00004": ALL,
            "made00005": json.dumps({"version": 1, "title": ALL}),
            ALL: record(ALL[:200]),
        }
    )
    history.reload()
    expect(history.panel.get_by_role("listitem").first).to_contain_text("onerror")
    nothing_is_owned(fresh)
    history.search.fill(ALL)
    nothing_is_owned(fresh)


def test_in_whatever_the_storage_holds(fresh: Skybasket, watch: Watch) -> None:
    fresh.open(answer(MIXED), "mixed.json")
    expect(fresh.page.get_by_text("Kept in this browser")).to_be_visible()
    names = fresh.page.evaluate("() => Object.keys(localStorage)")
    assert len(names) > 1
    values = [ALL, json.dumps(ALL), json.dumps({"version": 1, "title": ALL}), "null"]
    values += ["[]", '{"__proto__": {"polluted": 1}, "theme": ["<b>"]}', "\0"]
    prefix = names[0].rpartition(":")[0]
    for value in values:
        fresh.page.evaluate(
            """([names, value, more]) => {
              for (const name of names) localStorage.setItem(name, value);
              for (const name of more) localStorage.setItem(name, value);
              for (const name of Object.keys(sessionStorage))
                sessionStorage.setItem(name, value);
            }""",
            [names, value, [f"{prefix}:preferences", f"{prefix}:{ALL}"]],
        )
        fresh.page.reload()
        fresh.is_engine("ready")
        expect(fresh.files).to_be_visible()
        nothing_is_owned(fresh)
        assert fresh.page.evaluate("({}).polluted") is None
        fresh.page.get_by_role("button", name="Baskets: ").click()
        expect(fresh.dialog).to_be_visible()
        shut(fresh)
    assert watch.stopped == []
