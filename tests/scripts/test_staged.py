"""The scripts for a staged request against an FTP server with TLS, sound or not."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
from contextlib import contextmanager, suppress
from threading import Event
from typing import TYPE_CHECKING, Final

import pytest
from skybasket import Basket, retrieval
from skybasket.errors import RetrievalError
from skybasket.retrieval.staged import STAGED

from tests.archive.catalogue import product
from tests.archive.certificate import Certificate
from tests.archive.staging import StagingArea, Trouble
from tests.scripts.contract import Person
from tests.scripts.copies import TRICKS
from tests.scripts.programs import BASH
from tests.scripts.staged import CURL, LFTP, Staged, content_of
from tests.scripts.terminal import Terminal, finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.archive.catalogue import Row
    from tests.scripts.programs import Program

IMAGE: Final = product("jw01345-o001_t021_i2d.fits", "jw01345-o001_t021", size=30_001)
SOURCES: Final = product("jw01345-o001_t021_cat.ecsv", "jw01345-o001_t021", size=70)
EXPOSURE: Final = product("ib6v02d9q_flt.fits", "IB6V02D9Q", "HST", size=None)
ROWS: Final = [IMAGE, SOURCES, EXPOSURE]
NAME: Final = "jw01345-o001_t021_i2d.fits"
PATH: Final = f"JWST/jw01345-o001_t021/{NAME}"
LARGE: Final = product(NAME, "jw01345-o001_t021", size=400_000)
USERS: Final = "/stage/jane/4711/"


@pytest.fixture
def area() -> Iterator[StagingArea]:
    """Run a staging area."""
    with StagingArea() as area:
        yield area


@pytest.fixture(params=[CURL, LFTP], ids=["curl", "lftp"])
def program(request: pytest.FixtureRequest) -> Program:
    """Return each program in turn."""
    found: Program = request.param
    if found is LFTP and not shutil.which("lftp"):
        pytest.skip("lftp is not installed")
    return found


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """Return a terminal in an empty folder."""
    return Terminal(tmp_path / "terminal")


@pytest.fixture
def staged(
    area: StagingArea, terminal: Terminal, program: Program
) -> Callable[..., Staged]:
    """Return what stages products and writes the script for them."""

    def write(rows: list[Row] = ROWS, **options: object) -> Staged:
        return Staged(area, terminal, program, rows, **options)

    return write


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again for half a minute."""
    for _ in range(3000):
        if condition():
            return
        Event().wait(0.01)
    raise AssertionError


# What arrives, and where


def test_every_file_arrives_byte_for_byte(staged: Callable[..., Staged]) -> None:
    script = staged()
    outcome = script.run()
    assert (outcome.errors, outcome.status) == ("", 0), outcome.output
    assert script.found == script.wanted
    assert "3 of 3 files complete, 0 failed; this run: 3 files" in outcome.output


@pytest.mark.parametrize("layout", ["flat", "{proposal}/{observation}/{filename}"])
def test_the_plan_decides_the_folders(
    staged: Callable[..., Staged], layout: str
) -> None:
    rows = [{**row, "proposal_id": "1345"} for row in ROWS]
    script = staged(rows, layout=layout)
    assert script.run().status == 0
    assert script.found == script.wanted


def test_a_second_run_skips_what_is_there(staged: Callable[..., Staged]) -> None:
    script = staged()
    script.run()
    script.area.commands.clear()
    outcome = script.run()
    assert outcome.status == 0
    assert "this run: 0 files" in outcome.output
    assert script.area.commands == []


def test_hostile_names_are_names(staged: Callable[..., Staged]) -> None:
    legal = [trick for trick in TRICKS if "/" not in trick]
    rows = [product(trick, trick, "HST", size=90 + n) for n, trick in enumerate(legal)]
    script = staged(rows)
    outcome = script.run()
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted


def test_a_folder_that_another_script_began_is_gone_on_with(
    area: StagingArea, terminal: Terminal
) -> None:
    script = Staged(area, terminal, CURL, ROWS)
    script.folder.mkdir()
    place = script.place(IMAGE)
    place.parent.mkdir(parents=True)
    place.write_bytes(content_of(IMAGE))
    uri = script.entry(IMAGE).uri
    (script.folder / "skybasket-receipt.tsv").write_text(
        "time\tstatus\tbytes\tpath\turi\n"
        f"2026-11-22T10:00:00Z\tcomplete\t30001\t{PATH}\t{uri}\n"
    )
    assert script.run().status == 0
    assert NAME not in " ".join(area.sent("RETR"))
    assert script.found == script.wanted


# What goes wrong


