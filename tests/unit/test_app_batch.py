"""The commands and views of batch requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.unit.lists import answer
from tests.unit.page import Page, View
from tests.unit.test_staging import MIXED, file

if TYPE_CHECKING:
    from collections.abc import Mapping

IDENTITY = "abcdefgh12"
FOLDER = "/stage/anonymous/anonymous12345/"


def opened(*rows: Mapping[str, object]) -> Page:
    """Open a list and select all of it."""
    page = Page()
    page.open(answer(*map(dict, rows)), "M 51.json")
    page.view("check_all", on=True)
    return page


def kept(*rows: Mapping[str, object]) -> Page:
    """Prepare a request for a list."""
    page = opened(*(rows or MIXED))
    page.view("batch_keep", id=IDENTITY)
    return page


def text(page: Page, **arguments: object) -> str:
    return "".join(page.app.pieces("batch", json.dumps(arguments)))


def item(view: View) -> View:
    [found] = view["requests"]["items"]
    request: View = found
    return request


def refused(page: Page, command: str, **arguments: object) -> str:
    return str(page.ask(command, **arguments)["error"]["message"])


# The button


def test_what_is_hidden_or_of_unknown_size_is_told() -> None:
    page = opened(
        file("a.fits", obs_id="A"),
        file("b.fits", obs_id="A"),
        file("x.fits", obs_id="X", size=None),
    )
    page.view("filter_name", text="b.fits")
    choice = page.view("batch")["choice"]
    assert choice["summary"] == [
        "2 datasets",
        "3 files",
        "2.0 kB known exactly",
        "1 file of unknown size",
    ]
    assert choice["notes"] == ["2 of them are hidden by the filters at the moment."]
    note = item(page.view("batch_keep", id=IDENTITY))["note"]
    assert note == "2 datasets · 3 files · 2.0 kB and 1 file of unknown size · JWST"
    nothing = opened(file("x.fits", size=None)).view("batch")["choice"]["summary"]
    assert nothing == ["1 dataset", "1 file", "1 file of unknown size"]


def test_the_button_says_how_many_qualify() -> None:
    page = opened(*MIXED)
    action = page.view()["actions"]["batch"]
    assert action["enabled"]
    assert action["hint"].startswith("Have the archive stage 5 of 6 selected files")
    page = opened(file("a.fits"))
    assert page.view()["actions"]["batch"] == {
        "enabled": True,
        "hint": "Have the archive stage the selected file for later retrieval",
    }


def test_the_button_says_why_not() -> None:
    page = opened(file("c.fits", "TESS"))
    assert page.view()["actions"]["batch"] == {
        "enabled": False,
        "hint": "None of the selected files qualifies: "
        "the archive stages files of HST and JWST",
    }
    page.view("check_all", on=False)
    assert "Select files of a mission" in page.view()["actions"]["batch"]["hint"]
    assert "None of the selected files can be requested" in refused(page, "batch")


# The dialog


def test_the_dialog_shows_the_request_whole() -> None:
    choice = opened(*MIXED).view("batch")["choice"]
    assert choice["title"] == "Batch request for 2 files"
    assert choice["summary"] == ["2 datasets", "2 files", "2.0 kB known exactly"]
    [note] = choice["notes"]
    assert note.startswith("1 file is not public: request it with an account")
    assert [others["title"] for others in choice["others"]] == [
        "1 selected file is not staged by the archive",
        "1 selected file is not in the archive itself",
        "2 selected files share their names with others",
    ]
    assert all("download them as usual" in other["help"] for other in choice["others"])
    assert {one["name"] for one in choice["datasets"]["files"]} == {"A", "B"}
    assert {one["name"] for one in choice["files"]["files"]} == {"a.fits", "b.fits"}
    assert choice["mail"]["to"] == "To: archive@stsci.edu"
    assert choice["mail"]["link"].startswith("mailto:archive@stsci.edu?subject=")
    assert choice["mail"]["attach"] == ""
    assert choice["page"].startswith("https://")


def test_long_lists_are_cut_and_say_so() -> None:
    rows = [file(f"f{n}.fits", obs_id=f"o{n}") for n in range(501)]
    page = opened(*rows)
    choice = page.view("batch")["choice"]
    assert len(choice["files"]["files"]) == len(choice["datasets"]["files"]) == 500
    assert choice["files"]["help"].endswith("The first 500 are listed.")
    assert choice["datasets"]["help"] == "The first 500 are listed."
    assert "batch-request M 51.txt" in choice["mail"]["attach"]
    assert text(page, what="list").count("mast:JWST/product/f") == 501
    assert text(page, what="mail").startswith("To: archive@stsci.edu\n")


# Keeping, moving, deleting


def test_a_request_is_kept_once() -> None:
    page = opened(*MIXED)
    first = page.view("batch_keep", id=IDENTITY, zone=60)
    assert first["writes"].keys() == {IDENTITY}
    assert (first["keep"], first["undo"]) == ("", "")
    assert first["requests"]["title"] == "1 open request"
    request = item(first)
    assert request["title"] == "M 51"
    assert request["note"] == "2 datasets · 2 files · 2.0 kB · HST, JWST"
    assert [step["reached"] for step in request["steps"]] == [True, False, False, False]
    again = page.view("batch_keep", id="otherother")
    assert again["writes"] == {}
    assert again["message"] == "The request is kept already."
    assert item(again)["id"] == IDENTITY


def test_a_kept_request_outlives_the_visit() -> None:
    page = opened(*MIXED)
    records = page.view("batch_keep", id=IDENTITY)["writes"]
    later = Page()
    view = later.view("requests_load", records=records)
    assert view["purge"] == []
    assert item(view) == item(page.view("requests"))


def test_a_request_moves_on_and_back() -> None:
    page = kept()
    view = page.view("request_move", id=IDENTITY, state="requested")
    assert view["message"] == "“M 51” is requested."
    request = item(view)
    assert request["state"] == "requested"
    assert request["on"] == {"state": "staged", "label": "It is staged"}
    assert request["back"] == {"state": "prepared", "label": "Back to prepared"}
    assert json.loads(view["writes"][IDENTITY])["state"] == "requested"
    for state in ("staged", "fetched"):
        view = page.view("request_move", id=IDENTITY, state=state)
    assert view["requests"]["title"] == "No open request"
    assert item(view)["on"] is None
    assert (
        item(page.view("request_move", id=IDENTITY, state="prepared"))["back"] is None
    )
    assert "no state lost" in refused(page, "request_move", id=IDENTITY, state="lost")
    message = refused(page, "request_move", id="nobody0000", state="staged")
    assert message == "This request is no longer there."


def test_a_deleted_request_can_be_taken_back() -> None:
    page = kept()
    view = page.view("request_delete", id=IDENTITY, on=True)
    assert view["requests"]["items"] == []
    assert view["undo"] == IDENTITY
    record = json.loads(view["writes"][IDENTITY])
    assert record["deleted"]
    old = json.dumps(record | {"deleted": "2020-01-01T00:00:00Z"})
    assert Page().view("requests_load", records={IDENTITY: old})["purge"] == [IDENTITY]
    view = page.view("request_delete", id=IDENTITY, on=False)
    assert item(view)["title"] == "M 51"
    assert json.loads(view["writes"][IDENTITY])["deleted"] == ""


def test_what_cannot_be_read_is_listed_and_can_go() -> None:
    page = Page()
    view = page.view("requests_load", records={IDENTITY: "{", "../x": "{}"})
    request = item(view)
    assert (request["readable"], request["steps"]) == (False, [])
    view = page.view("request_delete", id=IDENTITY, on=True)
    assert view["writes"] == {IDENTITY: None}
    assert view["requests"]["items"] == []


def test_other_tabs_are_heard() -> None:
    page = opened(*MIXED)
    records = page.view("batch_keep", id=IDENTITY)["writes"]
    other = Page()
    view = other.view("requests_hear", id=IDENTITY, text=records[IDENTITY])
    assert item(view)["title"] == "M 51"
    view = other.view("requests_hear", id=IDENTITY, text=None)
    assert view["requests"]["items"] == []


# The folder and the scripts


def test_a_folder_is_noted_and_gives_scripts() -> None:
    page = kept()
    message = refused(page, "request_scripts", id=IDENTITY)
    assert "Nobody has said where this request is staged" in message
    message = refused(page, "request_locate", id=IDENTITY, place="http://x.y/stage/a/1")
    assert message.startswith("The staging area is reached by ftps, not http.")
    view = page.view("request_locate", id=IDENTITY, place="anonymous12345")
    assert view["message"] == f"Staged in {FOLDER}."
    assert (item(view)["place"], item(view)["state"]) == (FOLDER, "staged")
    plan = page.view("request_scripts", id=IDENTITY)
    assert plan["title"] == "Fetch 2 staged files"
    assert [way["name"] for way in plan["methods"]] == ["ftps_curl", "ftps_lftp"]
    assert FOLDER in plan["notes"][0]
    assert "anonymous" in plan["notes"][1]
    assert plan["jobs"]["chosen"] == 4
    assert plan["folder"]["rows"][0]["name"] == "HST/"
    assert plan["text"]["filename"].endswith(".staged.sh")
    assert plan["left_out"]["files"] == plan["foreign"]["files"] == []


@pytest.mark.parametrize("method", ["ftps_curl", "ftps_lftp"])
def test_a_script_fetches_exactly_the_request(method: str) -> None:
    page = kept()
    page.view("request_locate", id=IDENTITY, place="/stage/jane/4711/")
    plan = page.view("request_scripts", id=IDENTITY, method=method, layout="flat")
    script = text(page, what="script", id=IDENTITY, method=method, layout="flat")
    assert script.startswith(plan["text"]["preview"])
    assert "jane" in plan["notes"][1]
    assert "#! service\tftp://archive.stsci.edu/stage/jane/4711/\n" in script
    assert "#! login\tjane\n" in script
    listed = [line.split("\t")[3:] for line in script.splitlines() if "mast:" in line]
    assert sorted(listed) == [
        ["a.fits", "mast:JWST/product/a.fits"],
        ["b.fits", "mast:HST/product/b.fits"],
    ]


def test_a_layout_that_is_typed_may_be_wrong() -> None:
    page = kept()
    page.view("request_locate", id=IDENTITY, place=FOLDER)
    plan = page.view("request_scripts", id=IDENTITY, layout="{colour}/{filename}")
    assert "{colour} is not a field" in plan["layout"]["error"]
    message = refused(page, "request_scripts", id=IDENTITY, method="curl")
    assert "There is no such method" in message


def test_products_that_lie_apart_are_lent() -> None:
    rows = [
        file(f"{n * 7919 % 1_000_003:x}_{n * 104_729 % 999_983:x}.fits", obs_id=f"o{n}")
        for n in range(9000)
    ]
    page = opened(*rows)
    view = page.view("batch_keep", id=IDENTITY)
    assert view["keep"] == IDENTITY
    products = page.app.blob("request", json.dumps({"id": IDENTITY}))
    later = Page()
    later.view("requests_load", records=view["writes"])
    later.view("request_locate", id=IDENTITY, place=FOLDER)
    assert later.view("request_needs", id=IDENTITY) == {"products": True}
    message = refused(later, "request_scripts", id=IDENTITY)
    assert "no longer in the browser's storage" in message
    later.app.receive(b"nonsense")
    assert "no longer" in refused(later, "request_lend", id=IDENTITY)
    later.ask("begin")
    later.app.receive(products)
    later.view("request_lend", id=IDENTITY)
    assert later.view("request_needs", id=IDENTITY) == {"products": False}
    plan = later.view("request_scripts", id=IDENTITY)
    assert plan["title"] == "Fetch 9,000 staged files"
