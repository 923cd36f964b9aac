"""Every fault of an archive, alone and mixed, against every generated script.

What counts is the same each time: the files are what the archive has, nothing is taken
for complete that is not, the exit status is right, and nobody else sees the token.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Final

import pytest

from tests.archive import TRANSIENT, Fault
from tests.archive.catalogue import product, uri
from tests.archive.faults import OF_RANGES, UNSAID
from tests.scripts.contract import ROWS, TOKEN
from tests.scripts.terminal import finish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.scripts.contract import Script, Scripts

#: The file that something is wrong with, among others.
ODD: Final = product("jw02731_odd_i2d.fits", "JW02731", size=9_001)
#: Faults that whoever tries again does not overcome.
FINAL: Final = {Fault.UNAUTHORIZED, Fault.FORBIDDEN}
#: Bytes that nobody can tell from the file.
UNDETECTABLE: Final = Fault.UNANNOUNCED_SHORT
#: Redirects to a server that refuses everybody.
REFUSED: Final = FINAL | {Fault.STRANGER}
#: Faults that a file can arrive in spite of, even if they never end.
HARMLESS: Final = OF_RANGES | UNSAID | {Fault.REPROCESSED, Fault.REPROCESSED_ALIKE}
#: Each time costs a second.
SLOW: Final = {Fault.STALLED, Fault.UNAVAILABLE_UNTIL}
#: Dates to wait for are whole seconds away: they are tried alone.
MIXED: Final = [fault for fault in TRANSIENT if fault != Fault.UNAVAILABLE_UNTIL]
CROWD: Final = 200


def named(faults: Iterable[Fault]) -> pytest.MarkDecorator:
    """Run a test with each of some faults."""
    found = sorted(faults, key=lambda fault: fault.value)
    return pytest.mark.parametrize("fault", found, ids=[f.name.lower() for f in found])


def check_honesty(script: Script) -> None:
    """See that all that is taken for complete is."""
    service = script.plan.archive.service
    files = {entry.path: entry for entry in script.plan}
    for path, status in script.statuses().items():
        assert script.found[path] == script.archive.content(files[path].uri)
        assert status in {"complete", "changed", "unverified"}
    for receipt in script.receipts():
        assert service + receipt.uri == files[receipt.path].address
    tokens = {v.authorization for v in script.archive.visits if v.host != "archive"}
    assert tokens <= {""}


def prepare(scripts: Scripts, fault: Fault) -> Script:
    """Return a script for some files, one of which begins to come before its fault."""
    script = scripts([ODD, *ROWS])
    script.terminal.environment["SKYBASKET_STALL"] = "1"
    if fault in OF_RANGES:
        script.archive.fail(uri(ODD), Fault.SHORT)
    return script


@named(set(Fault) - REFUSED - {UNDETECTABLE})
def test_a_fault_is_overcome_when_it_ends(scripts: Scripts, fault: Fault) -> None:
    script = prepare(scripts, fault)
    script.archive.fail(uri(ODD), fault)
    outcome = script.run()
    assert (uri(ODD), fault) in script.archive.injected
    assert outcome.status == 0, outcome
    assert outcome.errors == ""
    assert script.found == script.wanted
    assert script.run("--check").status == 0
    check_honesty(script)


@named(REFUSED)
def test_a_refusal_is_final(scripts: Scripts, fault: Fault) -> None:
    script = prepare(scripts, fault)
    script.archive.fail(uri(ODD), fault)
    assert script.run().status == 1
    assert script.asked(ODD) == 1
    assert script.failed().keys() == {script.entry(ODD).path}
    assert "2 of" not in script.run("--check").output
    check_honesty(script)


@named(set(Fault) - HARMLESS - SLOW)
def test_a_fault_without_an_end_fails_one_file(scripts: Scripts, fault: Fault) -> None:
    script = prepare(scripts, fault)
    script.archive.faults[uri(ODD)] = fault
    outcome = script.run()
    odd = script.entry(ODD).path
    others = {path: text for path, text in script.wanted.items() if path != odd}
    assert outcome.status == 1
    assert odd not in script.found
    assert odd not in script.statuses()
    assert others.items() <= script.found.items()
    assert script.failed().keys() == {odd}
    assert script.run("--check").output.endswith("3 of 4 files complete, 1 not\n")
    check_honesty(script)
    script.archive.faults.clear()
    assert script.run().status == 0
    assert script.found == script.wanted


@named(HARMLESS - {UNDETECTABLE})
def test_some_faults_never_matter(scripts: Scripts, fault: Fault) -> None:
    script = prepare(scripts, fault)
    script.archive.faults[uri(ODD)] = fault
    assert script.run().status == 0
    assert (uri(ODD), fault) in script.archive.injected
    assert script.found == script.wanted
    check_honesty(script)


def test_what_nobody_can_verify_is_not_called_complete(scripts: Scripts) -> None:
    script = prepare(scripts, UNDETECTABLE)
    script.archive.faults[uri(ODD)] = UNDETECTABLE
    assert script.run().status == 0
    assert script.statuses()[script.entry(ODD).path] == "unverified"
    assert len(script.found[script.entry(ODD).path]) == 4500


@pytest.mark.parametrize("seed", [1, 2])
def test_any_mix_of_faults_is_overcome(scripts: Scripts, seed: int) -> None:
    script = crowd(scripts, seed)
    outcome = script.run()
    assert_whole(script, outcome.status)


@pytest.mark.parametrize("seed", [3, 4])
def test_a_killed_run_is_gone_on_with_in_any_mix_of_faults(
    scripts: Scripts, seed: int
) -> None:
    script = crowd(scripts, seed)
    middle = list(script.plan)[CROWD // 2]
    script.archive.faults[middle.uri] = Fault.STALLED
    with script.running() as process:
        script.archive.wait_for(middle.uri)
        # The first process alone, as a system does that is out of memory.
        os.kill(process.pid, signal.SIGKILL)
        assert finish(process).status == -signal.SIGKILL
    check_honesty(script)
    assert 0 < len(script.receipts()) < CROWD
    script.archive.faults.clear()
    assert_whole(script, script.run().status)


def crowd(scripts: Scripts, seed: int) -> Script:
    """Return a script for very many files with random faults, some of them secret."""
    rows = [
        product(
            f"n{number:03}.fits",
            f"O{number % 7}",
            size=None if number % 5 else 40_000,
            dataRights="PUBLIC" if number % 10 else "EXCLUSIVE_ACCESS",
        )
        for number in range(CROWD)
    ]
    script = scripts(rows)
    script.archive.token = TOKEN
    script.archive.restricted = {uri(row) for row in rows[::10]}
    script.archive.mix(0.4, seed, MIXED)
    script.terminal.environment["MAST_API_TOKEN"] = TOKEN
    return script


def assert_whole(script: Script, status: int) -> None:
    """See that everything has come in spite of all faults."""
    injected = {fault for _, fault in script.archive.injected}
    assert len(script.archive.injected) > CROWD // 5
    assert len(injected) > len(MIXED) // 2
    assert script.found == script.wanted
    assert status == 0
    assert len(script.statuses()) == CROWD
    check_honesty(script)
    script.archive.visits.clear()
    assert script.run("--check").status == 0
    assert script.archive.visits == []
