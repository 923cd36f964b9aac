"""Links: what is put into one comes out of it, and anything else is one clear error."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives.mast_columns import ProductReader
from skybasket.catalog import Catalog, ProductRows
from skybasket.errors import LinkError
from skybasket.filters import Filters
from skybasket.formats.contents import Table
from skybasket.sharing import (
    SharedBasket,
    SharedSearch,
    decode,
    encode_basket,
    encode_search,
)
from skybasket.sharing.facets import FIELDS
from skybasket.sharing.link import pack, unpack
from skybasket.sharing.sizes import rounded
from skybasket.sharing.streams import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.property

#: All that can be seen, blanks within included.
seen = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))
#: Names that share much, in every way, and some that share nothing.
stems = st.sampled_from(
    [
        "jw01_nrca1",
        "jw01_nrca2",
        "jw01_nrca9",
        "jw01-o1_t1_z",
        "jw01",
        "x",
        "X",
        "é",
        "_",
        "a-b",
        "a-c",
        "a9",
        "a0",
        "日本",
        "U9O40504M",
        "u9o40504m",
    ]
) | st.text(seen, max_size=9)
endings = st.sampled_from(
    ("_cal.fits", "_cal_thumb.jpg", "_i2d.fits", ".fits.gz", "", ".txt", "_a_b_c.csv")
) | st.text(seen, max_size=5)
heads = st.sampled_from(
    [
        "mast:HST/product/",
        "mast:JWST/product/",
        "mast:",
        "https://h.org/?x=",
        "m:/:/é/",
        "ftp://é.org/",
        "mast:HLSP/a/0001/",
        "mast:HLSP/a/0002/",
        "mast:HLSP/b:c/",
    ]
)
values: dict[str, st.SearchStrategy[str]] = {
    "recommended": st.sampled_from(("yes", "no", "unknown", "")),
    "category": st.sampled_from(("SCIENCE", "PREVIEW", "NEW KIND", "")),
    "kind": st.sampled_from(("science", "reference", "")),
    "batch": st.sampled_from(("available", "unavailable", "")),
    "level": st.sampled_from(("-1", "0", "1", "2", "3", "4", "")),
    "access": st.sampled_from(("PUBLIC", "EXCLUSIVE_ACCESS", "")),
    "inferred": st.sampled_from(("", "instrument", "mission group level bandpass")),
}
texts = st.sampled_from(
    ("", "I2D", "é ü", "F200W;CLEAR", "1039", "M 51 \u200b")
) | st.text(seen, max_size=6).map(str.strip)
sizes = st.sampled_from((0, 1, 999, 1000, 2880, 31680, 207360)) | st.integers(0, 10**15)
filters = st.builds(
    Filters,
    recommended=st.booleans(),
    name=st.text(seen, max_size=9),
    size=st.sampled_from(("", ">=1.5 MB", "100..1000")),
    category=st.sets(st.sampled_from(("SCIENCE", "!PREVIEW", "")), max_size=2),
    extension=st.sets(st.sampled_from((".fits", "!.jpg")), max_size=2),
    target=st.sets(st.text(seen, max_size=9), max_size=3),
)
titles = st.text(seen, max_size=200).map(str.strip)


@st.composite
def product_rows(draw: st.DrawFn) -> ProductRows:
    """Products of any kind; columns that are constant, or different throughout."""
    count = draw(st.integers(1, 12))
    uris, filenames = [], []
    for _ in range(count):
        name = draw(stems) + draw(endings)
        uris.append((draw(heads) + name).strip())
        own = uris[-1][max(uris[-1].rfind("/"), uris[-1].rfind(":")) + 1 :]
        filenames.append(own.strip() or "unnamed")
        if draw(st.integers(0, 5)) == 0:
            filenames[-1] = draw(st.sampled_from((own.upper().strip(), "other.fits")))
            filenames[-1] = filenames[-1] or "unnamed"
    text = {}
    for name in FIELDS:
        of_field = values.get(name, texts)
        choice = draw(st.lists(of_field, min_size=1, max_size=4))
        order = random.Random(draw(st.integers(0, 9)))  # noqa: S311 - no secret
        text[name] = order.choices(choice, k=count)
    text["observation_id"] = [
        draw(st.sampled_from((name, name[:5], name.upper(), given)))
        for name, given in zip(filenames, text["observation_id"], strict=True)
    ]
    text["observation_id"] = list(map(str.strip, text["observation_id"]))
    return ProductRows(
        uris=uris,
        filenames=filenames,
        text=text,
        sizes=draw(st.lists(sizes, min_size=count, max_size=count)),
        inexact=frozenset(draw(st.sets(st.integers(0, count - 1)))),
    )


def catalog_of(products: ProductRows) -> tuple[Catalog, list[int]]:
    catalog = Catalog()
    return catalog, list(catalog.append(products, lambda _row: False))


def by_uri(products: ProductRows) -> dict[str, dict[str, Any]]:
    """Return what is known of each file."""
    return {
        uri: {
            "filename": products.filenames[place],
            "size": products.sizes[place],
            "is_exact": place not in products.inexact,
            **{name: column[place] for name, column in products.text.items()},
        }
        for place, uri in enumerate(products.uris)
    }


def listed(uris: Sequence[str], filenames: Sequence[str]) -> ProductRows:
    """Return what a list of URIs and names tells."""
    reader = ProductReader()
    reader.take(Table({"uri": uris, "filename": filenames}))
    [products], refused = reader.finish()
    assert not refused
    return products


def opened(text: str) -> SharedBasket:
    shared = decode(text)
    assert isinstance(shared, SharedBasket)
    return shared


@given(product_rows(), titles, filters, st.booleans())
def test_a_basket_comes_back(
    products: ProductRows, title: str, chosen: Filters, selected: bool
) -> None:
    catalog, rows = catalog_of(products)
    shared = opened(
        encode_basket(catalog, rows, title=title, filters=chosen, selected=selected)
    )
    assert (shared.title, shared.filters, shared.selected) == (title, chosen, selected)
    found = by_uri(shared.products)
    assert len(found) == len(shared.products) == len(set(rows))
    for row in set(rows):
        given = catalog.product(row)
        back = found[given.uri]
        assert back["filename"] == given.filename
        for name in FIELDS:
            assert back[name] == visible(catalog.text[name][row]).strip(), name
        size = catalog.sizes[row]
        if back["is_exact"]:
            assert (back["size"], given.size_exact or not size) == (size, True)
        else:
            assert back["size"] == rounded(size)
            assert abs(back["size"] - size) * 200 <= size


@given(product_rows(), st.booleans())
def test_without_details_a_link_says_what_its_names_say(
    products: ProductRows, selected: bool
) -> None:
    catalog, rows = catalog_of(products)
    text = encode_basket(
        catalog, rows, title="", filters=Filters(), selected=selected, details=False
    )
    found = opened(text).products
    expected = {catalog.uri(row): catalog.filename(row) for row in rows}
    assert dict(zip(found.uris, found.filenames, strict=True)) == expected
    assert found == listed(found.uris, found.filenames)


@given(product_rows(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_rows_makes_no_difference(
    products: ProductRows, order: random.Random, details: bool
) -> None:
    catalog, rows = catalog_of(products)
    mixed = [*rows, *rows[:3]]
    order.shuffle(mixed)
    first, second = (
        encode_basket(
            catalog, some, title="t", filters=Filters(), selected=True, details=details
        )
        for some in (rows, mixed)
    )
    assert first == second


@given(
    st.sets(st.integers(0, 10**18), min_size=1, max_size=20),
    product_rows(),
    product_rows(),
    titles,
    filters,
    st.booleans(),
)
def test_a_search_comes_back(  # noqa: PLR0913, PLR0917 - what a link carries
    numbers: set[int],
    excluded: ProductRows,
    included: ProductRows,
    title: str,
    chosen: Filters,
    selected: bool,
) -> None:
    shared = SharedSearch(
        title=title,
        filters=chosen,
        numbers=sorted(numbers),
        excluded=sorted(set(excluded.uris)),
        included=sorted(set(included.uris)),
        selected=selected,
    )
    text = encode_search(shared)
    assert decode(text) == shared
    other = replace(shared, excluded=shared.excluded[::-1])
    assert encode_search(other) == text


@given(st.text() | st.text("AQabyz019-_", max_size=60))
def test_garbage_is_refused(text: str) -> None:
    with pytest.raises(LinkError) as error:
        decode(text)
    assert error.value.message.endswith(".")


@given(st.binary(max_size=200))
def test_garbage_with_a_right_checksum_is_refused(content: bytes) -> None:
    opened_or_refused(content)


@given(
    product_rows(),
    st.booleans(),
    st.lists(
        st.tuples(
            st.integers(0, 4000),
            st.integers(0, 3),
            st.binary(max_size=3) | st.sampled_from((b"\n", b"\xff" * 9, b"\x80" * 9)),
        ),
        min_size=1,
        max_size=3,
    ),
)
def test_what_is_changed_inside_is_refused_or_means_something_else(
    products: ProductRows, details: bool, changes: list[tuple[int, int, bytes]]
) -> None:
    catalog, rows = catalog_of(products)
    text = encode_basket(
        catalog, rows, title="t", filters=Filters(), selected=True, details=details
    )
    content = unpack(text)
    for place, length, other in changes:
        start = place % len(content)
        content = content[:start] + other + content[start + length :]
    opened_or_refused(content)


def opened_or_refused(content: bytes) -> None:
    """Open what somebody put into a link by other means than ours."""
    try:
        shared = decode(pack([content]))
    except LinkError as error:
        assert error.message.endswith(".")  # noqa: PT017 - it is what is looked at
        return
    if isinstance(shared, SharedBasket):
        # Whatever it is, a basket can take it.
        catalog, rows = catalog_of(shared.products)
        for row in rows:
            product = catalog.product(row)
            told = product.uri + product.filename + product.target
            assert visible(told) == told
