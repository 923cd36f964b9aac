"""Retrieving references: from the selection to the script, and the way round."""

from __future__ import annotations

import re
import subprocess
from itertools import count
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive import Fault
from tests.archive.catalogue import answer, product
from tests.archive.crds import reference_uri
from tests.scripts.programs import BASH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

DARK: Final = "jwst_miri_dark_0031.fits"
SHARED: Final = "jwst_miri_distortion_0010.asdf"
BIAS: Final = "hst_wfc3_biasfile_0123.fits"
#: The page remembers what was answered: each test has data sets of its own.
NUMBERS: Final = count(1)


class Case:
    """Products of two exposures of JWST, one of HST, and one of TESS."""

    def __init__(self) -> None:
        number = next(NUMBERS)
        names = [f"jw80{number:03}017001_02101_0000{n}_mirifushort" for n in (1, 2)]
        self.ids = [f"{name[:-12]}.{name[-11:]}".upper() for name in names]
        self.files = [f"{name}_cal.fits" for name in names]
        self.exposure = f"ib6v{number:02}d9q_flt.fits"
        self.rows = [
            product(
                file, name, calib_level=2, size=5000, recommended=file == self.files[0]
            )
            for file, name in zip(self.files, names, strict=True)
        ]
        root = self.exposure[:9].upper()
        self.rows.append(product(self.exposure, root, "HST", calib_level=2))
        self.rows.append(product("tess1.fits", "tess1", "TESS"))
        self.best = {self.ids[0]: [DARK, SHARED], self.ids[1]: [SHARED], root: [BIAS]}


@pytest.fixture
def case(skybasket: Skybasket, archive: StandInArchive) -> Case:
    """Open a list of which every product is shown, beside a system that knows them."""
    case = Case()
    archive.references.best |= case.best
    skybasket.open(answer(case.rows))
    skybasket.recommended.uncheck()
    return case


def retrieve(skybasket: Skybasket) -> Locator:
    """Press the button, and return the panel once nothing is under way."""
    skybasket.press("Retrieve references")
    panel = skybasket.page.get_by_role("dialog", name="Calibration references")
    expect(panel.locator("[aria-busy]")).to_have_attribute("aria-busy", "false")
    expect(panel.get_by_role("textbox").first).to_be_visible()
    expect(panel.get_by_role("button", name="Stop")).to_have_count(0)
    return panel


def reference(panel: Locator, name: str) -> Locator:
    return panel.get_by_role("checkbox", name=name, exact=True)


def test_the_button_explains_itself(skybasket: Skybasket, case: Case) -> None:
    button, page = skybasket.action("Retrieve references"), skybasket.page
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(
        "Select at least one calibrated product of Hubble, JWST or Roman"
    )
    skybasket.action("Batch request").focus()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    expect(page.locator("#tooltip")).to_contain_text("Select at least one")
    skybasket.tick("tess1.fits")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile("No selected file is"))
    skybasket.tick(case.files[0])
    expect(button).to_be_enabled()
    skybasket.recommended.check()
    expect(button).to_be_disabled()
    button.hover()
    expect(page.locator("#tooltip")).to_contain_text("Switch “Minimum recommended")
    button.click(force=True)
    expect(page.get_by_role("dialog", name="Calibration references")).to_be_hidden()


