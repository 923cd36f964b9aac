"""Records of downloads: whole again from their text, and strange or hostile ones."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from skybasket import Basket, Filters, keeping, retrieval
from skybasket.history import Entry
from skybasket.history_record import Record, Way, products_of
from skybasket.retrieval import Options, Plan
from skybasket.stored_text import MOST_INLINE

from tests.unit.historybook import files
from tests.unit.lists import answer, product

KEY = "jwst/public/jw01039/L3/t/o004/b_s3d.fits"


def mixed() -> Basket:
    """Return a basket with files of every kind, all selected."""
    basket = Basket("Été 2026")
    basket.add(
        answer(
            product(dataURI="mast:JWST/product/a_cal.fits", productFilename="a.fits"),
            product(dataURI="mast:JWST/product/b_s3d.fits", productFilename="b.fits"),
            product(dataURI="mast:x", productFilename="same", size=None),
            product(dataURI="mast:y", productFilename="SAME", obs_collection="HST"),
            product(dataURI="mast:secret", dataRights="EXCLUSIVE_ACCESS"),
            product(dataURI="https://h.example/w.fits", productFilename="w.fits"),
            product(dataURI="https://h.example/z.fits", productFilename="z.fits"),
        )
    )
    basket.add(files(3, obs_id="other"))
    basket.add(answer(product(dataURI="mast:alone", obs_id="alone", obsID=77)))
    basket.add(answer(product(dataURI="mast:x", obs_id="again", parent_obsid=77)))
    basket.select_all()
    basket.deselect("JWST/alone")
    basket.filters = Filters(mission={"JWST"})
    return basket


def planned(basket: Basket, **options: object) -> Plan:
    foreign = basket.plan().foreign[:1]
    values: dict[str, Any] = {"included": frozenset(foreign), **options}
    return basket.plan(Options(**values))


def noted(
    method: str = "curl", form: str = "", **options: object
) -> tuple[Record, str]:
    """Return the record of a download, and its text."""
    basket = mixed()
    plan = planned(basket, **options)
    way = Way.of(plan, method, form)
    record = Record.of(basket, plan, way, products_of(basket, plan))
    return record, "".join(way.text_form.pieces(plan))


def again(record: Record) -> str:
    """Return the text of a record once more."""
    assert record.products
    basket = Basket()
    assert not keeping.restore(basket, record.products)
    return "".join(record.way.pieces(basket, record.products))


def changed(**values: object) -> str:
    """Return the text of a record with something else in it."""
    told = json.loads(noted()[0].write()) | values
    return json.dumps(told, separators=(",", ":"))


def test_a_record_is_the_same_after_it_was_stored() -> None:
    record, _ = noted()
    assert Record.read(record.write()) == record
    assert record.write().isascii()


@pytest.mark.parametrize("layout", ["mission", "flat", "{proposal}/{filename}"])
@pytest.mark.parametrize(
    ("method", "form"),
    [
        (name, form)
        for name, method in retrieval.METHODS.items()
        for form in method.forms
    ],
)
def test_the_very_same_text_once_more(method: str, form: str, layout: str) -> None:
    keys = {"mast:JWST/product/b_s3d.fits": KEY, "mast:x": ""}
    record, text = noted(method, form, layout=layout, jobs=8, keys=keys)
    stored = Record.read(record.write())
    assert stored
    assert again(stored) == text
    assert ("https://h.example/z.fits" in text) is False
    assert method != "cloud" or KEY in text


def test_a_record_knows_what_it_is_of() -> None:
    record, _ = noted("manifest", "csv")
    assert (record.title, record.way.form) == ("Été 2026", "csv")
    assert (record.count, record.unknown) == (9, 1)
    assert record.size == 370405440 * 5 + 3003
    assert record.missions == ("HST", "JWST")
    assert record.filters == Filters(mission={"JWST"})
    assert record.way.included == ("https://h.example/w.fits",)


def test_its_products_are_exactly_what_was_downloaded() -> None:
    record, _ = noted()
    assert record.products
    basket = Basket.open(record.products)
    assert basket.files.count == basket.selected.count == record.count
    assert basket.filters == Filters(mission={"JWST"})


def test_two_downloads_of_the_same_are_known() -> None:
    one, other = noted()[0], noted()[0]
    assert one.is_same(other)
    assert not one.is_same(noted(jobs=2)[0])
    assert not one.is_same(noted("wget")[0])
    assert not one.is_same(replace(other, digest="another"))


def test_many_products_lie_apart() -> None:
    basket = Basket("large")
    basket.add(
        answer(
            *(product(dataURI=f"mast:{n * 7919 % 65537:x}x{n}") for n in range(20_000))
        )
    )
    basket.select_all()
    plan = basket.plan()
    content = products_of(basket, plan)
    record = Record.of(basket, plan, Way.of(plan, "curl", ""), content)
    assert len(content) * 4 / 3 > MOST_INLINE
    assert record.products is None
    assert len(record.write()) < 2000
    assert Record.read(record.write()) == record


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "[" * 100_000,
        changed(version=2),
        changed(version=None),
        changed(title=5),
        changed(when="yesterday"),
        changed(when="2026-13-45T00:00:00Z"),
        changed(changed=None),
        changed(again=[1]),
        changed(pinned="yes"),
        changed(count=-1),
        changed(size=1.5),
        changed(unknown=True),
        changed(missions=[1]),
        changed(missions=5),
        changed(way=None),
        changed(way=[]),
        changed(way={"folder": "x"}),
        changed(products="*"),
        changed(products=7),
        changed(digest="x" * 20_000),
    ],
    ids=range(24),
)
def test_what_is_no_record_cannot_be_read(text: str) -> None:
    assert Record.read(text) is None
    assert Entry.read("a", text).text == text


def test_what_a_hostile_record_says_stays_harmless() -> None:
    found = Record.read(changed(title="a\nb\x00\u202e", filters={"colour": ["red"]}))
    assert found
    assert (found.title, found.filters) == ("a b", Filters())


def test_places_of_copies_are_read_with_care() -> None:
    record, _ = noted("cloud", keys={"mast:x": "../up", "mast:y": "a"})
    assert "../up" not in again(record)
    assert record.products
    for cut in range(len(record.products) - 60, len(record.products)):
        short = record.products[:cut]
        assert "".join(record.way.pieces(Basket(), short))


def test_products_in_base64_are_checked() -> None:
    told = json.loads(noted()[0].write())
    assert base64.b64decode(told["products"]).startswith(b"\x89SKYBASKET")
