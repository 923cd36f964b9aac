"""Fetches the files of the list at the end, with nothing but Python 3.9 or newer.

The code is the same in every such script. It reads the list from its own file, never
takes half a file for a whole one, and goes on where an earlier run stopped.
"""

from __future__ import annotations

import argparse
import base64
import errno
import fnmatch
import getpass
import hashlib
import http.client
import io
import math
import os
import queue
import re
import shlex
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple, NoReturn
from urllib.parse import quote, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SCRIPT: Final = Path(globals().get("__file__", ""))
START: Final = b"#__SKYBASKET_LIST__"
END: Final = b"#__SKYBASKET_END__"
CUT_OFF: Final = "this script is cut off; save it again"


def leave(problem: str) -> NoReturn:
    """End the program, having done nothing."""
    sys.stderr.write(f"{problem}\n")
    sys.exit(2)


def refuse_half_a_script() -> None:
    """End a script that lost its end on its way, before anything of it runs."""
    if not SCRIPT.is_file():
        leave("save this script to a file and run that")
    with SCRIPT.open("rb") as text:
        text.seek(max(0, SCRIPT.stat().st_size - 2 * len(END)))
        if not text.read().rstrip().endswith(b"\n" + END):
            leave(CUT_OFF)


if __name__ == "__main__":
    if sys.version_info < (3, 9):  # noqa: UP036
        leave("this script needs Python 3.9 or newer")
    refuse_half_a_script()

#: How often a file is tried, and how often if bytes of it come each time.
ROUNDS: Final = 5
PATIENT_ROUNDS: Final = 20
#: How often a file is tried that the archive says it does not have.
MISSING_ROUNDS: Final = 3
#: Seconds before the second round and the next ones; the last one stays.
PAUSES: Final = (1, 2, 4, 8)
#: Seconds, at most, for which a server's wish to wait is granted.
LONGEST_WAIT: Final = 300
CONNECT_SECONDS: Final = 30
#: Seconds within which the workers of a round start one after the other.
STAGGER: Final = 0.1
MOST_JOBS: Final = 16
MOST_REDIRECTS: Final = 10
#: Seconds, at most, until an interrupted run ends.
LONGEST_GOODBYE: Final = 2
#: Connections that a worker keeps open.
MOST_KEPT: Final = 4
REDIRECTS: Final = (301, 302, 303, 307, 308)
BUSY: Final = (429, 503)
HOPELESS: Final = (400, 405, 410, 414)
BLOCK: Final = 1 << 18
#: Bytes of an answer's body that are read only to keep its connection.
LITTLE: Final = 1 << 16
#: How many failed files are named at the end.
MOST_NAMED: Final = 20
NEEDS_TOKEN: Final = "needs a token: set MAST_API_TOKEN"  # noqa: S105
TOKEN_VARIABLE: Final = "MAST_API_TOKEN"  # noqa: S105
RECEIPT: Final = "skybasket-receipt"
RECEIPT_HEADER: Final = "time\tstatus\tbytes\tpath\turi\n"

#: What no part of a path holds: control characters, and whatever parts others.
APART: Final = r"/\x00-\x1f\x7f-\x9f" + (r"\\:" if os.name == "nt" else "")
PART: Final = rf"(?!\.\.?(?:[/\t]|$))[^{APART}]+"
PATH: Final = rf"{PART}(?:/{PART})*"
LINE: Final = re.compile(
    r"(?:# )?(~?[0-9]+|-)\t(-|\w+:[0-9A-Fa-f]+)\t([t-])\t"
    rf"({PATH})\t([!-~]+)(?:\t[^\t]*)?[\r\n]*"
)


# What can go wrong


class UsageError(Exception):
    """Something about the call or the machine has to be put right first."""


class WriteError(Exception):
    """The disk does not take what comes: nothing more can be done."""


class InterruptError(BaseException):
    """Somebody wants the program to end."""


class FailedError(Exception):
    """A file did not come.

    :param rounds: the last round in which it is worth another try.
    """

    def __init__(self, reason: str, rounds: int = ROUNDS) -> None:
        super().__init__(reason)
        self.rounds = rounds


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Take every error of the system for one of the disk."""
    try:
        yield
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise WriteError(f"cannot write {path}: {reason}") from None


# The list


class Entry(NamedTuple):
    """One file of the list."""

    #: Its line, counted from 0.
    place: int
    #: Bytes; ``~`` goes before a rounded number, ``-`` stands for none.
    size: str
    #: Kind and hexadecimal digits, or ``-``.
    checksum: str
    #: ``t`` if the archive wants to know who asks, else ``-``.
    flag: str
    #: Below the folder, with "/" between the parts.
    path: str
    #: A whole web address, or what the service's address is continued with.
    address: str

    @property
    def exact(self) -> int | None:
        """The size, where it is known exactly."""
        return int(self.size) if self.size.isdigit() else None

    @property
    def line(self) -> str:
        """The entry as the list has it."""
        return "\t".join(self[1:])

    @property
    def is_absolute(self) -> bool:
        """Whether the address stands for itself."""
        return self.address.startswith(("http://", "https://"))

    @property
    def needs_token(self) -> bool:
        """Whether the token goes with it: to the archive's own service alone."""
        return self.flag == "t" and not self.is_absolute

    def is_changed(self, size: int) -> bool:
        """Tell whether a whole file differs from what the list says."""
        return self.exact not in (None, size)


class Listing:
    """The files of a list, read from its file each time: there may be a million.

    :param start: where the first line begins.
    :param count: how many lines there are; as a rule, all that follow.
    """

    def __init__(self, file: Path, start: int = 0, count: int | None = None) -> None:
        self._file, self._start, self._count = file, start, count

    def __iter__(self) -> Iterator[Entry]:
        """Read all entries."""
        return self.among(None)

    def among(self, states: bytearray | None, state: int = 0) -> Iterator[Entry]:
        """Read the entries that are in some state, those that get into it meanwhile."""
        with self._file.open("rb") as lines:
            lines.seek(self._start)
            for place, line in enumerate(islice(lines, self._count)):
                if states is None or states[place] == state:
                    yield self._entry(place, line)

    def _entry(self, place: int, line: bytes) -> Entry:
        text = line.decode(errors="surrogateescape")
        found = LINE.fullmatch(text)
        if found:
            return Entry(place, *found.groups())
        fields = text.split("\t")
        if len(fields) in (5, 6) and not re.fullmatch(PATH, fields[3]):
            raise UsageError(f"a path leaves the folder: {fields[3]!r}")
        raise UsageError(f"{self._file}: line {place + 1} of the list is damaged")


