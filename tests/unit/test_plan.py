"""What is fetched and where to: order, places, foreign files, safe names."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, RetrievalError
from skybasket.retrieval.paths import safe_name

from tests.unit.lists import answer, product


def basket(*rows: dict[str, object]) -> Basket:
    found = Basket.open(answer(*rows))
    found.title = "Carina: NIRCam"
    found.select_all()
    return found


def test_layout_folder_and_order() -> None:
    found = basket(
        product(dataURI="mast:JWST/product/b.fits", productFilename="b.fits"),
        product(dataURI="mast:JWST/product/a.fits", productFilename="a.fits"),
        product(
            dataURI="mast:HST/product/c.fits",
            productFilename="c.fits",
            obs_collection="HST",
            obs_id="o/1",
        ),
    )
    plan = found.plan(date="2026-11-22")
    assert plan.folder == "Carina_-NIRCam-2026-11-22"
    assert [entry.path for entry in plan] == [
        "HST/o_1/c.fits",
        "JWST/jw01039-o004_t001_miri_ch3-long/a.fits",
        "JWST/jw01039-o004_t001_miri_ch3-long/b.fits",
    ]
    assert plan.count == 3
    assert found.script("links").splitlines()[0] == (
        "https://mast.stsci.edu/api/v0.1/Download/file?uri=mast:HST/product/c.fits"
    )


def test_files_that_would_share_a_place_all_keep_their_own() -> None:
    names = ["a.fits", "A.fits", "a.fits", "\u00e9.fits", "e\u0301.fits", "b.fits"]
    found = basket(
        *(
            product(dataURI=f"mast:{place}/{place}", productFilename=name)
            for place, name in enumerate(names)
        )
    )
    paths = {entry.uri: entry.path.rpartition("/")[2] for entry in found.plan()}
    assert len({normalize("NFC", path).casefold() for path in paths.values()}) == 6
    assert paths["mast:5/5"] == "b.fits"
    # What a file is called does not depend on what is fetched with it.
    found.clear_selection()
    [second] = (
        position
        for position, row in enumerate(found.tree.row_at)
        if found.tree.is_file(position) and found.catalog.uri(row) == "mast:2/2"
    )
    found.choose(found.below(second), on=True)
    [entry] = found.plan()
    assert entry.path.rpartition("/")[2] == paths["mast:2/2"] != "a.fits"


def test_no_file_is_called_like_an_unfinished_one() -> None:
    found = basket(
        product(dataURI="mast:a", productFilename="x.fits"),
        product(dataURI="mast:b", productFilename="x.fits.part"),
    )
    assert [entry.path.rpartition("/")[2] for entry in found.plan()] == [
        "x.fits",
        "x.fits.part_",
    ]


def test_foreign_files_are_left_out_unless_ticked() -> None:
    found = basket(
        product(),
        product(dataURI="https://example.org/x.fits", productFilename="x.fits"),
        product(dataURI="javascript:alert(1)", productFilename="y.fits"),
        # One head, two hosts: each URI is judged by itself.
        product(dataURI="https://mast.stsci.edu", productFilename="mast.stsci.edu"),
        product(dataURI="https://example.net", productFilename="example.net"),
    )
    plan = found.plan()
    names = [found.catalog.filename(row) for row in plan.foreign]
    assert sorted(names) == ["example.net", "x.fits", "y.fits"]
    assert plan.count == len(list(plan)) == 2
    ticked = found.plan(included=plan.foreign)
    assert ticked.count == len(list(ticked)) == 4
    assert "javascript" not in "".join(entry.address for entry in ticked)


def test_an_unknown_method_names_those_that_exist() -> None:
    with pytest.raises(RetrievalError, match="curl, links"):
        basket(product()).script("telex")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jw01_cal.fits", "jw01_cal.fits"),
        ("", "unnamed"),
        ("..", "unnamed"),
        ("../../etc/passwd", "_.._etc_passwd"),
        (".bashrc", "bashrc"),
        ("a/b\\c:d", "a_b_c_d"),
        ("new\nline", "new_line"),
        ("  name. ", "name"),
        (". a", "a"),
    ],
)
def test_safe_names(text: str, name: str) -> None:
    assert safe_name(text) == name


@pytest.mark.property
@given(st.text(max_size=300))
def test_any_name_becomes_one_path_part(text: str) -> None:
    name = safe_name(text)
    assert name
    assert not name.startswith((".", " "))
    assert not set(name) & set('/\\\0\n\r:*?"<>|')
    assert len(name.encode()) <= 255
