"""What is bash's and curl's own about the curl script; the rest is the contract's."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from fnmatch import fnmatchcase
from threading import Event
from typing import TYPE_CHECKING, Final

import pytest

from tests.archive import TRANSIENT, Fault
from tests.archive.catalogue import product, uri
from tests.scripts.contract import IMAGE, MANY, ROWS, SECRET, SOURCES, TOKEN, Script
from tests.scripts.programs import BASH, BY_NAME
from tests.scripts.terminal import finish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.scripts.terminal import Terminal

CURL: Final = shutil.which("curl") or "curl"
#: Says of itself that it is as old as may be, and refuses what is younger than that.
OLD_CURL: Final = f"""#!{BASH}
if [ "$2" = --version ]; then echo 'curl 7.29.0 (stand-in)'; exit; fi
case "$*" in *http1.1* | *exitcode* | *errormsg*) exit 2 ;; esac
exec {CURL} "$@"
"""
#: What stands between brackets is full of special cases.
GLOBS: Final = (
    r"* a* ? ?? x/?.fits [ab]* [!ab]* []x]* [!]a-c]* [^a]* [a-c^]? [[.]* [ [!] [] [z-a]"
    r" *.f[hi]ts \* a{b,c}+ ^a$ (a|b).c [+--]* A* a\ *[\] 日? [-x]*"
)


@pytest.fixture
def script(archive: StandInArchive, terminal: Terminal) -> Callable[..., Script]:
    """Return what writes a script for some products."""
    archive.retry_after = 0

    def write(rows: list[Row] | tuple[Row, ...] = ROWS) -> Script:
        return Script(archive, terminal, BY_NAME["curl"], rows)

    return write


def put_first(terminal: Terminal, name: str, text: str) -> None:
    """Let a program be found before all others."""
    programs = terminal.folder.parents[1] / "programs"
    programs.mkdir()
    program = programs / name
    program.write_text(text)
    program.chmod(0o755)
    terminal.environment["PATH"] = f"{programs}:{terminal.environment['PATH']}"


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again for half a minute."""
    for _ in range(3000):
        if condition():
            return
        Event().wait(0.01)
    raise AssertionError


def test_shellcheck_finds_nothing(
    script: Callable[..., Script], tmp_path: Path
) -> None:
    shellcheck = shutil.which("shellcheck")
    if not shellcheck:
        pytest.skip("shellcheck is not installed")
    place = tmp_path / "script.sh"
    place.write_text(script().text, "utf-8")
    command = [shellcheck, str(place)]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    assert found.stdout == ""


def test_the_code_is_the_same_for_every_plan(script: Callable[..., Script]) -> None:
    some, others = (
        re.sub(r"\A(#.*\n)*|\n#__SKYBASKET_LIST__\n[^\0]*", "", script(rows).text)
        for rows in (ROWS, MANY)
    )
    assert some == others


def test_small_files_share_a_connection(script: Callable[..., Script]) -> None:
    rows = [product(f"n{number:03}.fits", "A") for number in range(100)]
    several = script(rows)
    assert several.run().status == 0
    assert several.found == several.wanted
    # Each of some 17 jobs has one with the archive and one with the bucket.
    assert len({visit.connection for visit in several.archive.visits}) <= 40


def test_a_file_that_fails_among_others_does_them_no_harm(
    script: Callable[..., Script],
) -> None:
    rows = [product(f"n{number:03}.fits", "A", size=99) for number in range(100)]
    several = script(rows)
    for row, fault in zip(rows[::5], TRANSIENT, strict=False):
        several.archive.fail(uri(row), fault)
    assert several.run().status == 0
    assert several.found == several.wanted
    assert len(several.archive.injected) > 10


def test_the_users_own_settings_of_curl_change_nothing(
    script: Callable[..., Script], terminal: Terminal
) -> None:
    plain = script()
    home = terminal.folder.parent / "home"
    (home / ".curlrc").write_text("include\noutput = /nowhere\nfail-early\n")
    assert plain.run().status == 0
    (home / ".curlrc").unlink()
    assert plain.found == plain.wanted


@pytest.mark.parametrize("version", ["7.28.1", "6.5", "unknown"])
def test_an_older_curl_is_refused(
    script: Callable[..., Script], terminal: Terminal, version: str
) -> None:
    plain = script()
    put_first(terminal, "curl", f"#!{BASH}\necho curl {version}\n")
    outcome = plain.run()
    assert outcome.status == 2
    assert outcome.errors == "this script needs curl 7.29 or newer\n"
    assert plain.found == {}


