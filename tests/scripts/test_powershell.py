"""The PowerShell script: its text by PowerShell's rules, and its C# run for real."""

from __future__ import annotations

import os
import re
import signal
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from skybasket.retrieval.powershell import METHOD, engine

from tests.archive import TRANSIENT, Fault
from tests.archive.catalogue import product, uri
from tests.scripts import powershell_engine
from tests.scripts.powershell_tokens import Token, tokens
from tests.scripts.programs import Program
from tests.scripts.terminal import Terminal, expected, finish, make_plan

if TYPE_CHECKING:
    from skybasket import retrieval

    from tests.archive import StandInArchive

#: The script's C#, with something else in the place of its PowerShell.
ENGINE: Final = Program(
    "powershell", (sys.executable, str(powershell_engine.HERE)), ".ps1"
)
needs_mono = pytest.mark.skipif(
    not powershell_engine.IS_HERE, reason="Mono is not installed"
)

OBSERVATION: Final = "jw01345-o001_t021_nircam_clear-f200w"
ROWS: Final = [
    product(f"{OBSERVATION}_{number}.fits", OBSERVATION, size=3000 + number)
    for number in range(12)
]

#: What PowerShell gives a meaning to.
TRICKS: Final = (
    "#>",
    "<#",
    "'@",
    '"@',
    "@'",
    "'; New-Item harm; '",
    "\u2019; New-Item harm; \u2019",
    "\u201c$(New-Item harm)\u201d",
    "$(New-Item harm)",
    "${env:PATH}",
    "`n",
    "`",
    "& harm",
    "| harm",
    "{ harm }",
    "#requires -RunAsAdministrator",
    "SIG # Begin signature block",
    "sig#beginsignatureblock",
    "#__SKYBASKET_END__",
    "-Dest",
    "\u2013Dest",
    "CON",
    "é̂日本 🔭",
)
PRINTABLE: Final = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
WORDS: Final = st.sampled_from(TRICKS) | st.text(PRINTABLE, min_size=1, max_size=9)
NAMES: Final = (
    st.lists(WORDS, min_size=1, max_size=3)
    .map("".join)
    .filter(lambda name: name.strip())
)


def plan_for(
    archive: StandInArchive, name: str, title: str, observation: str
) -> retrieval.Plan:
    """Plan to fetch one file of that name, and a plain one."""
    plain = product("plain.fits", observation)
    named = {**product(name, observation), "dataURI": f"mast:{name}"}
    return make_plan(archive, [named, plain], title)


def script_of(plan: retrieval.Plan) -> str:
    """Return the plan as a PowerShell script."""
    return "".join(METHOD.forms["script"].pieces(plan))


def code(script: str) -> list[Token]:
    """Return what PowerShell would run."""
    kinds = {"comment", "newline"}
    return [token for token in tokens(script) if token.kind not in kinds]


def plain_code(archive: StandInArchive) -> list[Token]:
    """Return the code of a script without any tricks in it."""
    return code(script_of(make_plan(archive, ROWS)))


# The text


@given(NAMES, NAMES, NAMES)
@example("".join(TRICKS[:9]), "SIG # Begin signature block", "#>")
@settings(max_examples=100)
@pytest.mark.property
def test_no_name_is_ever_code(
    archive_server: StandInArchive, name: str, title: str, observation: str
) -> None:
    plan = plan_for(archive_server, name, title, observation)
    assert code(script_of(plan)) == plain_code(archive_server)


@given(NAMES, NAMES, NAMES)
@settings(max_examples=100)
@pytest.mark.property
def test_the_list_reads_back_as_it_was_planned(
    archive_server: StandInArchive, name: str, title: str, observation: str
) -> None:
    plan = plan_for(archive_server, name, title, observation)
    lines = re.split("\r\n|\r|\n", script_of(plan))
    start, end = lines.index("#__SKYBASKET_LIST__"), lines.index("#__SKYBASKET_END__")
    files = [line[2:].split("\t") for line in lines[start:end] if line[:2] == "# "]
    service = plan.archive.service
    assert [(path, service + address) for *_, path, address in files] == [
        (entry.path, entry.address) for entry in plan
    ]
    assert lines[end + 1 :] == [""]


@given(NAMES)
@example("SIG # Begin signature block")
@example("sig#beginsignatureblock")
@settings(max_examples=100)
@pytest.mark.property
def test_no_comment_before_code_looks_like_a_signature(
    archive_server: StandInArchive, title: str
) -> None:
    script = script_of(make_plan(archive_server, ROWS, title))
    before, _, _ = script.partition("\r\n#__SKYBASKET_LIST__\r\n")
    comments = [token.text for token in tokens(before) if token.kind == "comment"]
    assert len(comments) > 6
    assert not [comment for comment in comments if is_like_a_signature(comment)]


def is_like_a_signature(comment: str) -> bool:
    """Tell whether PowerShell takes a comment for the beginning of a signature.

    It does if fewer than 10 letters have to be added, removed or exchanged.
    """
    text, mark = "".join(comment[1:].lower().split()), "sig#beginsignatureblock\n"
    distances = list(range(len(mark) + 1))
    for row, letter in enumerate(text, 1):
        diagonal, distances[0] = distances[0], row
        for column, other in enumerate(mark, 1):
            changed = diagonal + (letter != other)
            diagonal = distances[column]
            distances[column] = min(changed, diagonal + 1, distances[column - 1] + 1)
    return distances[-1] < 10


def test_a_signature_looks_like_one() -> None:
    assert is_like_a_signature("# SIG # Begin signature block")
    assert is_like_a_signature("#sig # begin signature blocks")
    assert not is_like_a_signature("# Paths as PowerShell means them")


