"""Who may fetch a staged request, and how the scripts keep passwords."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from skybasket import Basket

from tests.scripts.contract import Person
from tests.scripts.programs import BASH
from tests.scripts.staged import (
    CURL,
    LARGE,
    ROWS,
    USERS,
    Staged,
    wait_until,
)
from tests.scripts.terminal import Terminal, finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.archive.staging import StagingArea


@pytest.mark.parametrize("password", ["open sesame", 'q"uo\\te$(x)`', "é, and: more"])
def test_a_users_folder_takes_a_name_and_a_password(
    staged: Callable[..., Staged], password: str
) -> None:
    script = staged(folder=USERS)
    script.area.logins["jane@example.org"] = password
    script.terminal.environment |= {
        "MAST_FTP_USER": "jane@example.org",
        "MAST_FTP_PASSWORD": password,
    }
    outcome = script.run()
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted
    assert set(script.area.sent("USER")) == {"jane@example.org"}
    assert not any(
        password.encode() in text for text in script.terminal.files().values()
    )


def test_a_login_may_stand_in_netrc(staged: Callable[..., Staged]) -> None:
    script = staged(folder=USERS)
    script.area.logins["jane"] = "sesame"
    home = script.terminal.folder.parent / "home"
    netrc = home / ".netrc"
    netrc.write_text("machine 127.0.0.1\nlogin jane\npassword sesame\n")
    netrc.chmod(0o600)
    outcome = script.run()
    netrc.unlink()
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted


def test_a_netrc_may_lie_elsewhere(area: StagingArea, terminal: Terminal) -> None:
    script = Staged(area, terminal, CURL, ROWS, folder=USERS)
    area.logins["jane"] = "sesame"
    netrc = terminal.folder.parent / "my netrc"
    netrc.write_text("machine 127.0.0.1 login jane password sesame\n")
    assert script.run("--netrc", "../nowhere").status == 2
    assert script.run("--netrc", "../my netrc").status == 0
    assert set(area.sent("USER")) == {"jane"}


def test_a_script_for_the_archive_knows_no_netrc(terminal: Terminal) -> None:
    outcome = terminal.run(Basket().script(), "--netrc", "/dev/null")
    assert outcome.status == 2
    assert "unknown option --netrc" in outcome.errors
    assert "netrc" not in terminal.run(Basket().script(), "--help").output


def test_a_refused_login_is_tried_once(staged: Callable[..., Staged]) -> None:
    script = staged(folder=USERS)
    script.area.logins["jane"] = "sesame"
    script.terminal.environment |= {"MAST_FTP_PASSWORD": "wrong"}
    outcome = script.run()
    assert outcome.status == 2
    assert "refused the login of jane" in outcome.errors
    assert len(script.area.sent("PASS")) == 1


def test_a_users_folder_without_a_password_asks_for_it(
    staged: Callable[..., Staged],
) -> None:
    script = staged(folder=USERS)
    outcome = script.run()
    assert outcome.status == 2
    assert "the staging area wants the password of jane" in outcome.errors
    assert script.area.commands == []


@contextmanager
def at_a_terminal(script: Staged) -> Iterator[Person]:
    """Let somebody see its errors on a screen, and type."""
    screen, line = os.openpty()
    command = f'exec "$@" <>{os.ttyname(line)} 2>&0'
    interpreter = (BASH, "-c", command, "terminal", *script.program.interpreter)
    script.program = script.program._replace(interpreter=interpreter)
    try:
        yield Person(screen, line)
    finally:
        os.close(line)
        os.close(screen)


def test_somebody_may_type_name_and_password(staged: Callable[..., Staged]) -> None:
    script = staged(folder=USERS)
    script.area.logins["jane@example.org"] = "open-sesame"
    with at_a_terminal(script) as person, script.start() as process:
        person.wait_for("Name of the login [jane]: ")
        os.write(person._screen, b"jane@example.org\n")
        person.wait_for("(not shown): ")
        person.type_unseen("open-sesame")
        assert process.wait(60) == 0
    assert "open-sesame" not in person.read
    assert script.found == script.wanted


def test_an_anonymous_password_is_an_address(staged: Callable[..., Staged]) -> None:
    script = staged()
    with at_a_terminal(script) as person, script.start() as process:
        person.wait_for("(may be empty): ")
        os.write(person._screen, b"jane@example.org\n")
        assert process.wait(60) == 0
    assert script.found == script.wanted
    assert set(script.area.sent("USER")) == {"anonymous"}
    assert set(script.area.sent("PASS")) == {"jane@example.org"}


def test_a_password_is_on_no_process_list(staged: Callable[..., Staged]) -> None:
    script = staged([LARGE], folder=USERS)
    script.area.logins["jane"] = "open-sesame"
    script.area.pause = 0.05
    script.terminal.environment |= {"MAST_FTP_PASSWORD": "open-sesame"}
    with script.start() as process:
        wait_until(lambda: bool(script.area.sent("RETR")))
        listed = subprocess.run(
            [shutil.which("ps") or "ps", "-eo", "args"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        script.area.pause = 0
        assert finish(process).status == 0
    assert "open-sesame" not in listed
    assert "open-sesame" not in script.text