@pytest.mark.parametrize("fault", [None, *TRANSIENT], ids=str)
def test_the_oldest_curl_is_asked_for_nothing_newer(
    script: Callable[..., Script], terminal: Terminal, fault: Fault | None
) -> None:
    plain = script([*ROWS, SECRET])
    put_first(terminal, "curl", OLD_CURL)
    plain.archive.restricted, plain.archive.token = {uri(SECRET)}, TOKEN
    terminal.environment["MAST_API_TOKEN"] = TOKEN
    if fault:
        plain.archive.fail(uri(IMAGE), fault)
        plain.archive.fail(uri(SECRET), fault)
    outcome = plain.run()
    assert outcome.status == 0, outcome
    assert plain.found == plain.wanted
    assert {v.authorization for v in plain.archive.visits if v.host != "archive"} == {
        ""
    }


@pytest.mark.parametrize("name", ['a"b.fits', "a\\b.fits", "{a,b}[1-2]#1.fits", "a b"])
def test_names_mean_nothing_to_curl(script: Callable[..., Script], name: str) -> None:
    plain = script()
    image, sources = plain.entry(IMAGE), plain.entry(SOURCES)
    service = plain.plan.archive.service
    lines = [
        f"-\t-\t-\tx/{name}\t{image.address.removeprefix(service)}",
        f"-\t-\t-\t{name}\t{sources.address.removeprefix(service)}",
    ]
    assert plain.run("--from", plain.listed(lines)).status == 0
    assert plain.found[f"x/{name}"] == plain.archive.content(uri(IMAGE))
    assert plain.found[name] == plain.archive.content(uri(SOURCES))


@pytest.mark.parametrize("glob", GLOBS.split())
def test_globs_match_as_they_do_elsewhere(
    script: Callable[..., Script], glob: str
) -> None:
    names = ["a", "ab", "b-c", "x/é.fits", "x/ab.fits", "日本", "]x", "^a$", "[", "[.]"]
    names += ["-x", "a{b,c}+", "(a|b).c", "a\\", "\\*", "+,-", "A", "z", "[!]", "!"]
    plain = script()
    given = plain.listed(f"-\t-\t-\t{name}\tmast:x" for name in names)
    listed = plain.run("--list", "--from", given, "--only", glob).output.splitlines()
    wanted = [name for name in names if fnmatchcase(name, glob)]
    assert [line.split("\t")[1] for line in listed] == wanted


def test_what_came_of_a_large_file_survives_the_death_of_all_processes(
    script: Callable[..., Script],
) -> None:
    large = product("large.fits", "A", size=9_000_000)
    plain = script([large])
    plain.archive.faults[uri(large)] = Fault.STALLED
    about = plain.place(large, ".part.about")
    with plain.running() as process:
        plain.archive.wait_for(uri(large))
        wait_until(lambda: about.exists() and about.read_text() == plain.about(large))
        os.killpg(process.pid, signal.SIGKILL)
        finish(process)
    assert 0 < plain.place(large, ".part").stat().st_size < 9_000_000
    plain.archive.faults.clear()
    plain.archive.visits.clear()
    assert plain.run().status == 0
    assert plain.found.items() >= plain.wanted.items()
    assert plain.archive.visits[-1].range.startswith("bytes=")


def test_a_script_that_nobody_saved_says_so(
    script: Callable[..., Script], terminal: Terminal
) -> None:
    plain = script()
    done = subprocess.run(
        [BASH],
        input=plain.text,
        capture_output=True,
        text=True,
        check=False,
        cwd=terminal.folder,
        env=terminal.environment,
    )
    assert done.returncode == 2
    assert done.stderr == "save this script to a file and run that\n"
    assert plain.found == {}


@pytest.mark.parametrize("kept", [0.05, 0.3, 0.6, 0.95])
def test_a_script_that_lost_some_of_its_code_does_nothing(
    script: Callable[..., Script], kept: float
) -> None:
    plain = script()
    code = plain.text.index("\n#__SKYBASKET_LIST__")
    plain.text = plain.text[: int(code * kept)]
    outcome = plain.run()
    assert outcome.status == 2
    assert outcome.errors == "this script is cut off; save it again\n"
    assert plain.found == {}


def test_a_path_may_be_searched_for_folders(
    script: Callable[..., Script], terminal: Terminal
) -> None:
    # Then `cd` goes elsewhere, and says where to.
    plain = script()
    (terminal.temporary / plain.plan.folder).mkdir()
    terminal.environment["CDPATH"] = str(terminal.temporary)
    assert plain.run().status == 0
    assert plain.found == plain.wanted


def test_a_list_of_many_files_is_read_from_the_script(
    script: Callable[..., Script],
) -> None:
    rows = [product(f"n{number}.fits", f"O{number % 100}") for number in range(20_000)]
    plain = script(rows)
    outcome = plain.run("--list")
    assert len(outcome.output.splitlines()) == 20_000
    assert plain.run("--check").output.endswith(
        "0 of 20000 files complete, 20000 not\n"
    )
    assert plain.found == {}