def test_windows_powershell_reads_it_as_it_was_written(archive: StandInArchive) -> None:
    script = script_of(make_plan(archive, ROWS, "Déjà vu"))
    assert script.startswith("\ufeff#")
    assert script.count("\n") == script.count("\r\n") == script.count("\r")
    assert all(token.text.isascii() for token in code(script))


def test_the_engine_is_one_string_of_the_script(archive: StandInArchive) -> None:
    strings = [
        token.text for token in plain_code(archive) if token.kind == "here-string"
    ]
    assert strings == ["@'\r\n" + engine().replace("\n", "\r\n") + "'@"]


def test_brackets_are_closed_in_order(archive: StandInArchive) -> None:
    closing = {"(": ")", "{": "}", "[": "]", "@(": ")", "@{": "}"}
    open_ones: list[str] = []
    for token in plain_code(archive):
        if token.text in closing:
            open_ones.append(closing[token.text])
        elif token.kind == "bracket":
            assert open_ones.pop() == token.text
    assert open_ones == []


def test_it_calls_only_what_both_powershells_have(archive: StandInArchive) -> None:
    found = plain_code(archive)
    own = {name.text for word, name in pairwise(found) if word == ("word", "function")}
    called = {
        token.text
        for token in found
        if token.kind == "word" and re.fullmatch(r"[A-Z]\w*-\w+", token.text)
    }
    assert own <= called
    assert called - own == {"Add-Type", "New-Object", "Read-Host", "Write-Error"}


def test_it_has_nothing_that_came_after_windows_powershell(
    archive: StandInArchive,
) -> None:
    newer = {"?", "??", "??=", "?.", "&&", "||", "-Parallel", "clean", "$IsWindows"}
    assert not newer & {token.text for token in plain_code(archive)}


def test_every_parameter_is_explained(archive: StandInArchive) -> None:
    script = script_of(make_plan(archive, ROWS))
    declared, _, _ = script.partition("\r\n)")
    parameters = re.findall(r"\[(?:string|switch)\] \$(\w+)", declared)
    explained = re.findall(r"^  -(\w+) ", engine(), re.MULTILINE)
    handled = re.findall(r'case "(\w+)": \w+ = ', engine())
    assert sorted(parameters) == sorted(explained)
    assert sorted(map(str.lower, parameters)) == sorted(handled)


# The C#


@needs_mono
def test_the_compiler_finds_nothing_to_warn_of() -> None:
    assert powershell_engine.compiled(engine(), "-warn:4", "-warnaserror+").exists()


@needs_mono
def test_every_file_arrives(archive: StandInArchive, terminal: Terminal) -> None:
    plan = make_plan(archive, ROWS)
    outcome = terminal.run(script_of(plan), program=ENGINE)
    assert outcome.status == 0, outcome.errors
    assert outcome.errors == ""
    assert "12 of 12 files complete, 0 failed" in outcome.output
    assert data(terminal) == expected(archive, plan)


def data(terminal: Terminal) -> dict[str, bytes]:
    """Return the files without the receipt."""
    files = terminal.files()
    return {name: files[name] for name in files if "skybasket-receipt" not in name}


@needs_mono
def test_hostile_names_are_names(archive: StandInArchive, terminal: Terminal) -> None:
    rows = [
        {**product(trick, trick, trick), "dataURI": f"mast:{number}/{trick}"}
        for number, trick in enumerate(TRICKS)
    ]
    plan = make_plan(archive, rows, "'@ $(New-Item harm) #>")
    outcome = terminal.run(script_of(plan), program=ENGINE)
    assert outcome.status == 0, outcome.errors
    assert data(terminal) == expected(archive, plan)


@needs_mono
def test_a_killed_run_among_faults_is_made_good(
    archive: StandInArchive, terminal: Terminal
) -> None:
    wishes = {Fault.UNAVAILABLE, Fault.UNAVAILABLE_UNTIL, Fault.THROTTLED}
    faults = [fault for fault in TRANSIENT if fault not in wishes]
    archive.mix(rate=0.5, seed=3, faults=faults)
    plan = make_plan(archive, ROWS)
    script = script_of(plan)
    with terminal.start(script, program=ENGINE) as process:
        archive.wait_for(uri(ROWS[6]))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    outcome = terminal.run(script, program=ENGINE)
    assert len(archive.injected) > 3
    assert outcome.status == 0, outcome.errors
    assert data(terminal) == expected(archive, plan)


@needs_mono
@pytest.mark.parametrize("interruption", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_leaves_what_the_next_goes_on_with(
    archive: StandInArchive, terminal: Terminal, interruption: signal.Signals
) -> None:
    plan = make_plan(archive, ROWS)
    script = script_of(plan)
    archive.faults[uri(ROWS[0])] = Fault.STALLED
    with terminal.start(script, program=ENGINE) as process:
        archive.wait_for(uri(ROWS[0]))
        os.killpg(process.pid, interruption)
        outcome = finish(process)
    assert outcome.status == 130
    assert "interrupted; run the same command again" in outcome.errors
    assert not [name for name in terminal.files() if ".skybasket.lock" in name]
    archive.faults.clear()
    assert terminal.run(script, program=ENGINE).status == 0
    assert data(terminal) == expected(archive, plan)


@needs_mono
def test_a_script_whose_list_is_cut_off_does_nothing(
    archive: StandInArchive, terminal: Terminal
) -> None:
    script = script_of(make_plan(archive, ROWS))
    for end in (script.index("#! files"), len(script) - 30):
        outcome = terminal.run(script[:end], program=ENGINE)
        assert outcome == (2, "", "this script is cut off; save it again\n")
    assert terminal.files() == {}