def own_list() -> tuple[Mapping[str, str], Listing]:
    """Return the settings that stand around the script's own list, and the list."""
    with SCRIPT.open("rb") as text:
        while (line := text.readline()).rstrip() != START:
            if not line:
                raise UsageError(CUT_OFF)
        start = text.tell()
        settings: dict[str, str] = {}
        while (line := text.readline()).startswith(b"#! "):
            name, _, value = line[3:].decode().rstrip("\r\n").partition("\t")
            if name == "files":
                break
            settings[name] = value
            start = text.tell()
        # Behind the files comes their number.
        behind = max(start, SCRIPT.stat().st_size - 3 * len(END))
        text.seek(behind)
        before, _, number = text.read().partition(b"#! files\t")
        text.seek(start)
        left, count = behind + len(before) - start, 0
        while block := text.read(min(BLOCK, left)):
            left -= len(block)
            count += block.count(b"\n")
    needed = {"title", "folder", "service", "jobs"}
    if not settings.keys() >= needed or number.split()[:1] != [b"%d" % count]:
        raise UsageError(CUT_OFF)
    return settings, Listing(SCRIPT, start, count)


# What is on the disk


class Record(NamedTuple):
    """What a receipt says of a file."""

    time: str
    #: ``complete``, ``changed`` or ``unverified``.
    status: str
    size: int
    uri: str


def read_receipts(folder: Path) -> Mapping[str, Record]:
    """Return what all receipts in the folder say, the last word of each path."""
    records: dict[str, Record] = {}
    for receipt in sorted(folder.glob(f"{RECEIPT}*.tsv")):
        with receipt.open(encoding="utf-8", errors="replace", newline="\n") as lines:
            for line in lines:
                fields = line.split("\t")
                # A line that the power went off in has no end.
                if line[-1] != "\n" or len(fields) != 5 or not fields[2].isdigit():  # noqa: PLR2004
                    continue
                when, status, size, path, uri = fields
                if path not in records or records[path].time <= when:
                    records[path] = Record(when, status, int(size), uri.rstrip("\r\n"))
    return records


