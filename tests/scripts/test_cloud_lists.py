"""Which files the lists for cloud copies name, and how they are read."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from skybasket.archives.mast_cloud import is_plain_key
from skybasket.retrieval import cloud

from tests.archive.catalogue import product, uri
from tests.scripts.copies import (
    COPIED,
    COPIES,
    FORMS,
    MOSAIC,
    SPECTRUM,
    TOLD,
    TRICKS,
    UNCERTAIN,
)
from tests.scripts.terminal import make_plan, write

if TYPE_CHECKING:
    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.archive.catalogue import Row

RESTRICTED: Final = product("u9o40505m_c3m.fits", "U9O40505M", "HST", dataRights="NO")
WITHOUT: Final = product("u9o40506m_c3m.fits", "U9O40506M", "HST")
FOREIGN: Final = product("far.fits", "F", dataURI="https://example.org/far.fits")
APART: Final = [UNCERTAIN, RESTRICTED, WITHOUT, FOREIGN]
LOOSE: Final = product("loose.fits", "L")


def rows_of(plan: Plan, names: list[Row]) -> frozenset[int]:
    """Return the catalog's rows of products."""
    wanted = set(map(uri, names))
    return frozenset(row for row in plan.chosen if plan.catalog.uri(row) in wanted)


@pytest.mark.parametrize("form", FORMS)
def test_files_that_are_not_copied_are_listed_apart(
    archive: StandInArchive, form: str
) -> None:
    keys = {**TOLD, uri(WITHOUT): ""}
    plan = make_plan(archive, [*COPIED, *APART])
    included = rows_of(plan, APART)
    plan = make_plan(archive, [*COPIED, *APART], keys=keys, included=included)
    text = write(plan, "cloud", form)
    listed, _, apart = text.partition("# Not copied, 4 of 7 files:\n")
    assert all(key in listed for key in COPIES.values())
    assert [name for name in map(uri, APART) if name in listed] == []
    reasons = {
        line.rpartition("(")[2].rstrip(")"): line.split(": ")[1].rpartition(" (")[0]
        for line in apart.splitlines()
        if line.startswith("# ")
    }
    assert reasons == {
        uri(UNCERTAIN): "its place is not certain, ask the archive",
        uri(RESTRICTED): "needs a token",
        uri(WITHOUT): "the archive has no public copy",
        uri(FOREIGN): "not the archive's",
    }


def test_what_the_archive_says_goes_before_the_rules(archive: StandInArchive) -> None:
    keys = {uri(SPECTRUM): "hst/public/elsewhere.fits"}
    text = write(make_plan(archive, [SPECTRUM], keys=keys), "cloud", "rclone")
    assert "/hst/public/elsewhere.fits\n" in text
    assert COPIES[uri(SPECTRUM)] not in text


def test_only_public_files_of_no_certain_place_are_asked_about(
    archive: StandInArchive,
) -> None:
    rows = [*COPIED, *APART]
    plan = make_plan(archive, rows)
    plan = make_plan(archive, rows, included=rows_of(plan, APART))
    assert sorted(cloud.uncertain(plan)) == [uri(MOSAIC), uri(UNCERTAIN)]
    keys = {uri(MOSAIC): COPIES[uri(MOSAIC)], uri(UNCERTAIN): ""}
    assert cloud.uncertain(make_plan(archive, rows, keys=keys)) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("key", ["../harm", "a\ncp s3://b/c harm", "/etc/harm", "a/"])
def test_a_key_that_is_no_path_is_never_written(
    archive: StandInArchive, form: str, key: str
) -> None:
    plan = make_plan(archive, [LOOSE], keys={uri(LOOSE): key})
    text = write(plan, "cloud", form)
    assert key not in text
    assert "its place is not certain" in text


# Names that someone chose to do harm

WORDS: Final = st.sampled_from(TRICKS) | st.text(max_size=12)
KEYS: Final = st.lists(WORDS, min_size=1, max_size=3).map("/".join).filter(is_plain_key)
TITLES: Final = st.sampled_from(TRICKS) | st.text(
    st.characters(exclude_categories=["Cc", "Cs"]), max_size=12
)


def written(text: str) -> list[str]:
    """Return the lines that no program takes for a comment."""
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@pytest.mark.property
@given(KEYS, TITLES)
@example("# comment", "# comment\ncp s3://b/c harm")
def test_s5cmd_reads_every_name_as_it_is(
    archive_server: StandInArchive, key: str, title: str
) -> None:
    plan = make_plan(archive_server, [LOOSE], title, keys={uri(LOOSE): key})
    [line] = written(write(plan, "cloud", "s5cmd"))
    target = f"./{plan.folder}/{next(iter(plan)).path}"
    # s5cmd splits lines by the rules of a shell, and expands nothing.
    assert shlex.split(line) == [
        "cp",
        "--raw",
        "--no-clobber",
        f"s3://stpubdata/{key}",
        target,
    ]
    assert line == line.strip()


@pytest.mark.property
@given(KEYS, TITLES)
@example("; comment", "; comment\n/harm")
def test_rclone_reads_every_name_as_it_is(
    archive_server: StandInArchive, key: str, title: str
) -> None:
    plan = make_plan(archive_server, [LOOSE], title, keys={uri(LOOSE): key})
    lines = write(plan, "cloud", "rclone").split("\n")
    names = [line.strip() for line in lines]
    read = [name.strip("/") for name in names if name and name[0] not in "#;"]
    assert read == [key]
