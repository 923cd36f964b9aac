"""The same files fetched in several ways, each timed and compared byte for byte."""

from __future__ import annotations

import os
import random
import shlex
import shutil
import ssl
import subprocess
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket import retrieval

from tests.archive.catalogue import product
from tests.scripts.terminal import make_plan, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.archive.content import File

__all__ = ["SERIAL", "Trial", "Way", "contest", "products", "way"]

#: What the way is called that all others are compared with.
SERIAL: Final = "serial"
#: One line a file, as in the archive's own scripts.
_SERIAL_LINE: Final = (
    "curl --globoff --location-trusted -f --progress-bar --create-dirs"
    " --output {path} {address}\n"
)

_SEED: Final = 589
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
#: Kinds of files that an exposure of HST has.
_KINDS: Final = (
    "raw.fits",
    "flt.fits",
    "flc.fits",
    "drz.fits",
    "spt.fits",
    "jit.fits",
    "jif.fits",
    "trl.fits",
    "asn.fits",
    "flt.jpg",
)
#: What scripts write beside the files, by intention.
_RECEIPTS: Final = "skybasket-receipt*.tsv"


class Way(NamedTuple):
    """One way to get the files: a text in a file, and the command that runs it."""

    name: str
    filename: str
    text: str
    command: Sequence[str]


class Trial(NamedTuple):
    """One run of one way."""

    way: str
    seconds: float
    #: Of all its processes, in user mode and in the kernel.
    cpu_seconds: float
    connections: int
    #: What was wrong with the result; nothing if all files are right.
    faults: list[str]


def products(count: int, smallest: int, largest: int) -> list[Row]:
    """Return files of HST exposures, the same ones every time.

    :param smallest: bytes, as `largest`; sizes lie evenly between them.
    """
    draw = random.Random(_SEED)  # noqa: S311 - made-up names, no secrets
    rows: list[Row] = []
    while len(rows) < count:
        program, visit, exposure = (
            "".join(draw.choices(_LETTERS, k=length)) for length in (3, 2, 2)
        )
        root = f"i{program}{visit}{exposure}q"
        rows += [
            product(
                f"{root}_{kind}",
                root.upper(),
                "HST",
                size=draw.randint(smallest, largest),
            )
            for kind in _KINDS
        ]
    return rows[:count]


def way(name: str, plan: retrieval.Plan) -> Way:
    """Return one way to fetch a plan: a retrieval method, or the serial script."""
    if name == SERIAL:
        script = "".join(_serial_lines(plan))
        return Way(name, "serial.sh", script, ("bash", "serial.sh"))
    form = retrieval.form(retrieval.method(name))
    filename = f"{name}{form.suffix}"
    command = shlex.split(form.run.format(file=filename, folder=plan.folder))
    return Way(name, filename, write(plan, name), command)


def _serial_lines(plan: retrieval.Plan) -> Iterator[str]:
    yield "#!/bin/bash\n"
    for entry in plan:
        yield _SERIAL_LINE.format(
            path=shlex.quote(f"./{plan.folder}/{entry.path}"),
            address=shlex.quote(entry.address),
        )


def contest(
    archive: StandInArchive,
    rows: Sequence[Row],
    names: Iterable[str],
    runs: int,
    root: Path,
) -> Iterator[Trial]:
    """Yield each way's trials as they end, by turns.

    :param names: of the ways; see `way`.
    :param root: an empty folder for everything.
    """
    plan = make_plan(archive, rows, "Benchmark")
    ways = [way(name, plan) for name in names]
    home = root / "home"
    home.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home),
        "LC_ALL": "C.UTF-8",
    }
    if archive.tls:
        environment |= _trust(archive, home)
    for _ in range(runs):
        for one in ways:
            work = root / "work"
            work.mkdir()
            yield _try(one, archive, plan, work, environment)
            shutil.rmtree(work)


def _trust(archive: StandInArchive, home: Path) -> dict[str, str]:
    """Make all programs trust the archive, beside everybody they trust anyway.

    A program loads them all each time it starts, which costs time in earnest too.

    :returns: variables that programs without a configuration file look at.
    """
    usual = ssl.create_default_context().get_ca_certs(binary_form=True)
    authorities = home / "authorities.pem"
    authorities.write_text(
        "".join(map(ssl.DER_cert_to_PEM_cert, usual)) + archive.certificate.read_text()
    )
    (home / ".wgetrc").write_text(f"ca_certificate = {authorities}\n")
    (home / ".aria2").mkdir()
    (home / ".aria2" / "aria2.conf").write_text(f"ca-certificate={authorities}\n")
    return dict.fromkeys(("CURL_CA_BUNDLE", "SSL_CERT_FILE"), str(authorities))


def _try(
    way: Way,
    archive: StandInArchive,
    plan: retrieval.Plan,
    work: Path,
    environment: dict[str, str],
) -> Trial:
    """Run one way once in an empty folder."""
    (work / way.filename).write_text(way.text, "utf-8", newline="")
    said = work.with_name("said.txt")
    archive.visits.clear()
    start = time.monotonic()
    with (
        said.open("wb") as output,
        subprocess.Popen(
            way.command,
            cwd=work,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    (work / way.filename).unlink()
    faults = list(_differences(archive, plan, work))
    if process.returncode:
        last = said.read_text("utf-8", "replace").splitlines()[-1:]
        faults.insert(0, f"exit status {process.returncode}: {''.join(last)}")
    connections = {visit.connection for visit in archive.visits}
    cpu = usage.ru_utime + usage.ru_stime
    return Trial(way.name, seconds, cpu, len(connections), faults)


def _differences(
    archive: StandInArchive, plan: retrieval.Plan, work: Path
) -> Iterator[str]:
    """Yield what the folder has not, has otherwise, or has besides."""
    expected = {work / plan.folder / entry.path: entry.uri for entry in plan}
    for path, uri in expected.items():
        if not path.is_file():
            yield f"missing: {path.relative_to(work)}"
        elif not _is_the_same(path, archive.file(uri)):
            yield f"wrong: {path.relative_to(work)}"
    for path in work.rglob("*"):
        known = path in expected or path.is_dir() or path.match(_RECEIPTS)
        if not known:
            yield f"left behind: {path.relative_to(work)}"


def _is_the_same(path: Path, file: File) -> bool:
    with path.open("rb") as stream:
        same = all(
            stream.read(len(piece)) == piece for piece in file.pieces(0, file.size)
        )
        return same and not stream.read(1)
