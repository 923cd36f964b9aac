"""What every generated script does, says, takes as options and checks."""

from __future__ import annotations

import hashlib
import os
import re
import signal

import pytest

from tests.archive import Fault, StandInArchive
from tests.archive.catalogue import product, uri
from tests.scripts import powershell_engine
from tests.scripts.contract import (
    EXPOSURE,
    IMAGE,
    MANY,
    OBSERVATION,
    ROWS,
    SOURCES,
    Scripts,
    line,
)
from tests.scripts.terminal import finish

# What a run does and says


def test_every_file_arrives_and_nothing_else(scripts: Scripts) -> None:
    script = scripts(ROWS)
    outcome = script.run()
    assert outcome.status == 0, outcome
    assert outcome.errors == ""
    assert script.found == script.wanted
    total = sum(map(len, script.wanted.values()))
    heading, *_, last = outcome.output.splitlines()
    assert heading == (
        "Deep field: 3 files, 0 already complete; 3 to get "
        "(3.1 kB and 1 of unknown size) into Deep-field-2026-11-22"
    )
    assert re.fullmatch(
        rf"3 of 3 files complete, 0 failed; this run: 3 files, {total} bytes, \d+ s",
        last,
    )


def test_the_receipt_says_what_has_come(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.run()
    receipts = sorted(script.receipts(), key=lambda receipt: receipt.path)
    assert [receipt[1:] for receipt in receipts] == [
        (
            "complete",
            str(len(script.archive.content(entry.uri))),
            entry.path,
            entry.address.removeprefix(script.plan.archive.service),
        )
        for entry in sorted(script.plan, key=lambda entry: entry.path)
    ]
    for receipt in receipts:
        assert re.fullmatch(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", receipt.time)


def test_an_empty_file_is_a_file(scripts: Scripts) -> None:
    empty = product("jw01345001001_log.txt", OBSERVATION, size=0)
    script = scripts([empty, IMAGE])
    assert script.run().status == 0
    assert script.found == script.wanted


def test_a_file_can_be_called_like_a_part_of_another(scripts: Scripts) -> None:
    part = product(f"{IMAGE['productFilename']}.part", OBSERVATION, size=55)
    script = scripts([IMAGE, part])
    script.archive.fail(uri(IMAGE), Fault.SHORT, 2)
    assert script.run().status == 0
    assert script.found == script.wanted


def test_the_archive_may_deliver_without_a_redirect(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.redirect = None
    assert script.run().status == 0
    assert script.found == script.wanted


@pytest.mark.parametrize("status", [301, 303, 307, 308])
def test_any_kind_of_redirect_is_followed(scripts: Scripts, status: int) -> None:
    script = scripts([SOURCES])
    script.archive.redirect = status
    assert script.run().status == 0
    assert script.found == script.wanted


def test_files_come_over_https_from_who_proves_who_he_is(scripts: Scripts) -> None:
    if str(powershell_engine.HERE) in scripts.program.interpreter:
        pytest.skip("Mono has a store of authorities of its own")
    with StandInArchive(tls=True) as archive:
        script = Scripts(archive, scripts.terminal, scripts.program)(ROWS)
        assert script.run().status == 1
        assert archive.visits == []
        for name in ("CURL_CA_BUNDLE", "SSL_CERT_FILE"):
            script.terminal.environment[name] = str(archive.certificate)
        assert script.run().status == 0
        assert script.found == script.wanted


def test_a_terminal_shows_how_far_it_is(scripts: Scripts) -> None:
    script = scripts([IMAGE, SOURCES])
    script.archive.faults[uri(IMAGE)] = Fault.STALLED
    with script.at_a_terminal() as person, script.running() as process:
        person.wait_for("1 of 2 files, ")
        person.wait_for(" of 3.1 kB, ")
        person.wait_for(" MB/s")
        os.killpg(process.pid, signal.SIGTERM)
        outcome = finish(process)
    assert "\r" in person.read
    assert "\r" not in outcome.output


def test_quiet_says_nothing_of_what_went_well(scripts: Scripts) -> None:
    script = scripts(ROWS)
    assert script.run("--quiet") == (0, "", "")
    assert script.found == script.wanted


def test_quiet_names_what_failed_and_what_changed(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.hold({uri(IMAGE): 12})
    script.archive.faults[uri(SOURCES)] = Fault.FORBIDDEN
    outcome = script.run("--quiet")
    image, sources = script.entry(IMAGE).path, script.entry(SOURCES).path
    assert outcome.status == 1
    assert outcome.output.splitlines() == [
        f"changed: {image}: 3001 bytes in the basket, 12 at the archive"
    ]
    assert outcome.errors.startswith(f"failed: {sources}: ")
    assert len(outcome.errors.splitlines()) == 1


# Options


def test_help_names_every_option(scripts: Scripts) -> None:
    script = scripts(ROWS)
    outcome = script.run("--help")
    assert outcome.status == 0
    names = "jobs dest only from list check strict quiet token-file help"
    options = [f"--{name}" for name in names.split()]
    for option in script.program.options(options):
        assert option in outcome.output
    assert script.found == {}


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--frobnicate"], "frobnicate"),
        (["--jobs", "0"], "jobs"),
        (["--jobs", "17"], "jobs"),
        (["--jobs", "many"], "jobs"),
        (["--jobs"], "jobs"),
        (["--from", "nowhere.txt"], "nowhere.txt"),
        (["--token-file", "nowhere.txt"], "nowhere.txt"),
    ],
    ids=repr,
)
def test_a_wrong_call_is_told_in_one_line(
    scripts: Scripts, options: list[str], named: str
) -> None:
    script = scripts(ROWS)
    outcome = script.run(*options)
    assert outcome.status == 2
    assert named in outcome.errors.lower()
    assert len(outcome.errors.splitlines()) == 1
    assert outcome.output == ""
    assert script.found == {}
    assert script.archive.visits == []


@pytest.mark.parametrize("jobs", ["", "3"])
def test_no_more_files_come_at_once_than_jobs(scripts: Scripts, jobs: str) -> None:
    script = scripts(MANY, jobs=2)
    script.archive.throttle = int(jobs or 2)
    options = ["--jobs", jobs] if jobs else []
    assert script.run(*options).status == 0
    assert script.found == script.wanted
    assert 429 not in {visit.status for visit in script.archive.visits}


def test_files_go_into_the_folder_that_is_asked_for(scripts: Scripts) -> None:
    script = scripts(ROWS)
    outcome = script.run("--dest", "some where/else")
    assert outcome.status == 0
    assert "into some where/else" in outcome.output
    assert script.found == {
        f"work/some where/else/{path}": content
        for path, content in script.wanted.items()
    }


def test_only_takes_the_paths_that_match_as_a_whole(scripts: Scripts) -> None:
    script = scripts(ROWS)
    image = script.entry(IMAGE).path
    assert script.run("--only", "JWST*i2d.fit?").status == 0
    assert script.found == {image: script.wanted[image]}


@pytest.mark.parametrize("glob", ["*.FITS", "i2d", "jwst*"])
def test_only_means_every_letter(scripts: Scripts, glob: str) -> None:
    script = scripts(ROWS)
    outcome = script.run("--only", glob)
    assert outcome.status == 0
    assert "0 of 0 files complete, 0 failed" in outcome.output
    assert script.archive.visits == []


def test_list_prints_what_would_be_fetched(scripts: Scripts) -> None:
    script = scripts(ROWS)
    outcome = script.run("--list")
    service = script.plan.archive.service
    assert outcome.status == 0
    assert outcome.errors == ""
    assert outcome.output.splitlines() == [
        f"{entry.size or '-'}\t{entry.path}\t{entry.address.removeprefix(service)}"
        for entry in script.plan
    ]
    assert script.archive.visits == []
    assert script.found == {}
    only = script.run("--list", "--only", "HST/*")
    assert only.output.splitlines() == outcome.output.splitlines()[:1]


def test_from_takes_the_place_of_the_list(scripts: Scripts) -> None:
    script = scripts(ROWS)
    lines = [
        line("a/new place", uri(SOURCES)),
        line("b", uri(IMAGE), size="~3") + "\tsome reason",
    ]
    name = script.listed(lines)
    listed = script.run("--list", "--from", name)
    assert listed.output == f"-\ta/new place\t{uri(SOURCES)}\n~3\tb\t{uri(IMAGE)}\n"
    assert script.run("--from", name).status == 0
    assert script.found == {
        "a/new place": script.archive.content(uri(SOURCES)),
        "b": script.archive.content(uri(IMAGE)),
        f"work/{name}": "".join(f"{line}\n" for line in lines).encode(),
    }


def test_an_address_on_another_host_stands_for_itself(scripts: Scripts) -> None:
    script = scripts(ROWS)
    address = f"{script.archive.bucket}/public/{uri(IMAGE).replace(':', '%3A')}"
    name = script.listed([line("there", address)])
    assert script.run("--from", name).status == 0
    assert script.found["there"] == script.archive.content(uri(IMAGE))
    assert {visit.host for visit in script.archive.visits} == {"bucket"}
    assert script.receipts()[0].uri == address


@pytest.mark.parametrize(
    "path",
    ["../harm", "/harm", "a/../../harm", "a//b", "./a", "a/.", "a/..", "a/"],
)
def test_a_path_that_leaves_the_folder_is_refused(scripts: Scripts, path: str) -> None:
    script = scripts(ROWS)
    path = path.replace("/harm", f"{script.terminal.folder}/harm", path[0] == "/")
    name = script.listed([line("good", uri(IMAGE)), line(path, uri(SOURCES))])
    outcome = script.run("--from", name)
    assert outcome.status == 2
    assert "a path leaves the folder" in outcome.errors
    assert script.archive.visits == []
    assert script.found.keys() == {f"work/{name}"}


def test_shards_make_the_whole_together(scripts: Scripts) -> None:
    if scripts.program.method == "powershell":
        pytest.skip("it has no shards")
    script = scripts(MANY)
    for number in ("1", "2", "3"):
        assert script.run("--shard", f"{number}/3").status == 0
        receipts = script.receipts(f"skybasket-receipt-{number}-of-3.tsv")
        assert len(receipts) in (8, 9)
    assert script.found == script.wanted
    assert sorted(script.archive.delivered) == sorted(map(uri, MANY))
    assert script.run("--check").status == 0
    assert "25 already complete; 0 to get" in script.run().output


@pytest.mark.parametrize("shard", ["0/3", "4/3", "1", "a/b", "1/0"])
def test_a_shard_that_is_none_is_refused(scripts: Scripts, shard: str) -> None:
    if scripts.program.method == "powershell":
        pytest.skip("it has no shards")
    outcome = scripts(ROWS).run("--shard", shard)
    assert outcome.status == 2
    assert "shard" in outcome.errors
    assert len(outcome.errors.splitlines()) == 1


# Checking


def test_check_finds_a_complete_folder_right(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.run()
    script.archive.visits.clear()
    assert script.run("--check") == (0, "3 of 3 files complete, 0 not\n", "")
    assert script.archive.visits == []


def test_check_says_what_is_wrong_and_writes_nothing(scripts: Scripts) -> None:
    script = scripts([*ROWS, *MANY[:2]])
    assert script.run("--only", "JWST/*cat*").status == 0
    assert script.run("--only", "JWST/*n01*").status == 0
    script.put(IMAGE, b"half", ".part")
    script.put(MANY[0], b"from somewhere")
    script.put(MANY[1], b"shorter")
    before = script.terminal.files()
    script.archive.visits.clear()
    outcome = script.run("--check")
    paths = [script.entry(row).path for row in (EXPOSURE, IMAGE, *MANY[:2])]
    exposure, image, first, second = paths
    assert outcome.status == 1
    assert sorted(outcome.output.splitlines()[:-1]) == [
        f"incomplete: {image}",
        f"missing: {exposure}",
        f"unrecorded: {first}",
        f"wrong size: {second}: 7 bytes, 2000 expected",
    ]
    assert outcome.output.splitlines()[-1] == "1 of 5 files complete, 4 not"
    assert script.terminal.files() == before
    assert script.archive.visits == []


def test_check_of_nothing_makes_no_folder(scripts: Scripts) -> None:
    script = scripts(ROWS)
    outcome = script.run("--check")
    assert outcome.status == 1
    assert outcome.output.splitlines()[-1] == "0 of 3 files complete, 3 not"
    assert not script.folder.exists()


def test_check_works_checksums_out_again(scripts: Scripts) -> None:
    script = scripts(ROWS)
    content = script.archive.content(uri(IMAGE))
    right = f"sha1:{hashlib.sha1(content, usedforsecurity=False).hexdigest()}"
    name = script.listed([line("here", uri(IMAGE), checksum=right)])
    assert script.run("--from", name).status == 0
    assert script.run("--from", name, "--check").status == 0
    (script.folder / "here").write_bytes(bytes(len(content)))
    outcome = script.run("--from", name, "--check")
    assert outcome.status == 1
    assert outcome.output.splitlines()[0] == "wrong checksum: here"


def test_check_tells_changed_sizes_too(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.hold({uri(IMAGE): 12})
    script.run()
    outcome = script.run("--check")
    image = script.entry(IMAGE).path
    assert outcome.status == 0
    assert outcome.output.splitlines() == [
        f"changed: {image}: 3001 bytes in the basket, 12 at the archive",
        "3 of 3 files complete, 0 not",
    ]
    assert script.run("--check", "--strict").status == 1
