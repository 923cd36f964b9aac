"""States of the basket: what is read, shown, filtered, selected and looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from tests.archive.catalogue import answer, observation, product
from tests.browser.lists import MIXED, UNMARKED, many
from tests.browser.states.catalogue import DRAWERS, state

if TYPE_CHECKING:
    from tests.browser.page import Skybasket
    from tests.browser.states.catalogue import Scene

CUBE: Final = "jw01039-o004_s3d.fits"
#: A file that was pasted: nothing but its name is known.
NAME: Final = "jw01039-o001_t001_nircam_clear-f200w"
LONG: Final = product(
    f"hlsp_a-survey_jwst_nircam_{'a-field-with-a-long-name-' * 3}f200w_v1.0_drz.fits",
    "hlsp_a-survey_jwst_nircam_a-field-with-a-long-name",
    "HLSP",
    description="Drizzled image of all visits to the field, " * 6,
    size=12_345_678_901,
    recommended=True,
)
DROP_A_LARGE_FILE: Final = """() => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(["x".repeat(6_000_000)], "large.csv"));
  const told = { dataTransfer, bubbles: true, cancelable: true };
  document.body.dispatchEvent(new DragEvent("drop", told));
}"""
#: A disk that gives the first part of a file and then nothing more.
SLOW_DISK: Final = """
  const slice = Blob.prototype.slice;
  Blob.prototype.slice = function (start, ...more) {
    const part = slice.call(this, start, ...more);
    if (start > 0) part.arrayBuffer = () => new Promise(() => {});
    return part;
  };
