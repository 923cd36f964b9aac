"""Comma-separated values with the archive's column names."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, FormatError, SkybasketError

from tests.unit.lists import answer, product


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_the_same_list_reads_the_same_in_both_formats() -> None:
    rows = [product(), product(dataURI="mast:JWST/product/b.jpg", size=0, filters=None)]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    from_csv = Basket.open(text.getvalue().encode())
    assert list(from_csv.files) == list(Basket.open(answer(*rows)).files)


def test_quotes_commas_and_line_breaks_in_values() -> None:
    content = table("dataURI,description", 'mast:a,"one, ""two""', 'three"')
    [found] = Basket.open(content).files
    assert found.description == 'one, "two" three'


def test_comments_byte_order_mark_and_case_of_names() -> None:
    content = (
        b"\xef\xbb\xbf# written by hand\r\n\r\nDATAURI,Size\r\nmast:HST/a.fits,5\r\n"
    )
    [found] = Basket.open(content).files
    assert (found.uri, found.size) == ("mast:HST/a.fits", 5)


@pytest.mark.parametrize("missing", ["", "--", "nan", "None"])
def test_what_tools_write_for_nothing_is_nothing(missing: str) -> None:
    [found] = Basket.open(table("dataURI,size,filters", f"mast:a,{missing},")).files
    assert found.size is None


def test_a_wrong_number_of_values_is_said_with_its_line() -> None:
    content = table("dataURI,size", "mast:a,1", "mast:b", "mast:c,3,4")
    with pytest.raises(FormatError) as failure:
        Basket.open(content)
    assert failure.value.where == (
        "line 3: 1 values instead of 2",
        "line 4: 3 values instead of 2",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (table("dataURI,size"), "no products"),
        (table("dataURI,size,size", "mast:a,1,2"), "same name"),
        (table("dataURI,size", 'mast:a,"1'), "cannot be read"),
        (table("dataURI,size", "mast:a,one"), "1 value is wrong"),
        (table("uri,size", "mast:a,1"), "not a list of products"),
    ],
)
def test_bad_tables_get_one_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        Basket.open(content)


@pytest.mark.property
@given(st.text(), st.binary())
def test_any_text_is_read_or_refused(text: str, tail: bytes) -> None:
    content = b"dataURI,size\n" + text.encode("utf-8", "ignore") + tail
    try:
        assert Basket.open(content).files.count
    except SkybasketError as error:
        assert error.message  # noqa: PT017 - any of its kind will do
