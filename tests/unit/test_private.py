"""Nothing private is in what is saved, copied or shared: only what was chosen for it.

Private are the reader's clock and system, other baskets and downloads, what was looked
for, what was removed, and what was not selected.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, Final

import pytest
from skybasket.archives.mast import HELP_MAIL
from skybasket.retrieval import METHODS
from skybasket.sharing.link import unpack

from tests.unit.historybook import Tab
from tests.unit.lists import answer, product

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Ahead of UTC, in minutes: nobody else's clock goes like that.
ZONE: Final = 431
PLATFORM: Final = "PrivateSystem 7.3"
PAGE: Final = "https://example.org/skybasket/"
#: Fields of the form for a search.
FORM: Final = (
    *("position", "radius", "proposals", "observation_ids", "missions"),
    *("instruments", "first_day", "last_day"),
)
#: What must be in no text, however it is spelled.
PRIVATE: Final = (
    *(
        "privatesystem",
        "431",
        "07:11",
        "private-basket",
        "private_file",
        "removed_file",
    ),
    *("removed_target", "unselected_file", "unselected_target", "private-hope"),
    *("removed words", "unselected words"),
)


def listed(name: str, **columns: object) -> dict[str, object]:
    """Return a file that the archive could stage."""
    told: dict[str, object] = {"obs_collection": "JWST", "size": 5_000_000, **columns}
    uri = f"mast:JWST/product/{name}_i2d.fits"
    return product(dataURI=uri, productFilename=f"{name}_i2d.fits", **told)


@pytest.fixture
def page() -> Tab:
    """Return a page with a past: baskets, a download, a removal, a hidden file."""
    page = Tab(zone=ZONE)
    page.open(answer(listed("private_file")), "private-basket.json")
    page.view("check_all", on=True)
    page.do("history_note", id="private-id", method="curl", form="", foreign=[])
    page.view("basket_new", id="0123456789abcdef")
    page.open(
        answer(
            listed("chosen_file", target_name="chosen_target"),
            listed(
                "removed_file",
                target_name="removed_target",
                description="removed words",
            ),
            listed(
                "unselected_file",
                target_name="unselected_target",
                description="unselected words",
            ),
        ),
        "chosen.json",
    )
    page.view("filter_name", text="removed")
    page.view("check_all", on=True)
    page.view("remove_selected")
    page.view("filter_name", text="chosen")
    page.view("check_all", on=True)
    page.view("filter_name", text="")
    form: dict[str, Any] = dict.fromkeys(FORM, "")
    query = form | {"target": "private-hope", "unit": "arcminutes"}
    page.view("search_begin", query=query | {"levels": [], "access": []})
    return page


def raw(content: bytes) -> str:
    """Return all that bytes say, packed or not."""
    found = [content]
    for place in range(len(content)):
        if content[place : place + 2] in {
            b"\x78\x01",
            b"\x78\x5e",
            b"\x78\x9c",
            b"\x78\xda",
        }:
            try:
                found.append(zlib.decompressobj().decompress(content[place:]))
            except zlib.error:
                continue
    return b"\n".join(found).decode("utf-8", "replace").lower()


def is_private(text: str) -> list[str]:
    """Return what of the private words is in a text."""
    return [word for word in PRIVATE if word in text.lower()]


def texts() -> Iterator[tuple[str, str]]:
    for method in METHODS.values():
        for form in method.forms:
            yield method.name, form


@pytest.mark.parametrize(("method", "form"), list(texts()))
def test_scripts_and_lists_hold_the_selection_alone(
    page: Tab, method: str, form: str
) -> None:
    choice: dict[str, Any] = {"method": method, "form": form, "foreign": []}
    page.view("download", platform=PLATFORM, **choice)
    text = "".join(page.app.pieces("text", json.dumps(choice)))
    assert is_private(text) == []
    assert "chosen_file" in text or form in {"checksums", "rclone"}


def test_a_saved_basket_holds_what_is_in_it(page: Tab) -> None:
    told = raw(page.app.blob("file", "{}"))
    assert "chosen_file" in told
    # What is not selected is in the basket; what was removed is not.
    found = is_private(told)
    assert [word for word in found if not word.startswith("unselected")] == []


@pytest.mark.parametrize("kind", ["details", "names"])
def test_a_link_holds_the_selection_alone(page: Tab, kind: str) -> None:
    view = page.view("share", everything=False, kind=kind, page=PAGE)
    start, _, text = view["link"].partition("#basket=")
    assert start == PAGE
    told = unpack(text).decode("utf-8", "replace")
    assert "chosen" in told
    assert is_private(told) == []


def test_a_mail_holds_the_selection_alone(page: Tab) -> None:
    view = page.view("batch")
    mail = json.dumps(view["choice"]["mail"])
    assert HELP_MAIL in mail
    assert "chosen_file" in mail
    assert is_private(mail) == []
    for part in ("mail", "list"):
        text = "".join(page.app.pieces("batch", json.dumps({"what": part})))
        assert "chosen_file" in text
        assert is_private(text) == []


def test_an_exported_history_tells_of_downloads_in_universal_time(page: Tab) -> None:
    text = "".join(page.app.pieces("history_export", "{}"))
    [record] = json.loads(text)["records"]
    # It is the reader's own history, and holds no other basket, search or setting.
    assert record["record"]["title"] == "private-basket"
    assert record["record"]["when"].endswith("Z")
    others = ("privatesystem", "431", "07:11", "removed", "unselected", "hope")
    assert [word for word in others if word in text.lower()] == []
