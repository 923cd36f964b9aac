"""Filters: astroquery's rules, one normal form, and a way there and back."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from skybasket import Basket, FilterError, Filters
from skybasket.filters import CHOOSABLE_FACETS

from tests.unit.lists import answer, product

FILES = answer(
    product(dataURI="mast:a_i2d.fits", productFilename="a_i2d.fits", size=100),
    product(
        dataURI="mast:a_i2d.jpg",
        productFilename="a_i2d.jpg",
        productType="PREVIEW",
        productSubGroupDescription="",
        productGroupDescription=None,
        size=0,
    ),
    product(
        dataURI="mast:b.fits.gz",
        productFilename="b.fits.gz",
        productSubGroupDescription="CAL",
        productGroupDescription=None,
        calib_level=2,
        size=2_000_000,
    ),
)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), {"a_i2d.fits", "a_i2d.jpg", "b.fits.gz"}),
        (Filters(recommended=True), {"a_i2d.fits"}),
        (Filters(extension={".fits"}), {"a_i2d.fits"}),
        (Filters(extension="fits.gz"), {"b.fits.gz"}),
        (Filters(category={"science"}), {"a_i2d.fits", "b.fits.gz"}),
        (Filters(category={"!PREVIEW"}), {"a_i2d.fits", "b.fits.gz"}),
        (Filters(category={"PREVIEW", "!PREVIEW"}), set()),
        (Filters(group={"s3d", "CAL"}), {"a_i2d.fits", "b.fits.gz"}),
        (Filters(group={""}), {"a_i2d.jpg"}),
        (Filters(level={3}), {"a_i2d.fits", "a_i2d.jpg"}),
        (Filters(level={2}, category={"PREVIEW"}), set()),
        (Filters(name="I2D"), {"a_i2d.fits", "a_i2d.jpg"}),
        (Filters(name="*_i2d.f?ts"), {"a_i2d.fits"}),
        (Filters(size="100..1000"), {"a_i2d.fits"}),
        (Filters(size=">=1.5 MB"), {"b.fits.gz"}),
        (Filters(size="<100"), set()),
        (Filters(size="..2 MB"), {"a_i2d.fits", "b.fits.gz"}),
    ],
)
def test_what_each_filter_shows(filters: Filters, names: set[str]) -> None:
    basket = Basket.open(FILES)
    basket.filters = filters
    assert {file.filename for file in basket.shown} == names
    assert basket.shown.count == len(names)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(kind={"CAL"}), "group 'cal' exists"),
        (Filters(kind={"dark"}), "use science, reference"),
        (Filters(batch={"!maybe"}), "use available, unavailable"),
        (Filters(level={7}), "use -1, 0, 1"),
        (Filters(category={"BOGUS"}), "use AUXILIARY"),
    ],
)
def test_what_no_product_can_have_is_said(filters: Filters, message: str) -> None:
    basket = Basket.open(FILES)
    with pytest.raises(FilterError, match=message):
        basket.filters = filters


def test_a_value_in_the_wrong_facet_names_the_right_one() -> None:
    basket = Basket.open(FILES)
    with pytest.raises(FilterError, match="group 'CAL' exists"):
        basket.filters = Filters(category={"CAL"})
    assert basket.filters == Filters()
    basket.filters = Filters(group={"NOT_HERE_YET"})
    assert basket.shown.count == 0


@pytest.mark.parametrize(
    "make",
    [
        lambda: Filters(name=3),  # type: ignore[arg-type]
        lambda: Filters(size=3),  # type: ignore[arg-type]
        lambda: Filters(size=">=" + "9" * 400),
        lambda: Filters(name="x" * 300),
        lambda: Filters(size="large"),
        lambda: Filters(size="5..1"),
        lambda: Filters().chosen("colour"),
        lambda: Filters.parse("colour=red"),
        lambda: Filters.parse("category"),
        lambda: Filters.from_json([]),
        lambda: Filters.from_json({"name": 3}),
        lambda: Filters.from_json({"group": [3]}),
        lambda: Filters.from_json({"colour": ["red"]}),
    ],
)
def test_what_cannot_be_filtered_is_said(make: object) -> None:
    assert callable(make)
    with pytest.raises(FilterError):
        make()


sizes = st.one_of(
    st.just(""),
    st.builds("{}..{}".format, st.integers(0, 999), st.integers(1000, 10**9)),
    st.sampled_from((">=1.5 MB", "<5 GB", "100", "..7 kB", "3 MB..")),
)
values = st.text(string.printable + "é✓,&=~%!", max_size=8)


@pytest.mark.property
@given(
    recommended=st.booleans(),
    name=values,
    size=sizes,
    chosen=st.dictionaries(
        st.sampled_from(
            [name for name in CHOOSABLE_FACETS if name not in ("kind", "batch")]
        ),
        st.sets(values, max_size=3),
    ),
)
@example(recommended=False, name="", size="", chosen={"category": {"~", "", "!~"}})
def test_there_and_back(
    recommended: bool, name: str, size: str, chosen: dict[str, set[str]]
) -> None:
    given_values: dict[str, object] = dict(chosen)
    filters = Filters.from_json(
        {"recommended": recommended, "name": name, "size": size}
        | {facet: list(values) for facet, values in given_values.items()}  # type: ignore[call-overload]
    )
    assert Filters.parse(filters.format()) == filters
    assert Filters.from_json(filters.to_json()) == filters
    assert set(filters.format()) <= set(
        string.ascii_letters + string.digits + "-._~!*?:/<>=&,%"
    )
