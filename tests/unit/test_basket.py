"""The basket as a notebook user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from skybasket import Basket, Filters, FormatError, SelectionError

from tests.unit.lists import answer, product

SAMPLE = Path(__file__).resolve().parents[2] / "site" / "sample.json"


@pytest.fixture
def basket() -> Basket:
    return Basket.open(SAMPLE)


def test_it_starts_unfiltered_and_named_after_its_file(basket: Basket) -> None:
    assert basket.filters == Filters()
    assert basket.title == "sample"
    assert basket.shown.count == basket.files.count == len(list(basket.files)) == 63
    assert basket.files.unknown == sum(not file.size for file in basket.files)


def test_the_sample_names_real_files_of_three_missions(basket: Basket) -> None:
    assert basket.facets()["mission"] == {"HST": 22, "JWST": 22, "TESS": 19}
    for file in basket.files:
        assert file.uri == f"mast:{file.mission}/product/{file.filename}"
        assert file.access == "PUBLIC"


def test_selecting_by_path(basket: Basket) -> None:
    basket.select("TESS")
    assert basket.selected.count == 19
    basket.deselect("TESS/tess2018292075959-s0004-0000000219345200-0124-s")
    assert basket.selected.count == 14
    basket.clear_selection()
    basket.select("HST/U9O40504M/u9o40504m_drz.fits")
    assert [file.filename for file in basket.selected] == ["u9o40504m_drz.fits"]
    with pytest.raises(SelectionError, match="HUT"):
        basket.select("HUT")


def test_a_folder_covers_what_is_shown_in_it(basket: Basket) -> None:
    basket.filters = Filters(recommended=True)
    basket.select("TESS")
    basket.filters = Filters()
    assert basket.selected.count == basket.facets()["recommended"]["yes"] - 18
    assert {file.recommended for file in basket.selected} == {"yes"}


def test_removing_takes_hidden_files_too_and_can_be_undone(basket: Basket) -> None:
    basket.select_all()
    basket.filters = Filters(mission={"JWST"})
    basket.remove_selected()
    assert basket.files.count == 0
    basket.undo()
    assert (basket.files.count, basket.selected.count) == (63, 63)
    assert basket.filters == Filters(mission={"JWST"})
    basket.redo()
    assert basket.files.count == 0


def test_typing_a_name_is_one_step(basket: Basket) -> None:
    for text in ("d", "dr", "drz"):
        basket.filter(Filters(name=text), typing="name")
    assert basket.shown.count == 1
    basket.undo()
    assert basket.filters == Filters()


def test_what_was_removed_can_be_added_again(basket: Basket) -> None:
    basket.remove_all()
    assert basket.add(SAMPLE).added == 63
    assert basket.files.count == 63
    assert basket.add(SAMPLE).known == 63
    assert basket.undo_step is not None
    assert basket.undo_step.kind == "added"


def test_several_sources_make_one_basket() -> None:
    basket = Basket.open(
        SAMPLE, answer(product(dataURI="mast:a"), product(dataURI="mast:b"))
    )
    assert basket.files.count == 65
    assert set(basket.facets()["mission"]) == {"HST", "JWST", "TESS"}
    assert basket.title == "sample"


def test_observations_tell_what_their_products_tell(basket: Basket) -> None:
    number = basket.catalog.observation_number(
        "JWST", "jw03149-o001_t001_nirspec_g140m-f100lp"
    )
    assert number is not None
    observation = basket.catalog.observation(number)
    assert (observation.instrument, observation.proposal) == ("NIRSPEC", "3149")
    assert observation.exposure is None


def test_one_uri_is_one_file_whatever_it_is_called() -> None:
    uri = "mast:HLA/url/cgi-bin/getdata.cgi?dataset=1"
    rows = [product(dataURI=uri, productFilename=name) for name in ("a.fits", "b.fits")]
    [file] = Basket.open(answer(*rows)).files
    assert (file.uri, file.filename) == (uri, "a.fits")


def test_a_file_that_comes_back_brings_what_is_known_now() -> None:
    basket = Basket.open(b"dataURI\nmast:JWST/product/x_cal.fits\n")
    basket.remove_all()
    row = product(
        dataURI="mast:JWST/product/x_cal.fits", productFilename="x_cal.fits", size=7
    )
    basket.add(answer(row))
    assert [(file.size, file.category) for file in basket.files] == [(7, "SCIENCE")]
    basket.undo()
    basket.undo()
    assert [file.size for file in basket.files] == [None]
    basket.add(answer(row))
    assert basket.files.count == 1


def test_nothing_worked_out_before_an_addition_is_used_after_it() -> None:
    def one(name: str, size: int) -> bytes:
        uri = f"mast:X/{name}"
        return answer(product(dataURI=uri, productFilename=name, size=size, obs_id="o"))

    basket = Basket.open(one("b.fits", 100))
    basket.select_all()
    assert basket.selected.bytes == basket.shown.bytes == 100
    basket.clear_selection()
    basket.add(one("a.fits", 7))
    basket.select("JWST/o/a.fits")
    assert [file.filename for file in basket.selected] == ["a.fits"]
    basket.deselect("JWST/o/a.fits")
    basket.select("JWST/o/b.fits")
    basket.remove_selected()
    assert (basket.shown.bytes, basket.facets()["extension"]) == (7, {".fits": 1})


def test_an_addition_that_fails_leaves_the_basket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    basket = Basket.open(SAMPLE)
    basket.select("HST")
    chosen = [file.uri for file in basket.selected]
    with monkeypatch.context() as patch:
        patch.setattr("skybasket.holdings.Index", _fail)
        with pytest.raises(MemoryError):
            basket.add(answer(product(dataURI="mast:new/a.fits")))
    assert [file.uri for file in basket.selected] == chosen
    assert basket.files.count == 63
    basket.add(answer(product(dataURI="mast:new/a.fits")))
    assert basket.files.count == 64
    assert [file.uri for file in basket.selected] == chosen


def _fail(*_arguments: object) -> None:
    raise MemoryError


def test_paths_of_files_without_an_observation() -> None:
    basket = Basket.open(b"dataURI\nmast:HST/product/a_flc.fits\n")
    for path in ("HST", "HST//a_flc.fits", "HST/a_flc.fits"):
        basket.clear_selection()
        basket.select(path)
        assert basket.selected.count == 1
    basket.remove_all()
    with pytest.raises(SelectionError):
        basket.select("HST")


@pytest.mark.parametrize(
    ("content", "message", "where"),
    [
        (
            b"obs_collection,obs_id,s_ra,s_dec\nHST,u9o40504m,1.5,2.5\n",
            "This is a list of observations. Search for their products",
            (),
        ),
        (
            b"u9o40504m\nu9o40505m\n",
            "This is a list of names. Search for these observations",
            ("u9o40504m",),
        ),
    ],
)
def test_a_list_without_files_says_what_to_do_with_it(
    content: bytes, message: str, where: tuple[str, ...]
) -> None:
    basket = Basket()
    with pytest.raises(FormatError, match=message) as caught:
        basket.add(content)
    assert caught.value.where == where
    assert basket.files.count == 0


def test_a_missing_file_is_a_skybasket_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"nothing\.json cannot be opened"):
        Basket.open(tmp_path / "nothing.json")
