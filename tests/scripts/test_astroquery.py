"""The script for astroquery, run by astroquery itself."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skybasket import Basket
from skybasket.archives.mast import Mast
from skybasket.retrieval.astroquery import METHOD

from tests.archive import Fault
from tests.archive.catalogue import answer, product, uri
from tests.loopback import Loopback, Quiet
from tests.scripts.programs import Program
from tests.scripts.terminal import DAY, expected, finish, make_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Outcome, Terminal

needs_astroquery = pytest.mark.skipif(
    not find_spec("astroquery"), reason="astroquery is not installed"
)

PYTHON: Final = Program("astroquery", (sys.executable, "-W", "error"), ".py")
IMAGE: Final = product("jw01345-o001_i2d.fits", "JW01345-O001", size=3001)
SOURCES: Final = product("README", "JW01345-O001", size=70)
EXPOSURE: Final = product("ib6v02d9q_flt.fits", "IB6V02D9Q", "HST", size=None)
SECRET: Final = product(
    "jw09999_i2d.fits", "JW09999", size=500, dataRights="EXCLUSIVE_ACCESS"
)
ROWS: Final = [IMAGE, SOURCES, EXPOSURE]
PATH: Final = "JWST/JW01345-O001/jw01345-o001_i2d.fits"


def script(plan: Plan) -> str:
    return "".join(METHOD.forms["script"].pieces(plan))


def run(terminal: Terminal, plan: Plan) -> Outcome:
    return terminal.run(script(plan), program=PYTHON)


def fetched(terminal: Terminal) -> dict[str, bytes]:
    """Return all files but astropy's own, which it keeps in the home folder."""
    files = terminal.files().items()
    return {name: data for name, data in files if not name.startswith("home/.astropy/")}


@needs_astroquery
def test_every_file_arrives(archive: StandInArchive, terminal: Terminal) -> None:
    plan = make_plan(archive, ROWS)
    outcome = run(terminal, plan)
    assert outcome.status == 0, outcome.errors
    assert fetched(terminal) == expected(archive, plan)
    assert "3 of 3 files complete, 0 failed\n" in outcome.output


@needs_astroquery
def test_what_fails_is_named_and_a_second_run_fetches_it(
    archive: StandInArchive, terminal: Terminal
) -> None:
    faults = (
        Fault.MISSING,
        Fault.UNAUTHORIZED,
        Fault.UNAVAILABLE,
        Fault.HUNG_UP,
        Fault.CUT_HEADER,
        Fault.NOWHERE,
        Fault.LOOP,
        Fault.STRANGER,
        Fault.SHORT,
        Fault.REPROCESSED,
        Fault.WRONG_TOTAL,
    )
    rows = [product(f"{fault.name}.fits", "A", size=900) for fault in faults]
    plan = make_plan(archive, [*rows, IMAGE])
    for row, fault in zip(rows, faults, strict=True):
        archive.faults[uri(row)] = fault
    outcome = run(terminal, plan)
    assert outcome.status == 1
    assert {fault for _, fault in archive.injected} == set(faults)
    for fault in faults:
        assert f"failed: JWST/A/{fault.name}.fits: " in outcome.errors
    whole = {name for name in fetched(terminal) if not name.endswith(".part")}
    assert whole == {f"work/{plan.folder}/{PATH}"}
    archive.faults.clear()
    archive.visits.clear()
    assert run(terminal, plan).status == 0
    assert uri(IMAGE) not in archive.delivered
    assert fetched(terminal) == expected(archive, plan)


