"""The commands and views of the download dialog."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from skybasket import retrieval
from skybasket.archives.mast import BUNDLE_LIMIT

from tests.unit.lists import answer, product
from tests.unit.page import Page, View, row

if TYPE_CHECKING:
    from collections.abc import Mapping

SECRET = {"dataRights": "EXCLUSIVE_ACCESS"}


def opened(*rows: Mapping[str, object]) -> Page:
    """Open a list and select all of it."""
    page = Page()
    page.open(answer(*map(dict, rows)), "Carina.json")
    page.view("check_all", on=True)
    return page


def text(page: Page, **arguments: object) -> str:
    return "".join(page.app.pieces("text", json.dumps(arguments)))


def labels(view: View) -> list[str]:
    return [method["name"] for method in view["methods"]]


def numbered(count: int, **columns: object) -> list[dict[str, object]]:
    return [
        product(
            dataURI=f"mast:JWST/product/f{number}.fits",
            productFilename=f"f{number}.fits",
            **columns,
        )
        for number in range(count)
    ]


def test_the_plan_comes_first(page: Page) -> None:
    page.view("check_all", on=True)
    plan = page.view("download", platform="Linux x86_64")
    assert plan["title"] == "Download 31 files"
    assert plan["summary"] == [
        "3.5 GB known exactly",
        "18 files of unknown size",
        "about 5 min at 100 Mbit/s",
    ]
    assert labels(plan) == list(retrieval.METHODS)
    [chosen] = [method for method in plan["methods"] if method["chosen"]]
    assert (chosen["name"], chosen["suggested"]) == ("curl", "Suggested")
    rows = plan["folder"]["rows"]
    assert rows[0] == {
        "level": 1,
        "name": "HST/",
        "hint": "9 files, 42.7 MB",
        "kind": "folder",
    }


def test_sizes_that_are_not_known_are_counted_apart() -> None:
    rows = numbered(3, size=10**9)
    plan = opened(*rows, product(size=None)).view("download")
    assert plan["summary"] == [
        "3.0 GB known exactly",
        "1 file of unknown size",
        "about 4 min at 100 Mbit/s",
    ]
    assert opened(product(size=None)).view("download")["summary"] == [
        "No size is known"
    ]


def test_each_method_has_a_text_and_says_how_to_run_and_check_it() -> None:
    page = opened(*numbered(3))
    for name, method in retrieval.METHODS.items():
        for form in method.forms:
            view = page.view("download", method=name, form=form)["text"]
            assert (view["method"], view["form"]) == (name, form)
            assert view["when"]
            assert view["run"]
            if form == "checksums":
                assert view["reason"] == "No checksum of these files is known."
                continue
            assert view["reason"] == ""
            whole = text(page, method=name, form=form)
            assert whole.startswith(view["preview"])
            assert view["preview"]
            for command in view["commands"]:
                assert "{" not in command.replace("{}", "")


def test_the_preview_is_a_window_of_the_text() -> None:
    page = opened(*numbered(900))
    view = page.view("download", method="links")["text"]
    assert view["preview"].count("\n") == 400
    assert view["cut"] == "This is the beginning; the saved text has all 900 files."
    assert text(page, method="links").count("\n") == 900


def test_long_texts_leave_in_large_pieces() -> None:
    page = opened(*numbered(20_000))
    pieces = list(page.app.pieces("text", '{"method": "curl"}'))
    assert 1 < len(pieces) < 10
    assert "".join(pieces).endswith("#! files\t20000\n#__SKYBASKET_END__\n")


def test_options_reach_the_text() -> None:
    page = opened(*numbered(1))
    asked = {"method": "curl", "layout": "{proposal}/{filename}", "jobs": 8}
    plan = page.view("download", **asked)
    assert plan["layout"]["chosen"] == "template"
    assert plan["layout"]["template"] == "{proposal}/{filename}"
    assert plan["jobs"]["chosen"] == 8
    written = text(page, **asked)
    assert "#! jobs\t8\n" in written
    assert "\t1039/f0.fits\t" in written


def test_a_layout_that_is_being_typed_keeps_the_last_good_one() -> None:
    page = opened(*numbered(1))
    page.view("download", method="curl", layout="{proposal}/{filename}")
    plan = page.view("download", method="curl", layout="{proposal/{filename}")
    assert "its braces do not match" in plan["layout"]["error"]
    assert plan["folder"]["rows"][0]["name"] == "1039/"


def test_changed_names_are_listed_with_the_reason() -> None:
    page = opened(
        product(dataURI="mast:1", productFilename="a:b.fits"),
        product(dataURI="mast:2", productFilename="same.fits"),
        product(dataURI="mast:3", productFilename="SAME.fits"),
    )
    changes = page.view("download", method="curl")["changes"]
    assert changes["title"] == "3 files get another name"
    told = {file["name"]: file["text"] for file in changes["files"]}
    assert told["a:b.fits"].endswith("/a_b.fits (not legal everywhere)")
    assert "several files have this name" in told["SAME.fits"]


def test_files_that_are_not_public_are_left_out_where_no_token_is_safe() -> None:
    page = opened(product(), product(dataURI="mast:s", **SECRET))
    for name, method in retrieval.METHODS.items():
        plan = page.view("download", method=name)
        listed = [file["text"] for file in plan["left_out"]["files"]]
        assert listed == ([] if method.complete else ["mast:s"]), name


def test_foreign_files_are_listed_and_ticked_one_by_one() -> None:
    page = Page()
    view = page.open(
        answer(
            product(dataURI="https://example.org/x.fits", productFilename="x.fits"),
            product(dataURI="ftp://example.org/y.fits", productFilename="y.fits"),
        )
    )
    view = page.view("check_all", on=True)
    plan = page.view("download", foreign=[])
    assert not plan["methods"][0]["enabled"]
    assert [file["allowed"] for file in plan["foreign"]["files"]] == [True, False]
    ticked = page.view("download", method="links", foreign=[row(view, "x.fits")["id"]])
    assert ticked["text"]["preview"] == "https://example.org/x.fits\n"


def test_one_bundle_or_several() -> None:
    page = opened(*numbered(2, size=100))
    bundles = page.view("download", method="bundle", form="zip")["text"]["bundles"]
    assert bundles["address"] == "https://mast.stsci.edu/api/v0.1/Download/bundle.zip"
    assert bundles["reason"] == ""
    [part] = bundles["parts"]
    assert part == {
        "label": "Get the bundle",
        "hint": "2 files, 200 bytes",
        "enabled": True,
    }
    uris = text(page, method="bundle", form="zip", part=0).splitlines()
    assert uris == ["mast:JWST/product/f0.fits", "mast:JWST/product/f1.fits"]


def test_too_much_for_one_bundle_is_split_with_the_reason() -> None:
    page = opened(
        *numbered(2, size=BUNDLE_LIMIT - 1),
        product(dataURI="mast:huge", size=BUNDLE_LIMIT + 1),
    )
    bundles = page.view("download", method="bundle")["text"]["bundles"]
    assert "50 GB that the archive calls practical" in bundles["reason"]
    assert [part["enabled"] for part in bundles["parts"]].count(False) == 1
    assert len(bundles["parts"]) == 3
    for number in range(3):
        assert text(page, method="bundle", part=number).count("\n") == 1


@pytest.mark.parametrize(("count", "few"), [(20, True), (21, False)])
def test_links_are_opened_one_by_one_if_they_are_few(count: int, *, few: bool) -> None:
    opening = opened(*numbered(count)).view("download", method="links")["text"][
        "opening"
    ]
    assert opening["pause"] >= 500
    assert len(opening["addresses"]) == (count if few else 0)
    assert few or "up to 20 files" in opening["help"]


def test_the_archive_is_asked_for_what_the_rules_leave_open() -> None:
    page = opened(
        product(
            dataURI="mast:JWST/product/jw01039-o004_t001_miri_ch3-long_s3d.fits",
            productFilename="jw01039-o004_t001_miri_ch3-long_s3d.fits",
        )
    )
    asked = {"method": "cloud", "form": "s5cmd"}
    assert page.view("download", **asked)["text"]["lookup"] == (
        "Ask the archive about 1 file"
    )
    [request] = page.view("lookup", **asked)["requests"]
    assert request.startswith("https://mast.stsci.edu/api/v0.1/path_lookup/?")
    uri = "mast:JWST/product/jw01039-o004_t001_miri_ch3-long_s3d.fits"
    key = "jwst/public/jw01039/L3/t/o004/jw01039-o004_t001_miri_ch3-long_s3d.fits"
    page.ask("begin")
    page.app.receive(
        json.dumps({uri: {"status_code": 200, "path": f"/{key}"}}).encode()
    )
    page.view("looked_up")
    view = page.view("download", **asked)["text"]
    assert view["lookup"] == ""
    assert key in view["preview"]


def test_an_answer_that_is_none_changes_nothing() -> None:
    page = opened(product())
    for answered in (b"", b"[]", b"\xff", b'{"a": 5}', b"<html>"):
        page.ask("begin")
        page.app.receive(answered)
        assert page.ask("looked_up")["error"]["kind"] == "format"


def test_a_plan_is_made_anew_for_other_files_in_the_same_places() -> None:
    page = Page()
    for number in (1, 2):
        page.open(
            answer(
                product(
                    dataURI=f"mast:JWST/product/f{number}.fits",
                    productFilename=f"f{number}.fits",
                )
            )
        )
        page.view("check_all", on=True)
        plan = page.view("download", method="links")
        assert f"f{number}.fits" in plan["text"]["preview"]
        page.view("remove_all")
