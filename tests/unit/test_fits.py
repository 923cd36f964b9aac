"""Binary tables of FITS files."""

from __future__ import annotations

import io
import math
import struct
from typing import Any, Final

import numpy as np
import pytest
from astropy.io import fits as astropy  # type: ignore[import-untyped]
from astropy.table import MaskedColumn, Table  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from skybasket.errors import FormatError
from skybasket.formats import fits

from tests.unit.tables import broken, cut, outcome, read_or_refused


def written(*units: Any) -> bytes:  # noqa: ANN401
    """Return a file of tables and other units, behind an empty first one."""
    content = io.BytesIO()
    extensions = [
        astropy.table_to_hdu(unit) if isinstance(unit, Table) else unit
        for unit in units
    ]
    astropy.HDUList([astropy.PrimaryHDU(), *extensions]).writeto(content)
    return content.getvalue()


def whole() -> Table:
    """Return a table of every type that is read, with values missing."""
    table = Table()
    table["uri"] = ["mast:a b", "", "it's"]
    table["several"] = [["a", "two"], ["", "b"], ["c", ""]]
    table["size"] = MaskedColumn([1, 2**63 - 1, 3], mask=[False, False, True])
    table["large"] = np.array([0, 1, 2**64 - 1], dtype="u8")
    table["unsigned"] = np.array([0, 1, 2**16 - 1], dtype="u2")
    table["signed"] = np.array([-128, 0, 127], dtype="i2")
    table["byte"] = np.array([0, 128, 255], dtype="u1")
    table["int"] = np.array([-(2**31), 0, 2**31 - 1], dtype="i4")
    table["real"] = [1.5, math.nan, -math.inf]
    table["float"] = np.array([0.5, 0.25, -2], dtype="f4")
    table["flag"] = [True, False, True]
    table["flags"] = [[True, False], [False, True], [True, True]]
    table["pair"] = [[1, 2], [3, 4], [5, 6]]
    table["reals"] = [[1.5, math.nan], [0, 1], [2, 3]]
    return table


VALUES: Final[dict[str, list[Any]]] = {
    "uri": ["mast:a b", "", "it's"],
    "several": [["a", "two"], ["", "b"], ["c", ""]],
    "size": [1, 2**63 - 1, None],
    "large": [0, 1, 2**64 - 1],
    "unsigned": [0, 1, 2**16 - 1],
    "signed": [-128, 0, 127],
    "byte": [0, 128, 255],
    "int": [-(2**31), 0, 2**31 - 1],
    "real": [1.5, None, -math.inf],
    "float": [0.5, 0.25, -2],
    "flag": [True, False, True],
    "flags": [[True, False], [False, True], [True, True]],
    "pair": [[1, 2], [3, 4], [5, 6]],
    "reals": [[1.5, None], [0, 1], [2, 3]],
}
PLACES: Final = ["row 1", "row 2", "row 3"]


def test_what_astropy_writes_is_read() -> None:
    content = written(whole())
    assert fits.looks_like(content)
    assert outcome(fits.read, content) == (VALUES, PLACES, [])


def by_hand(cards: dict[str, str], rows: bytes, count: int = 2) -> bytes:
    """Return a file of one table as other programs may write it."""
    first = {"SIMPLE": "T", "BITPIX": "8", "NAXIS": "0"}
    second = {
        "XTENSION": "'BINTABLE'",
        "BITPIX": "8",
        "NAXIS": "2",
        "NAXIS1": str(len(rows) // count),
        "NAXIS2": f"{count} / rows",
        "PCOUNT": "0",
        "GCOUNT": "1",
        "TFIELDS": str(sum(key.startswith("TFORM") for key in cards)),
        **cards,
    }
    content = b""
    for header in (first, second):
        lines = [f"{key:8}= {value}".ljust(80) for key, value in header.items()]
        text = "".join([*lines, "COMMENT = 'no value'".ljust(80), "END"])
        content += text.ljust(2880).encode()
    return content + rows.ljust(2880, b"\0")


def test_what_others_write_is_read() -> None:
    cards = {
        "TFORM1": "'J'",
        "TTYPE1": "'it''s  ' / a comment",
        "TSCAL1": "5.0D-1",
        "TZERO1": "-1",
        "TNULL1": "-9",
        "TFORM2": "'1E      '",
        "TSCAL2": "2",
        "TFORM3": "'1B'",
        "TZERO3": "-128",
        "TFORM4": "'0J'",
        "TFORM5": "'L'",
        "TFORM6": "'4A'",
    }
    rows = struct.pack(">ifBc4s", 5, 1.5, 0, b"\0", b"a\0bc")
    rows += struct.pack(">ifBc4s", -9, math.nan, 255, b"F", b" b  ")
    assert outcome(fits.read, by_hand(cards, rows)).columns == {
        "it's": [1.5, None],
        "column 2": [3.0, None],
        "column 3": [-128, 127],
        "column 4": [None, None],
        "column 5": [None, False],
        "column 6": ["a", " b"],
    }


ASCII: Final = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=9)