"""


def open_mixed(skybasket: Skybasket) -> None:
    """Open a list with a value or two of everything, and show all of it."""
    skybasket.open(answer(MIXED), "mixed.json")
    skybasket.recommended.uncheck()
    expect(skybasket.page.get_by_text("All 16 shown")).to_be_visible()


def details_of(scene: Scene, name: str) -> None:
    """Look at a file."""
    scene.skybasket.row(name).get_by_text(name[-16:]).click()
    expect(scene.skybasket.details).to_contain_text(name)


def paste(skybasket: Skybasket) -> None:
    """Paste the address of a file, of which nothing more is known then."""
    page = skybasket.page
    page.get_by_role("tab", name="Add products").click()
    address = f"mast:JWST/product/{NAME}_i2d.fits"
    page.get_by_label("Or paste a list here").fill(address)
    page.get_by_role("button", name="Add what is pasted").click()
    complete = page.get_by_role("button", name="Complete from the archive")
    expect(complete).to_be_visible()


@state
def empty(scene: Scene) -> None:
    expect(scene.skybasket.files).to_contain_text("Your basket is empty")


@state(own=True)
def reading(scene: Scene) -> None:
    scene.page.add_init_script(SLOW_DISK)
    scene.start()
    scene.page.evaluate(DROP_A_LARGE_FILE)
    bar = scene.page.get_by_role("progressbar", name="Reading large.csv…")
    expect(bar).to_have_attribute("value", re.compile(r"^0\.\d+"))
    expect(scene.page.get_by_role("button", name="Cancel")).to_be_visible()


@state
def sample(scene: Scene) -> None:
    scene.press("Try the sample basket")
    expect(scene.skybasket.row("HST")).to_be_visible()


@state
def many_files(scene: Scene) -> None:
    scene.skybasket.open(many(90, 120), "long.csv")
    expect(scene.skybasket.row("JWST")).to_be_visible()


@state
def many_files_expanded(scene: Scene) -> None:
    many_files(scene)
    scene.press("Expand all folders")
    expect(scene.skybasket.tree).to_contain_text("_0000.fits")


@state
def nothing_marked(scene: Scene) -> None:
    scene.skybasket.open(answer(UNMARKED), "unmarked.json")
    expect(scene.skybasket.recommended).to_be_disabled()


@state
def long_names(scene: Scene) -> None:
    name = str(LONG["productFilename"])
    scene.skybasket.open(answer([LONG, MIXED[0]]), "long names of files.json")
    scene.skybasket.tick(name)


@state
def no_match(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.skybasket.type_name("no such file")
    expect(scene.skybasket.files).to_contain_text("No file is shown")


@state
def nothing_selected(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    expect(scene.page.get_by_text("0 of 16 files selected")).to_be_visible()


@state
def some_selected(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.skybasket.tick("HST", CUBE)


@state
def selected_are_hidden(scene: Scene) -> None:
    some_selected(scene)
    scene.skybasket.value("Mission", "TESS").check()
    expect(scene.page.locator(".summary .warning")).to_be_visible()


@state
def more_than_a_bundle_holds(scene: Scene) -> None:
    rows = [{**LONG, "dataURI": f"mast:HLSP/{n}.fits"} for n in range(9)]
    scene.skybasket.open(answer(rows), "huge.json")
    scene.skybasket.tick_all()
    expect(scene.page.locator(".meter.over")).to_be_visible()


@state
def filters_of_all_kinds(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    filters = scene.skybasket.filters
    scene.skybasket.value("Product category", "Science").check()
    scene.skybasket.type_name("*.fits")
    expect(scene.page.get_by_text("8 of 16 shown")).to_be_visible()
    filters.get_by_role("searchbox", name="Find in Proposal").fill("nowhere")
    expect(filters.get_by_text(re.compile(r"^0 of \d+ match$"))).to_be_visible()
    filters.get_by_role("textbox", name="Smallest size").fill("a lot")
    filters.get_by_role("textbox", name="Smallest size").press("Enter")
    expect(filters.get_by_role("alert")).to_be_visible()


@state
def details_of_a_file(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    details_of(scene, CUBE)


@state
def details_of_a_long_name(scene: Scene) -> None:
    long_names(scene)
    details_of(scene, str(LONG["productFilename"]))


@state(widths=DRAWERS)
def filters_drawer(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.narrow()
    scene.page.get_by_role("button", name="Filters", exact=True).click()
    expect(scene.skybasket.filters).to_be_visible()


@state(widths=DRAWERS)
def details_drawer(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.narrow()
    details_of(scene, CUBE)


@state(widths=DRAWERS)
def details_drawer_without_a_file(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.narrow()
    scene.page.get_by_role("button", name="Details", exact=True).click()
    expect(scene.skybasket.details).to_be_visible()


@state
def incomplete(scene: Scene) -> None:
    paste(scene.skybasket)


@state(own=True)
def completing(scene: Scene) -> None:
    scene.start()
    scene.hold("**/api/v0/invoke*")
    paste(scene.skybasket)
    scene.press("Complete from the archive")
    expect(scene.page.get_by_role("button", name="Stop")).to_be_visible()


@state
def completion_failed(scene: Scene) -> None:
    scene.archive.observations = [observation(1, NAME)]
    scene.archive.complaints["Mast.Caom.Products"] = "The database is closed."
    paste(scene.skybasket)
    scene.press("Complete from the archive")
    expect(scene.page.get_by_text("The database is closed.").first).to_be_visible()


@state
def message_with_undo(scene: Scene) -> None:
    some_selected(scene)
    scene.skybasket.press("Remove selected")
    messages = scene.page.get_by_role("region", name="Messages")
    expect(messages.get_by_role("button", name="Undo")).to_be_visible()
    scene.page.mouse.move(720, 850)  # it stays while one points at it


@state
def hint(scene: Scene) -> None:
    open_mixed(scene.skybasket)
    scene.skybasket.action("Batch request").hover()
    expect(scene.page.locator("#tooltip")).to_be_visible()


@state(own=True)
def dropping(scene: Scene) -> None:
    scene.start()
    open_mixed(scene.skybasket)
    scene.page.evaluate(
        """() => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["x"], "x.json"));
          const told = { dataTransfer, bubbles: true, cancelable: true };
          document.body.dispatchEvent(new DragEvent("dragenter", told));
          document.body.dispatchEvent(new DragEvent("dragover", told));
        }"""
    )
    expect(scene.page.get_by_text("Drop the files to add")).to_be_visible()