def test_the_whole_way_from_selection_to_verified_files(
    skybasket: Skybasket, case: Case, archive: StandInArchive, tmp_path: Path
) -> None:
    skybasket.tick_all()
    panel = retrieve(skybasket)
    expect(panel.get_by_role("status").first).to_have_text("3 references found.")
    expect(panel.get_by_role("group", name="Distortion (WCS)")).to_contain_text(
        "for 2 products"
    )
    expect(panel.get_by_role("group", name="Bias")).to_contain_text("hst_1234.pmap")
    expect(panel).to_contain_text("1 selected file has no references here")
    add = panel.get_by_role("button", name="Add to basket")
    expect(add).to_be_disabled()
    reference(panel, SHARED).check()
    panel.get_by_role("checkbox", name="Choose all of Dark current").click()
    expect(reference(panel, DARK)).to_be_checked()
    expect(panel).to_contain_text("2 references chosen")
    add.click()
    expect(panel).to_be_hidden()
    skybasket.says("Added 2 calibration references.")
    expect(skybasket.box(DARK)).not_to_be_checked()
    expect(skybasket.row(DARK)).to_contain_text("Calibration")
    skybasket.press("Undo")
    expect(skybasket.row(DARK)).to_have_count(0)
    skybasket.press("Redo")
    look_at_details(skybasket, case)
    skybasket.box("references").click()
    script = download(skybasket)
    (tmp_path / "get.sh").write_bytes(script)
    done = subprocess.run(
        [BASH, "get.sh"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [dark] = tmp_path.rglob(DARK)
    assert dark.read_bytes() == archive.content(reference_uri("jwst", DARK))
    assert f"JWST/references/{DARK}" in dark.as_posix()


def look_at_details(skybasket: Skybasket, case: Case) -> None:
    """Go from a product to its reference, and back."""
    skybasket.row(case.files[0]).get_by_text(case.files[0]).click()
    details = skybasket.details
    expect(details).to_contain_text("2 calibration references")
    details.get_by_role("button", name=DARK).click()
    expect(details.get_by_role("heading", name=DARK)).to_be_visible()
    expect(details).to_contain_text("1 product uses it")
    details.get_by_role("button", name=case.files[0]).click()
    expect(details.get_by_role("heading", name=case.files[0])).to_be_visible()


def download(skybasket: Skybasket) -> bytes:
    """Save the curl script of all that is selected."""
    page = skybasket.page
    skybasket.press("Download")
    dialog = page.get_by_role("dialog", name="Download")
    dialog.get_by_role("radio", name="curl script").check()
    with page.expect_download() as saving:
        dialog.get_by_role("button", name="Save script").click()
    content = saving.value.path().read_bytes()
    page.keyboard.press("Escape")
    return content


@pytest.mark.usefixtures("case")
def test_choosing_by_search_context_and_keyboard(skybasket: Skybasket) -> None:
    skybasket.tick_all()
    panel = retrieve(skybasket)
    search = panel.get_by_role("searchbox", name="Find in the references")
    search.fill("DARK")
    expect(reference(panel, DARK)).to_be_visible()
    expect(reference(panel, SHARED)).to_have_count(0)
    panel.get_by_role("checkbox", name="Choose all references shown").click()
    search.fill("")
    expect(reference(panel, DARK)).to_be_checked()
    expect(reference(panel, SHARED)).not_to_be_checked()
    context = panel.get_by_role("textbox", name="Context of JWST")
    context.fill("jwst_latest")
    context.press("Enter")
    expect(panel.get_by_role("alert")).to_contain_text("looks like jwst_0123.pmap")
    context.fill("jwst_0100.pmap")
    context.press("Enter")
    expect(panel.get_by_role("group", name="Dark current")).to_contain_text(
        "jwst_0100.pmap"
    )
    expect(panel.get_by_role("alert")).to_have_count(0)
    panel.get_by_text("1 selected file has no references here").click()
    expect(panel).to_contain_text("of a mission without such a reference system")
    expect(panel).to_contain_text("tess1.fits")
    skybasket.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


@pytest.mark.usefixtures("case")
def test_it_can_be_stopped_and_goes_on(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    skybasket.tick_all()
    archive.fail("get_file_info_map", Fault.STALLED)
    skybasket.press("Retrieve references")
    panel = skybasket.page.get_by_role("dialog", name="Calibration references")
    stop = panel.get_by_role("button", name="Stop")
    expect(panel.get_by_role("status").first).to_contain_text("Asking about")
    stop.click()
    expect(stop).to_have_count(0)
    panel.get_by_role("button", name="Close").click()
    panel = retrieve(skybasket)
    expect(panel.get_by_role("status").first).to_have_text("3 references found.")


def test_an_error_is_told_in_the_services_words_and_tried_again(
    skybasket: Skybasket, case: Case, archive: StandInArchive
) -> None:
    skybasket.tick(case.files[0])
    archive.references.complaints["get_aui_best_references"] = "no <b>such</b> rules"
    panel = retrieve(skybasket)
    alert = panel.get_by_role("alert")
    expect(alert).to_contain_text("no <b>such</b> rules")
    archive.references.complaints.clear()
    alert.get_by_role("button", name="Try again").click()
    expect(reference(panel, DARK)).to_be_visible()
    expect(alert).to_have_count(0)


@pytest.fixture(params=[False, True], ids=["plain", "packed"])
def unreadable(
    request: pytest.FixtureRequest, case: Case, archive: StandInArchive, watch: Watch
) -> Case:
    """Answer in one form or the other, and let no page of another host read it."""
    archive.references.cross_origin = False
    archive.references.packed = request.param
    watch.tolerate("console")
    return case


def test_a_refused_answer_is_fetched_another_way_and_pasted(
    skybasket: Skybasket, unreadable: Case, tmp_path: Path
) -> None:
    case = unreadable
    skybasket.tick(case.files[0], case.exposure)
    panel = retrieve(skybasket)
    expect(panel.get_by_role("alert").first).to_contain_text("does not allow pages")
    lines = panel.get_by_role("region", name="JWST: lines for a shell, with curl")
    python = panel.get_by_role("region", name="HST: a Python script without packages")
    run(tmp_path, lines.locator("pre").text_content() or "", "references-jwst.json")
    paste = panel.get_by_label("Or paste it here")
    paste.fill("what is this?")
    panel.get_by_role("button", name="Use what is pasted").click()
    expect(panel.get_by_role("alert").last).to_contain_text("not an answer")
    paste.fill((tmp_path / "references-jwst.json").read_text())
    panel.get_by_role("button", name="Use what is pasted").click()
    expect(reference(panel, DARK)).to_be_visible()
    # Another program knows which files there are, and asks about them too.
    script = f"python3 - <<'END'\n{python.locator('pre').text_content()}\nEND"
    run(tmp_path, script, "references-hst.json")
    with skybasket.page.expect_file_chooser() as chooser:
        panel.get_by_role("button", name="Choose the saved answer").click()
    chooser.value.set_files(tmp_path / "references-hst.json")
    expect(panel.get_by_role("group", name="Bias")).to_contain_text("since 2024-09-25")
    expect(panel.get_by_role("group", name="Dark current")).to_contain_text("unknown")
    expect(lines.locator("pre")).to_contain_text("get_file_info_map")
    (tmp_path / "references-jwst.json").unlink()
    run(tmp_path, lines.locator("pre").text_content() or "", "references-jwst.json")
    paste.fill((tmp_path / "references-jwst.json").read_text())
    panel.get_by_role("button", name="Use what is pasted").click()
    expect(panel.get_by_role("group", name="Dark current")).not_to_contain_text(
        "unknown"
    )
    reference(panel, DARK).check()
    panel.get_by_role("button", name="Add to basket").click()
    expect(skybasket.row(DARK)).to_be_visible()


def test_without_a_network_there_is_the_way_round(
    skybasket: Skybasket, case: Case, watch: Watch
) -> None:
    skybasket.tick(case.files[0])
    watch.tolerate("ERR_INTERNET_DISCONNECTED")
    context = skybasket.page.context
    context.set_offline(True)
    try:
        panel = retrieve(skybasket)
        expect(panel.get_by_role("alert")).to_contain_text("There is no network")
        lines = panel.get_by_role("region", name="JWST: lines for a shell, with curl")
        expect(lines).to_contain_text(case.ids[0])
    finally:
        context.set_offline(False)
    panel.get_by_role("button", name="Try again").click()
    expect(reference(panel, DARK)).to_be_visible()


def run(folder: Path, text: str, saved: str) -> None:
    """Run a text in a shell, which saves answers."""
    command = [BASH, "-ec", text]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (folder / saved).exists()


def test_markup_in_answers_is_text(
    skybasket: Skybasket, case: Case, archive: StandInArchive
) -> None:
    archive.references.best[case.ids[0]] = "NOT FOUND <img src=x onerror=alert(1)>"
    archive.references.told[SHARED] = {"filekind": "<b>bold</b>"}
    skybasket.tick(case.files[0], case.files[1])
    panel = retrieve(skybasket)
    panel.get_by_text("1 selected file has no references here").click()
    expect(panel).to_contain_text("NOT FOUND <img src=x onerror=alert(1)>")
    expect(panel.locator("img, b")).to_have_count(0)


@pytest.mark.usefixtures("case")
def test_the_panel_fits_a_narrow_page(skybasket: Skybasket) -> None:
    skybasket.tick_all()
    page = skybasket.page
    page.set_viewport_size({"width": 390, "height": 844})
    try:
        panel = retrieve(skybasket)
        expect(reference(panel, DARK)).to_be_visible()
        body = panel.locator(".dialog-body")
        assert body.evaluate("body => body.scrollWidth <= body.clientWidth")
    finally:
        page.set_viewport_size({"width": 1440, "height": 900})


def test_references_and_who_needs_them_survive_a_reload(
    new_tab: Callable[[], Skybasket], archive: StandInArchive
) -> None:
    case, skybasket = Case(), new_tab()
    archive.references.best |= case.best
    skybasket.visit()
    skybasket.is_engine("ready")
    skybasket.open(answer(case.rows))
    skybasket.recommended.uncheck()
    skybasket.tick(case.files[0])
    panel = retrieve(skybasket)
    panel.get_by_role("checkbox", name="Choose all references shown").click()
    panel.get_by_role("button", name="Add to basket").click()
    expect(skybasket.row(DARK)).to_be_visible()
    expect(skybasket.page.get_by_text("Kept in this browser")).to_be_visible()
    expect(skybasket.page.get_by_text("Kept in this browser")).to_be_visible()
    skybasket.page.reload()
    skybasket.is_engine("ready")
    expect(skybasket.box(case.files[0])).to_be_checked()
    skybasket.row(case.files[0]).get_by_text(case.files[0]).click()
    expect(skybasket.details).to_contain_text("2 calibration references")
