"""What is Python's own in the Python script."""

from __future__ import annotations

import ast
import base64
import os
import signal
import socket
import socketserver
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler
from select import select
from threading import Thread
from typing import TYPE_CHECKING, Final, Self, cast
from urllib.parse import urlsplit

import pytest
from skybasket.retrieval.listing import END, START
from skybasket.retrieval.templates import python, template

from tests.archive import Fault, StandInArchive
from tests.archive.catalogue import product, uri
from tests.scripts.contract import IMAGE, MANY, ROWS, SECRET, Scripts, line
from tests.scripts.programs import BASH, BY_NAME
from tests.scripts.terminal import finish

if TYPE_CHECKING:
    from tests.scripts.terminal import Terminal

PYTHON: Final = BY_NAME["python"]
CODE: Final = template("python.py")
NOW: Final = 1_795_383_007


@pytest.fixture
def scripts(archive: StandInArchive, terminal: Terminal) -> Scripts:
    """Return what writes Python scripts."""
    archive.retry_after = 0
    return Scripts(archive, terminal, PYTHON)


def test_python_3_9_reads_it() -> None:
    ast.parse(CODE, feature_version=(3, 9))
    assert CODE.isascii()


def test_one_connection_to_each_host_is_enough(scripts: Scripts) -> None:
    script = scripts(MANY)
    assert script.run("--jobs", "1").status == 0
    visits = script.archive.visits
    assert len(visits) == 2 * len(MANY)
    assert len({(visit.host, visit.connection) for visit in visits}) == 2


def test_a_script_that_is_not_a_file_says_so(scripts: Scripts) -> None:
    script = scripts(ROWS)
    told = script.terminal.run(
        script.text,
        program=PYTHON._replace(
            interpreter=(BASH, "-c", f'{PYTHON.interpreter[0]} - <"$0"')
        ),
    )
    assert told == (2, "", "save this script to a file and run that\n")


@pytest.mark.parametrize("bytes_left", [1, 2])
def test_a_script_cut_off_inside_a_letter_says_so(
    scripts: Scripts, bytes_left: int
) -> None:
    script = scripts([product("x.fits", "日本")])
    whole = script.text.encode()
    place = script.terminal.folder / "cut.py"
    place.write_bytes(whole[: whole.rindex("本".encode()) + bytes_left])
    program = PYTHON._replace(interpreter=(*PYTHON.interpreter, str(place)))
    outcome = script.terminal.run("", program=program)
    assert outcome == (2, "", "this script is cut off; save it again\n")


