"""The machinery of the benchmark of links, with a handful of files."""

from __future__ import annotations

from random import Random

import pytest
from skybasket.catalog import Catalog

from tests.bench._peers import deflated_length
from tests.bench._products import generate
from tests.bench.links import RECOMMENDED, WAYS, WHOLE, chosen, measure, read_options


def test_made_up_products_are_the_same_each_time_and_all_different() -> None:
    products = generate(3000, 7)
    assert products == generate(3000, 7)
    assert products != generate(3000, 8)
    assert len(products) == len(set(products.uris)) == len(products.sizes) == 3000
    assert all(len(column) == 3000 for column in products.text.values())
    assert set(products.text["mission"]) >= {"HST", "JWST", "TESS"}


@pytest.mark.parametrize("way", WAYS)
def test_baskets_are_taken_as_users_would(way: str) -> None:
    products = generate(3000, 7)
    rows = chosen(products, 200, way, Random(1))  # noqa: S311 - no secret
    assert len(set(rows)) == len(rows) == 200
    marks = {products.text["recommended"][row] for row in rows}
    numbers = {products.text["parent_number"][row] for row in rows}
    if way == RECOMMENDED:
        assert marks == {"yes"}
    if way == WHOLE:
        assert len(numbers) < 50


def test_a_basket_is_measured() -> None:
    catalog = Catalog()
    catalog.append(generate(300, 7), lambda _row: False)
    bare, full = (
        measure(catalog, range(300), details=details) for details in (False, True)
    )
    assert 0 < bare.link < bare.deflated < bare.plain
    assert bare.link < full.link < full.deflated < full.plain
    assert 0 < full.exact < bare.exact == 1
    assert deflated_length("a" * 999) < 30


def test_the_options() -> None:
    assert read_options([]).baskets == 8
    with pytest.raises(SystemExit):
        read_options(["--baskets", "0"])