def test_a_missing_file_fails_and_the_others_arrive(
    staged: Callable[..., Staged],
) -> None:
    script = staged()
    (script.area.folder() / NAME).unlink()
    outcome = script.run()
    assert outcome.status == 1
    found = dict(script.found)
    listed = found.pop("failed.txt").decode()
    assert found == {path: text for path, text in script.wanted.items() if path != PATH}
    assert script.failed() == {PATH: "the staging area has no such file"}
    assert listed.startswith(f"30001\t-\t-\t{PATH}\t{script.entry(IMAGE).uri}\t")
    assert f"failed: {PATH}: the staging area has no such file\n" in outcome.errors
    assert "2 of 3 files complete, 1 failed; this run: 2 files" in outcome.output
    script.area.stage({NAME: content_of(IMAGE)})
    assert script.run().status == 0
    assert script.found == script.wanted


@pytest.mark.parametrize(
    "trouble",
    [Trouble.DROPPED, Trouble.SHORT, Trouble.WRONG_SIZE, Trouble.CHANGED],
    ids=lambda trouble: trouble.name,
)
def test_a_delivery_that_breaks_is_overcome(
    staged: Callable[..., Staged], trouble: Trouble
) -> None:
    script = staged([LARGE, SOURCES])
    script.area.fail(NAME, trouble)
    outcome = script.run()
    kept = script.area.folder() / NAME
    assert (NAME, trouble) in script.area.injected
    assert outcome.status == 0, outcome.errors
    assert script.place(LARGE).read_bytes() == kept.read_bytes()
    assert script.found.keys() == script.wanted.keys()


def test_a_server_that_cannot_go_on_sends_it_anew(
    staged: Callable[..., Staged],
) -> None:
    script = staged([LARGE])
    script.area.fail(NAME, Trouble.DROPPED, Trouble.NO_RESTART)
    outcome = script.run()
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted


def test_a_size_that_is_never_reached_fails(
    area: StagingArea, terminal: Terminal
) -> None:
    script = Staged(area, terminal, CURL, ROWS)
    area.fail(NAME, *[Trouble.WRONG_SIZE] * 20)
    outcome = script.run()
    assert outcome.status == 1
    assert script.failed() == {PATH: "30001 of 30101 bytes came"}
    assert PATH not in script.found


def test_a_file_whose_size_nobody_tells_is_unverified(
    area: StagingArea, terminal: Terminal
) -> None:
    script = Staged(area, terminal, CURL, ROWS)
    area.fail(NAME, Trouble.NO_SIZE)
    outcome = script.run()
    assert outcome.status == 0
    assert outcome.output.endswith("; 0 changed, 1 unverified\n")
    assert script.found == script.wanted


def test_a_size_that_differs_from_the_list_is_told(
    staged: Callable[..., Staged],
) -> None:
    script = staged()
    script.area.stage({NAME: b"another version"})
    outcome = script.run()
    told = f"changed: {PATH}: 30001 bytes in the basket, 15 at the archive"
    assert outcome.status == 0
    assert told in outcome.output.splitlines()


def test_a_checksum_of_the_list_holds(staged: Callable[..., Staged]) -> None:
    script = staged()
    wrong = f"sha1:{'0' * 40}"
    right = hashlib.sha1(content_of(SOURCES), usedforsecurity=False).hexdigest()
    text = script.text.replace("# 30001\t-", f"# 30001\t{wrong}")
    script.text = text.replace("# 70\t-", f"# 70\tsha1:{right}")
    assert script.run().status == 1
    assert script.failed() == {PATH: "wrong checksum"}
    assert PATH not in script.found
    assert script.run("--check").output.endswith("2 of 3 files complete, 1 not\n")


def test_a_busy_server_is_tried_again(staged: Callable[..., Staged]) -> None:
    script = staged()
    script.area.busy = 2
    outcome = script.run()
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted


def test_a_server_that_lets_few_in_at_a_time_is_obeyed(
    area: StagingArea, terminal: Terminal
) -> None:
    rows = [product(f"n{n:02}.fits", "A", size=3000 + n) for n in range(40)]
    script = Staged(area, terminal, CURL, rows)
    area.most = 2
    area.pause = 0.002
    outcome = script.run("--jobs", "8")
    assert outcome.status == 0, outcome.errors
    assert script.found == script.wanted
    assert len(area.sent("RETR")) == 40
    assert area.turned_away


def test_small_files_share_a_login(staged: Callable[..., Staged]) -> None:
    rows = [product(f"n{n:02}.fits", "A", size=300 + n) for n in range(60)]
    script = staged(rows)
    (script.area.folder() / "n30.fits").unlink()
    outcome = script.run()
    assert outcome.status == 1
    assert script.failed() == {"JWST/A/n30.fits": "the staging area has no such file"}
    assert len(script.found) == 60  # one is failed.txt
    # One for a look at first, three for the missing file, the others for all files.
    assert len(script.area.sent("USER")) < 30


def test_a_folder_that_is_gone_ends_the_run(staged: Callable[..., Staged]) -> None:
    script = staged()
    shutil.rmtree(script.area.folder())
    outcome = script.run()
    assert outcome.status == 2
    assert "has no folder stage/anonymous/anonymous12345/" in outcome.errors
    assert "it may not be ready yet, or gone" in outcome.errors


