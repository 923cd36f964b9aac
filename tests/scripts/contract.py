"""One plan's script in one of the languages, and all that it leaves behind."""

from __future__ import annotations

import os
import re
import signal
import termios
from contextlib import contextmanager, suppress
from select import select
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.archive.catalogue import product
from tests.scripts.programs import BASH
from tests.scripts.terminal import make_plan, write

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from skybasket.retrieval import Entry

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.scripts.programs import Program
    from tests.scripts.terminal import Outcome, Terminal

__all__ = [
    "EXPOSURE",
    "IMAGE",
    "MANY",
    "OBSERVATION",
    "ROWS",
    "SECRET",
    "SOURCES",
    "TOKEN",
    "Person",
    "Receipt",
    "Script",
    "Scripts",
    "line",
    "summary",
]

OBSERVATION: Final = "jw01345-o001_t021_nircam_clear-f200w"
IMAGE: Final = product(f"{OBSERVATION}_i2d.fits", OBSERVATION, size=3001)
SOURCES: Final = product(f"{OBSERVATION}_cat.ecsv", OBSERVATION, size=70)
#: Nobody knows its size.
EXPOSURE: Final = product("ib6v02d9q_flt.fits", "IB6V02D9Q", "HST", size=None)
ROWS: Final = (IMAGE, SOURCES, EXPOSURE)
MANY: Final = tuple(product(f"n{n:02}.fits", OBSERVATION) for n in range(25))
#: It needs a token.
SECRET: Final = product(
    "jw9_secret.fits", OBSERVATION, size=500, dataRights="EXCLUSIVE_ACCESS"
)
TOKEN: Final = "0123abcd.EFGH-ij_kl"  # noqa: S105
_RECEIPT: Final = re.compile(r"skybasket-receipt.*\.tsv")


class Receipt(NamedTuple):
    """One line of a receipt."""

    time: str
    status: str
    bytes: str
    path: str
    uri: str


