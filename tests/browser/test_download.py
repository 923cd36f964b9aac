"""The download dialog: the plan, its options, and the ways that are no script."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer, product, sizes, uri
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.browser.page import Skybasket
    from tests.browser.watch import Watch

JWST_LEVEL_3 = product("jw01039-o004_t001_miri_s3d.fits", "jw01039-o004", size=500)


def ask(skybasket: Skybasket, rows: Sequence[Row], method: str) -> None:
    """Open a list, select all of it, and choose how to download."""
    skybasket.open(answer(rows))
    if skybasket.recommended.is_checked():
        skybasket.recommended.uncheck()
    skybasket.tick_all()
    skybasket.press("Download")
    skybasket.dialog.get_by_role("radio", name=method).check()


def is_public(row: Row) -> bool:
    return row["dataRights"] == "PUBLIC"


def several(count: int) -> list[Row]:
    return [
        product(f"file_{number:03}.fits", "one", size=50) for number in range(count)
    ]


def test_the_plan_is_seen_before_anything_else(skybasket: Skybasket) -> None:
    skybasket.open(answer(MIXED))
    skybasket.tick("HST")
    skybasket.press("Download")
    dialog = skybasket.dialog
    expect(dialog).to_contain_text("37.5 kB known exactly")
    expect(dialog).to_contain_text("at 100 Mbit/s")
    dialog.get_by_role("radio", name="curl script").check()
    tree = dialog.get_by_role("list", name=re.compile("The folder products-"))
    expect(tree.get_by_role("listitem")).to_have_text(
        [
            re.compile("HST/ 2 files, 37.5 kB"),
            re.compile("U9OX0504M/ 2 files, 37.5 kB"),
            re.compile("u9ox0504m_c0f.fits 10.3 kB"),
            re.compile("u9ox0504m_drz.fits 27.2 kB"),
        ]
    )


def test_every_method_shows_its_text_and_how_to_run_it(skybasket: Skybasket) -> None:
    skybasket.open(answer(MIXED))
    skybasket.tick("HST")
    skybasket.press("Download")
    dialog = skybasket.dialog
    expect(dialog.get_by_role("radio")).to_have_count(11)
    methods = dialog.get_by_role("radio").all()
    shown: set[str] = set()
    for method in methods:
        method.check()
        expect(method).to_be_checked()
        name = method.get_attribute("value")
        when = dialog.locator(f".when[data-method={name!r}]")
        shown.add(when.text_content() or "")
        expect(dialog.get_by_role("region", name="Text")).not_to_be_empty()
    assert len(shown) == len(methods)


def test_a_layout_changes_the_folder_and_the_text(skybasket: Skybasket) -> None:
    ask(skybasket, MIXED, "curl script")
    dialog = skybasket.dialog
    folders = dialog.get_by_label("Folders")
    folders.select_option(label="All files in one folder")
    tree = dialog.get_by_role("list", name=re.compile("The folder"))
    expect(tree.get_by_role("listitem").first).to_contain_text("AIS_419")
    text = dialog.get_by_role("region", name="Text")
    folders.select_option(label="Own template")
    field = dialog.get_by_role("textbox", name="Template")
    expect(field).to_have_value("{filename}")
    field.fill("{proposal}/{group}/{filename}")
    expect(tree.get_by_role("listitem").first).to_contain_text("1039/")
    field.fill("{proposal}/{colour}/{filename}")
    expect(dialog).to_contain_text("{colour} is not a field")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(tree.get_by_role("listitem").first).to_contain_text("1039/")
    field.fill("{mission}/{filename}")
    expect(tree.get_by_role("listitem").first).to_contain_text("GALEX/")
    folders.select_option(label="Mission / observation / file")
    expect(field).to_be_hidden()
    expect(text).to_be_visible()


def test_names_that_cannot_be_kept_are_listed(skybasket: Skybasket) -> None:
    same = [
        product("image.fits", "A"),
        {**product("image.fits", "B"), "dataURI": "mast:JWST/product/b/image.fits"},
    ]
    ask(skybasket, same, "curl script")
    skybasket.dialog.get_by_label("Folders").select_option(
        label="All files in one folder"
    )
    notes = skybasket.dialog.get_by_text("2 files get another name")
    notes.click()
    listed = skybasket.dialog.get_by_role("list", name="2 files get another name")
    expect(listed).to_contain_text("image_A.fits")
    expect(listed).to_contain_text("image_B.fits")


@pytest.mark.parametrize("form", [".zip", ".tar.gz"])
def test_the_archive_packs_a_bundle(
    skybasket: Skybasket, archive: StandInArchive, form: str
) -> None:
    archive.hold(sizes(MIXED))
    ask(skybasket, MIXED, "Bundle")
    dialog = skybasket.dialog
    expect(dialog).to_contain_text("1 file is left out: it is not public")
    dialog.get_by_label("Format").select_option(label=form)
    with skybasket.page.context.expect_event("page"):
        dialog.get_by_role("button", name="Get the bundle").click()
    visit = archive.wait_for_path(f"/api/v0.1/Download/bundle{form}")
    assert sorted(visit.uris) == sorted(uri(row) for row in MIXED if is_public(row))


def test_links_open_one_by_one(skybasket: Skybasket, archive: StandInArchive) -> None:
    rows = several(3)
    archive.hold(sizes(rows))
    ask(skybasket, rows, "Direct links")
    skybasket.dialog.get_by_role("button", name="Open one by one").click()
    expect(skybasket.dialog).to_contain_text("3 of 3 opened")
    for row in rows:
        archive.wait_for(uri(row))


def test_opening_links_can_be_stopped(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    rows = several(20)
    archive.hold(sizes(rows))
    ask(skybasket, rows, "Direct links")
    skybasket.dialog.get_by_role("button", name="Open one by one").click()
    skybasket.dialog.get_by_role("button", name="Stop").click()
    button = skybasket.dialog.get_by_role("button", name="Open one by one")
    expect(button).to_be_visible()
    told = skybasket.dialog.get_by_text(re.compile(r"\d+ of 20 opened")).first
    assert int((told.text_content() or "").split()[0]) < 20


def test_too_many_links_say_why_not(skybasket: Skybasket) -> None:
    ask(skybasket, several(21), "Direct links")
    button = skybasket.dialog.get_by_role("button", name="Open one by one")
    expect(button).to_be_disabled()
    expect(skybasket.dialog).to_contain_text("up to 20 files")


def test_the_archive_is_asked_for_public_copies(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    key = "jwst/public/jw01039/L3/t/o004/jw01039-o004_t001_miri_s3d.fits"
    archive.copies[uri(JWST_LEVEL_3)] = key
    ask(skybasket, [JWST_LEVEL_3], "Cloud copy")
    text = skybasket.dialog.get_by_role("region", name="Text")
    expect(text).not_to_contain_text(key)
    skybasket.dialog.get_by_role("button", name="Ask the archive about 1 file").click()
    expect(text).to_contain_text(key)


def test_an_archive_that_cannot_be_asked_is_told(
    skybasket: Skybasket, archive: StandInArchive, watch: Watch
) -> None:
    archive.cross_origin = False
    watch.tolerate("blocked by CORS policy")
    watch.tolerate("Failed to load resource")
    other = product("jw01039-o004_t001_miri_x1d.fits", "jw01039-o004", size=500)
    ask(skybasket, [other], "Cloud copy")
    skybasket.dialog.get_by_role("button", name="Ask the archive about 1 file").click()
    expect(skybasket.dialog).to_contain_text("cannot be asked from this page")


def test_what_is_chosen_last_is_saved_before_it_is_drawn(skybasket: Skybasket) -> None:
    ask(skybasket, MIXED, "Manifest")
    skybasket.dialog.get_by_label("Format").select_option(label="CSV")
    expect(skybasket.dialog.get_by_role("region", name="Text")).to_contain_text(",")
    save = skybasket.dialog.get_by_role("button", name="Save manifest")
    with skybasket.page.expect_download() as saving:
        # Both in one go: no answer comes between.
        skybasket.dialog.get_by_label("Format").evaluate(
            """(select, save) => {
              const names = [...select.options].map((option) => option.label);
              select.selectedIndex = names.indexOf("JSON");
              select.dispatchEvent(new Event("change", { bubbles: true }));
              save.click();
            }""",
            save.element_handle(),
        )
    assert saving.value.suggested_filename.endswith(".json")
    assert json.loads(Path(saving.value.path()).read_bytes())


def test_the_saved_manifest_is_whole(skybasket: Skybasket) -> None:
    ask(skybasket, MIXED, "Manifest")
    skybasket.dialog.get_by_label("Format").select_option(label="JSON")
    with skybasket.page.expect_download() as saving:
        skybasket.dialog.get_by_role("button", name="Save manifest").click()
    assert saving.value.suggested_filename.endswith(".json")
    text = Path(saving.value.path()).read_text("utf-8")
    assert all(uri(row) in text for row in MIXED)


def test_what_cannot_be_written_says_why(skybasket: Skybasket) -> None:
    secret = [product("secret_cal.fits", "x", dataRights="EXCLUSIVE_ACCESS")]
    ask(skybasket, secret, "curl script")
    dialog = skybasket.dialog
    expect(dialog.get_by_role("radio", name="wget script")).to_be_disabled()
    expect(dialog).to_contain_text("1 file is not public")
    dialog.get_by_role("radio", name="Manifest").check()
    options = dialog.get_by_label("Format").get_by_role("option")
    expect(options.filter(has_text="Checksums")).to_be_disabled()
