"""Filters: astroquery's rules, one normal form, and a way there and back."""

from __future__ import annotations

import re
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


@pytest.mark.parametrize(
    ("size", "bounds"),
    [
        ("", None),
        ("  ", None),
        ("7", (7, 7)),
        ("=7 B", (7, 7)),
        (">=7", (7, None)),
        (">7", (8, None)),
        ("<=7", (0, 7)),
        ("<7", (0, 6)),
        ("<1", (0, 0)),
        ("7..7", (7, 7)),
        ("..7", (0, 7)),
        ("7..", (7, None)),
        ("..", (0, None)),
        (" 2 .. 3 ", (2, 3)),
        ("2..3 kB", (2000, 3000)),
        ("2 B..3 kB", (2, 3000)),
        ("2 kB..", (2000, None)),
        ("1.5 MB", (1_500_000, 1_500_000)),
        ("1 GB..1 TB", (10**9, 10**12)),
    ],
)
def test_which_sizes_a_text_stands_for(
    size: str, bounds: tuple[int, int | None] | None
) -> None:
    assert Filters(size=size).size_bounds() == bounds


@pytest.mark.parametrize("size", ["7..6", "<0", "1 kB..999", "-1", "1 PB", "1..2..3"])
def test_what_is_no_range_of_sizes_is_said(size: str) -> None:
    with pytest.raises(FilterError, match=re.escape(size)):
        Filters(size=size)


@pytest.mark.parametrize(
    ("facet", "given_value", "kept"),
    [
        ("category", "science", {"SCIENCE"}),
        ("access", "public", {"PUBLIC"}),
        ("kind", "SCIENCE", {"science"}),
        ("batch", "Available", {"available"}),
        ("extension", "FITS.GZ", {".fits.gz"}),
        ("extension", ".fits", {".fits"}),
        ("extension", "!jpg", {"!.jpg"}),
        ("extension", "", {""}),
        ("extension", "!", {"!"}),
        ("group", " Cal ", {"Cal"}),
        ("mission", "! HST", {"!HST"}),
        ("target", "!!x", {"!!x"}),
        ("level", 3, {"3"}),
        ("level", [3, -1], {"3", "-1"}),
        ("group", ("A", "B"), {"A", "B"}),
    ],
)
def test_each_value_is_kept_in_one_form(
    facet: str, given_value: object, kept: set[str]
) -> None:
    filters = Filters(**{facet: given_value})  # type: ignore[arg-type]
    assert filters.chosen(facet) == kept


def test_a_name_is_one_line_of_at_most_255_characters() -> None:
    assert Filters(name=" a\r\n\tb  c\n").name == "a b  c"
    assert Filters(name="x" * 255 + " ").name == "x" * 255
    with pytest.raises(FilterError, match="at most 255 characters"):
        Filters(name="x" * 256)


def test_one_value_is_put_in_and_taken_out() -> None:
    filters = Filters(name="x", category={"SCIENCE"})
    both = filters.with_value("category", "preview", on=True)
    assert both == Filters(name="x", category={"SCIENCE", "PREVIEW"})
    assert both.with_value("category", "preview", on=False) == filters
    assert filters.with_value("group", "CAL", on=False) == filters
    assert both.with_only("category", ["INFO"]) == Filters(name="x", category={"INFO"})
    for change in (filters.with_only, Filters(level={1}).with_only):
        with pytest.raises(FilterError, match="use category, kind, extension, "):
            change("name", ["x"])


@pytest.mark.parametrize(
    ("filters", "text"),
    [
        (Filters(), ""),
        (Filters(recommended=True), "recommended"),
        (Filters(name="*_dr?.f[1] &x"), "name=*_dr?.f%5B1%5D%20%26x"),
        (Filters(size=">=1.5 MB"), "size=>=1.5%20MB".replace(">=", ">%3D")),
        (Filters(category={"!INFO", "SCIENCE"}), "category=!INFO,SCIENCE"),
        (Filters(group={"", "~", "a,b"}), "group=~,a%2Cb,%7E"),
        (Filters(extension={".fits"}, level={2}), "extension=.fits&level=2"),
        (Filters(target={"a/b: <c>"}), "target=a/b:%20<c>"),
    ],
)
def test_how_filters_are_written_in_an_address(filters: Filters, text: str) -> None:
    assert filters.format() == text
    assert Filters.parse(f" {text} ") == filters


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("recommended", True),
        ("recommended=", True),
        ("recommended=yes", True),
        ("recommended=no", False),
        ("&&recommended&", True),
    ],
)
def test_the_switch_in_an_address(text: str, on: bool) -> None:
    assert Filters.parse(text) == Filters(recommended=on)


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"name": 3}, ("3",)),
        ({"recommended": "yes"}, ("'yes'",)),
        ({"group": "CAL"}, ("'CAL'",)),
        ({"group": ["CAL", 3]}, ("['CAL', 3]",)),
        ({"name": "\ud800"}, (r"'\ud800'",)),
        ({"level": ["3", "\udfff"]}, (r"['3', '\udfff']",)),
    ],
)
def test_a_value_of_the_wrong_form_is_shown(
    value: object, where: tuple[str, ...]
) -> None:
    with pytest.raises(FilterError, match="wrong form") as caught:
        Filters.from_json(value)
    assert caught.value.where == where


def test_what_has_no_meaning_in_an_address_is_shown() -> None:
    with pytest.raises(FilterError, match="'category' has no value") as caught:
        Filters.parse("name=x&category")
    assert caught.value.where == ("name=x&category",)
    with pytest.raises(FilterError, match="'colour'; use access, bandpass, batch, "):
        Filters.parse("colour=red")
    with pytest.raises(FilterError, match="must be text") as caught:
        Filters(size=3)  # type: ignore[arg-type]
    assert caught.value.where == ("3",)


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
