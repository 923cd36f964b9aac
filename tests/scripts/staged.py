"""What the tests of staged requests share: a plan, its script, and where it runs."""

from __future__ import annotations

import shutil
from threading import Event
from typing import TYPE_CHECKING, Any, Final

from skybasket import Basket, retrieval
from skybasket.archives.mast import Mast
from skybasket.archives.mast_staging import read_place, staged_name
from skybasket.retrieval.staged import staged_method
from skybasket.retrieval.staged_plan import StagedPlan

from tests.archive.catalogue import answer, product
from tests.archive.staging import FOLDER, StagingArea
from tests.scripts.programs import BASH, Program
from tests.scripts.terminal import DAY, finish

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from skybasket.retrieval import Entry

    from tests.archive.catalogue import Row
    from tests.scripts.terminal import Outcome, Terminal

__all__ = [
    "CURL",
    "EXPOSURE",
    "IMAGE",
    "LARGE",
    "LFTP",
    "NAME",
    "PATH",
    "ROWS",
    "SOURCES",
    "USERS",
    "Staged",
    "content_of",
    "staged_plan",
    "wait_until",
]

CURL: Final = Program("ftps_curl", (BASH,), ".sh")
LFTP: Final = Program("ftps_lftp", (shutil.which("sh") or "sh",), ".sh")
IMAGE: Final = product("jw01345-o001_t021_i2d.fits", "jw01345-o001_t021", size=30_001)
SOURCES: Final = product("jw01345-o001_t021_cat.ecsv", "jw01345-o001_t021", size=70)
EXPOSURE: Final = product("ib6v02d9q_flt.fits", "IB6V02D9Q", "HST", size=None)
ROWS: Final = [IMAGE, SOURCES, EXPOSURE]
NAME: Final = "jw01345-o001_t021_i2d.fits"
PATH: Final = f"JWST/jw01345-o001_t021/{NAME}"
LARGE: Final = product(NAME, "jw01345-o001_t021", size=400_000)
USERS: Final = "/stage/jane/4711/"


def content_of(row: Row) -> bytes:
    """Return the bytes of a product: as many as the list says, no two alike."""
    size, name = row["size"] or 700, staged_name(str(row["dataURI"]))
    assert isinstance(size, int)
    return (name.encode() * (size // len(name) + 1))[:size]


def staged_plan(
    area: StagingArea,
    rows: Sequence[Row],
    folder: str = FOLDER,
    **options: Any,  # noqa: ANN401
) -> StagedPlan:
    """Plan to fetch all products of a list out of a folder."""
    archive = Mast(staging=area.address)
    basket = Basket("Deep field", archive)
    basket.add(answer(rows))
    basket.select_all()
    return StagedPlan(
        title=basket.title,
        date=DAY,
        catalog=basket.catalog,
        archive=archive,
        chosen=basket.selected.rows,
        options=retrieval.Options(**options),
        place=read_place(folder, archive.staging),
    )


class Staged:
    """A staged request and the script that fetches it."""

    def __init__(
        self,
        area: StagingArea,
        terminal: Terminal,
        program: Program,
        rows: Sequence[Row],
        **options: Any,  # noqa: ANN401
    ) -> None:
        self.area, self.terminal, self.program, self.rows = (
            area,
            terminal,
            program,
            rows,
        )
        self.plan = staged_plan(area, rows, **options)
        area.stage(
            {staged_name(str(row["dataURI"])): content_of(row) for row in rows},
            self.plan.place.folder,
        )
        form = retrieval.form(staged_method(program.method))
        self.text = "".join(form.pieces(self.plan))
        trusted = str(area.certificate.path)
        terminal.environment |= {"CURL_CA_BUNDLE": trusted, "SSL_CERT_FILE": trusted}

    @property
    def folder(self) -> Path:
        """Where the files go."""
        return self.terminal.folder / self.plan.folder

    def start(self, *options: str) -> subprocess.Popen[str]:
        """Start it; see `Terminal.start`."""
        return self.terminal.start(self.text, *options, program=self.program)

    def run(self, *options: str) -> Outcome:
        """Run it to its end."""
        with self.start(*options) as process:
            return finish(process)

    def entry(self, row: Row) -> Entry:
        """Return what is planned for a product."""
        return next(entry for entry in self.plan if entry.uri == row["dataURI"])

    def name(self, row: Row) -> str:
        """Return what a product is called in the staging area."""
        return staged_name(str(row["dataURI"]))

    def place(self, row: Row, suffix: str = "") -> Path:
        """Return where a product's file belongs, or a file beside it."""
        place = self.folder / self.entry(row).path
        return place.with_name(place.name + suffix)

    @property
    def found(self) -> Mapping[str, bytes]:
        """All files that there are, wherever they were written, but for the receipt."""
        start = f"work/{self.plan.folder}/"
        return {
            name.removeprefix(start): content
            for name, content in self.terminal.files().items()
            if not name.endswith("skybasket-receipt.tsv")
        }

    @property
    def wanted(self) -> Mapping[str, bytes]:
        """What `found` is when everything has arrived."""
        return {self.entry(row).path: content_of(row) for row in self.rows}

    def failed(self) -> Mapping[str, str]:
        """Return the reason of each path that is listed as failed."""
        listed = self.folder / "failed.txt"
        if not listed.exists():
            return {}
        lines = (line.split("\t") for line in listed.read_text("utf-8").splitlines())
        return {path: why for _, _, _, path, _, why in lines}


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again for half a minute."""
    for _ in range(3000):
        if condition():
            return
        Event().wait(0.01)
    raise AssertionError
