"""Where generated scripts take the token from, and who gets to see it."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.archive import Fault
from tests.archive.catalogue import uri
from tests.scripts.contract import IMAGE, ROWS, SECRET, TOKEN, line
from tests.scripts.terminal import finish

if TYPE_CHECKING:
    from tests.scripts.contract import Scripts

PROCESSES: Final = Path("/proc")


def test_the_token_goes_to_the_archive_alone(scripts: Scripts) -> None:
    script = scripts([*ROWS, SECRET])
    script.archive.restricted, script.archive.token = {uri(SECRET)}, TOKEN
    script.terminal.environment["MAST_API_TOKEN"] = TOKEN
    outcome = script.run()
    assert outcome.status == 0
    assert script.found == script.wanted
    shown = [(v.host, v.uri) for v in script.archive.visits if v.authorization]
    assert shown == [("archive", uri(SECRET))]
    told = script.terminal.files().values()
    assert not [text for text in told if TOKEN.encode() in text]
    assert TOKEN not in outcome.output + outcome.errors


def test_the_token_can_come_from_a_file(scripts: Scripts) -> None:
    script = scripts([SECRET])
    script.archive.restricted, script.archive.token = {uri(SECRET)}, TOKEN
    (script.terminal.folder / "token").write_text(f"{TOKEN}\n")
    assert script.run("--token-file", "token").status == 0
    assert script.found == {**script.wanted, "work/token": f"{TOKEN}\n".encode()}


def test_the_token_can_be_typed_and_is_not_shown(scripts: Scripts) -> None:
    script = scripts([SECRET])
    script.archive.restricted, script.archive.token = {uri(SECRET)}, TOKEN
    with script.at_a_terminal() as person, script.running() as process:
        person.wait_for("oken")
        person.type_unseen(TOKEN)
        outcome = finish(process)
        # The line ends after what was typed.
        person.wait_for("\n")
    assert outcome.status == 0
    assert TOKEN not in person.read + outcome.output
    assert script.found == script.wanted


def test_nobody_is_asked_for_a_token_that_is_not_needed(scripts: Scripts) -> None:
    script = scripts([*ROWS, SECRET])
    with script.at_a_terminal():
        assert script.run("--only", "HST/*").status == 0
        assert script.run("--check").status == 1


def test_without_a_token_the_other_files_come(scripts: Scripts) -> None:
    script = scripts([*ROWS, SECRET])
    script.archive.restricted, script.archive.token = {uri(SECRET)}, TOKEN
    outcome = script.run()
    secret = script.entry(SECRET).path
    assert outcome.status == 1
    assert script.failed() == {secret: "needs a token: set MAST_API_TOKEN"}
    assert script.found.keys() == script.wanted.keys() - {secret} | {"failed.txt"}
    assert uri(SECRET) not in {visit.uri for visit in script.archive.visits}


def test_a_wrong_token_is_told(scripts: Scripts) -> None:
    script = scripts([*ROWS, SECRET])
    script.archive.restricted, script.archive.token = {uri(SECRET)}, TOKEN
    script.terminal.environment["MAST_API_TOKEN"] = TOKEN[:-1]
    assert script.run().status == 1
    assert script.failed() == {script.entry(SECRET).path: "the token was refused"}
    visits = [visit for visit in script.archive.visits if visit.uri == uri(SECRET)]
    assert len(visits) == 1


@pytest.mark.parametrize("token", ["", TOKEN], ids=["without", "with"])
@pytest.mark.parametrize(
    ("fault", "status"), [(Fault.UNAUTHORIZED, 401), (Fault.FORBIDDEN, 403)]
)
def test_nobody_is_told_to_set_a_token_that_would_not_be_sent(
    scripts: Scripts, token: str, fault: Fault, status: int
) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(IMAGE)] = fault
    script.terminal.environment["MAST_API_TOKEN"] = token
    assert script.run().status == 1
    image = script.entry(IMAGE).path
    assert script.failed() == {image: f"HTTP {status}: the archive refuses it"}
    assert not [visit for visit in script.archive.visits if visit.authorization]


@pytest.mark.parametrize("token", ["two words", "a;b", "$(touch harm)", "é", 'a"b'])
def test_what_cannot_be_a_token_is_refused(scripts: Scripts, token: str) -> None:
    script = scripts([SECRET])
    script.terminal.environment["MAST_API_TOKEN"] = token
    outcome = script.run()
    assert outcome.status == 2
    assert "token" in outcome.errors
    assert token not in outcome.errors
    assert script.found == {}
    assert script.archive.visits == []


@pytest.mark.parametrize("host", ["address", "bucket", "stranger"])
def test_no_whole_address_ever_gets_the_token(scripts: Scripts, host: str) -> None:
    script = scripts([SECRET])
    script.terminal.environment["MAST_API_TOKEN"] = TOKEN
    address = f"{getattr(script.archive, host)}/somewhere"
    script.run("--from", script.listed([line("there", address, flag="t")]))
    assert script.archive.visits
    assert not [visit for visit in script.archive.visits if visit.authorization]


def test_no_stranger_ever_gets_the_token(scripts: Scripts) -> None:
    script = scripts([SECRET])
    script.archive.restricted, script.archive.token = {uri(SECRET)}, TOKEN
    script.archive.faults[uri(SECRET)] = Fault.STRANGER
    script.terminal.environment["MAST_API_TOKEN"] = TOKEN
    assert script.run().status == 1
    hosts = {v.host: v.authorization for v in script.archive.visits}
    assert hosts == {"archive": f"token {TOKEN}", "stranger": ""}


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="there is no /proc")
def test_no_process_shows_the_token(scripts: Scripts) -> None:
    script = scripts([SECRET])
    script.archive.restricted, script.archive.token = {uri(SECRET)}, TOKEN
    # It stalls while the request with the token is being answered.
    script.archive.redirect = None
    script.archive.faults[uri(SECRET)] = Fault.STALLED
    script.terminal.environment["MAST_API_TOKEN"] = TOKEN
    with script.running() as process:
        script.archive.wait_for(uri(SECRET))
        seen = shown_by_processes(process.pid)
        os.killpg(process.pid, signal.SIGTERM)
        finish(process)
    assert seen
    assert not [text for text in seen if TOKEN.encode() in text]


def shown_by_processes(session: int) -> list[bytes]:
    """Return the command lines of a session, and what programs started by it see."""
    texts = []
    first = (PROCESSES / str(session) / "exe").readlink()
    for process in PROCESSES.glob("[0-9]*"):
        try:
            if os.getsid(int(process.name)) == session:
                texts.append((process / "cmdline").read_bytes())
                if (process / "exe").readlink() != first:
                    texts.append((process / "environ").read_bytes())
        except OSError:
            # It has just ended.
            continue
    return texts
