"""The input file of aria2, run by aria2 itself."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skybasket.retrieval.aria2 import METHOD

from tests.archive import Fault
from tests.archive.catalogue import product, uri
from tests.scripts.terminal import Terminal, expected, finish, make_plan

if TYPE_CHECKING:
    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Outcome

pytestmark = pytest.mark.skipif(
    not shutil.which("aria2c"), reason="aria2 is not installed"
)

FORM: Final = METHOD.forms["input"]
IMAGE: Final = product("jw01345-o001_i2d.fits", "JW01345-O001", size=3001)
SOURCES: Final = product("jw01345-o001_cat.ecsv", "JW01345-O001", size=70)
EXPOSURE: Final = product("ib6v02d9q_flt.fits", "IB6V02D9Q", "HST", size=None)
ROWS: Final = [IMAGE, SOURCES, EXPOSURE]
PATH: Final = "JWST/JW01345-O001/jw01345-o001_i2d.fits"


def command(terminal: Terminal, plan: Plan, options: str = "--retry-wait=0") -> str:
    """Save the file and return what its form says to run, without pauses."""
    saved = terminal.folder.parent / "skybasket.txt"
    saved.write_text("".join(FORM.pieces(plan)), "utf-8")
    told = FORM.run.format(file="../skybasket.txt")
    return f"exec {told} --no-conf=true {options}"


def run(terminal: Terminal, plan: Plan) -> Outcome:
    return terminal.run(command(terminal, plan))


def summed(row: Any, digest: str) -> dict[str, object]:  # noqa: ANN401
    return {**row, "checksum": digest}


def test_every_file_arrives(archive: StandInArchive, terminal: Terminal) -> None:
    plan = make_plan(archive, ROWS)
    outcome = run(terminal, plan)
    assert outcome.status == 0, outcome.output
    assert terminal.files() == expected(archive, plan)


@pytest.mark.parametrize(
    "fault",
    [Fault.SHORT, Fault.STALLED, Fault.HUNG_UP, Fault.UNAVAILABLE, Fault.CHUNKED],
    ids=lambda fault: fault.name,
)
def test_a_fault_that_passes_is_overcome(
    archive: StandInArchive, terminal: Terminal, fault: Fault
) -> None:
    plan = make_plan(archive, ROWS)
    archive.fail(uri(IMAGE), fault)
    # aria2 tries again after a 503 only if it may wait before.
    options = {
        Fault.UNAVAILABLE: "--retry-wait=1",
        Fault.STALLED: "--retry-wait=0 --timeout=1",
    }.get(fault, "--retry-wait=0")
    outcome = terminal.run(command(terminal, plan, options))
    assert outcome.status == 0, outcome.output
    assert (uri(IMAGE), fault) in archive.injected
    assert terminal.files() == expected(archive, plan)


def test_a_dropped_connection_is_resumed(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    archive.fail(uri(IMAGE), Fault.SHORT)
    assert run(terminal, plan).status == 0
    ranges = [visit.range for visit in archive.visits if visit.status == 206]
    assert ranges == ["bytes=1500-3000"]
    assert terminal.files() == expected(archive, plan)


def test_a_missing_file_does_not_stop_the_others(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    archive.faults[uri(IMAGE)] = Fault.MISSING
    outcome = run(terminal, plan)
    wanted = expected(archive, plan)
    del wanted[f"work/{plan.folder}/{PATH}"]
    assert outcome.status != 0
    assert terminal.files() == wanted
    archive.faults.clear()
    assert run(terminal, plan).status == 0
    assert terminal.files() == expected(archive, plan)


def test_a_second_run_writes_nothing_anew(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    assert run(terminal, plan).status == 0
    places = [terminal.folder / plan.folder / entry.path for entry in plan]
    before = [place.stat().st_mtime_ns for place in places]
    assert run(terminal, plan).status == 0
    assert [place.stat().st_mtime_ns for place in places] == before
    assert terminal.files() == expected(archive, plan)


@pytest.mark.parametrize("interruption", [signal.SIGINT, signal.SIGKILL])
def test_a_second_run_goes_on_after_an_interruption(
    archive: StandInArchive, terminal: Terminal, interruption: signal.Signals
) -> None:
    plan = make_plan(archive, ROWS)
    archive.fail(uri(IMAGE), Fault.STALLED)
    with terminal.start(command(terminal, plan)) as process:
        archive.wait_for(uri(IMAGE))
        os.killpg(process.pid, interruption)
        finish(process)
    assert run(terminal, plan).status == 0
    assert terminal.files() == expected(archive, plan)


@pytest.mark.parametrize("kind", ["md5", "sha1", "sha256"])
def test_a_right_checksum_is_confirmed_and_a_wrong_one_is_an_error(
    archive: StandInArchive, terminal: Terminal, kind: str
) -> None:
    right = hashlib.new(kind, archive.content(uri(EXPOSURE))).hexdigest()
    wrong = hashlib.new(kind, b"another file").hexdigest()
    plan = make_plan(archive, [summed(IMAGE, wrong), summed(EXPOSURE, right)])
    outcome = run(terminal, plan)
    unfinished = f"work/{plan.folder}/{PATH}"
    assert outcome.status == 32
    assert terminal.files().keys() == {
        *expected(archive, plan),
        f"{unfinished}.aria2",
    }


def test_a_file_with_another_checksum_is_fetched_again(
    archive: StandInArchive, terminal: Terminal
) -> None:
    archive.hold({uri(IMAGE): 3001})
    digest = hashlib.sha1(archive.content(uri(IMAGE)), usedforsecurity=False)
    plan = make_plan(archive, [summed(IMAGE, digest.hexdigest())])
    place = terminal.folder / plan.folder / PATH
    place.parent.mkdir(parents=True)
    place.write_bytes(bytes(3001))
    assert run(terminal, plan).status == 0
    assert terminal.files() == expected(archive, plan)


def test_files_that_need_a_token_are_named_and_not_fetched(
    archive: StandInArchive, terminal: Terminal
) -> None:
    secret = product("jw09999_i2d.fits", "JW09999", dataRights="EXCLUSIVE_ACCESS")
    plan = make_plan(archive, [*ROWS, secret])
    text = "".join(FORM.pieces(plan))
    assert (
        f"# Not fetched, as a token is needed: JWST/JW09999/{secret['productFilename']}"
        in text
    )
    assert run(terminal, plan).status == 0
    assert set(archive.delivered) == {uri(row) for row in ROWS}


def test_the_home_folder_gets_into_no_path(
    archive: StandInArchive, terminal: Terminal
) -> None:
    rows = [product("${HOME}.fits", "A"), product("b.fits", "${HOME}"), IMAGE]
    plan = make_plan(archive, rows)
    assert run(terminal, plan).status == 0
    assert terminal.files().keys() == {f"work/{plan.folder}/{PATH}"}
    text = "".join(FORM.pieces(plan))
    assert "# Not fetched, as aria2 would rename it: JWST/A/${HOME}.fits\n" in text


NAMES: Final = (
    "$(touch harm).fits",
    "{a,b}[1-3].fits",
    "~",
    "$HOME",
    "#no comment",
    "-o harm",
    "out=harm",
    "a\u00a0 =  b.torrent",
    "%s%2e%2e .fits",
    "é日🔭.metalink",
    "n" * 300,
)


def test_hostile_names_are_only_names(
    archive: StandInArchive, terminal: Terminal
) -> None:
    rows = [product(name, name, name, size=99) for name in NAMES]
    plan = make_plan(archive, rows, title="~/-rf $(touch harm)")
    outcome = run(terminal, plan)
    assert outcome.status == 0, outcome.output
    assert terminal.files() == expected(archive, plan)


PRINTABLE: Final = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
WORDS: Final = st.sampled_from(NAMES) | st.text(PRINTABLE, min_size=1, max_size=9)


@pytest.mark.property
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), WORDS)
@settings(max_examples=150)
def test_every_entry_reads_back_as_it_was_planned(
    archive_server: StandInArchive, names: list[tuple[str, str]], title: str
) -> None:
    rows = [
        product(f"{name}.fits", folder, dataURI=f"mast:{number}/{name}")
        for number, (name, folder) in enumerate(names)
    ]
    plan = make_plan(archive_server, rows, title)
    assert read("".join(FORM.pieces(plan))) == [
        (entry.address, f"{plan.folder}/{entry.path}")
        for entry in plan
        if "${HOME}" not in f"{plan.folder}/{entry.path}"
    ]


def read(text: str) -> list[tuple[str, str]]:
    """Return addresses and places, by the rules of aria2c(1)."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in text.split("\n"):
        if line.startswith(" "):
            name, _, value = line.partition("=")
            found[-1][1][name.strip()] = value.strip(" \t\r\n")
        elif line and not line.startswith("#"):
            found.append((line, {}))
    return [(address, f"{told['dir']}/{told['out']}") for address, told in found]