class Folder:
    """The folder that all files go into.

    :param shard: ``-K-of-N`` in the names of what a shard writes beside the files.
    """

    def __init__(self, path: Path, shard: str = "") -> None:
        self.path = path
        self.receipt = path / f"{RECEIPT}{shard}.tsv"
        self.failed = path / f"failed{shard}.txt"
        self.lock = path / f".skybasket.lock{shard}"
        self._root = path.resolve()
        self._ready = {""}
        self._open_receipt: IO[bytes] | None = None

    def place(self, path: str) -> Path:
        """Return where a file is on this system."""
        # The bytes of a name are its UTF-8 whatever the system's encoding is.
        return self.path / os.fsdecode(path.encode())

    def prepare(self, path: str) -> Path:
        """Make the folders of a file, and return where it goes."""
        parent = path.rpartition("/")[0]
        if parent not in self._ready:
            self._make(parent)
            self._ready.add(parent)
        place = self.place(path)
        if place.is_dir():
            raise FailedError(f"a folder is in its place: {path}", 1)
        return place

    def _make(self, path: str) -> None:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            part = "/".join(parts[:depth])
            folder = self.place(part)
            if folder.is_symlink():
                target = folder.resolve()
                if target != self._root and self._root not in target.parents:
                    raise FailedError(f"{part} is a link that leaves the folder", 1)
            if folder.exists() and not folder.is_dir():
                raise FailedError(f"cannot make the folder {part}: a file is there", 1)
            with writing(folder):
                folder.mkdir(exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out of the folder."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            while not self._take_lock():
                self._break_lock()
            owner = f"{os.getpid()} {socket.gethostname()}\n"
            (self.lock / "pid").write_text(owner)
        except OSError as problem:
            reason = problem.strerror
            raise UsageError(f"cannot write into {self.path}: {reason}") from None
        try:
            yield
        finally:
            if self._open_receipt:
                self._open_receipt.close()
            shutil.rmtree(self.lock, ignore_errors=True)

    def _take_lock(self) -> bool:
        try:
            self.lock.mkdir()
        except FileExistsError:
            return False
        return True

    def _break_lock(self) -> None:
        """Put away the lock of a run that is dead; complain about one that is not."""
        try:
            process, host = (self.lock / "pid").read_text().split()[:2]
        except (OSError, ValueError):
            process, host = "?", "?"
        if not process.isdigit() or host != socket.gethostname() or is_alive(process):
            raise UsageError(
                f"another run works in this folder (process {process} on {host}); "
                f"if it does not, remove {self.lock}"
            )
        # Of two runs that find the same dead lock, one alone can rename it.
        aside = self.lock.with_name(f"{self.lock.name}.{os.getpid()}")
        with suppress(OSError):
            self.lock.rename(aside)
            shutil.rmtree(aside)

    def record(self, status: str, size: int, entry: Entry) -> None:
        """Write into the receipt that a file is complete."""
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        line = f"{now}\t{status}\t{size}\t{entry.path}\t{entry.address}\n"
        with writing(self.receipt):
            if not self._open_receipt:
                self._open_receipt = self.receipt.open("a+b", buffering=0)
                self._begin_line(self._open_receipt)
            self._open_receipt.write(line.encode())

    @staticmethod
    def _begin_line(receipt: IO[bytes]) -> None:
        if not receipt.tell():
            receipt.write(RECEIPT_HEADER.encode())
            return
        receipt.seek(-1, os.SEEK_END)
        if receipt.read() != b"\n":
            receipt.write(b"\n")

    def write_failed(self, lines: Iterator[str]) -> None:
        """Write the lines of `failed`; where there are none it goes away."""
        # The list of this run may be read from the former one.
        fresh, count = self.lock / "failed", 0
        with writing(self.failed):
            with fresh.open("wb") as file:
                for count, line in enumerate(lines, 1):  # noqa: B007
                    file.write(line.encode())
            if count:
                fresh.replace(self.failed)
            else:
                self.failed.unlink(missing_ok=True)


def is_alive(process: str) -> bool:
    """Tell whether another process of this machine has this number."""
    if int(process) == os.getpid():
        return False
    if os.name == "nt":
        # There, signal 0 is Ctrl+C.
        command = ["tasklist", "/NH", "/FI", f"PID eq {process}"]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        return process.encode() in done.stdout.split()
    try:
        os.kill(int(process), 0)
    except OSError as problem:
        return problem.errno == errno.EPERM
    return True


class Part:
    """What has come of a file so far, and of which version of it.

    Only bytes whose version and whole length are known are ever gone on with.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.file = place.with_name(place.name + ".part")
        self._about = place.with_name(place.name + ".part.about")
        self.size = 0
        self.validator = ""
        #: Bytes of the whole file, if the server has announced them.
        self.total: int | None = None
        self._load()

    def _load(self) -> None:
        try:
            about = self._about.read_bytes().decode("latin-1")
            size = self.file.stat().st_size
        except OSError:
            return
        found = re.fullmatch(r"(.+)\n([0-9]+|-)\n", about)
        if not found or self.file.is_symlink():
            return
        total = None if found[2] == "-" else int(found[2])
        if total is None or size <= total:
            self.size, self.validator, self.total = size, found[1], total

    @property
    def is_whole(self) -> bool:
        """Whether all bytes have come."""
        return bool(self.validator) and self.size == self.total

    def begin(self, validator: str, total: int | None) -> None:
        """Start over with another version."""
        # First: what is noted of one version must never stand beside another.
        self.remove()
        self.size, self.validator, self.total = 0, validator, total
        with writing(self.file):
            self.file.touch()
            told = "-" if total is None else total
            self._about.write_bytes(f"{validator}\n{told}\n".encode("latin-1"))

    def remove(self) -> None:
        """Forget what has come."""
        with writing(self.file):
            self._about.unlink(missing_ok=True)
            self.file.unlink(missing_ok=True)
        self.size, self.validator, self.total = 0, "", None

    def finish(self) -> None:
        """Give the file its name."""
        with writing(self.place):
            self.file.replace(self.place)
            self._about.unlink(missing_ok=True)


def size_of(file: Path) -> int | None:
    """Return the bytes of a file, if there is one."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def has_checksum(file: Path, wanted: str) -> bool:
    """Tell whether a file has a checksum, as in ``sha1:2fd4e1c6``.

    :raises FailedError: if nothing here can work out such a one.
    """
    kind, _, digits = wanted.partition(":")
    try:
        found = hashlib.new(kind, usedforsecurity=False)
    except ValueError:
        raise FailedError(f"nothing is known of {kind} checksums", 1) from None
    with file.open("rb") as content:
        while block := content.read(BLOCK):
            found.update(block)
    return found.hexdigest() == digits.lower()


# The network


class HeaderReader(io.BufferedReader):
    """Remembers the line that was read last."""

    last = b""

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read a line."""
        self.last = super().readline(size)
        return self.last


class Answer(http.client.HTTPResponse):
    """An answer whose header is whole: http.client takes one that is cut for whole."""

    def __init__(
        self,
        sock: socket.socket,
        debuglevel: int = 0,
        method: str | None = None,
        url: str | None = None,
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp.close()
        self._header = HeaderReader(sock.makefile("rb", buffering=0))
        self.fp = self._header

    def begin(self) -> None:
        """Read the header."""
        super().begin()
        if self._header.last not in (b"\r\n", b"\n"):
            raise http.client.HTTPException("the answer's header was cut off")

    @property
    def validator(self) -> str:
        """What names this version of the file: its strong ETag, or else its date."""
        tag = self.getheader("ETag", "").strip()
        if tag and not tag.startswith("W/"):
            return tag
        return self.getheader("Last-Modified", "").strip()

    @property
    def range(self) -> tuple[int, int | None] | None:
        """Where the body starts in the file, and how many bytes that has."""
        told = self.getheader("Content-Range", "")
        found = re.fullmatch(r"bytes ([0-9]+)-[0-9]+/([0-9]+|\*)", told.strip())
        if not found:
            return None
        start, total = found.groups()
        return int(start), None if total == "*" else int(total)

    def continues(self, part: Part) -> bool:
        """Tell whether the body goes on where a part ends, in the same version."""
        if not self.range or self.validator not in ("", part.validator):
            return False
        start, total = self.range
        return start == part.size and total is not None and part.total in (None, total)

    def is_page(self) -> bool:
        """Tell whether it is a page for people."""
        kind = self.getheader("Content-Type", "").partition(";")[0]
        return kind.strip().lower() == "text/html"

    def wait(self) -> float:
        """Return the seconds that the server asks to wait."""
        return seconds_to_wait(self.getheader("Retry-After", ""), time.time())


def seconds_to_wait(told: str, now: float) -> float:
    """Return the seconds that a Retry-After asks for: a number of them, or a date.

    :param now: seconds since 1970.
    """
    if told.strip().isdigit():
        return min(int(told), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(told).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0
    return min(max(1, math.ceil(until - now)), LONGEST_WAIT)


def origin(address: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname or "", parts.port or usual


class Client:
    """Asks for one address after the other over connections that stay open.

    :param stall: seconds without a byte after which a connection is given up.
    """

    def __init__(self, stall: float) -> None:
        self._stall = stall
        self._kept: dict[tuple[str, str, int | None], http.client.HTTPConnection] = {}
        self._busy: http.client.HTTPConnection | None = None
        self._asked = origin("")
        self._proxies = getproxies()

    def ask(self, address: str, headers: Mapping[str, str]) -> Answer:
        """Return an answer; the one before must have been `done` with, or is lost."""
        self.drop()
        self._asked = origin(address)
        kept = self._kept.pop(self._asked, None)
        if kept:
            try:
                return self._send(kept, address, headers)
            except (ConnectionError, ssl.SSLError):
                # It may have been closed for its age: a new one decides.
                self.drop()
        return self._send(self._connect(address), address, headers)

    def done(self) -> None:
        """Keep the connection of an answer that was read to its end."""
        if self._busy and self._busy.sock:
            self._kept[self._asked] = self._busy
            self._busy = None
        while len(self._kept) > MOST_KEPT:
            self._kept.pop(next(iter(self._kept))).close()

    def drop(self) -> None:
        """Give up the connection of the last answer."""
        if self._busy:
            self._busy.close()
            self._busy = None

    def close(self) -> None:
        """Close all connections."""
        self.drop()
        for connection in self._kept.values():
            connection.close()

    def abort(self) -> None:
        """Let whoever waits for bytes in another thread wait no more."""
        with suppress(OSError, AttributeError):
            self._busy.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    def _connect(self, address: str) -> http.client.HTTPConnection:
        scheme, host, port = self._asked
        if scheme not in ("http", "https") or not host:
            raise FailedError(f"not a web address: {address}", 1)
        proxy = self._proxy(scheme, host)
        secure = scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        place = origin(proxy)[1:] if proxy else (host, port)
        connection = kind(*place, timeout=CONNECT_SECONDS)
        if proxy and secure:
            connection.set_tunnel(host, port, proxy_headers(proxy))
        connection.response_class = Answer
        connection.connect()
        connection.sock.settimeout(self._stall)
        if isinstance(connection.sock, ssl.SSLSocket):
            # A body without a length must not end like a cut line.
            connection.sock.suppress_ragged_eofs = False  # type: ignore[attr-defined]
        return connection

    def _send(
        self,
        connection: http.client.HTTPConnection,
        address: str,
        headers: Mapping[str, str],
    ) -> Answer:
        self._busy = connection
        scheme, host, _ = self._asked
        proxy = self._proxy(scheme, host) if scheme == "http" else ""
        parts = urlsplit(address)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if proxy:
            target = f"{scheme}://{parts.netloc}{target}"
            headers = {**headers, **proxy_headers(proxy)}
        connection.request("GET", target, headers=dict(headers))
        answer = connection.getresponse()
        assert isinstance(answer, Answer)  # noqa: S101
        return answer

    def _proxy(self, scheme: str, host: str) -> str:
        """Return the address of the proxy that the environment names, if any."""
        proxy = self._proxies.get(scheme, self._proxies.get("all", ""))
        if not proxy or proxy_bypass(host):
            return ""
        return proxy if "://" in proxy else f"http://{proxy}"


def proxy_headers(proxy: str) -> dict[str, str]:
    """Return what a proxy wants to know of who asks."""
    parts = urlsplit(proxy)
    if parts.username is None:
        return {}
    who = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    told = base64.b64encode(who.encode()).decode()
    return {"Proxy-Authorization": f"Basic {told}"}


# One worker


class Result(NamedTuple):
    """What became of one try at a file."""

    entry: Entry
    #: Bytes and status of a complete file.
    size: int
    status: str
    #: Why it is not complete, else empty.
    reason: str = ""
    #: The last round in which it is worth another try.
    rounds: int = 0


class Common:
    """What all workers share.

    :param service: what addresses of the archive start with.
    :param jobs: how many of them work at a time.
    :param stall: seconds without a byte after which a connection is given up.
    """

    def __init__(
        self, folder: Folder, service: str, token: str, jobs: int, stall: float
    ) -> None:
        self.folder, self.service, self.token = folder, service, token
        self.jobs, self.stall = jobs, stall
        self.stop = threading.Event()
        #: What workers have to say: results, errors, and None at their end.
        self.results: queue.SimpleQueue[Result | Exception | None] = queue.SimpleQueue()
        #: Files whose checksum was wrong once.
        self.mismatched: set[int] = set()
        self._entries: Iterator[Entry] = iter(())
        self._working = 0
        self._lock = threading.Lock()
        self._not_before = 0.0

    def share(self, entries: Iterator[Entry], count: int) -> int:
        """Begin a round with some files, and return how many workers it is for."""
        self._entries, self._working = entries, min(self.jobs, count)
        return self._working

    def take(self) -> Entry | None:
        """Return the next file to try, or nothing to a worker that is to end."""
        with self._lock:
            if self.stop.is_set() or self._working > self.jobs:
                self._working -= 1
                return None
            return next(self._entries, None)

    def hold_back(self, seconds: float, *, are_too_many: bool) -> None:
        """Let all workers wait before their next request.

        :param are_too_many: whether the server wants fewer requests at a time.
        """
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + seconds)
            if are_too_many and self.jobs > 1:
                self.jobs -= 1

    def wait(self) -> None:
        """Wait as long as a server has asked for."""
        while not self.stop.is_set():
            seconds = self._not_before - time.monotonic()
            if seconds <= 0:
                return
            self.stop.wait(seconds)
        raise FailedError("interrupted")

    def whole_address(self, entry: Entry) -> str:
        """Return the web address of a file."""
        return entry.address if entry.is_absolute else self.service + entry.address


class Worker(threading.Thread):
    """Fetches one file after the other in a thread of its own.

    :param delay: seconds before it starts.
    """

    def __init__(self, common: Common, delay: float) -> None:
        super().__init__(daemon=True)
        self._common, self._delay = common, delay
        self.client = Client(common.stall)
        #: Bytes that have come.
        self.received = 0

    def run(self) -> None:
        """Work until no file is left."""
        common = self._common
        try:
            common.stop.wait(self._delay)
            while entry := common.take():
                common.results.put(self._try(entry))
        except Exception as problem:  # noqa: BLE001 -- the main thread raises it
            common.results.put(problem)
        finally:
            self.client.close()
            common.results.put(None)

    def _try(self, entry: Entry) -> Result:
        try:
            part = Part(self._common.folder.prepare(entry.path))
            before = part.size
            try:
                if not part.is_whole:
                    self._receive(entry, part)
            except FailedError as problem:
                if Part(part.place).size > before and problem.rounds == ROUNDS:
                    problem.rounds = PATIENT_ROUNDS
                raise
            return self._finish(entry, part)
        except FailedError as problem:
            return Result(entry, 0, "", str(problem), problem.rounds)

    def _finish(self, entry: Entry, part: Part) -> Result:
        """Give a file that has come its name, if its checksum is right."""
        if entry.checksum != "-":
            with writing(part.file):
                right = has_checksum(part.file, entry.checksum)
            if not right:
                self._refuse(entry, part)
        part.finish()
        status = "complete" if not entry.is_changed(part.size) else "changed"
        if part.total is None:
            status = "unverified"
        return Result(entry, part.size, status)

    def _refuse(self, entry: Entry, part: Part) -> NoReturn:
        reason = "wrong checksum"
        if entry.is_changed(part.size):
            reason = (
                f"changed at the archive: {entry.exact} bytes in the basket, "
                f"{part.size} now, and another checksum"
            )
        part.remove()
        again = entry.place not in self._common.mismatched
        self._common.mismatched.add(entry.place)
        raise FailedError(reason, PATIENT_ROUNDS if again else 1)

    def _receive(self, entry: Entry, part: Part) -> None:
        """Fetch a file into its part, or the rest of it."""
        with network(self._common.stall):
            answer = self._open(entry, part)
            if part.size and (answer.status == 416 or not fits(answer, part)):  # noqa: PLR2004
                part.remove()
                answer = self._open(entry, part)
            self._judge(entry, answer)
            if answer.status == http.HTTPStatus.OK:
                part.begin(answer.validator, answer.length)
            elif not answer.continues(part):
                raise FailedError("a part came that nobody asked for")
            with writing(part.file):
                file = part.file.open("ab")
            try:
                self._copy(answer, file, part)
            finally:
                with writing(part.file):
                    file.close()
            self.client.done()

    def _open(self, entry: Entry, part: Part) -> Answer:
        """Ask for a file, follow redirects, and return the answer that ends them."""
        common = self._common
        address = common.whole_address(entry)
        headers = {"User-Agent": "skybasket", "Accept": "*/*"}
        if part.size:
            headers["Range"] = f"bytes={part.size}-"
            headers["If-Range"] = part.validator
        secret = {}
        if entry.needs_token and common.token:
            secret = {"Authorization": f"token {common.token}"}
        for _ in range(MOST_REDIRECTS + 1):
            common.wait()
            answer = self.client.ask(address, {**headers, **secret})
            if answer.status not in REDIRECTS:
                return answer
            # Whoever the archive sends us to must not see the token.
            secret = {}
            address = next_address(answer, address)
            self._dismiss(answer)
        raise FailedError("redirected too often")

    def _judge(self, entry: Entry, answer: Answer) -> None:
        """Complain about an answer that is not the file."""
        status = answer.status
        if status == http.HTTPStatus.OK and answer.is_page():
            if not entry.path.lower().endswith((".html", ".htm")):
                raise FailedError("a web page came instead of the file")
        elif status not in (http.HTTPStatus.OK, http.HTTPStatus.PARTIAL_CONTENT):
            self._dismiss(answer)
            if status in BUSY:
                are_too_many = status == http.HTTPStatus.TOO_MANY_REQUESTS
                self._common.hold_back(answer.wait(), are_too_many=are_too_many)
            if status in (401, 403):
                sent = entry.needs_token and self._common.token
                refused = f"HTTP {status}: the archive refuses it"
                raise FailedError("the token was refused" if sent else refused, 1)
            rounds = MISSING_ROUNDS if status == http.HTTPStatus.NOT_FOUND else ROUNDS
            raise FailedError(f"HTTP {status}", 1 if status in HOPELESS else rounds)

    def _dismiss(self, answer: Answer) -> None:
        """Read a body that nobody wants, if that is less work than to connect again."""
        if answer.length is not None and answer.length <= LITTLE:
            answer.read()
            self.client.done()

    def _copy(self, answer: Answer, file: IO[bytes], part: Part) -> None:
        """Write a body to the disk as it comes."""
        since, meanwhile = time.monotonic(), 0
        while block := answer.read1(BLOCK):
            if self._common.stop.is_set():
                raise FailedError("interrupted")
            with writing(part.file):
                file.write(block)
            part.size += len(block)
            self.received += len(block)
            meanwhile += len(block)
            now = time.monotonic()
            if now - since > self._common.stall:
                if meanwhile < now - since:
                    raise FailedError("less than a byte a second came")
                since, meanwhile = now, 0
        answer.close()
        if part.total not in (None, part.size):
            raise FailedError(f"{part.size} of {part.total} bytes came")


def fits(answer: Answer, part: Part) -> bool:
    """Tell whether an answer can be gone on with, or says why there is none."""
    return answer.status != http.HTTPStatus.PARTIAL_CONTENT or answer.continues(part)


def next_address(answer: Answer, address: str) -> str:
    """Return where a redirect leads to."""
    place = answer.getheader("Location", "")
    if not place:
        raise FailedError(f"HTTP {answer.status} that does not say where to go")
    # The bytes of a header were read as letters of Latin-1.
    escaped = quote(place, safe="!#$%&'()*+,/:;=?@[]~", encoding="latin-1")
    target = urljoin(address, escaped)
    if origin(address)[0] == "https" and origin(target)[0] != "https":
        raise FailedError("redirected to an address that is not https")
    return target


@contextmanager
def network(stall: float) -> Iterator[None]:
    """Take every error of the system for one of the network."""
    try:
        yield
    except (OSError, http.client.HTTPException, ValueError) as problem:
        told = getattr(problem, "strerror", None) or str(problem)
        reason = told or type(problem).__name__
        if isinstance(problem, http.client.IncompleteRead):
            reason = "the line was cut"
        elif "timed out" in reason:
            reason = f"nothing came for {stall:g} s"
        raise FailedError(reason) from None


# The whole run

#: States of the list's files.
UNWANTED, COMPLETE, TO_DO, NEXT_ROUND, FAILED, WITHHELD = range(6)


class Amount:
    """Some files and their sizes."""

    def __init__(self, count: int = 0, size: int = 0, unknown: int = 0) -> None:
        self.count, self.bytes, self.unknown = count, size, unknown

    def add(self, entry: Entry) -> None:
        """Count a file."""
        self.count += 1
        if entry.size == "-":
            self.unknown += 1
        else:
            self.bytes += int(entry.size.lstrip("~"))

    def __add__(self, other: Amount) -> Amount:
        """Return both together."""
        return Amount(
            self.count + other.count,
            self.bytes + other.bytes,
            self.unknown + other.unknown,
        )


class Console:
    """Tells people what happens; a progress line is rewritten in its place."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.is_live = sys.stderr.isatty()
        self._shown = 0

    def say(self, line: str, *, always: bool = False, at_once: bool = True) -> None:
        """Print a line, unless nobody wants to know.

        :param at_once: whether it can be read before `flush`.
        """
        if always or not self.quiet:
            self.show("")
            self._write(sys.stdout, line + "\n", at_once=at_once)

    def flush(self) -> None:
        """Let all lines be read."""
        self._write(sys.stdout, "")

    def complain(self, line: str) -> None:
        """Print a line about something that went wrong."""
        self.show("")
        self._write(sys.stderr, line + "\n")

    def show(self, line: str) -> None:
        """Show a line until the next one comes."""
        if self._shown or line:
            blank = "\r" + " " * self._shown
            self._write(sys.stderr, f"{blank}\r{line}")
            self._shown = len(line)

    @staticmethod
    def _write(stream: IO[str], text: str, *, at_once: bool = True) -> None:
        try:
            stream.write(text)
            if at_once:
                stream.flush()
        except OSError:
            # Nobody listens any more; the files come all the same.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class Progress:
    """Says from time to time how far the run is.

    :param total: how many files there are.
    :param size: how many bytes are to come.
    """

    def __init__(self, console: Console, total: int, size: int) -> None:
        self._console, self._total, self._size = console, total, size
        self._started = time.monotonic()
        self._pause = 0.2 if console.is_live else 30
        self._next = self._started + self._pause

    def tell(self, complete: int, received: int) -> None:
        """Rewrite the line of a terminal, or print one, if the last is old."""
        if self._console.quiet or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + self._pause
        line = self._line(complete, received)
        if self._console.is_live:
            self._console.show(line)
        else:
            self._console.say(line)

    def _line(self, complete: int, received: int) -> str:
        rate = received / max(time.monotonic() - self._started, 1)
        line = (
            f"{complete} of {self._total} files, {told_size(received)} of "
            f"{told_size(max(self._size, received))}, {rate / 1e6:.1f} MB/s"
        )
        if not received or received >= self._size:
            return line
        return f"{line}, {told_time((self._size - received) / rate)} left"


def told_size(size: float) -> str:
    """Return a number of bytes in words."""
    if size < 1000:  # noqa: PLR2004
        return f"{size:.0f} B"
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 999.95:  # noqa: PLR2004
            return f"{size:.1f} {unit}"
    return f"{size / 1000:.1f} TB"


def told_time(seconds: float) -> str:
    """Return a time in words."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def told_change(entry: Entry, size: int) -> str:
    """Say that a complete file is not as long as the list says."""
    return (
        f"changed: {entry.path}: {entry.exact} bytes in the basket, "
        f"{size} at the archive"
    )


class Options(argparse.Namespace):
    """What was asked for."""

    jobs: int | None
    dest: str | None
    only: str | None
    source: str | None
    shard: tuple[int, int] | None
    token_file: str | None
    list: bool
    check: bool
    strict: bool
    quiet: bool

    @property
    def shard_name(self) -> str:
        """What the names of a shard's own files have in them."""
        return "-{}-of-{}".format(*self.shard) if self.shard else ""

    def wants(self, entry: Entry) -> bool:
        """Tell whether a file of the list is asked for."""
        if self.shard:
            number, count = self.shard
            if entry.place % count != number - 1:
                return False
        return self.only is None or fnmatch.fnmatchcase(entry.path, self.only)


class Run:
    """One run: what is there, what is still to come, and what became of it."""

    def __init__(self, options: Options, listing: Listing, folder: Folder) -> None:
        self.options, self.listing, self.folder = options, listing, folder
        self.console = Console(quiet=options.quiet)
        self.states = bytearray()
        self.reasons: dict[int, str] = {}
        #: How many files are asked for, and how many of them are complete.
        self.total = self.complete = 0
        #: What to say of complete files whose size is not the one in the list.
        self.changed: list[str] = []
        self.unverified = 0
        self.amounts = [Amount() for _ in range(6)]
        self.fetched = 0
        self.received = 0
        self._paths: set[str] = set()
        self._started = time.monotonic()

    # Before

    def plan(self) -> None:
        """Find out what is there already."""
        records = read_receipts(self.folder.path)
        for entry in self.listing:
            state = UNWANTED
            if self.options.wants(entry) and not self._is_twin(entry):
                state = self._state(entry, records.get(entry.path))
            self.states.append(state)
            self.amounts[state].add(entry)
        self.complete = self.amounts[COMPLETE].count
        self.total = len(self.states) - self.amounts[UNWANTED].count

    def _is_twin(self, entry: Entry) -> bool:
        """Tell whether a list that somebody put together has a path twice."""
        if self.options.source is None:
            return False
        is_twin = entry.path in self._paths
        self._paths.add(entry.path)
        return is_twin

    def admit(self) -> None:
        """Let the files be fetched that need a token."""
        self.states = self.states.replace(bytes([WITHHELD]), bytes([TO_DO]))
        self.amounts[TO_DO] += self.amounts[WITHHELD]

    def _state(self, entry: Entry, record: Record | None) -> int:
        missing = WITHHELD if entry.needs_token else TO_DO
        if record is None:
            return missing
        size = size_of(self.folder.place(entry.path))
        if size is None:
            return missing
        if record.uri != entry.address:
            reason = (
                f"another file is in its place: {record.uri}; choose another --dest"
            )
            self.reasons[entry.place] = reason
            return FAILED
        if size != record.size:
            return missing
        self.note(entry, record.size, record.status)
        return COMPLETE

    def note(self, entry: Entry, size: int, status: str) -> None:
        """Remember what is odd about a complete file."""
        if status == "unverified":
            self.unverified += 1
        elif entry.is_changed(size):
            self.changed.append(told_change(entry, size))

    def announce(self, title: str) -> None:
        """Say what is about to be done."""
        to_do, total = self.amounts[TO_DO], self.total
        size = told_size(to_do.bytes)
        if to_do.unknown:
            size += f" and {to_do.unknown} of unknown size"
        self.console.say(
            f"{title}: {total} files, {self.complete} already complete; "
            f"{to_do.count} to get ({size}) into {self.folder.path}"
        )

    # The rounds

    def fetch(self, common: Common, pace: float) -> None:
        """Try all files that are to be fetched, those that fail again and again.

        :param pace: what the pauses between the rounds are multiplied by.
        """
        amount = self.amounts[TO_DO]
        progress = Progress(self.console, self.total, amount.bytes)
        for number in range(1, PATIENT_ROUNDS + 1):
            self._round(number, common, progress)
            again = self.states.count(NEXT_ROUND)
            if not again:
                return
            self.states = self.states.replace(bytes([NEXT_ROUND]), bytes([TO_DO]))
            pause = PAUSES[min(number, len(PAUSES)) - 1] * pace
            last = ROUNDS if number < ROUNDS else PATIENT_ROUNDS
            self.console.say(
                f"{again} files again in {pause:g} s (round {number + 1} of {last})"
            )
            common.stop.wait(pause)

    def _round(self, number: int, common: Common, progress: Progress) -> None:
        entries = self.listing.among(self.states, TO_DO)
        jobs = common.share(entries, self.states.count(TO_DO))
        workers = [Worker(common, n * STAGGER / jobs) for n in range(jobs)]
        before, working = self.received, len(workers)
        try:
            for worker in workers:
                worker.start()
            while working:
                self.received = before + sum(worker.received for worker in workers)
                progress.tell(self.complete, self.received)
                with suppress(queue.Empty):
                    result = common.results.get(timeout=1)
                    working -= result is None
                    self._take(result, number)
        except BaseException:
            self._abandon(common, workers)
            raise
        finally:
            self.received = before + sum(worker.received for worker in workers)
            self.console.show("")

    def _abandon(self, common: Common, workers: Sequence[Worker]) -> None:
        """End all workers at once, and note what they have finished by then."""
        common.stop.set()
        common.share(iter(()), 0)
        for worker in workers:
            worker.client.abort()
        until = time.monotonic() + LONGEST_GOODBYE
        for worker in filter(threading.Thread.is_alive, workers):
            worker.join(max(0, until - time.monotonic()))
        with suppress(queue.Empty, WriteError):
            while True:
                result = common.results.get_nowait()
                if isinstance(result, Result) and not result.reason:
                    self._take(result, 0)

    def _take(self, result: Result | Exception | None, number: int) -> None:
        """Note what became of a try at a file in some round."""
        if isinstance(result, Exception):
            raise result
        if result is None:
            return
        entry = result.entry
        if result.reason:
            self.reasons[entry.place] = result.reason
            again = number < result.rounds
            self.states[entry.place] = NEXT_ROUND if again else FAILED
            return
        self.folder.record(result.status, result.size, entry)
        self.states[entry.place] = COMPLETE
        self.complete += 1
        self.fetched += 1
        self.note(entry, result.size, result.status)

    # After

    def conclude(self, again: str) -> int:
        """Say what became of everything, and return the exit status.

        :param again: the command that tries what failed once more.
        """
        for line in self.changed:
            self.console.say(line, always=True)
        failed = self.list_failed()
        seconds = time.monotonic() - self._started
        line = (
            f"{self.complete} of {self.total} files complete, {failed} failed; "
            f"this run: {self.fetched} files, {self.received} bytes, {seconds:.0f} s"
        )
        if self.changed or self.unverified:
            line += f"; {len(self.changed)} changed, {self.unverified} unverified"
        self.console.say(line)
        if failed:
            self.console.say(f"the failed ones again: {again}")
        return 1 if failed or (self.options.strict and self.changed) else 0

    def list_failed(self) -> int:
        """Name what is not complete, write it down, and return how much that is."""
        count = self.total - self.complete
        for entry, reason in islice(self._failed(), MOST_NAMED):
            self.console.complain(f"failed: {entry.path}: {reason}")
        if count > MOST_NAMED:
            more = f"... and {count - MOST_NAMED} more in {self.folder.failed.name}"
            self.console.complain(more)
        lines = (f"{entry.line}\t{reason}\n" for entry, reason in self._failed())
        try:
            self.folder.write_failed(lines)
        except WriteError as problem:
            self.console.complain(str(problem))
        return count

    def _failed(self) -> Iterator[tuple[Entry, str]]:
        """Yield what is not complete, and why."""
        for entry in self.listing:
            state = self.states[entry.place]
            if state == WITHHELD:
                yield entry, NEEDS_TOKEN
            elif state not in (UNWANTED, COMPLETE):
                yield entry, self.reasons.get(entry.place, "not finished")


# What can be asked for


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with a call."""

    def error(self, message: str) -> NoReturn:
        """End the program."""
        leave(f"{SCRIPT.name}: {message} (see --help)")


def read_options() -> Options:
    """Read the command line."""
    parser = Parser(
        prog=f"python3 {SCRIPT.name}",
        description="Fetches the files of the list in this script. Run again, it goes "
        "on where it stopped.",
        epilog="Exit status: 0 all complete, 1 some failed, 2 usage or environment, "
        "130 interrupted. A token for files that are not public is taken from "
        "MAST_API_TOKEN; proxies from http_proxy, https_proxy and no_proxy.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--jobs", type=number_of_jobs, metavar="N", help="files at a time, 1 to 16")
    add("--dest", metavar="DIR", help="folder that the files go into")
    add("--only", metavar="GLOB", help="only files whose whole path matches")
    add("--from", dest="source", metavar="FILE", help="the files of a failed.txt")
    add("--shard", type=shard, metavar="K/N", help="every N-th file from the K-th on")
    add("--list", action="store_true", help="print the files, fetch nothing")
    add("--check", action="store_true", help="check what is there, fetch nothing")
    add("--strict", action="store_true", help="exit status 1 if a size has changed")
    add("--quiet", action="store_true", help="say only what failed or has changed")
    add("--token-file", metavar="FILE", help="file that holds the token")
    return parser.parse_args(namespace=Options())


def number_of_jobs(text: str) -> int:
    """Read a number of jobs."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"not a number from 1 to {MOST_JOBS}: {text}")
    return int(text)


def shard(text: str) -> tuple[int, int]:
    """Read which shard of how many is meant."""
    found = re.fullmatch(r"([0-9]+)/([0-9]+)", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise argparse.ArgumentTypeError(f"not like 2/16: {text}")
    return int(found[1]), int(found[2])


def from_environment(name: str, usual: float) -> float:
    """Return a number from the environment."""
    try:
        return float(os.environ.get(name) or usual)
    except ValueError:
        raise UsageError(f"{name} is not a number") from None


def read_token(options: Options) -> str:
    """Return the token, if there is one; no child process will see it."""
    token = os.environ.pop(TOKEN_VARIABLE, "")
    if options.token_file is not None:
        try:
            token = Path(options.token_file).read_text("utf-8", errors="replace")
        except OSError as problem:
            reason = problem.strerror
            raise UsageError(f"--token-file {options.token_file}: {reason}") from None
    return checked_token(token)


def checked_token(token: str) -> str:
    """Return a token without blanks around it, if it can be one."""
    token = token.strip()
    if token and not re.fullmatch(r"[A-Za-z0-9._-]+", token):
        raise UsageError("the token holds characters that no token has")
    return token


def ask_for_token() -> str:
    """Ask for the token, if somebody is there."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    return checked_token(getpass.getpass("Token of the archive (not shown): "))


# The ways to go


def print_list(options: Options, listing: Listing) -> int:
    """Print the files that would be taken."""
    if hasattr(signal, "SIGPIPE"):
        # Whoever reads may have seen enough.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for entry in listing:
        if options.wants(entry):
            sys.stdout.write(f"{entry.size}\t{entry.path}\t{entry.address}\n")
    return 0


def check(options: Options, listing: Listing, folder: Folder) -> int:
    """Compare what is there with the receipts, and change nothing."""
    console = Console(quiet=options.quiet)
    records = read_receipts(folder.path)
    total = complete = changed = 0

    @lru_cache(maxsize=1000)
    def has(parent: str) -> bool:
        return os.path.isdir(folder.place(parent))  # noqa: PTH112 -- it never raises

    for entry in listing:
        if not options.wants(entry):
            continue
        total += 1
        record = records.get(entry.path)
        # Where there is no folder, a million files need not be looked for.
        problem = f"missing: {entry.path}"
        if has(entry.path.rpartition("/")[0]):
            problem = fault_of(entry, record, folder.place(entry.path))
        if problem or record is None:
            console.say(problem, always=True, at_once=False)
            continue
        complete += 1
        if entry.is_changed(record.size) and record.status != "unverified":
            changed += 1
            line = told_change(entry, record.size)
            console.say(line, always=True, at_once=False)
    console.flush()
    console.say(f"{complete} of {total} files complete, {total - complete} not")
    return 1 if complete < total or (options.strict and changed) else 0


def fault_of(entry: Entry, record: Record | None, place: Path) -> str:
    """Say what is wrong with a file; nothing if it is as it should be."""
    size = size_of(place)
    if size is None:
        begun = place.with_name(f"{place.name}.part").exists()
        kind = "incomplete" if begun else "missing"
        return f"{kind}: {entry.path}"
    if record is None or record.uri != entry.address:
        return f"unrecorded: {entry.path}"
    if size != record.size:
        return f"wrong size: {entry.path}: {size} bytes, {record.size} expected"
    try:
        right = entry.checksum == "-" or has_checksum(place, entry.checksum)
    except (FailedError, OSError) as problem:
        return f"{problem}: {entry.path}"
    return "" if right else f"wrong checksum: {entry.path}"


def get(
    options: Options, settings: Mapping[str, str], listing: Listing, folder: Folder
) -> int:
    """Fetch what is not there."""
    pace = from_environment("SKYBASKET_PAUSE", 1)
    stall = from_environment("SKYBASKET_STALL", 60)
    token = read_token(options)
    run = Run(options, listing, folder)
    run.plan()
    if run.states.count(WITHHELD):
        token = token or ask_for_token()
        if token:
            run.admit()
    failed, dest = str(folder.failed), str(folder.path)
    again = shlex.join(["python3", str(SCRIPT), "--from", failed, "--dest", dest])
    with folder.locked():
        run.announce(settings["title"])
        jobs = options.jobs or int(settings["jobs"])
        common = Common(folder, settings["service"], token, jobs, stall)
        try:
            run.fetch(common, pace)
        except WriteError as problem:
            run.console.complain(f"stopped: {problem}")
            run.conclude(again)
            return 1
        except InterruptError:
            run.list_failed()
            raise
        return run.conclude(again)


def interrupt(*_: object) -> NoReturn:
    """End the program in good order, once."""
    for number in interruptions():
        signal.signal(number, signal.SIG_IGN)
    raise InterruptError


def interruptions() -> list[signal.Signals]:
    """Return the signals that end the program, but for those it is to ignore."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    return [n for n in numbers if signal.getsignal(n) is not signal.SIG_IGN]


def start(options: Options) -> int:
    """Do what was asked for, and return the exit status."""
    settings, listing = own_list()
    if options.source is not None:
        source = Path(options.source)
        if not source.is_file():
            raise UsageError(f"--from {source}: there is no such file")
        listing = Listing(source)
    if options.list:
        return print_list(options, listing)
    path = options.dest or os.fsdecode(settings["folder"].encode())
    folder = Folder(Path(path), options.shard_name)
    if options.check:
        return check(options, listing, folder)
    return get(options, settings, listing, folder)


def main() -> int:
    """Run the script, and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    for number in interruptions():
        signal.signal(number, interrupt)
    try:
        return start(read_options())
    except UsageError as problem:
        sys.stderr.write(f"{SCRIPT.name}: {problem}\n")
        return 2
    except InterruptError:
        sys.stderr.write("interrupted; run the same command again to go on\n")
        return 130


if __name__ == "__main__":
    sys.exit(main())
