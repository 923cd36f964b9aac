"""When generated scripts take a file for complete, and how they go on with a part."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.archive import Fault
from tests.archive.catalogue import product, uri
from tests.scripts.contract import EXPOSURE, IMAGE, OBSERVATION, ROWS, line, summary

if TYPE_CHECKING:
    from tests.scripts.contract import Scripts


# When a file is complete


def test_a_size_that_differs_from_the_list_is_told(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.hold({uri(IMAGE): 12})
    outcome = script.run()
    image = script.entry(IMAGE).path
    told = f"changed: {image}: 3001 bytes in the basket, 12 at the archive"
    assert outcome.status == 0
    assert told in outcome.output.splitlines()
    assert summary(outcome.output).endswith("; 1 changed, 0 unverified")
    assert script.found == script.wanted
    assert script.statuses()[image] == "changed"
    assert script.failed() == {}


def test_strict_makes_a_changed_size_a_failure(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.hold({uri(IMAGE): 12})
    assert script.run("--strict").status == 1
    assert script.found == script.wanted
    script.archive.visits.clear()
    assert script.run("--strict").status == 1
    assert script.archive.visits == []
    assert script.run().status == 0


@pytest.mark.parametrize("size", ["~12", "-"])
def test_rounded_and_unknown_sizes_are_never_compared(
    scripts: Scripts, size: str
) -> None:
    script = scripts(ROWS)
    name = script.listed([line("here", uri(IMAGE), size=size)])
    outcome = script.run("--from", name, "--strict")
    assert outcome.status == 0
    assert "changed" not in outcome.output
    assert script.statuses() == {"here": "complete"}


@pytest.mark.parametrize("fault", [Fault.CHUNKED, Fault.UNANNOUNCED])
@pytest.mark.parametrize("row", [IMAGE, EXPOSURE], ids=["known", "unknown"])
def test_a_file_of_unannounced_length_is_unverified(
    scripts: Scripts, fault: Fault, row: dict[str, object]
) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(row)] = fault
    outcome = script.run()
    assert outcome.status == 0
    assert script.found == script.wanted
    assert script.statuses()[script.entry(row).path] == "unverified"
    assert summary(outcome.output).endswith("; 0 changed, 1 unverified")
    again = script.run()
    assert "3 already complete; 0 to get" in again.output
    assert summary(again.output).endswith("; 0 changed, 1 unverified")


@pytest.mark.parametrize("kind", ["md5", "sha1", "sha256"])
def test_a_right_checksum_completes_a_file(scripts: Scripts, kind: str) -> None:
    script = scripts(ROWS)
    digits = hashlib.new(kind, script.archive.content(uri(IMAGE))).hexdigest()
    name = script.listed([line("here", uri(IMAGE), checksum=f"{kind}:{digits}")])
    assert script.run("--from", name).status == 0
    assert script.statuses() == {"here": "complete"}


def test_a_wrong_checksum_is_tried_once_more(scripts: Scripts) -> None:
    script = scripts(ROWS)
    checksum = f"sha1:{'0' * 40}"
    name = script.listed([line("here", uri(IMAGE), size="3001", checksum=checksum)])
    assert script.run("--from", name).status == 1
    assert script.failed() == {"here": "wrong checksum"}
    assert script.receipts() == []
    assert script.asked(IMAGE) == 2
    assert "here" not in script.found


def test_a_wrong_checksum_of_another_size_says_both(scripts: Scripts) -> None:
    script = scripts(ROWS)
    checksum = f"sha1:{'0' * 40}"
    name = script.listed([line("here", uri(IMAGE), size="12", checksum=checksum)])
    assert script.run("--from", name).status == 1
    assert script.failed() == {
        "here": "changed at the archive: 12 bytes in the basket, 3001 now, "
        "and another checksum"
    }


def test_a_part_with_a_wrong_checksum_is_started_over(scripts: Scripts) -> None:
    script = scripts(ROWS)
    content = script.archive.content(uri(IMAGE))
    right = f"sha1:{hashlib.sha1(content, usedforsecurity=False).hexdigest()}"
    place = script.entry(IMAGE).path
    name = script.listed([line(place, uri(IMAGE), checksum=right)])
    script.put_part(IMAGE, bytes(len(content)), script.about(IMAGE))
    assert script.run("--from", name).status == 0
    assert script.found[place] == content


def test_a_web_page_is_not_the_file(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(IMAGE)] = Fault.LOGIN_PAGE
    assert script.run().status == 1
    image = script.entry(IMAGE).path
    assert script.failed() == {image: "a web page came instead of the file"}
    assert image not in script.found


def test_a_web_page_can_be_the_file(scripts: Scripts) -> None:
    page = product("preview.html", OBSERVATION, size=None)
    script = scripts([page])
    script.archive.faults[uri(page)] = Fault.LOGIN_PAGE
    assert script.run().status == 0
    assert script.place(page).read_bytes().startswith(b"<html>")


# Going on


def test_a_second_run_skips_what_is_complete(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.run()
    script.archive.visits.clear()
    outcome = script.run()
    assert outcome.status == 0
    assert "3 files, 3 already complete; 0 to get" in outcome.output
    assert "3 of 3 files complete, 0 failed; this run: 0 files" in outcome.output
    assert script.archive.visits == []
    assert script.found == script.wanted


def test_a_file_without_a_receipt_is_fetched_again(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.put(IMAGE, bytes(3001))
    assert script.run().status == 0
    assert script.found == script.wanted


def test_a_file_of_another_size_than_its_receipt_is_fetched_again(
    scripts: Scripts,
) -> None:
    script = scripts(ROWS)
    script.run()
    script.put(IMAGE, b"cut")
    script.archive.visits.clear()
    assert script.run().status == 0
    assert script.archive.delivered == [uri(IMAGE)]
    assert script.found == script.wanted


def test_the_last_line_of_a_path_counts(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.run()
    image = script.entry(IMAGE).path
    receipt = script.folder / "skybasket-receipt.tsv"
    now = script.receipts()[-1].time
    with receipt.open("a", encoding="utf-8") as lines:
        lines.write(f"{now}\tcomplete\t12\t{image}\t{uri(IMAGE)}\n")
    script.archive.visits.clear()
    assert script.run().status == 0
    assert script.archive.delivered == [uri(IMAGE)]


def test_half_a_line_in_a_receipt_does_no_harm(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.run("--only", "HST/*")
    with (script.folder / "skybasket-receipt.tsv").open("a") as receipt:
        receipt.write("2026-11-22T21:0")
    assert script.run().status == 0
    assert script.found == script.wanted
    script.archive.visits.clear()
    assert script.run().status == 0
    assert script.archive.visits == []


def test_another_file_is_never_written_over(scripts: Scripts) -> None:
    former, latter = [product("x.fits", "A", dataURI=f"mast:{n}") for n in "ab"]
    assert scripts([former]).run().status == 0
    script = scripts([latter])
    outcome = script.run()
    path = script.entry(latter).path
    [dest] = script.program.options(["--dest"])
    assert outcome.status == 1
    assert script.failed() == {
        path: f"another file is in its place: mast:a; choose another {dest}"
    }
    assert script.place(latter).read_bytes() == script.archive.content("mast:a")
    assert script.archive.delivered == ["mast:a"]
    script.place(latter).unlink()
    assert script.run().status == 0
    assert script.found == script.wanted


def test_a_part_is_kept_with_what_is_known_of_it(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.fail(uri(IMAGE), Fault.SHORT)
    script.archive.fail(uri(IMAGE), Fault.FORBIDDEN)
    assert script.run().status == 1
    image = script.entry(IMAGE).path
    content = script.archive.content(uri(IMAGE))
    assert script.found[f"{image}.part"] == content[:1500]
    assert script.found[f"{image}.part.about"].decode() == script.about(IMAGE)
    assert image not in script.found


def test_a_part_is_gone_on_with(scripts: Scripts) -> None:
    script = scripts(ROWS)
    content = script.archive.content(uri(IMAGE))
    script.put_part(IMAGE, content[:1234], script.about(IMAGE))
    outcome = script.run("--only", "*i2d*")
    assert outcome.status == 0
    [last] = [v for v in script.archive.visits if v.host == "bucket"]
    assert last.status == 206
    assert last.range == "bytes=1234-"
    assert last.if_range + "\n3001\n" == script.about(IMAGE)
    assert "1 files, 1767 bytes" in outcome.output
    assert script.place(IMAGE).read_bytes() == content
    assert script.found.keys() == {script.entry(IMAGE).path}


@pytest.mark.parametrize(
    "about",
    ["", "\n3001\n", '"tag"', '"tag"\n', '"another"\n3001\n', '"tag"\n12\n', None],
    ids=repr,
)
def test_a_part_of_who_knows_what_is_started_over(
    scripts: Scripts, about: str | None
) -> None:
    script = scripts(ROWS)
    script.put(IMAGE, bytes(1234), ".part")
    if about is not None:
        script.put(IMAGE, about.encode(), ".part.about")
    assert script.run().status == 0
    assert script.found == script.wanted


def test_a_part_of_an_older_version_is_started_over(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.put_part(IMAGE, bytes(1234), script.about(IMAGE))
    script.archive.reprocess(uri(IMAGE))
    assert script.run().status == 0
    assert script.found == script.wanted


def test_a_part_with_everything_needs_no_request(scripts: Scripts) -> None:
    script = scripts([IMAGE])
    script.put_part(IMAGE, script.archive.content(uri(IMAGE)), script.about(IMAGE))
    assert script.run().status == 0
    assert script.archive.visits == []
    assert script.found == script.wanted
    assert script.statuses() == {script.entry(IMAGE).path: "complete"}


def test_a_part_that_is_too_long_is_started_over(scripts: Scripts) -> None:
    script = scripts(ROWS)
    content = script.archive.content(uri(IMAGE))
    script.put_part(IMAGE, content + b"more", script.about(IMAGE))
    assert script.run().status == 0
    assert script.found == script.wanted


@pytest.mark.parametrize(
    "fault", [Fault.RANGE_IGNORED, Fault.RANGE_REFUSED, Fault.WRONG_TOTAL]
)
def test_a_part_that_cannot_be_gone_on_with_is_started_over(
    scripts: Scripts, fault: Fault
) -> None:
    script = scripts(ROWS)
    content = script.archive.content(uri(IMAGE))
    script.put_part(IMAGE, content[:1234], script.about(IMAGE))
    script.archive.fail(uri(IMAGE), fault)
    assert script.run().status == 0
    assert (uri(IMAGE), fault) in script.archive.injected
    assert script.found == script.wanted