@pytest.mark.property
@given(
    st.lists(
        st.tuples(ASCII, st.integers(-(2**63), 2**63 - 1), st.floats()), min_size=1
    )
)
def test_any_values_that_astropy_writes_are_read(
    rows: list[tuple[str, int, float]],
) -> None:
    texts, numbers, reals = map(list, zip(*rows, strict=True))
    table = Table([texts, numbers, reals], names=["text", "number", "real"])
    columns, _, refused = outcome(fits.read, written(table))
    assert columns["text"] == [text.rstrip(" ") for text in texts]
    assert columns["number"] == numbers
    assert columns["real"] == [None if math.isnan(real) else real for real in reals]
    assert refused == []


def test_the_first_table_with_rows_is_read_and_the_others_are_told() -> None:
    second = whole()
    second.meta["EXTNAME"] = "O'NE"
    image = astropy.ImageHDU(np.ones((7, 5)))
    content = written(image, whole()[:0], whole(), second) + b"anything" * 360
    assert outcome(fits.read, content) == (
        VALUES,
        PLACES,
        [("extension O'NE", "only the first table with rows is read", "O'NE")],
    )


def test_a_row_with_bytes_that_are_no_text_is_refused() -> None:
    content = written(whole()).replace(b"mast:a b", b"mast:a\xff ")
    columns, places, [refused] = outcome(fits.read, content)
    assert (columns["size"], places) == ([2**63 - 1, None], ["row 2", "row 3"])
    assert refused[:2] == ("row 1", "column uri: b'mast:a\\xff ' is not text")
    assert '"mast:a\\\\xff "' in refused.text


def test_large_tables_come_in_parts() -> None:
    content = written(Table({"size": np.arange(45_000)}))
    assert [len(part.columns["size"]) for part in fits.read(content, [])] == [
        20_000,
        20_000,
        5_000,
    ]
    columns, places, _ = outcome(fits.read, content)
    assert columns == {"size": list(range(45_000))}
    assert places[-1] == "row 45,000"


IMAGE: Final = astropy.ImageHDU(np.ones((50, 50), dtype="i2"))
PACKED: Final = astropy.CompImageHDU(np.ones((50, 50), dtype="i2"))
ARRAYS: Final = astropy.Column("x", "PJ()", array=np.array([[1], [2, 3]], dtype=object))
LIST: Final = astropy.TableHDU.from_columns([astropy.Column("a", "I4", array=[1])])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (written(), "an image, not a table of products"),
        (written(IMAGE), "an image, not a table of products"),
        (written(PACKED), "an image, not a table of products"),
        (written(LIST), "only binary tables"),
        (written(whole()[:0]), "only binary tables with rows"),
        (written(astropy.BinTableHDU.from_columns([ARRAYS])), "of variable length"),
        (written(Table({"x": [1j]})), "of a type that is not read"),
        (written(whole())[:-2880], "not complete"),
        (written(whole())[:2960], "not complete"),
        (written(whole()).replace(b"'several ", b"'uri     "), "same name"),
        (b"", "an image"),
    ],
)
def test_what_is_no_such_table_gets_one_clear_error(
    content: bytes, message: str
) -> None:
    with pytest.raises(FormatError, match=message):
        outcome(fits.read, content)


def changed(old: bytes, new: bytes) -> bytes:
    """Return a file with another text in its header, of the same length."""
    content = written(whole())
    assert content.count(old) == 1
    assert len(old) == len(new)
    return content.replace(old, new)


@pytest.mark.parametrize(
    "content",
    [
        changed(b"TFORM4  = 'K       '", b"TFORM4  = 'J       '"),
        changed(b"TFORM4  = 'K       '", b"TFORM4  = '9999999K'"),
        changed(b"TNULL3  =               999999", b"TNULL3  =               9999x9"),
        changed(b"TFIELDS =                   14", b"TFIELDS =                   xx"),
    ],
)
def test_a_header_that_contradicts_itself_is_refused(content: bytes) -> None:
    with pytest.raises(FormatError, match="cannot be used"):
        outcome(fits.read, content)


def test_a_header_that_promises_too_much_is_refused() -> None:
    content = changed(
        b"NAXIS2  =                    3", b"NAXIS2  =      999999999999999"
    )
    with pytest.raises(FormatError, match="not complete"):
        outcome(fits.read, content)


def test_other_things_are_no_fits() -> None:
    assert not fits.looks_like(b"")
    assert not fits.looks_like(b"SIMPLE,EXTEND\nT,F\n")


SMALL: Final = written(Table({"uri": ["mast:a"], "size": [1]}))


def test_a_file_cut_off_anywhere_is_refused() -> None:
    for part in cut(SMALL.rstrip(b"\0")):
        with pytest.raises(FormatError):
            outcome(fits.read, part)


@pytest.mark.property
@given(st.binary() | broken(SMALL, SMALL[2880:], written(whole())))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(fits.read, content)
    read_or_refused(fits.read, SMALL[:2880] + content)
