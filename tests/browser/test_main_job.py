"""The main job: open a list, filter, tick, save a script, run it, compare all bytes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from skybasket import Basket, Filters
from skybasket.archives.mast import Mast

from tests.archive.catalogue import answer, sizes, table, uri
from tests.browser.lists import FOREIGN, MIXED
from tests.scripts.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.browser.page import Skybasket

pytestmark = pytest.mark.firefox

WANTED = [row for row in MIXED if re.search(r"_(c0f|drz|lc)\.", uri(row))]
NAMES = [str(row["productFilename"]) for row in WANTED]


def place(row: Row) -> str:
    """Return where a file belongs: mission / observation / file."""
    return f"{row['obs_collection']}/{row['obs_id']}/{row['productFilename']}"


def ask(skybasket: Skybasket, method: str = "curl script") -> None:
    """Open the dialog and choose how to download."""
    skybasket.press("Download")
    skybasket.dialog.get_by_role("radio", name=method).check()
    button = "Save script" if method == "curl script" else "Save list"
    expect(skybasket.dialog.get_by_role("button", name=button)).to_be_visible()


def save(skybasket: Skybasket, button: str) -> tuple[str, str]:
    """Save what the dialog offers; return the file's name and its text."""
    with skybasket.page.expect_download() as saving:
        skybasket.dialog.get_by_role("button", name=button, exact=True).click()
    saved = saving.value
    text = Path(saved.path()).read_text("utf-8")
    saved.delete()  # or Firefox numbers the next file of this name
    return saved.suggested_filename, text


@pytest.mark.parametrize("write", [answer, table], ids=["json", "csv"])
def test_from_a_product_file_to_files_on_disk(
    skybasket: Skybasket,
    archive: StandInArchive,
    tmp_path: Path,
    write: Callable[[Sequence[Row]], bytes],
) -> None:
    archive.hold(sizes(MIXED))
    skybasket.open(write(MIXED), "deep field.txt")
    skybasket.value("Product category", "Science").check()
    skybasket.type_name("*_*")
    skybasket.tick(*NAMES)
    expect(skybasket.page.get_by_text("3 of 16 files selected")).to_be_visible()
    ask(skybasket)
    expect(skybasket.dialog.get_by_role("heading")).to_have_text("Download 3 files")
    name, script = save(skybasket, "Save script")
    skybasket.dialog.get_by_role("button", name="Close", exact=True).click()

    assert name.startswith("skybasket-deep-field-")
    assert name.endswith(".sh")
    terminal = Terminal(tmp_path / "terminal")
    outcome = terminal.run(script)
    assert outcome.status == 0, outcome.errors
    assert sorted(archive.delivered) == sorted(uri(row) for row in WANTED)
    folder = f"work/{name.removeprefix('skybasket-').removesuffix('.sh')}"
    files = terminal.files()
    assert files.pop(f"{folder}/skybasket-receipt.tsv")
    assert files == {
        f"{folder}/{place(row)}": archive.content(uri(row)) for row in WANTED
    }


def test_the_list_of_links(skybasket: Skybasket, archive: StandInArchive) -> None:
    skybasket.open(answer(MIXED))
    skybasket.tick(*NAMES)
    ask(skybasket, "Direct links")
    name, text = save(skybasket, "Save list")
    assert name.endswith(".txt")
    assert text.splitlines() == [
        f"{archive.address}/api/v0.1/Download/file?uri={uri(row)}" for row in WANTED
    ]


@pytest.mark.parametrize("method", ["curl script", "Direct links"])
def test_copying_takes_the_whole_text(skybasket: Skybasket, method: str) -> None:
    skybasket.open(answer(MIXED))
    skybasket.tick(*NAMES)
    ask(skybasket, method)
    _, text = save(skybasket, "Save script" if "curl" in method else "Save list")
    skybasket.dialog.get_by_role("button", name="Copy", exact=True).click()
    skybasket.says("Copied.")
    copied = skybasket.page.evaluate("navigator.clipboard.readText()")
    assert copied == text


def test_the_script_is_what_the_library_writes(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    skybasket.open(answer(MIXED), "the same.json")
    skybasket.tick_all()
    ask(skybasket)
    _, script = save(skybasket, "Save script")
    basket = Basket("the same", Mast(archive.address))
    basket.add(answer(MIXED))
    basket.filters = Filters(recommended=True)
    basket.select_all()
    assert script == basket.script("curl")


def test_the_preview_shows_the_beginning(skybasket: Skybasket) -> None:
    skybasket.open(answer(MIXED))
    skybasket.tick(*NAMES)
    ask(skybasket)
    preview = skybasket.dialog.get_by_role("region", name="Text")
    expect(preview).to_contain_text("#!/usr/bin/env bash")
    _, script = save(skybasket, "Save script")
    assert script.startswith(preview.text_content() or "-")


def test_foreign_files_are_left_out_unless_ticked(
    skybasket: Skybasket, archive: StandInArchive
) -> None:
    skybasket.open(answer(FOREIGN))
    skybasket.tick_all()
    ask(skybasket, "Direct links")
    here = f"{archive.address}/api/v0.1/Download/file?uri={uri(FOREIGN[0])}"
    expect(skybasket.dialog).to_contain_text(uri(FOREIGN[1]))
    assert save(skybasket, "Save list")[1].splitlines() == [here]

    foreign = skybasket.dialog.get_by_role("checkbox", name="hlsp_there_lc.fits")
    unsafe = skybasket.dialog.get_by_role("checkbox", name="hlsp_unsafe_lc.fits")
    expect(unsafe).to_be_disabled()
    foreign.check()
    preview = skybasket.dialog.get_by_role("region", name="Text")
    expect(preview).to_contain_text(uri(FOREIGN[1]))
    links = save(skybasket, "Save list")[1].splitlines()
    assert links == [here, uri(FOREIGN[1])]


def test_hidden_and_restricted_files_are_told_of(skybasket: Skybasket) -> None:
    skybasket.open(answer(MIXED))
    skybasket.recommended.uncheck()
    skybasket.tick_all()
    expect(skybasket.page.get_by_text("16 of 16 files selected")).to_be_visible()
    skybasket.value("Mission", "TESS").check()
    skybasket.press("Download")
    expect(skybasket.dialog).to_contain_text(
        "13 of them are hidden by the filters at the moment."
    )
    expect(skybasket.dialog).to_contain_text("1 file is not public")
    skybasket.page.keyboard.press("Escape")
    expect(skybasket.dialog).to_be_hidden()
