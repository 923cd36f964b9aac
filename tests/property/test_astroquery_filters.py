"""Filters mean what they mean in astroquery, but where the house says otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skybasket import Basket, Filters

from tests.archive.catalogue import Row, answer, product
from tests.archive.invoke import column_types

mast = pytest.importorskip("astroquery.mast")
portal = pytest.importorskip("astroquery.mast.discovery_portal")

pytestmark = pytest.mark.property

#: Our facets, the archive's columns, and values that they have.
FACETS: Final[dict[str, tuple[str, tuple[object, ...]]]] = {
    "category": ("productType", ("SCIENCE", "PREVIEW", "INFO", "AUXILIARY")),
    "group": ("productSubGroupDescription", ("I2D", "CAL", "X1D", None)),
    "mission": ("obs_collection", ("JWST", "HST", "TESS")),
    "level": ("calib_level", (-1, 0, 1, 2, 3, 4)),
    "access": ("dataRights", ("PUBLIC", "EXCLUSIVE_ACCESS", None)),
    "data_type": ("dataproduct_type", ("image", "spectrum", "cube", None)),
    "proposal": ("proposal_id", ("1039", "1345", "17301")),
}
EXTENSIONS: Final = (".fits", ".fits.gz", ".jpg", ".ecsv", ".txt")
SIZES: Final = st.integers(1, 30)
SPANS: Final = st.one_of(
    st.tuples(st.sampled_from([">=", "<=", ">", "<", ""]), SIZES).map(
        lambda told: f"{told[0]}{told[1]}"
    ),
    st.tuples(SIZES, SIZES).map(lambda ends: f"{min(ends)}..{max(ends)}"),
)


@dataclass(frozen=True)
class Choice:
    """Filters, once for each of the two."""

    ours: dict[str, Any]
    theirs: dict[str, Any]


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Draw products; all their sizes are known."""
    found: list[Row] = []
    for number in range(draw(st.integers(1, 15))):
        row = product(
            f"file{number}{draw(st.sampled_from(EXTENSIONS))}",
            f"observation{number % 3}",
            recommended=draw(st.booleans()),
            size=draw(SIZES),
        )
        told = {name: draw(st.sampled_from(values)) for name, values in FACETS.values()}
        found.append({**row, **told})
    return found


@st.composite
def choices(draw: st.DrawFn, found: list[Row]) -> Choice:
    """Draw filters of values that some product has; we refuse others by name."""
    ours: dict[str, Any] = {}
    theirs: dict[str, Any] = {}
    facets = draw(st.lists(st.sampled_from(sorted(FACETS)), unique=True, max_size=4))
    for facet in facets:
        column, _ = FACETS[facet]
        there = sorted({str(row[column]) for row in found if row[column] is not None})
        if there:
            some = st.lists(st.sampled_from(there), min_size=1, max_size=3)
            values = [draw(st.sampled_from(["", "!"])) + one for one in draw(some)]
            ours[facet] = theirs[column] = values
    if draw(st.booleans()):
        ours["recommended"] = theirs["mrp_only"] = True
    if draw(st.booleans()):
        names = [str(row["productFilename"]) for row in found]
        there = sorted({name[name.index(".") :] for name in names})
        some = st.lists(st.sampled_from(there), min_size=1, max_size=3)
        ours["extension"] = theirs["extension"] = draw(some)
    if draw(st.booleans()):
        ours["size"] = theirs["size"] = draw(SPANS)
    return Choice(ours, theirs)


def shown(found: list[Row], **filters: Any) -> set[str]:  # noqa: ANN401
    """Return the files that we show."""
    basket = Basket.open(answer(found))
    basket.filters = Filters(**filters)
    return {one.filename for one in basket.shown}


def filtered(found: list[Row], **filters: Any) -> set[str]:  # noqa: ANN401
    """Return the files that astroquery filters out of the archive's answer."""
    told = json.loads(answer(found))
    types = column_types(found)
    told["fields"] = [{"name": name, "type": kind} for name, kind in types.items()]
    table = portal._json_to_table(told)
    kept = mast.Observations.filter_products(table, **filters)
    return set(map(str, kept["productFilename"]))


@given(st.data(), rows())
@settings(max_examples=150)
def test_filters_show_what_astroquery_keeps(
    data: st.DataObject, found: list[Row]
) -> None:
    choice = data.draw(choices(found))
    assert shown(found, **choice.ours) == filtered(found, **choice.theirs)


# Where the house differs


IMAGE: Final = product("a_i2d.fits", "o", size=10, productType="SCIENCE", calib_level=3)
PACKED: Final = product("b.fits.gz", "o", size=20, productType="PREVIEW", calib_level=2)
UNKNOWN: Final = product("c.jpg", "o", size=0, productType="INFO", calib_level=1)
THREE: Final = [IMAGE, PACKED, UNKNOWN]


def test_capital_letters_make_no_difference_here() -> None:
    assert shown(THREE, category=["Science"]) == {"a_i2d.fits"}
    assert filtered(THREE, productType=["Science"]) == set()


def test_a_packed_file_has_an_extension_of_its_own_here() -> None:
    assert shown(THREE, extension=[".fits.gz"]) == {"b.fits.gz"}
    assert shown(THREE, extension=["fits"]) == {"a_i2d.fits"}
    assert filtered(THREE, extension=["gz"]) == {"b.fits.gz"}


def test_an_unknown_size_is_no_size_here() -> None:
    assert shown(THREE, size="<15") == {"a_i2d.fits"}
    assert filtered(THREE, size="<15") == {"a_i2d.fits", "c.jpg"}
