"""What is taken: checkboxes of three states, removing, undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from tests.browser.page import Skybasket

WFPC2 = "U9OX0504M"
C0F, D0F, DRZ = (f"u9ox0504m_{suffix}.fits" for suffix in ("c0f", "d0f", "drz"))


def selects(skybasket: Skybasket, text: str) -> None:
    """Check what the action bar says of the selection."""
    expect(skybasket.page.get_by_text(text)).to_be_visible()


def test_folders_are_mixed_where_a_part_is_ticked(opened: Skybasket) -> None:
    opened.tick(C0F)
    for folder in (WFPC2, "HST", "Select all shown files"):
        expect(opened.box(folder)).to_be_checked(indeterminate=True)
    opened.tick(DRZ)
    for folder in (WFPC2, "HST"):
        expect(opened.box(folder)).to_be_checked()
    expect(opened.box("Select all shown files")).to_be_checked(indeterminate=True)
    opened.box("HST").click()
    for name in ("HST", WFPC2, C0F, DRZ, "Select all shown files"):
        expect(opened.box(name)).not_to_be_checked()


def test_a_folder_takes_only_what_is_shown(opened: Skybasket) -> None:
    opened.tick(WFPC2)
    selects(opened, "2 of 16 files selected")
    opened.recommended.uncheck()
    expect(opened.box(WFPC2)).to_be_checked(indeterminate=True)
    expect(opened.box(D0F)).not_to_be_checked()


def test_a_click_on_a_mixed_folder_ticks_all_of_it(opened: Skybasket) -> None:
    opened.tick(C0F)
    opened.tick(WFPC2)
    selects(opened, "2 of 16 files selected")


def test_the_size_says_what_is_unknown(opened: Skybasket) -> None:
    opened.recommended.uncheck()
    opened.tick(WFPC2)
    selects(opened, "5 of 16 files selected")
    line = opened.page.get_by_role("paragraph").filter(has_text="files selected")
    expect(line).to_contain_text("42.7 kB")
    expect(line).to_contain_text("and 2 files of unknown size")
    expect(opened.row(WFPC2)).to_contain_text("42.7 kB +")
    expect(opened.page.get_by_role("meter")).to_have_attribute(
        "aria-valuetext", "<1% of the 50 GB bundle limit"
    )


def test_hidden_files_stay_selected_and_are_counted(opened: Skybasket) -> None:
    opened.tick_all()
    selects(opened, "6 of 16 files selected")
    opened.value("Mission", "HST").check()
    selects(opened, "6 of 16 files selected")
    expect(
        opened.page.get_by_text("4 selected files are hidden by the filters")
    ).to_be_visible()
    opened.value("Mission", "HST").uncheck()
    expect(opened.page.get_by_text("selected files are hidden by")).to_be_hidden()
    selects(opened, "6 of 16 files selected")


def test_removing_takes_hidden_files_too(opened: Skybasket) -> None:
    opened.tick(C0F, "TESS")
    opened.value("Mission", "TESS").check()
    expect(opened.action("Remove selected")).to_have_accessible_description(
        "Take the selected files out of the basket, 1 hidden by filters too"
    )
    opened.press("Remove selected")
    opened.says("Removed 3 files.")
    selects(opened, "0 of 13 files selected")
    opened.reset_filters.click()
    expect(opened.box(C0F)).to_be_hidden()
    expect(opened.box(D0F)).to_be_visible()


def test_a_removal_is_undone_and_redone_by_buttons(opened: Skybasket) -> None:
    opened.tick("HST")
    opened.press("Remove selected")
    expect(opened.box("HST")).to_be_hidden()
    expect(opened.action("Undo")).to_have_accessible_description(
        "Undo: Removed 2 files"
    )
    opened.press("Undo")
    expect(opened.box("HST")).to_be_checked()
    selects(opened, "2 of 16 files selected")
    opened.press("Redo")
    expect(opened.box("HST")).to_be_hidden()
    selects(opened, "0 of 14 files selected")
    expect(opened.action("Redo")).to_be_disabled()


def test_the_message_after_a_removal_offers_undo(opened: Skybasket) -> None:
    opened.press("Remove all")
    messages = opened.page.get_by_role("region", name="Messages")
    expect(messages).to_contain_text("Removed 16 files.")
    messages.get_by_role("button", name="Undo").click()
    selects(opened, "0 of 16 files selected")
    expect(messages.get_by_role("button", name="Undo")).to_be_hidden()


def test_keys_undo_and_redo(opened: Skybasket) -> None:
    opened.tick(C0F)
    opened.tick(DRZ)
    selects(opened, "2 of 16 files selected")
    for key, count in [
        ("Control+z", 1),
        ("Control+z", 0),
        ("Control+Shift+z", 1),
        ("Control+Shift+z", 2),
    ]:
        opened.page.keyboard.press(key)
        selects(opened, f"{count} of 16 files selected")


def test_a_text_field_undoes_its_own_typing(opened: Skybasket) -> None:
    opened.tick(C0F)
    opened.name_box.press_sequentially("drz")
    expect(opened.page.get_by_text("1 of 16 shown")).to_be_visible()
    opened.name_box.press("Control+z")
    expect(opened.name_box).not_to_have_value("drz")
    selects(opened, "1 of 16 files selected")


def test_undo_goes_back_to_before_the_list_was_opened(opened: Skybasket) -> None:
    opened.press("Undo")
    expect(opened.files).to_contain_text("Your basket is empty")
    opened.press("Redo")
    selects(opened, "0 of 16 files selected")


def test_expanding_is_no_step_to_undo(opened: Skybasket) -> None:
    opened.tick(C0F)
    opened.row(WFPC2).press("ArrowLeft")
    expect(opened.box(C0F)).to_be_hidden()
    opened.press("Undo")
    selects(opened, "0 of 16 files selected")
    expect(opened.box(C0F)).to_be_hidden()


def test_all_folders_collapse_and_expand(opened: Skybasket) -> None:
    opened.tree.get_by_role("button", name="Collapse all folders").click()
    expect(opened.box(C0F)).to_be_hidden()
    expect(opened.box(WFPC2)).to_be_visible()
    opened.tree.get_by_role("button", name="Expand all folders").click()
    expect(opened.box(C0F)).to_be_visible()


def test_a_list_that_is_known_adds_nothing(opened: Skybasket) -> None:
    opened.tick(C0F)
    opened.open(answer(MIXED), "the same again.json")
    opened.says("All 16 files in the same again.json are in the basket already.")
    selects(opened, "1 of 16 files selected")


def test_a_second_list_is_added(opened: Skybasket) -> None:
    opened.open(b"dataURI,size\nmast:HST/product/new_drz.fits,100\n", "second.csv")
    opened.says("Added 1 file in 1 observation from second.csv.")
    selects(opened, "0 of 17 files selected")
