"""Each language has its page; numbers and plurals are those of the browser."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect
from skybasket.app.languages import LANGUAGES
from skybasket.app.words import about, messages, percent, size, speaking, words

from tests.archive.catalogue import answer
from tests.browser.conftest import RESULTS
from tests.browser.lists import MIXED
from tests.browser.page import START, Skybasket
from tests.browser.test_states import OVERFLOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext

    from tests.browser.watch import Watch

PICTURES: Final = RESULTS / "pictures"
FILE: Final = "jw01039-o004_t001_miri_ch3-long_s3d.fits"
CHOSEN: Final = (
    "Object.entries(localStorage).filter(([name]) => /:language$/.test(name))"
)
#: Spanish joins some of these by another word.
LISTED: Final = (
    "HST",
    "IUE",
    "iglesia",
    "hielo",
    "hiato",
    "Higgs",
    "hi",
    "yo",
    "e",
    "H",
)
#: Ask the browser how it writes all this.
INTL: Final = """(asked) => {
  const { code, numbers, decimals, parts, counts, lists, sizes, minutes } = asked;
  const unit = (name, digits) => new Intl.NumberFormat(code, {
    style: "unit", unit: name, unitDisplay: name === "byte" ? "long" : "short",
    minimumFractionDigits: digits, maximumFractionDigits: digits,
  });
  const exact = new Intl.NumberFormat(code, { maximumFractionDigits: 20 });
  const percent = new Intl.NumberFormat(code, { style: "percent" });
  const plural = new Intl.PluralRules(code);
  const list = new Intl.ListFormat(code);
  const day = new Intl.DateTimeFormat(code, { month: "short" });
  return {
    forms: plural.resolvedOptions().pluralCategories.sort(),
    numbers: numbers.map((value) => exact.format(value)),
    decimals: decimals.map((text) => new Intl.NumberFormat(code, {
      minimumFractionDigits: text.split(".")[1].length }).format(text)),
    parts: parts.map((value) => percent.format(value)),
    counts: counts.map((value) => plural.select(value)),
    lists: lists.map((items) => list.format(items)),
    sizes: sizes.map(([value, name, digits]) => unit(name, digits).format(value)),
    minutes: minutes.map((value) => unit("minute", 0).format(value)),
    months: [...Array(12).keys()].map((month) => day.format(new Date(2026, month, 3))),
  };
}"""


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_writes_as_browsers_do(skybasket: Skybasket, code: str) -> None:
    language, draw = LANGUAGES[code], random.Random(code)  # noqa: S311
    numbers = [0, 1, 2, 999, 1000, 9999, 10_000, 999_999, 1_000_000, 2_000_000]
    numbers += [draw.randrange(10 ** draw.randint(1, 15)) for _ in range(150)]
    numbers += [draw.randrange(1, 1000) * 10 ** draw.randint(3, 9) for _ in range(50)]
    decimals = [f"{value / 10:.1f}" for value in numbers[:100]]
    parts = [draw.randrange(101) / 100 for _ in range(40)]
    lists = [draw.choices(LISTED, k=draw.randint(0, 4)) for _ in range(100)]
    units = ["kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"]
    sizes: list[tuple[int, int]] = [(0, draw.randrange(1000)) for _ in range(20)]
    sizes += [(draw.randint(1, 5), draw.randrange(10, 9999)) for _ in range(80)]
    minutes = list(range(2, 90, 7))

    found: dict[str, Any] = skybasket.page.evaluate(
        INTL,
        {
            "code": code,
            "numbers": numbers,
            "decimals": decimals,
            "parts": parts,
            "counts": numbers,
            "lists": lists,
            "sizes": [
                (tenths / 10, units[unit - 1], int(tenths < 1000))
                if unit
                else (tenths, "byte", 0)
                for unit, tenths in sizes
            ],
            "minutes": minutes,
        },
    )

    assert found["forms"] == sorted(language.forms)
    assert found["numbers"] == [language.number(value) for value in numbers]
    assert found["decimals"] == [language.decimals(float(text), 1) for text in decimals]
    assert found["counts"] == [language.plural(value) for value in numbers]
    assert found["lists"] == [language.joined(items) for items in lists]
    with speaking(language):
        assert found["parts"] == [percent(part) for part in parts]
        for (unit, tenths), written in zip(sizes, found["sizes"], strict=True):
            if unit and tenths >= 1000 and tenths % 10:
                continue  # rounded by other rules
            assert written == size(tenths * 1000**unit // (10 if unit else 1))
        assert found["minutes"] == [about(value * 60) for value in minutes]
        assert found["months"] == [words(f"months.{month}") for month in range(1, 13)]


# Which page one gets


@pytest.fixture
def visitor(
    browser: Browser, site: str, watch: Watch
) -> Iterator[Callable[[str], Skybasket]]:
    """Open tabs of people whose browsers ask for a language."""
    contexts: list[BrowserContext] = []

    def visitor(locale: str) -> Skybasket:
        context = browser.new_context(
            locale=locale, service_workers="block", reduced_motion="reduce"
        )
        context.set_default_timeout(START)
        watch.attach(context)
        contexts.append(context)
        return Skybasket(context.new_page(), site)

    yield visitor
    for context in contexts:
        watch.detach(context)
        context.close()


def speaks(skybasket: Skybasket, code: str) -> None:
    """Wait for the page of a language, and for Python there."""
    page, basket = skybasket.page, messages(code)["page"]["tabs"]["basket"]
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.get_by_role("tab", name=basket, exact=True)).to_be_visible()
    skybasket.is_engine("ready")


def switch(skybasket: Skybasket, name: str) -> None:
    skybasket.page.get_by_role("navigation").get_by_role("link", name=name).click()


def test_who_asks_for_spanish_gets_it_with_the_whole_link(
    visitor: Callable[[str], Skybasket],
) -> None:
    skybasket = visitor("es-MX")
    link = "?from=elsewhere#get=mast:HST/product/one_drz.fits&title=Dos%20campos"
    skybasket.page.goto(skybasket.address + link)
    speaks(skybasket, "es")
    expect(skybasket.page).to_have_title("Dos campos · Skybasket")
    expect(skybasket.page).to_have_url(
        f"{skybasket.address}index.es.html?from=elsewhere"
    )
    rows = skybasket.page.get_by_role("treegrid", name="Ficheros de la cesta")
    expect(rows).to_contain_text("one_drz.fits")
    expect(rows).to_contain_text("1 fichero")
    assert skybasket.page.evaluate(CHOSEN) == []


def test_who_asks_for_something_else_gets_english(
    visitor: Callable[[str], Skybasket],
) -> None:
    skybasket = visitor("fr-FR")
    skybasket.visit()
    speaks(skybasket, "en")
    expect(skybasket.page).to_have_url(skybasket.address)
    # A page that is named by its language stays what it is.
    skybasket.page.goto(f"{skybasket.address}index.es.html")
    speaks(skybasket, "es")


def test_the_choice_is_remembered_and_the_basket_stays(
    visitor: Callable[[str], Skybasket],
) -> None:
    skybasket = visitor("en-GB")
    skybasket.visit()
    speaks(skybasket, "en")
    skybasket.open(answer(MIXED))
    skybasket.tick("HST")
    expect(skybasket.page.get_by_text("Kept in this browser")).to_be_visible()
    selected = skybasket.page.locator("#summary strong").first.inner_text()
    switch(skybasket, "Español")
    speaks(skybasket, "es")
    summary = selected.replace("of", "de").replace("files selected", "ficheros")
    expect(skybasket.page.locator("#summary")).to_contain_text(summary)
    skybasket.visit()
    speaks(skybasket, "es")
    expect(skybasket.page.locator("#summary")).to_contain_text(summary)
    switch(skybasket, "English")
    speaks(skybasket, "en")
    expect(skybasket.page.locator("#summary")).to_contain_text(selected)
    skybasket.page.goto(f"{skybasket.address}index.es.html")
    speaks(skybasket, "en")
    [[name, code]] = skybasket.page.evaluate(CHOSEN)
    path = skybasket.address.partition("//")[2].partition("/")[2]
    assert (name, code) == (f"skybasket:/{path}:language", "en")


def test_where_nothing_can_be_remembered_the_links_still_lead(
    visitor: Callable[[str], Skybasket],
) -> None:
    skybasket = visitor("es-ES")
    skybasket.page.add_init_script(
        """Object.defineProperty(window, "localStorage", {
          get() { throw new DOMException("no", "SecurityError"); } });"""
    )
    skybasket.visit()
    speaks(skybasket, "en")
    switch(skybasket, "Español")
    speaks(skybasket, "es")
    switch(skybasket, "English")
    speaks(skybasket, "en")


def test_a_shared_link_has_no_language(visitor: Callable[[str], Skybasket]) -> None:
    sender, receiver = visitor("es-ES"), visitor("en-GB")
    sender.page.goto(f"{sender.address}#get=mast:HST/product/one_drz.fits")
    speaks(sender, "es")
    expect(sender.page.get_by_role("treegrid")).to_contain_text("one_drz.fits")
    sender.page.get_by_role("button", name="Compartir", exact=True).click()
    link = sender.dialog.get_by_role("textbox").input_value()
    assert link.startswith(f"{sender.address}#basket=")
    receiver.page.goto(link)
    speaks(receiver, "en")
    receiver.dialog.get_by_role("button", name="Open this basket").click()
    expect(receiver.tree).to_contain_text("one_drz.fits")


# What the Spanish page looks like


@pytest.fixture(scope="module")
def spanish(open_tab: Callable[[], Skybasket]) -> Skybasket:
    """Start the Spanish page once."""
    skybasket = open_tab()
    skybasket.page.goto(f"{skybasket.address}index.es.html")
    speaks(skybasket, "es")
    return skybasket


def test_sizes_are_typed_as_spanish_writes_them(spanish: Skybasket) -> None:
    page = spanish.page
    page.get_by_role("button", name="Probar la cesta de muestra").first.click()
    field = page.get_by_role("textbox", name="Tamaño mínimo", exact=True)
    field.fill("27,2 MB")
    field.blur()
    expect(page.get_by_role("status")).to_contain_text(re.compile("^Se muestran"))
    expect(field).to_have_value("27,2")
    field.fill("mucho")
    field.blur()
    expect(page.get_by_role("alert")).to_contain_text("p. ej. 1,5")
    page.get_by_role("button", name="Restablecer filtros").click()
    expect(field).to_have_value("")
    page.get_by_role("button", name="Quitar todo").click()
    expect(page.locator("#placeholder")).to_contain_text("Su cesta está vacía")


def test_keys_are_called_as_on_spanish_keyboards(spanish: Skybasket) -> None:
    page, dialog = spanish.page, spanish.dialog
    page.get_by_role("button", name="Probar la cesta de muestra").first.click()
    page.get_by_role("checkbox", name="U9O40504M", exact=True).click()
    selected, none = page.locator("#summary strong").first, re.compile("^0 de")
    expect(selected).not_to_have_text(none)
    page.get_by_role("tab", name="Cesta").focus()
    page.keyboard.press("Delete")
    expect(selected).to_have_text(none)
    page.keyboard.press("Control+z")
    expect(selected).not_to_have_text(none)
    page.keyboard.press("Control+Shift+z")
    expect(selected).to_have_text(none)
    page.keyboard.press("?")
    expect(dialog).to_contain_text("Quitar los ficheros seleccionados")
    keys = set(dialog.locator("kbd").all_inner_texts())
    assert {"Supr", "Ctrl+Mayús+Z", "Av Pág", "Mayús+clic"} <= keys
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Quitar todo").click()
    expect(page.locator("#placeholder")).to_contain_text("Su cesta está vacía")


@pytest.mark.parametrize(
    ("width", "height"), [(1440, 860), (900, 760), (390, 800)], ids=str
)
def test_every_state_fits_in_spanish_too(
    spanish: Skybasket, width: int, height: int
) -> None:
    page = spanish.page
    actions = page.get_by_role("group", name="Acciones de la cesta")

    def take(state: str) -> None:
        assert page.evaluate(OVERFLOW) == [], state
        page.screenshot(path=PICTURES / f"es-{state}-{width}.png")

    page.set_viewport_size({"width": width, "height": height})
    take("empty")
    page.get_by_role("tab", name="Añadir productos").click()
    take("add")
    page.get_by_role("button", name="Probar la cesta de muestra").last.click()
    observation = page.get_by_role("checkbox", name="U9O40504M", exact=True)
    observation.click()
    expect(observation).to_be_checked()
    take("basket")
    if width > 1000:
        page.get_by_role("treegrid").get_by_text(FILE[-16:]).first.click()
        expect(page.get_by_role("region", name="Detalles")).to_contain_text(FILE)
        take("details")
    for state, name in (("download", "Descargar"), ("batch", "Solicitud por lotes")):
        actions.get_by_role("button", name=name, exact=True).click()
        expect(spanish.dialog).to_be_visible()
        take(state)
        page.keyboard.press("Escape")
    for state, name in (("share", "Compartir"), ("baskets", "Cestas: sample")):
        page.get_by_role("button", name=name, exact=True).click()
        expect(spanish.dialog).to_be_visible()
        take(state)
        page.keyboard.press("Escape")
    for state in ("help", "settings", "shortcuts", "gallery", "sky"):
        opener = page.locator(f"#{state}-open")
        if opener.is_visible():
            opener.click()
            expect(spanish.dialog).to_be_visible()
            take(state)
            page.keyboard.press("Escape")
    page.get_by_role("tab", name="Historial").click()
    take("history")
    page.get_by_role("tab", name="Cesta").click()
    actions.get_by_role("button", name="Quitar todo").click()
    expect(page.locator("#placeholder")).to_contain_text("Su cesta está vacía")
