"""The plain list of links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skybasket.retrieval.links import METHOD

from tests.archive.catalogue import product
from tests.scripts.terminal import expected, make_plan

if TYPE_CHECKING:
    from skybasket.retrieval import Plan

    from tests.archive import StandInArchive
    from tests.scripts.terminal import Terminal

IMAGE: Final = product("jw01345-o001_i2d.fits", "JW01345-O001", size=3001)
ODD: Final = product("a b&c.fits", "A", dataURI="mast:A/a b&c=$(touch harm)'\"é.fits")
SECRET: Final = product("jw09999_i2d.fits", "JW09999", dataRights="EXCLUSIVE_ACCESS")


def write(plan: Plan) -> str:
    return "".join(METHOD.forms["list"].pieces(plan))


def test_the_links_lead_to_the_files(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, [IMAGE, ODD])
    links = write(plan).splitlines()
    fetch = "".join(f"curl -sfL -o {n} '{link}'\n" for n, link in enumerate(links))
    assert terminal.run(fetch).status == 0
    assert list(terminal.files()) == ["work/0", "work/1"]
    assert [terminal.files()[f"work/{n}"] for n in range(2)] == list(
        expected(archive, plan).values()
    )


def test_curl_and_xargs_take_the_list(
    archive: StandInArchive, terminal: Terminal
) -> None:
    plan = make_plan(archive, [IMAGE, ODD])
    (terminal.folder / "links").write_text(write(plan), "utf-8")
    outcome = terminal.run("xargs -n 1 curl -sfL <links | cksum")
    whole = b"".join(expected(archive, plan).values())
    assert outcome.status == 0
    assert outcome.output.split()[1] == str(len(whole))


def test_files_that_need_a_token_are_left_out(archive: StandInArchive) -> None:
    plan = make_plan(archive, [IMAGE, SECRET])
    assert not METHOD.complete
    assert [entry.uri for entry in plan.left_out] == [SECRET["dataURI"]]
    assert write(plan) == next(iter(plan.public)).address + "\n"


def test_a_foreign_file_is_linked_only_if_it_was_ticked(
    archive: StandInArchive,
) -> None:
    foreign = product("b.fits", "B", dataURI="https://example.org/b.fits")
    plan = make_plan(archive, [IMAGE, foreign])
    assert "example.org" not in write(plan)
    [row] = plan.foreign
    ticked = make_plan(archive, [IMAGE, foreign], included=frozenset([row]))
    assert "https://example.org/b.fits\n" in write(ticked)


ADDRESSES: Final = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), min_size=1
)


@pytest.mark.property
@given(st.lists(ADDRESSES, min_size=1, max_size=4))
@settings(max_examples=150)
def test_every_line_is_one_address(
    archive_server: StandInArchive, names: list[str]
) -> None:
    rows = [
        product("a.fits", f"A{number}", dataURI=f"mast:{number}/{name}")
        for number, name in enumerate(names)
    ]
    plan = make_plan(archive_server, rows)
    text = write(plan)
    assert text.isascii()
    assert not set(text) & set(" \t\r\"'<>\\^`{|}")
    assert text.split("\n") == [*(entry.address for entry in plan), ""]
