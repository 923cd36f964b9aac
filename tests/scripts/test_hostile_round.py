"""One hostile list through every way to get the files, run by the real programs.

Whatever stands in it: nothing of it runs, no file is written outside the plan's folder,
and no host is asked but the archive.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from skybasket import Basket, retrieval
from skybasket.archives.mast import Mast

from tests import nasty
from tests.archive.catalogue import answer, product, sizes
from tests.loopback import Loopback, Quiet
from tests.scripts.programs import BASH, BY_NAME, Program
from tests.scripts.staged import CURL, LFTP, Staged
from tests.scripts.terminal import DAY, Terminal, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row
    from tests.archive.staging import StagingArea
    from tests.scripts.terminal import Outcome

#: Columns that hold words of any kind.
WORDS: Final = (
    *("description", "type", "productType", "productSubGroupDescription"),
    *("productGroupDescription", "productDocumentationURL", "project", "prvversion"),
    *("proposal_id", "filters", "target_name", "instrument_name", "a column"),
)
#: Puts what it copies into the file, as the AWS CLI does.
FAKE_AWS: Final = """#!/bin/sh
while [ "$#" -gt 2 ]; do shift; done
mkdir -p "${2%/*}" && printf copy >"$2"
"""


class Elsewhere(Loopback):
    """A host that is not the archive, and the proxy on the way to all others."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        requests = self.requests

        class Handler(Quiet):
            def log_request(self, *_: object) -> None:
                requests.append(self.requestline)

        super().__init__(Handler)


class Round(NamedTuple):
    """Where one script runs, and everything that it can reach."""

    archive: StandInArchive
    elsewhere: Elsewhere
    terminal: Terminal
    #: Holds the terminal several folders down: a path that leads out stays in it.
    around: Path

    def nothing_happened(self, folder: str, *own: str) -> None:
        """See that nothing ran, and that no other place or host was reached.

        :param own: what programs keep for themselves beside the folder.
        """
        depth = len(self.terminal.folder.parent.relative_to(self.around).parts)
        written = [
            path.relative_to(self.around).parts[depth:]
            for path in self.around.rglob("*")
            if not path.is_dir()
        ]
        places = ["/".join(parts) for parts in written]
        allowed = (f"work/{folder}/", "script.", *own)
        assert [place for place in places if not place.startswith(allowed)] == []
        assert "harm" not in {parts[-1].lower() for parts in written}
        assert not Path("/there").exists()
        assert self.elsewhere.requests == []
        assert {visit.host for visit in self.archive.visits} <= {"archive", "bucket"}


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    host = Elsewhere()
    yield host
    host.close()


