"""The basket as a notebook user meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from skybasket import Basket, Filters, SelectionError

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
    assert basket.add(SAMPLE).listed == 63
    assert basket.files.count == 63
    assert basket.add(SAMPLE).listed == 63
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
