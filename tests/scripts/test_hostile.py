"""Laws of scripts for lists that someone wrote to do harm."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from skybasket import Basket
from skybasket.errors import FormatError

from tests.archive.catalogue import answer, product
from tests.scripts.terminal import Terminal, expected, make_plan, write

if TYPE_CHECKING:
    from pathlib import Path

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


@given(LISTS, NAMES)
@settings(max_examples=300)
def test_every_entry_reads_back_as_it_was_planned(
    archive_server: StandInArchive, rows: list[dict[str, Any]], title: str
) -> None:
    plan = make_plan(archive_server, rows, title)
    entries = [line for line in write(plan).split("\n") if line.startswith("fetch '")]
    planned = [["fetch", entry.address, entry.path] for entry in plan]
    assert [shlex.split(line) for line in entries] == planned


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


@given(LISTS, NAMES)
@example(ALL_TRICKS, "")
@example([dict(product("a.fits", "A", "HST", size=9))], "$(touch harm)`touch harm`'")
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_bash_runs_nothing_and_writes_only_the_files(
    archive_server: StandInArchive,
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[dict[str, Any]],
    title: str,
) -> None:
    archive_server.reset()
    plan = make_plan(archive_server, rows, title)
    terminal = Terminal(fresh(tmp_path_factory))
    outcome = terminal.run(write(plan))
    assert terminal.files() == expected(archive_server, plan)
    assert outcome.status == 0, outcome.errors


def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new folder for one example."""
    return tmp_path_factory.mktemp("hostile")


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