@pytest.fixture
def around(archive: StandInArchive, elsewhere: Elsewhere, tmp_path: Path) -> Round:
    archive.retry_after = 0
    terminal = Terminal(tmp_path.joinpath("a", "b", "c", "d", "e", "f"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy"):
        terminal.environment |= {name: elsewhere.address}
        terminal.environment |= {name.upper(): elsewhere.address}
    for name in ("no_proxy", "NO_PROXY"):
        terminal.environment[name] = "127.0.0.1,localhost"
    return Round(archive, elsewhere, terminal, tmp_path)


def filled(text: str, **columns: object) -> Row:
    """Return a product with a text in every column."""
    words: dict[str, Any] = dict.fromkeys(WORDS, text)
    return product(text, text, text, size=9, **{**words, **columns})


@cache
def named_rows() -> list[Row]:
    """Return products of hostile names, those that a reader takes."""
    named = [filled(text) for text in nasty.NAMES]
    # The same file at several places, under names that differ in nothing.
    alike = [filled("a.fits", dataURI=f"mast:{text}/x") for text in nasty.NAMES]
    return list(filter(nasty.is_read, (*named, *alike)))


def hostile_rows(archive: str, elsewhere: str) -> list[Row]:
    """Return products of hostile names, and from hosts in disguise."""
    hosts = nasty.disguises(archive, elsewhere)
    addressed = [filled("x.fits", dataURI=address) for address in hosts]
    return [*named_rows(), *filter(nasty.is_read, addressed)]


def hostile_plan(around: Round, title: str, **options: Any) -> Plan:  # noqa: ANN401
    archive = around.archive
    rows = hostile_rows(archive.address, around.elsewhere.address)
    archive.hold(sizes(rows))
    basket = Basket(title, Mast(archive.address))
    basket.add(answer(rows))
    basket.select_all()
    return basket.plan(retrieval.Options(**options), date=DAY)


def test_the_round_is_worth_its_name(around: Round) -> None:
    plan = hostile_plan(around, "x")
    assert plan.count > 150
    assert len(plan.foreign) > 3
    own = (f"{around.archive.address}/", "https://mast.stsci.edu")
    assert all(entry.address.startswith(own) for entry in plan)


@pytest.mark.parametrize("title", nasty.TITLES)
def test_any_title_through_the_curl_script(around: Round, title: str) -> None:
    plan = hostile_plan(around, title)
    text = "".join(write(plan, "curl"))
    around.terminal.run(text, "--only", "*x.fits", program=BY_NAME["curl"])
    around.nothing_happened(plan.folder)


@pytest.mark.parametrize(
    "layout", ["mission", "flat", "{target}/{proposal}/{filename}"]
)
@pytest.mark.parametrize("program", list(BY_NAME))
def test_the_scripts_of_the_contract(around: Round, program: str, layout: str) -> None:
    plan = hostile_plan(around, nasty.TITLES[0], layout=layout)
    around.terminal.environment["MAST_API_TOKEN"] = "not-for-others"  # noqa: S105
    outcome = around.terminal.run(write(plan, program), program=BY_NAME[program])
    assert "files complete" in outcome.output, outcome
    fetched = len(list((around.terminal.folder / plan.folder).rglob("*")))
    assert fetched > 100
    around.nothing_happened(plan.folder)


#: What runs each of the other texts, with the text's place as its first argument.
RUNNERS: Final[Mapping[str, tuple[str, ...]]] = {
    "wget script": (BASH, "-c", retrieval.METHODS["wget"].forms["script"].run),
    "slurm slurm": (BASH,),
    "slurm parallel": (BASH, "-c", retrieval.METHODS["slurm"].forms["parallel"].run),
    "aria2 input": (BASH, "-c", retrieval.METHODS["aria2"].forms["input"].run),
    "astroquery script": (sys.executable,),
    "manifest checksums": (BASH, "-c", "cksum --check {file}"),
    "links list": (BASH, "-c", "wget -q --tries=1 -P {folder} -i {file}"),
}
PROGRAMS: Final = {
    "wget script": "wget",
    "slurm parallel": "parallel",
    "aria2 input": "aria2c",
    "links list": "wget",
}


@pytest.mark.parametrize("text", list(RUNNERS))
def test_every_other_program(around: Round, text: str) -> None:
    method, form = text.split()
    if text in PROGRAMS and not shutil.which(PROGRAMS[text]):
        pytest.skip(f"{PROGRAMS[text]} is not installed")
    if method == "astroquery" and not find_spec("astroquery"):
        pytest.skip("astroquery is not installed")
    plan = hostile_plan(around, nasty.TITLES[0])
    command = [
        word.replace("{{}}", "{}")
        .replace("{file}", '"$0"')
        .replace("{folder}", f"./{plan.folder}")
        for word in RUNNERS[text]
    ]
    program = Program(method, tuple(command), ".txt")
    outcome = around.terminal.run(write(plan, method, form), program=program)
    around.nothing_happened(plan.folder, "home/.parallel/", "home/.astropy/")
    if method != "manifest":
        assert around.archive.visits, outcome


#: Places of copies as nobody could have told them: what a record in the history holds
#: may be written by anybody.
KEYS: Final = (*nasty.NAMES, "../../../there", "/there", "a\nb", "a\tb", "a\\b")


@pytest.mark.parametrize("form", ["s5cmd", "rclone", "aws"])
def test_copies_from_the_bucket(around: Round, form: str) -> None:
    terminal, archive = around.terminal, around.archive
    folder = Path(sys.executable).parent
    terminal.environment["PATH"] = f"{folder}:{terminal.environment['PATH']}"
    if form != "aws" and not shutil.which(form, path=terminal.environment["PATH"]):
        pytest.skip(f"{form} is not installed")
    uris = [entry.uri for entry in hostile_plan(around, "x")]
    keys = dict(zip(uris, KEYS, strict=False))
    archive.copies.update(keys)
    terminal.environment["S3_ENDPOINT_URL"] = archive.bucket
    terminal.environment["RCLONE_S3_ENDPOINT"] = archive.bucket
    if form == "aws":
        program = around.around / "programs" / "aws"
        program.parent.mkdir()
        program.write_text(FAKE_AWS)
        program.chmod(0o755)
        terminal.environment["PATH"] = (
            f"{program.parent}:{terminal.environment['PATH']}"
        )
    plan = hostile_plan(around, nasty.TITLES[0], keys=keys)
    told = retrieval.METHODS["cloud"].forms[form]
    command = told.run.format(file='"$0"', folder=plan.folder)
    command = command.replace("provider=AWS", "provider=Other")
    runner = Program("cloud", (BASH, "-c", command), told.suffix)
    outcome = terminal.run(write(plan, "cloud", form), program=runner)
    assert list((terminal.folder / plan.folder).rglob("*")), outcome
    if form == "aws":
        shutil.rmtree(around.around / "programs")
    around.nothing_happened(plan.folder)


@pytest.mark.parametrize("program", [CURL, LFTP], ids=["curl", "lftp"])
def test_what_is_staged(around: Round, area: StagingArea, program: Program) -> None:
    if program is LFTP and not shutil.which("lftp"):
        pytest.skip("lftp is not installed")
    rows = [
        filled(text, dataURI=f"mast:HST/product/{text}", obs_collection="HST")
        for text in nasty.NAMES
        if "/" not in text and text not in {".", ".."} and len(text.encode()) < 250
    ]
    staged = Staged(area, around.terminal, program, list(filter(nasty.is_read, rows)))
    for name in [
        name for name in staged.terminal.environment if "proxy" in name.lower()
    ]:
        del staged.terminal.environment[name]
    outcome: Outcome = staged.run()
    assert "files complete" in outcome.output, outcome
    assert len(list(staged.folder.rglob("*"))) > 50
    around.nothing_happened(staged.plan.folder)


def test_what_only_tells_of_files_tells_of_no_other_host(around: Round) -> None:
    plan = hostile_plan(around, nasty.TITLES[0])
    links = write(plan, "links").splitlines()
    own = f"{around.archive.address}/"
    assert len(links) == plan.count
    assert all(link.startswith(own) for link in links)
    assert all(
        link.isascii() and link.isprintable() and " " not in link for link in links
    )
    posted = write(plan, "bundle").splitlines()
    assert all(uri.startswith(("mast:", own)) for uri in posted)
    table = csv.reader(io.StringIO(write(plan, "manifest", "csv"), newline=""))
    told = json.loads(write(plan, "manifest", "json"))
    assert len(list(table)) == len(told["files"]) + 1 == plan.count + 1


#: Shells that people paste commands into; cmd.exe and PowerShell are not here.
SHELLS: Final = [
    place
    for name in ("bash", "sh", "dash", "zsh", "fish", "tcsh", "ksh")
    if (place := shutil.which(name))
]


@pytest.mark.parametrize("title", nasty.TITLES)
def test_every_shell_takes_the_names_in_commands_as_they_stand(title: str) -> None:
    basket = Basket.open(answer([product("a.fits", "A")]))
    basket.title = title
    folder = basket.plan(date=DAY).folder
    assert len(SHELLS) > 1
    for shell in SHELLS:
        command = [shell, "-c", f"printf '%s\\n' ./{folder} skybasket-{folder}.sh"]
        told = subprocess.run(command, check=True, capture_output=True, text=True)
        assert told.stdout.split("\n") == [f"./{folder}", f"skybasket-{folder}.sh", ""]