class Script:
    """A script in a terminal.

    :param plan: what it fetches.
    """

    def __init__(
        self,
        archive: StandInArchive,
        terminal: Terminal,
        program: Program,
        rows: Sequence[Row],
        **options: Any,  # noqa: ANN401
    ) -> None:
        self.archive, self.terminal, self.program = archive, terminal, program
        self.plan = make_plan(archive, rows, **options)
        self.text = write(self.plan, program.method)
        self.folder = terminal.folder / self.plan.folder

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start it; see `Terminal.start`."""
        return self.terminal.start(self.text, *options, program=self.program)

    @contextmanager
    def running(self, *options: str) -> Iterator[subprocess.Popen[str]]:
        """Start it, and let nothing of it survive, whatever happens."""
        with self.start(*options) as process:
            try:
                yield process
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

    def run(self, *options: str) -> Outcome:
        """Run it to its end."""
        return self.terminal.run(self.text, *options, program=self.program)

    @contextmanager
    def at_a_terminal(self) -> Iterator[Person]:
        """Let somebody see its errors on a screen, and type."""
        screen, line = os.openpty()
        # Whoever has no terminal yet gets the first one that it opens.
        command = f'exec "$@" <>{os.ttyname(line)} 2>&0'
        interpreter = (BASH, "-c", command, "terminal", *self.program.interpreter)
        plain, self.program = (
            self.program,
            self.program._replace(interpreter=interpreter),
        )
        try:
            yield Person(screen, line)
        finally:
            self.program = plain
            os.close(line)
            os.close(screen)

    def entry(self, row: Row) -> Entry:
        """Return what is planned for a product."""
        return next(entry for entry in self.plan if entry.uri == row["dataURI"])

    def place(self, row: Row, suffix: str = "") -> Path:
        """Return where a product's file belongs, or a file beside it."""
        place = self.folder / self.entry(row).path
        return place.with_name(place.name + suffix)

    def put(self, row: Row, content: bytes, suffix: str = "") -> None:
        """Write something where a product's file belongs, or beside it."""
        place = self.place(row, suffix)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    def put_part(self, row: Row, content: bytes, about: str) -> None:
        """Leave a file behind as a run does that was stopped."""
        self.put(row, content, ".part")
        self.put(row, about.encode(), ".part.about")

    def about(self, row: Row) -> str:
        """Return what a run notes beside a part of the newest version of a file."""
        file = self.archive.file(self.entry(row).uri)
        return f'"{file.tag}"\n{file.size}\n'

    def listed(self, lines: Iterable[str], name: str = "some.txt") -> str:
        """Write lines of a list into a file, and return its name."""
        text = "".join(f"{line}\n" for line in lines)
        (self.terminal.folder / name).write_text(text, "utf-8", newline="")
        return name

    def asked(self, row: Row) -> int:
        """Return how many attempts at a product's file the archive has seen."""
        uri = self.entry(row).uri
        visits = self.archive.visits
        return max((visit.attempt for visit in visits if visit.uri == uri), default=0)

    @property
    def found(self) -> Mapping[str, bytes]:
        """All files that there are, wherever they were written, but for receipts."""
        return {
            name.removeprefix(f"work/{self.plan.folder}/"): content
            for name, content in self.terminal.files().items()
            if not _RECEIPT.fullmatch(name.rpartition("/")[2])
        }

    @property
    def wanted(self) -> Mapping[str, bytes]:
        """What `found` is when everything has arrived."""
        return {entry.path: self.archive.content(entry.uri) for entry in self.plan}

    def receipts(self, name: str = "skybasket-receipt.tsv") -> list[Receipt]:
        """Return the lines of a receipt; there are none if it is not there."""
        receipt = self.folder / name
        if not receipt.exists():
            return []
        header, *lines = receipt.read_text("utf-8").splitlines()
        assert header == "time\tstatus\tbytes\tpath\turi"
        return [Receipt(*line.split("\t")) for line in lines]

    def statuses(self) -> Mapping[str, str]:
        """Return the last status of each path in the receipt."""
        return {receipt.path: receipt.status for receipt in self.receipts()}

    def failed(self, name: str = "failed.txt") -> Mapping[str, str]:
        """Return the reason of each path that is listed as failed."""
        failed = self.folder / name
        if not failed.exists():
            return {}
        lines = failed.read_text("utf-8").splitlines()
        return {path: why for _, _, _, path, _, why in (x.split("\t") for x in lines)}


class Person:
    """Somebody who sits at a terminal.

    :param screen: the other side of that terminal.
    :param line: the side that programs see.
    """

    def __init__(self, screen: int, line: int) -> None:
        self._screen, self._line = screen, line
        #: What there was to read so far.
        self.read = ""

    def wait_for(self, words: str) -> None:
        """Read until some words are there."""
        while words not in self.read:
            assert select([self._screen], [], [], 30)[0], self.read
            self.read += os.read(self._screen, 10_000).decode()

    def type_unseen(self, line: str) -> None:
        """Type a line as soon as the terminal does not show what is typed."""
        for _ in range(3000):
            if not termios.tcgetattr(self._line)[3] & termios.ECHO:
                break
            select([], [], [], 0.01)
        os.write(self._screen, f"{line}\n".encode())


class Scripts:
    """Writes scripts in one language, all for one terminal."""

    def __init__(
        self, archive: StandInArchive, terminal: Terminal, program: Program
    ) -> None:
        self.archive, self.terminal, self.program = archive, terminal, program

    def __call__(self, rows: Sequence[Row], **options: Any) -> Script:  # noqa: ANN401
        """Write a script that fetches some products; see `make_plan`."""
        return Script(self.archive, self.terminal, self.program, rows, **options)


def line(
    path: str, address: str, *, size: str = "-", checksum: str = "-", flag: str = "-"
) -> str:
    """Return a line of a list.

    :param flag: ``t`` if the file needs a token.
    """
    return f"{size}\t{checksum}\t{flag}\t{path}\t{address}"


def summary(output: str) -> str:
    """Return the line that sums a run up."""
    return next(x for x in output.splitlines() if re.match(r"\d+ of \d+ files", x))
