"""Retrieving references: the button, the panel, what is added, the details."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from skybasket.archives.crds import reference_uri

from tests.archive.catalogue import answer, product
from tests.unit.crds import DARK, FLAT, IDS, SHARED, references
from tests.unit.page import Page, View, row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.archive.catalogue import Row
    from tests.archive.crds import References

FILES: Final = [
    f"jw80500017001_02101_0000{n}_mirifu{side}_cal.fits"
    for n, side in ((1, "short"), (2, "long"))
]
EXPOSURE: Final = "ib6v02d9q_flt.fits"
MASK: Final = "hst_wfc3_bpixtab_0123.fits"


def calibrated(filename: str, mission: str = "JWST", **columns: object) -> Row:
    name = filename.rpartition("_")[0]
    return {**product(filename, name, mission, calib_level=2), **columns}


ROWS: Final = [*map(calibrated, FILES), calibrated(EXPOSURE, "HST")]
OTHERS: Final = [
    calibrated(
        FILES[0].replace("_cal", "_rate"),
        productGroupDescription="Minimum Recommended Products",
    ),
    calibrated(FILES[0].replace("_cal.fits", "_cal.jpg"), productType="PREVIEW"),
    calibrated(FILES[0].replace("_cal", "_uncal"), calib_level=1),
    calibrated("jw01039-o001_t001_nircam_clear-f200w_i2d.fits", calib_level=3),
    calibrated("tess2018206045859-s0001-0000000150428135-0120-s_lc.fits", "TESS"),
    calibrated("z14z0104t_c1f.fits", "HST"),
]


class Panel:
    """A page beside a reference system, with a basket of which all is selected."""

    def __init__(self, rows: Iterable[Row] = ROWS) -> None:
        self.page = Page()
        self.system: References = references()
        self.system.best["IB6V02D9Q"] = [MASK]
        self.page.open(answer(list(rows)))
        self.page.view("filter_recommended", on=False)
        self.page.view("check_all", on=True)

    def ask(self, command: str, **arguments: object) -> View:
        return self.page.view(f"references_{command}", **arguments)

    def step(self, view: View) -> View:
        content = json.dumps(self.system.answer(view["request"]["body"])[1]).encode()
        return self.give("answer", content)

    def give(self, command: str, content: bytes) -> View:
        self.page.ask("begin")
        self.page.app.receive(content)
        return self.ask(command)

    def run(self, command: str = "begin", **arguments: object) -> View:
        view = self.ask(command, **arguments)
        while view["request"]:
            view = self.step(view)
        return view

    @property
    def button(self) -> tuple[bool, str]:
        action: View = self.page.view()["actions"]["references"]
        return bool(action["enabled"]), str(action["hint"])


def listed(view: View) -> dict[str, list[str]]:
    return {
        group["label"]: [found["name"] for found in group["rows"]]
        for group in view["groups"]
    }


def found(view: View, name: str) -> View:
    rows: list[View] = [one for group in view["groups"] for one in group["rows"]]
    [one] = [one for one in rows if one["name"] == name]
    return one


def uri(name: str) -> str:
    return reference_uri(name.partition("_")[0], name)


# The button


def test_the_button_says_why_it_cannot_be_used() -> None:
    page = Page()
    panel = Panel([OTHERS[0], *ROWS])
    assert page.view()["actions"]["references"]["hint"] == "The basket is empty"
    assert panel.button == (
        True,
        "Find the calibration files that the selected products were made with",
    )
    panel.page.view("filter_recommended", on=True)
    assert panel.button[0] is False
    assert panel.button[1].startswith("Switch “Minimum recommended products” off")
    panel.page.view("filter_recommended", on=False)
    panel.page.view("check_all", on=False)
    assert panel.button == (
        False,
        "Select at least one calibrated product of Hubble, JWST or Roman",
    )
    panel.page.view("undo")
    assert panel.button[0] is True


@pytest.mark.parametrize("other", OTHERS[1:], ids=lambda r: str(r["productFilename"]))
def test_products_without_references_leave_it_disabled(other: Row) -> None:
    panel = Panel([other])
    assert panel.button[0] is False
    assert panel.button[1].startswith("No selected file is a calibrated product")
    told = panel.page.ask("references_begin")["error"]
    assert told["message"].startswith("No selected file is a calibrated product")


# The panel


def test_references_are_grouped_by_type_each_once() -> None:
    panel = Panel()
    view = panel.ask("begin")
    assert view["status"] == "Asking about 3 data sets: 0 answered …"
    assert (view["groups"], view["empty"]) == ([], "")
    view = panel.run()
    assert view["status"] == "4 references found."
    assert listed(view) == {
        "Bad pixel table": [MASK],
        "Dark current": [DARK],
        "Distortion (WCS)": [SHARED],
        "Flat field": [FLAT],
    }
    assert [group["note"] for group in view["groups"]] == [
        "bpixtab",
        "dark",
        "distortion",
        "flat",
    ]
    shared = found(view, SHARED)
    assert shared["users"] == "for 2 products"
    assert (shared["context"], shared["date"]) == ("jwst_1293.pmap", "since 2024-09-25")
    assert shared["sizeHint"].endswith("bytes")
    assert found(view, MASK)["context"] == "hst_1234.pmap"
    assert [context["label"] for context in view["contexts"]] == [
        "Context of HST",
        "Context of JWST",
    ]
    assert (view["left_out"], view["problem"]) == (None, None)


def test_whatever_the_order_of_answers_every_question_is_a_plain_post() -> None:
    view = Panel().ask("begin")
    assert view["request"]["address"] == "https://hst-crds.stsci.edu/json/"
    assert json.loads(view["request"]["body"])["method"] == "get_default_context"


def test_products_without_references_are_listed_with_the_reason() -> None:
    panel = Panel([*ROWS, *OTHERS])
    del panel.system.best[IDS[1]]
    view = panel.run()
    assert view["left_out"]["label"] == "6 selected files have no references here"
    told = {part["label"]: part["names"] for part in view["left_out"]["reasons"]}
    assert told == {
        "1 file: the reference system says “NOT FOUND dataset ID does not exist”": [
            FILES[1]
        ],
        "1 file: of a mission without such a reference system": [
            "tess2018206045859-s0001-0000000150428135-0120-s_lc.fits"
        ],
        "2 files: no calibrated science data (raw data, a preview, a log)": [
            FILES[0].replace("_cal.fits", "_cal.jpg"),
            FILES[0].replace("_cal", "_uncal"),
        ],
        "1 file: combined of several exposures: select those instead": [
            "jw01039-o001_t001_nircam_clear-f200w_i2d.fits"
        ],
        "1 file: of an instrument that the reference system does not serve": [
            "z14z0104t_c1f.fits"
        ],
    }
    # The rate file belongs to the same data set.
    assert found(view, DARK)["users"] == "for 2 products"


def test_choosing_keeps_to_what_is_shown() -> None:
    panel = Panel()
    view = panel.run()
    assert (view["chosen"], view["add"]["enabled"]) == ("No reference chosen", False)
    assert view["add"]["hint"] == "Choose at least one reference"
    view = panel.ask("find", text=" MIRI_D ")
    assert listed(view) == {"Dark current": [DARK], "Distortion (WCS)": [SHARED]}
    view = panel.ask("check_all", on=True)
    assert view["check_all"] is True
    assert view["chosen"].startswith("2 references chosen · ")
    view = panel.ask("find", text="flat")
    assert view["chosen"].endswith("2 of them hidden by the search")
    assert panel.ask("find", text="nothing")["empty"].startswith("No reference has")
    view = panel.ask("find", text="")
    assert view["check_all"] == "mixed"
    view = panel.ask("check_kind", kind="dark", on=False)
    assert found(view, DARK)["checked"] is False
    view = panel.ask("check", id=uri(FLAT), on=True)
    assert [group["checked"] for group in view["groups"]] == [False, False, True, True]


def test_a_context_can_be_chosen_and_is_checked() -> None:
    panel = Panel()
    panel.run()
    view = panel.ask("context", observatory="jwst", context="hst_0123.pmap")
    [_, context] = view["contexts"]
    assert context["value"] == "hst_0123.pmap"
    assert context["wrong"].startswith("A context looks like jwst_0123.pmap")
    assert view["request"] is None
    panel.system.asked.clear()
    view = panel.run("context", observatory="jwst", context=" jwst_0123.pmap ")
    assert [parameters[0] for _, parameters in panel.system.asked] == [
        "jwst_0123.pmap",
        "jwst",
    ]
    assert found(view, DARK)["context"] == "jwst_0123.pmap"
    assert view["contexts"][1]["wrong"] == ""
    view = panel.run("context", observatory="jwst", context="")
    assert found(view, DARK)["context"] == "jwst_1293.pmap"
    told = panel.page.ask("references_context", observatory="roman", context="")
    assert told["error"]["kind"] == "command"


def test_opening_it_again_asks_nothing_again() -> None:
    panel = Panel()
    panel.run()
    panel.ask("check_all", on=True)
    panel.system.asked.clear()
    view = panel.run()
    assert (panel.system.asked, view["chosen"]) == ([], "No reference chosen")
    panel.page.view("check", id=row(panel.page.view(), FILES[0])["id"], on=False)
    assert listed(panel.run())["Flat field"] == [FLAT]
    assert panel.system.asked


# What goes wrong


def test_one_observatory_that_fails_does_not_stop_the_others() -> None:
    panel = Panel()
    panel.ask("begin")
    view = panel.ask("fail", cause="refused", reason="Failed to fetch")
    assert view["request"]["address"] == "https://jwst-crds.stsci.edu/json/"
    while view["request"]:
        view = panel.step(view)
    assert listed(view)["Dark current"] == [DARK]
    assert view["status"] == "3 references found. 2 of 3 data sets have an answer."
    assert view["problem"]["message"].startswith("The reference system could not be")
    assert view["problem"]["where"] == ["Failed to fetch"]
    view = panel.run("again")
    assert (view["problem"], len(view["groups"])) == (None, 4)


def test_the_services_own_words_are_told() -> None:
    panel = Panel([ROWS[0]])
    panel.system.complaints["get_aui_best_references"] = "&lt;img&gt; is no context"
    view = panel.run()
    assert view["problem"] == {
        "message": "The reference system answered with an error.",
        "where": ["<img> is no context"],
    }
    assert view["empty"] == ""
    panel.system.complaints.clear()
    assert panel.run("again")["problem"] is None


def test_it_can_be_stopped() -> None:
    panel = Panel()
    panel.ask("begin")
    view = panel.ask("stop")
    assert (view["request"], view["problem"]) == (None, None)
    assert view["status"] == "0 references found. 0 of 3 data sets have an answer."
    assert panel.page.ask("references_answer")["error"]["kind"] == "command"


def test_names_that_are_none_are_counted() -> None:
    panel = Panel([ROWS[0]])
    panel.system.best[IDS[0]] = [DARK, "../<b>.fits"]
    view = panel.run()
    assert view["odd"].startswith("1 name in the answer is no name of a file")
    assert listed(view) == {"Dark current": [DARK]}


def test_nothing_needed_is_told() -> None:
    panel = Panel([ROWS[0]])
    panel.system.best[IDS[0]] = []
    view = panel.run()
    assert (
        view["empty"] == "The reference system names no reference for these products."
    )
    assert not view["add"]["enabled"]


# Another way


def saved(panel: Panel, way: View) -> bytes:
    """Return what the questions of curl lines would save."""
    bodies = [line.partition("-d '")[2] for line in way["text"].splitlines()]
    return b"\n".join(
        json.dumps(panel.system.answer(body.partition("' http")[0])[1]).encode()
        for body in bodies
    )


def test_answers_that_were_saved_are_taken() -> None:
    panel = Panel()
    panel.ask("begin")
    panel.ask("fail", cause="offline", reason="")
    view = panel.ask("fail", cause="offline", reason="")
    assert view["problem"]["message"] == "There is no network at the moment."
    hst, python, jwst, _ = panel.ask("ways")["ways"]
    assert hst["label"] == "HST: lines for a shell, with curl"
    assert hst["hint"] == "It saves the answers as references-hst.json."
    assert "https://hst-crds.stsci.edu/json/ >> references-hst.json" in hst["text"]
    assert "ask_all(\n    'https://hst-crds.stsci.edu/json/'" in python["text"]
    view = panel.give("saved", saved(panel, jwst))
    assert listed(view)["Dark current"] == [DARK]
    assert found(view, DARK)["size"] == "unknown"
    assert found(view, DARK)["context"] == "jwst_1293.pmap"
    # Now the files can be asked about.
    [_, _, jwst, _] = panel.ask("ways")["ways"]
    assert "get_file_info_map" in jwst["text"]
    view = panel.give("saved", saved(panel, jwst))
    assert found(view, DARK)["size"] != "unknown"
    assert len(panel.ask("ways")["ways"]) == 3
    view = panel.give("saved", saved(panel, hst))
    assert (view["problem"], len(view["groups"])) == (None, 4)


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b'{"result": {"X": [true, ["a.fits"]]}}', b'{"result": null}'],
)
def test_strange_answers_are_refused_in_words(content: bytes) -> None:
    panel = Panel()
    panel.ask("begin")
    panel.page.ask("begin")
    panel.page.app.receive(content)
    assert panel.page.ask("references_saved")["error"]["kind"] == "search"
    assert panel.run("again")["status"] == "4 references found."


def test_a_hostile_name_names_no_data_set() -> None:
    panel = Panel([calibrated("jw80500017001_02101_00001_nrca1_$(id)'\"_cal.fits")])
    assert panel.button[0] is False


# In the basket


def test_adding_is_one_step_named_in_words() -> None:
    panel = Panel()
    panel.run()
    panel.ask("check_all", on=True)
    panel.ask("check", id=uri(FLAT), on=False)
    view = panel.ask("add")
    assert view["message"] == (
        "Added 3 calibration references. Select them to download them."
    )
    assert view["actions"]["undo"]["hint"] == "Undo: Added 3 calibration references"
    assert view["summary"]["selected"] == "3 of 6 files selected"
    names = [one["name"] for one in view["rows"]["rows"]]
    assert names[names.index("references", 5) :] == ["references", DARK, SHARED]
    shown = row(view, DARK)
    assert shown["cells"][:2] == ["DARK", "Calibration"]
    assert not shown["checked"]
    again = panel.run()
    assert found(again, DARK)["note"] == "in the basket"
    assert found(again, FLAT)["note"] == ""
    panel.ask("check_all", on=True)
    message = panel.ask("add")["message"]
    assert message.endswith("3 were in the basket already.")
    panel.run()
    panel.ask("check", id=uri(FLAT), on=True)
    assert panel.ask("add")["message"] == (
        "The chosen reference is in the basket already."
    )
    assert panel.page.view("undo")["files"] == 6
    assert panel.page.ask("references_add")["error"]["message"] == (
        "Choose at least one reference"
    )


def fields(page: Page, name: str) -> dict[str, Any]:
    details = page.view("details", id=row(page.view(), name)["id"])
    return {field["label"]: field for field in details["fields"]}


def test_details_tell_references_and_products() -> None:
    panel = Panel()
    panel.run()
    panel.ask("check_all", on=True)
    page, view = panel.page, panel.ask("add")
    needed = fields(page, FILES[0])["2 calibration references"]
    assert needed["values"] == ["jwst_1293.pmap"]
    assert needed["rows"] == [
        {"id": row(view, name)["id"], "name": name} for name in (DARK, SHARED)
    ]
    users = fields(page, SHARED)["2 products use it"]
    assert [one["name"] for one in users["rows"]] == FILES
    page.view("check_all", on=False)
    page.view("check", id=row(page.view(), DARK)["id"], on=True)
    page.view("remove_selected")
    [gone, _] = fields(page, FILES[0])["2 calibration references"]["rows"]
    assert gone == {"id": "", "name": f"{DARK} (not in the basket)"}


def test_many_products_of_a_reference_are_counted() -> None:
    names = [f"jw80500017001_02101_{n:05}_nrca1" for n in range(60)]
    panel = Panel([calibrated(f"{name}_cal.fits") for name in names])
    for name in names:
        panel.system.best[name[:-6].upper() + ".NRCA1"] = [DARK]
    panel.run()
    panel.ask("check_all", on=True)
    panel.ask("add")
    panel.page.view("filter_name", text=DARK)
    users = fields(panel.page, DARK)["60 products use it"]
    assert (len(users["rows"]), users["values"]) == (50, ["and 10 more"])


def test_a_bundle_leaves_references_out_and_says_so() -> None:
    panel = Panel()
    panel.run()
    panel.ask("check_all", on=True)
    panel.ask("add")
    panel.page.view("check_all", on=True)
    options: dict[str, object] = {"method": "bundle", "layout": "mission"}
    plan = panel.page.view("download", platform="", **options)
    assert plan["text"]["bundles"]["reason"].startswith(
        "4 calibration references are left out"
    )
    assert "references" not in plan["text"]["preview"]
    plan = panel.page.view("download", platform="", method="curl", layout="mission")
    assert plan["foreign"]["title"] == ""


def test_what_the_browser_keeps_has_the_needs() -> None:
    panel = Panel()
    panel.page.view("basket_new", id="one")
    panel.page.open(answer(ROWS))
    panel.page.view("filter_recommended", on=False)
    panel.page.view("check_all", on=True)
    panel.run()
    panel.ask("check_all", on=True)
    kept = panel.ask("add")["kept"]
    assert (kept["since"], kept["mark"]) == ("3.0.0.0", "7.0.0.5")
    assert kept["products"]