def test_nothing_is_sent_without_tls(terminal: Terminal, program: Program) -> None:
    with StagingArea(tls=False) as area:
        outcome = Staged(area, terminal, program, ROWS).run()
        assert outcome.status == 2
        assert "offers no TLS; nothing was sent to it" in outcome.errors
        assert area.sent("USER") == area.sent("PASS") == []


def test_a_server_that_nobody_vouches_for_is_left(
    staged: Callable[..., Staged], tmp_path: Path
) -> None:
    script = staged()
    stranger = Certificate()
    trusted = shutil.copy(stranger.path, tmp_path / "other.pem")
    stranger.close()
    script.terminal.environment |= dict.fromkeys(
        ("CURL_CA_BUNDLE", "SSL_CERT_FILE"), str(trusted)
    )
    outcome = script.run()
    assert outcome.status == 2
    assert "cannot prove who it is" in outcome.errors
    assert script.area.sent("USER") == []


# Who may


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


# Stopping and going on


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_was_stopped_is_gone_on_with(
    staged: Callable[..., Staged], kill: signal.Signals
) -> None:
    # Of a file that may be large, the version is noted while it comes.
    script = staged([{**LARGE, "size": None}])
    script.area.stage({NAME: content_of(LARGE)})
    script.area.pause = 0.05
    with script.start() as process:
        part, about = (script.place(LARGE, end) for end in (".part", ".part.about"))
        wait_until(lambda: about.exists() and part.exists())
        wait_until(lambda: part.stat().st_size > 20_000)
        os.killpg(process.pid, kill)
        outcome = finish(process)
    script.area.pause = 0
    if kill != signal.SIGKILL:
        assert outcome.status == 130
        assert "interrupted; run the same command again to go on" in outcome.errors
    size = part.stat().st_size
    assert script.run().status == 0
    assert script.found == {PATH: content_of(LARGE)}
    assert str(size) in script.area.sent("REST")


def test_what_a_killed_run_leaves_running_is_ended(
    staged: Callable[..., Staged],
) -> None:
    script = staged([{**LARGE, "size": None}])
    script.area.stage({NAME: content_of(LARGE)})
    script.area.pause = 0.05
    with script.start() as process:
        part, about = (script.place(LARGE, end) for end in (".part", ".part.about"))
        wait_until(lambda: about.exists() and part.exists())
        os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
        script.area.pause = 0.001
        again = script.run()
        assert again.status == 0, again.errors
        assert script.found == {PATH: content_of(LARGE)}
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def test_a_part_of_an_older_version_is_never_gone_on_with(
    staged: Callable[..., Staged],
) -> None:
    script = staged([LARGE])
    script.area.pause = 0.05
    with script.start() as process:
        part = script.place(LARGE, ".part")
        wait_until(lambda: part.exists() and part.stat().st_size > 20_000)
        os.killpg(process.pid, signal.SIGTERM)
        finish(process)
    script.area.pause = 0
    newer = bytes(byte ^ 255 for byte in content_of(LARGE))
    place = script.area.folder() / NAME
    place.write_bytes(newer)
    assert script.run().status == 0
    assert script.place(LARGE).read_bytes() == newer


def test_check_tells_what_is_there(staged: Callable[..., Staged]) -> None:
    script = staged()
    assert script.run("--check").status == 1
    script.run()
    script.area.commands.clear()
    outcome = script.run("--check")
    assert (outcome.status, outcome.output) == (0, "3 of 3 files complete, 0 not\n")
    assert script.area.commands == []


def test_a_cut_script_does_nothing(staged: Callable[..., Staged]) -> None:
    script = staged()
    script.text = script.text[:-30]
    outcome = script.run()
    assert outcome.status == 2
    assert "this script is cut off" in outcome.errors
    assert script.found == {}


# The texts


def test_shellcheck_finds_nothing(
    staged: Callable[..., Staged], tmp_path: Path
) -> None:
    shellcheck = shutil.which("shellcheck")
    if not shellcheck:
        pytest.skip("shellcheck is not installed")
    place = tmp_path / "script.sh"
    place.write_text(staged().text, "utf-8")
    found = subprocess.run(
        [shellcheck, str(place)], check=False, capture_output=True, text=True
    )
    assert found.stdout == ""


def test_help_tells_of_the_login(staged: Callable[..., Staged]) -> None:
    outcome = staged().run("--help")
    assert outcome.status == 0
    assert "MAST_FTP_PASSWORD" in outcome.output


@pytest.mark.parametrize("method", STAGED)
def test_only_a_staged_plan_is_written_down(method: str) -> None:
    form = retrieval.form(STAGED[method])
    with pytest.raises(RetrievalError, match="where these files are staged"):
        next(form.pieces(Basket().plan()))