def test_a_script_cut_off_inside_the_code_says_so(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.text = script.text[: script.text.index("\nclass Client")]
    assert script.run() == (2, "", "this script is cut off; save it again\n")


def test_line_ends_of_another_system_do_no_harm(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.text = script.text.replace("\n", "\r\n")
    assert script.run().status == 0
    assert script.found == script.wanted


def test_names_are_the_same_whatever_the_language_is(scripts: Scripts) -> None:
    script = scripts([product("é日本.fits", "Ünï")], title="Ü")
    script.terminal.environment["LC_ALL"] = "C"
    script.terminal.environment["PYTHONCOERCECLOCALE"] = "0"
    script.terminal.environment["PYTHONUTF8"] = "0"
    outcome = script.run()
    assert outcome.status == 0, outcome
    assert script.found == script.wanted
    assert "Ünï/é日本.fits" in script.run("--list").output


def test_who_has_read_enough_of_the_list_can_go(scripts: Scripts) -> None:
    # More than a pipe holds.
    script = scripts([product(f"n{n:05}.fits", "A" * 100) for n in range(1500)])
    program = PYTHON.interpreter[0]
    command = f'{program} "$0" --list | head -n 1; exit "${{PIPESTATUS[0]}}"'
    interpreter = (BASH, "-c", command)
    script.program = PYTHON._replace(interpreter=interpreter)
    outcome = script.run()
    assert outcome.errors == ""
    assert len(outcome.output.splitlines()) == 1


def test_nobody_has_to_listen(scripts: Scripts) -> None:
    script = scripts(ROWS)
    # The reader is gone before the first word.
    command = f'exec > >(exec 0<&-; exit); wait $!; {PYTHON.interpreter[0]} "$0"'
    script.program = PYTHON._replace(interpreter=(BASH, "-c", command))
    assert script.run().status == 0
    assert script.found == script.wanted


def test_nohup_keeps_it_going(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.faults[uri(IMAGE)] = Fault.STALLED
    interpreter = (BASH, "-c", 'trap "" HUP; exec "$@"', "nohup", *PYTHON.interpreter)
    script.program = PYTHON._replace(interpreter=interpreter)
    with script.running() as process:
        script.archive.wait_for(uri(IMAGE))
        os.killpg(process.pid, signal.SIGHUP)
        script.archive.faults.clear()
        script.archive.released.set()
        outcome = finish(process)
    assert outcome.status == 0
    assert script.found == script.wanted


def test_a_path_is_fetched_once_however_often_it_is_listed(scripts: Scripts) -> None:
    script = scripts(ROWS)
    lines = [line("here", uri(IMAGE)), line("here", uri(IMAGE)), line("here", "mast:a")]
    outcome = script.run("--from", script.listed(lines))
    assert "1 of 1 files complete" in outcome.output
    assert script.archive.delivered == [uri(IMAGE)]


# Proxies and TLS


def test_the_proxy_of_the_environment_is_used(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.archive.redirect = None
    # The stand-in answers whoever comes, whatever host was meant.
    text = script.text.replace(script.archive.address, "http://archive.invalid")
    script.text = text
    script.terminal.environment["http_proxy"] = script.archive.address
    assert script.run().status == 0
    assert script.found == script.wanted
    assert {v.path.partition("/api")[0] for v in script.archive.visits} == {
        "http://archive.invalid"
    }


def test_hosts_without_a_proxy_are_asked_directly(scripts: Scripts) -> None:
    script = scripts(ROWS)
    script.terminal.environment["http_proxy"] = "http://127.0.0.1:1"
    script.terminal.environment["no_proxy"] = "127.0.0.1,localhost"
    assert script.run().status == 0
    assert script.found == script.wanted


def test_a_proxy_that_wants_a_password_leads_to_https(terminal: Terminal) -> None:
    with StandInArchive(tls=True) as archive, Proxy() as proxy:
        script = Scripts(archive, terminal, PYTHON)(MANY)
        environment = script.terminal.environment
        environment["SSL_CERT_FILE"] = str(archive.certificate)
        environment["https_proxy"] = f"http://me:pass%20word@{proxy.address}"
        assert script.run("--jobs", "1").status == 0
        assert script.found == script.wanted
    hosts = [urlsplit(address).netloc for address in (archive.address, archive.bucket)]
    known = base64.b64encode(b"me:pass word").decode()
    assert proxy.asked == [(host, f"Basic {known}") for host in hosts]


class Proxy(socketserver.ThreadingTCPServer):
    """Leads to whatever host is asked for, and remembers who asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Tunnel)
        self.address = f"127.0.0.1:{self.server_address[1]}"
        self.asked: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        self._thread = Thread(target=self.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class Tunnel(BaseHTTPRequestHandler):
    """One connection through the proxy."""

    def do_CONNECT(self) -> None:
        proxy = cast("Proxy", self.server)
        proxy.asked.append((self.path, self.headers["Proxy-Authorization"]))
        host, _, port = self.path.partition(":")
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            ends = {self.connection: there, there: self.connection}
            while True:
                for end in select(ends, [], [])[0]:
                    data = end.recv(1 << 16)
                    if not data:
                        return
                    ends[end].sendall(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


# Its parts


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7),
        (" 0 ", 0),
        ("4000", 300),
        ("Sun, 22 Nov 2026 21:30:10 GMT", 3),
        ("Sun, 22 Nov 2026 21:30:07 GMT", 1),
        ("Mon, 23 Nov 2026 21:30:07 GMT", 300),
        ("Sun, 22 Nov 2020 21:30:07 GMT", 1),
        ("", 0),
        ("soon", 0),
        ("-3", 0),
    ],
)
def test_a_wish_to_wait_is_a_number_or_a_date(told: str, seconds: int) -> None:
    assert python.seconds_to_wait(told, NOW) == seconds


@pytest.mark.parametrize(
    ("fields", "validator"),
    [
        ('ETag: "a"\r\nLast-Modified: b\r\n', '"a"'),
        ('ETag: W/"a"\r\nLast-Modified: b\r\n', "b"),
        ('ETag: W/"a"\r\n', ""),
        ("Last-Modified: b\r\n", "b"),
        ("", ""),
    ],
)
def test_a_weak_tag_names_no_version(fields: str, validator: str) -> None:
    assert answer(f"HTTP/1.1 200 OK\r\n{fields}\r\n").validator == validator


@pytest.mark.parametrize("text", ["HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: b"])
def test_half_a_header_is_no_answer(text: str) -> None:
    with pytest.raises(HTTPException, match="cut off"):
        answer(text)


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("b", "https://a.example/b"),
        ("//c.example/d?e", "https://c.example/d?e"),
        ("https://f.example/é b%20", "https://f.example/%C3%A9%20b%20"),
    ],
)
def test_a_redirect_leads_somewhere(place: str, target: str) -> None:
    moved = f"HTTP/1.1 302 Found\r\nLocation: {place}\r\n\r\n"
    assert python.next_address(answer(moved), "https://a.example/x") == target


@pytest.mark.parametrize("place", ["http://a.example/", "ftp://a.example/", ""])
def test_a_redirect_never_leaves_https(place: str) -> None:
    moved = f"HTTP/1.1 302 Found\r\nLocation: {place}\r\n\r\n"
    with pytest.raises(python.FailedError):
        python.next_address(answer(moved), "https://a.example/x")


def answer(text: str) -> python.Answer:
    """Return the answer that some bytes are."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(text.encode())
        theirs.shutdown(socket.SHUT_WR)
        found = python.Answer(ours, method="GET")
        found.begin()
        found.close()
        return found


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (999_949, "999.9 kB"),
        (999_960, "1.0 MB"),
        (3_400_000_000, "3.4 GB"),
        (12 * 10**14, "1200.0 TB"),
    ],
)
def test_sizes_in_words(size: int, told: str) -> None:
    assert python.told_size(size) == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.2, "0 s"), (59.4, "59 s"), (88, "1 min 28 s"), (7300, "2 h 1 min")],
)
def test_times_in_words(seconds: float, told: str) -> None:
    assert python.told_time(seconds) == told


def test_a_list_of_very_many_files_is_never_held_in_memory(scripts: Scripts) -> None:
    script = scripts([SECRET])
    head, start, _ = script.text.partition(START)
    lines = "".join(f"# -\t-\t-\tfolder/{n}\tmast:{n}\n" for n in range(200_000))
    told = (
        "#! title\tMany\n#! folder\tmany\n#! service\thttp://a.invalid/\n#! jobs\t1\n"
    )
    script.text = f"{head}{start}{told}{lines}#! files\t200000\n{END}"
    # As much again would not fit.
    limit = (BASH, "-c", 'ulimit -d 40000; exec "$@"', "limited", *PYTHON.interpreter)
    script.program = PYTHON._replace(interpreter=limit)
    outcome = script.run("--list", "--only", "folder/199999")
    assert outcome == (0, "-\tfolder/199999\tmast:199999\n", "")