@needs_astroquery
def test_an_interrupted_file_does_not_look_finished(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    archive.fail(uri(IMAGE), Fault.STALLED)
    with terminal.start(script(plan), program=PYTHON) as process:
        archive.wait_for(uri(IMAGE))
        # One Ctrl+C gets lost where a library happens to be cleaning up.
        while process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
        finish(process)
    assert process.returncode != 0
    assert f"work/{plan.folder}/{PATH}" not in fetched(terminal)
    assert run(terminal, plan).status == 0
    assert fetched(terminal) == expected(archive, plan)


@needs_astroquery
def test_names_that_mean_something_to_python_are_only_names(
    archive: StandInArchive, terminal: Terminal
) -> None:
    names = (
        "'''+open('harm','w')+'''",
        '"); open("harm", "w")',
        "\\N{DIGIT ONE}\\",
        "{open('harm','w')}",
        "%s%n",
        "-rf",
        "é日🔭",
    )
    rows = [product(name, name, name, size=99) for name in names]
    plan = make_plan(archive, rows, title="'''\"; open('harm') #")
    outcome = run(terminal, plan)
    assert outcome.status == 0, outcome.errors
    assert fetched(terminal) == expected(archive, plan)


def test_a_title_does_not_tell_how_a_script_is_read(
    archive: StandInArchive, terminal: Terminal
) -> None:
    # In UTF-7, "+ACc-" is a quotation mark.
    name = "x+ACc-, open(+ACc-harm+ACc-, +ACc-w+ACc-), +ACc-y.fits"
    plan = make_plan(archive, [product(name, "A")], title="coding: utf-7")
    text = script(plan)
    terminal.run(text, program=PYTHON)
    assert not (terminal.folder / "harm").exists()
    assert "coding: utf-7" in text
    assert ast.dump(ast.parse(text.encode())) == ast.dump(ast.parse(text))


def test_a_script_that_was_cut_off_does_nothing(
    archive: StandInArchive, terminal: Terminal
) -> None:
    whole = script(make_plan(archive, ROWS))
    lines = whole.splitlines(keepends=True)
    started = next(
        n for n, line in enumerate(lines) if line.startswith("sys.exit(main")
    )
    for end in range(started + 1, len(lines)):
        with pytest.raises(SyntaxError):
            ast.parse("".join(lines[:end]))
    outcome = terminal.run("".join(lines[:-1]), program=PYTHON)
    assert outcome.status == 1
    assert archive.visits == []


class Request(NamedTuple):
    path: str
    cookie: str


class Guarded(Loopback):
    """A host that wants a token, as a cookie, and sends some on to another one."""

    def __init__(self, elsewhere: str = "") -> None:
        self.requests: list[Request] = []
        guarded = self

        class Handler(Quiet):
            def do_GET(self) -> None:  # noqa: N802
                cookie = self.headers.get("Cookie", "")
                guarded.requests.append(Request(self.path, cookie))
                if self.path == "/whoami":
                    known = "mast_token=secret" in cookie
                    told = {"anon": not known, "attrib": {"display_name": "Ada"}}
                    self.send(200, json.dumps(told).encode())
                elif elsewhere:
                    self.send(302, b"", Location=f"{elsewhere}/file")
                else:
                    self.send(200, b"the file")

            do_HEAD = do_GET  # noqa: N815

        super().__init__(Handler)


@pytest.fixture
def stranger() -> Iterator[Guarded]:
    host = Guarded()
    yield host
    host.close()


def plan_for(address: str, rows: list[Any]) -> Plan:
    basket = Basket("Deep field", Mast(address))
    basket.add(answer(rows))
    basket.select_all()
    return basket.plan(date=DAY)


def configure(terminal: Terminal, server: str) -> None:
    """Tell astroquery where to log in."""
    folder = terminal.folder.parent / "home" / ".astropy" / "config"
    folder.mkdir(parents=True)
    (folder / "astroquery.cfg").write_text(f"[mast]\nserver = {server}\n", "utf-8")


@needs_astroquery
@pytest.mark.parametrize("leads_on", [False, True])
def test_the_token_goes_to_the_archive_only(
    terminal: Terminal, stranger: Guarded, leads_on: bool
) -> None:
    guarded = Guarded(stranger.address if leads_on else "")
    try:
        configure(terminal, guarded.address)
        terminal.environment["MAST_API_TOKEN"] = "secret"  # noqa: S105
        plan = plan_for(guarded.address, [SECRET])
        outcome = run(terminal, plan)
    finally:
        guarded.close()
    assert outcome.status == 0, outcome.errors
    assert {request.cookie for request in guarded.requests} == {"mast_token=secret"}
    assert {request.cookie for request in stranger.requests} <= {""}
    assert bool(stranger.requests) == leads_on
    assert list(fetched(terminal).values()) == [b"the file"]


@needs_astroquery
@pytest.mark.parametrize("token", ["", "wrong"])
def test_without_a_token_the_public_files_arrive(
    terminal: Terminal, stranger: Guarded, token: str
) -> None:
    configure(terminal, stranger.address)
    if token:
        terminal.environment["MAST_API_TOKEN"] = token
    plan = plan_for(stranger.address, [IMAGE, SECRET])
    outcome = run(terminal, plan)
    assert outcome.status == 1
    assert "failed: JWST/JW09999/jw09999_i2d.fits: no login: " in outcome.errors
    assert "1 of 2 files complete, 1 failed\n" in outcome.output
    assert list(fetched(terminal)) == [f"work/{plan.folder}/{PATH}"]


def test_no_login_is_asked_for_where_all_is_public(archive: StandInArchive) -> None:
    assert "    restricted=[\n    ],\n" in script(make_plan(archive, ROWS))


def test_a_file_elsewhere_is_named_and_not_fetched(archive: StandInArchive) -> None:
    foreign = product("b.fits", "B", dataURI="https://example.org/b.fits")
    [row] = make_plan(archive, [IMAGE, foreign]).foreign
    plan = make_plan(archive, [IMAGE, foreign], included=frozenset([row]))
    [line] = [line for line in script(plan).splitlines() if "example.org" in line]
    assert line == (
        "# Not fetched, as astroquery cannot: JWST/B/b.fits  https://example.org/b.fits"
    )


WORDS: Final = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), min_size=1
)


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
    *_, last = ast.parse(script(plan)).body
    assert isinstance(last, ast.Expr)
    assert isinstance(last.value, ast.Call)
    assert isinstance(last.value.args[0], ast.Call)
    told = {
        given.arg: ast.literal_eval(given.value)
        for given in last.value.args[0].keywords
    }
    assert told["folder"] == plan.folder
    assert told["public"] == [(entry.uri, entry.path) for entry in plan]
