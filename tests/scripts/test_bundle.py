"""What the archive is asked to pack, and what it packs of it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest
from skybasket.errors import RetrievalError
from skybasket.retrieval import bundle

from tests.archive.catalogue import product, uri
from tests.scripts.terminal import make_plan, write

if TYPE_CHECKING:
    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Outcome, Terminal

OBSERVATION = "jw01345-o001_t021_nircam_clear-f200w"
IMAGE = product(f"{OBSERVATION}_i2d.fits", OBSERVATION, size=3001)
ODD = product(
    "getdata.fits",
    "HST_1",
    "HLA",
    size=None,
    dataURI="mast:HLA/url/cgi-bin/getdata.cgi?dataset=a b&x=1;y+z%41'é",
)
SPITZER = product(
    "s.fits",
    "S",
    "SPITZER_SHA",
    dataURI="https://irsa.ipac.caltech.edu/data/SPITZER/SHA/archive/s.fits",
)
RESTRICTED = product("secret.fits", "J", dataRights="EXCLUSIVE_ACCESS")
FOREIGN = product("far.fits", "F", dataURI="https://example.org/far.fits")
ROWS = [IMAGE, ODD, SPITZER, RESTRICTED, FOREIGN]
PACKED = [uri(IMAGE), uri(ODD), "mast:SPITZER/url/SHA/archive/s.fits"]
GB = 10**9


def fetch(plan: Plan, form: str, terminal: Terminal) -> Outcome:
    """Post the URIs to the archive as the page's form does."""
    address = plan.archive.bundle_address(form)
    fields = (f"--data-urlencode uri={shlex.quote(u)}" for u in bundle.uris(plan, 0))
    return terminal.run(f"curl -sSf -o bundle.{form} {' '.join(fields)} '{address}'")


@pytest.mark.parametrize(
    ("form", "unpack"),
    [("zip", "unzip -qq -j bundle.zip"), ("tar.gz", "tar -xzf bundle.tar.gz -C .")],
)
def test_the_archive_packs_every_file(
    archive: StandInArchive, terminal: Terminal, form: str, unpack: str
) -> None:
    rows = [IMAGE, SPITZER, RESTRICTED, FOREIGN]
    archive.restricted.add(uri(RESTRICTED))
    plan = make_plan(archive, rows)
    assert fetch(plan, form, terminal) == (0, "", "")
    assert terminal.run(unpack) == (0, "", "")
    arrived = {
        name.rpartition("/")[2]: content
        for name, content in terminal.files().items()
        if name.endswith(".fits")
    }
    spitzer = "mast:SPITZER/url/SHA/archive/s.fits"
    assert arrived == {
        f"{OBSERVATION}_i2d.fits": archive.content(uri(IMAGE)),
        "s.fits": archive.content(spitzer),
    }


def test_the_archive_reads_every_uri_as_it_is(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, ROWS)
    assert fetch(plan, "zip", terminal).status == 0
    assert sorted(archive.visits[-1].uris) == sorted(PACKED)


@pytest.mark.parametrize("form", ["zip", "tar.gz"])
def test_the_text_lists_what_is_packed(archive: StandInArchive, form: str) -> None:
    plan = make_plan(archive, ROWS)
    assert sorted(write(plan, "bundle", form).splitlines()) == sorted(PACKED)


def test_foreign_files_are_not_packed_even_if_they_are_wanted(
    archive: StandInArchive,
) -> None:
    row = make_plan(archive, ROWS).foreign[0]
    plan = make_plan(archive, ROWS, included=frozenset({row}))
    assert plan.count == len(ROWS)
    assert sorted(bundle.uris(plan, 0)) == sorted(PACKED)


def test_parts_below_the_limit_hold_every_public_file_once(
    archive: StandInArchive,
) -> None:
    rows = [
        product(f"n{number}.fits", f"O{number}", size=20 * GB, dataRights=rights)
        for number, rights in enumerate(["PUBLIC", "PUBLIC", "RESTRICTED", "PUBLIC"])
    ]
    plan = make_plan(archive, rows)
    assert [part.totals.count for part in plan.bundles] == [2, 1]
    assert list(bundle.uris(plan, 0)) == [uri(rows[0]), uri(rows[1])]
    assert list(bundle.uris(plan, 1)) == [uri(rows[3])]


@pytest.mark.parametrize("part", [-1, 1])
def test_there_are_no_other_parts(archive: StandInArchive, part: int) -> None:
    with pytest.raises(RetrievalError, match="there are 1"):
        bundle.uris(make_plan(archive, [IMAGE]), part)
