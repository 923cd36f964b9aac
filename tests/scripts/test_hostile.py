"""Laws of scripts for lists that someone wrote to do harm."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from skybasket import Basket, retrieval
from skybasket.errors import FormatError
from skybasket.retrieval.listing import START

from tests.archive.catalogue import answer, product
from tests.scripts.programs import BASH, Program
from tests.scripts.terminal import Terminal, expected, make_plan, write

if TYPE_CHECKING:
    from pathlib import Path

    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive

pytestmark = pytest.mark.property

#: What shells, file systems, curl and web addresses give a meaning to.
TRICKS: Final = (
    "$(touch harm)",
    "`touch harm`",
    "'; touch harm; '",
    "'\"'$(touch harm)'\"'",
    '"; touch harm; "',
    "x' 'y",
    "\\'; touch harm #",
    "a\\",
    "${IFS}touch${IFS}harm",
    "; touch harm &",
    "| touch harm",
    "> harm",
    "!!",
    "-rf",
    "--output",
    "-o harm",
    "..",
    ".",
    "...",
    "../../../harm",
    "/etc/harm",
    "~",
    "~root",
    "$HOME/harm",
    "*",
    "?[a-z]{1,2}",
    "%s%n%d",
    "%2e%2e%2f",
    "#",
    "a#b?c&d=e;f+g",
    "@-",
    "two  words ",
    " ",
    "tab\there",
    ".hidden",
    "x.part",
    "CON",
    "é̂日本 🔭",
    "\u202egnp.exe",
    "EOF",
    "{folder}",
    "n" * 300,
    "日" * 150,
)

PRINTABLE: Final = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
WORDS: Final = st.sampled_from(TRICKS) | st.text(PRINTABLE, max_size=12)
NAMES: Final = st.lists(WORDS, min_size=1, max_size=3).map("".join)


#: Methods that leave out what their programs cannot name, or fetch nothing here.
PICKY: Final = {"aria2", "cloud"}
#: Methods that ask servers that no test may ask; they have tests of their own.
ELSEWHERE: Final = {"astroquery"}
FORMS: Final = [
    (f"{method.name} {name}", form)
    for method in retrieval.METHODS.values()
    for name, form in method.forms.items()
]
#: Every method and form that carries its list behind its code.
LISTING: Final = [
    name for name, _ in FORMS if name.split()[0] in {"curl", "python", "slurm", "wget"}
]
#: Every one that this machine can run.
RUNNING: Final = [
    name
    for name, form in FORMS
    if form.run
    and name.split()[0] not in ELSEWHERE
    and (name.startswith("cloud") or shutil.which(form.run.split()[0]))
]


@st.composite
def products(draw: st.DrawFn) -> dict[str, Any]:
    """Products with hostile text in every place that a script could use."""
    filename = draw(NAMES)
    address = draw(NAMES)
    row = product(filename, draw(NAMES), draw(NAMES), size=draw(st.integers(0, 50)))
    return {**row, "dataURI": f"mast:{address}"}


def is_read(row: dict[str, Any]) -> bool:
    """Tell whether the reader takes a product: what it refuses gets no further."""
    try:
        Basket.open(answer([row]))
    except FormatError:
        return False
    return True


LISTS: Final = st.lists(
    products().filter(is_read),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row["dataURI"].strip(),
)
ALL_TRICKS: Final = [
    row for trick in TRICKS if is_read(row := dict(product(trick, trick, trick)))
]


@pytest.mark.parametrize("form", LISTING)
@given(LISTS, NAMES)
@settings(max_examples=100)
def test_every_entry_reads_back_as_it_was_planned(
    archive_server: StandInArchive, form: str, rows: list[dict[str, Any]], title: str
) -> None:
    plan = make_plan(archive_server, rows, title)
    _, _, listed = write(plan, *form.split()).partition(START)
    lines = [line[2:] for line in listed.split("\n") if line.startswith("# ")]
    assert [line.split("\t")[3:] for line in lines] == [
        [entry.path, entry.address.removeprefix(plan.archive.service)] for entry in plan
    ]


@pytest.mark.parametrize("form", LISTING)
@given(LISTS, NAMES)
@example([dict(product("a.fits", "A"))], "\n-*- coding: utf-7 -*-\nimport os")
@settings(max_examples=100)
def test_whatever_is_fetched_the_code_is_the_same(
    archive_server: StandInArchive, form: str, rows: list[dict[str, Any]], title: str
) -> None:
    plain = make_plan(archive_server, [product("a.fits", "A")], "A")
    plan = make_plan(archive_server, rows, title)
    assert code(write(plan, *form.split())) == code(write(plain, *form.split()))


def code(text: str) -> list[str]:
    """Return a script without its lines of comment."""
    return [line for line in text.splitlines() if not line.startswith("#")]


@given(LISTS, NAMES)
@settings(max_examples=300)
def test_every_place_is_one_file_inside_the_folder(
    archive_server: StandInArchive, rows: list[dict[str, Any]], title: str
) -> None:
    plan = make_plan(archive_server, rows, title)
    paths = [entry.path for entry in plan]
    parts = [plan.folder, *(part for path in paths for part in path.split("/"))]
    assert {path.count("/") for path in paths} == {2}
    assert len({path.lower() for path in paths}) == len(rows)
    assert not {part for part in parts if part in {"", ".", ".."} or "/" in part}
    assert max(len(part.encode()) for part in parts) <= 250


@pytest.mark.parametrize("form", RUNNING)
@given(LISTS, NAMES)
@example(ALL_TRICKS, "")
@example([dict(product("a.fits", "A", "HST", size=9))], "$(touch harm)`touch harm`'")
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_runs_and_nothing_but_the_files_is_written(
    archive_server: StandInArchive,
    tmp_path_factory: pytest.TempPathFactory,
    form: str,
    rows: list[dict[str, Any]],
    title: str,
) -> None:
    archive_server.reset()
    plan = make_plan(archive_server, rows, title)
    terminal = Terminal(tmp_path_factory.mktemp("hostile"))
    fake(terminal, tmp_path_factory.mktemp("programs"))
    outcome = terminal.run(write(plan, *form.split()), program=runner(form, plan))
    wanted = expected(archive_server, plan)
    # Receipts, and what GNU parallel keeps for itself.
    beside = (f"work/{plan.folder}/skybasket-receipt", "home/.parallel/")
    found = {n: x for n, x in terminal.files().items() if not n.startswith(beside)}
    assert outcome.status == 0, outcome
    assert found.items() <= wanted.items()
    assert found == wanted or form.split(maxsplit=1)[0] in PICKY


def runner(form: str, plan: Plan) -> Program:
    """Return what runs a form with the command that people are told."""
    method, name = form.split()
    told = retrieval.METHODS[method].forms[name]
    # The place of the file comes as the first argument.
    command = told.run.format(file='"$0"', folder=shlex.quote(plan.folder))
    return Program(method, (BASH, "-c", command), told.suffix)


def fake(terminal: Terminal, programs: Path) -> None:
    """Put programs before the real ones that would ask the real cloud."""
    for name in ("s5cmd", "rclone", "aws"):
        program = programs / name
        program.write_text("#!/bin/sh\nexit 0\n")
        program.chmod(0o755)
    terminal.environment["PATH"] = f"{programs}:{terminal.environment['PATH']}"


@pytest.mark.parametrize("column", ["dataURI", "productFilename"])
@pytest.mark.parametrize("character", ["\n", "\r", "\0", "\x1b", "\u2028", "\x85"])
def test_names_that_break_a_line_are_refused(column: str, character: str) -> None:
    row = {**product("a.fits", "A"), column: f"mast:a{character}touch harm"}
    with pytest.raises(FormatError) as refusal:
        Basket.open(answer([row]))
    assert f"row 1, column {column}" in refusal.value.where[0]


@pytest.mark.parametrize("column", ["obs_id", "obs_collection"])
@pytest.mark.parametrize("character", ["\n", "\r", "\0", "\x1b", "\u2028", "\x85"])
def test_folders_never_break_a_line(
    archive: StandInArchive, column: str, character: str
) -> None:
    row = {**product("a.fits", "A"), column: f"a{character}touch harm"}
    if is_read(row):
        plan = make_plan(archive, [row])
        assert len(next(iter(plan)).path.splitlines()) == 1
