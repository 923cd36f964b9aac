"""ECSV, as astropy and others write it."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from astropy.table import MaskedColumn, Table  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from skybasket.errors import FormatError
from skybasket.formats import ecsv

from tests.unit.tables import broken, cut, outcome, read_or_refused

SAMPLE: Final = Path(__file__).parents[3] / "shared" / "data" / "mm_jwst_M4.ecsv"


def written(table: Table, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    table.write(text, format="ascii.ecsv", delimiter=delimiter)
    return text.getvalue().encode()


def whole() -> Table:
    """Return a table of every type, with values missing."""
    table = Table()
    table["uri"] = ["mast:a b", 'x"y', "é, '日'"]
    table["empty"] = MaskedColumn(["a", "", "c"], mask=[False, False, True])
    table["size"] = MaskedColumn([1, 2**63 - 1, 3], mask=[False, False, True])
    table["large"] = np.array([0, 1, 2**64 - 1], dtype="u8")
    table["small"] = np.array([-128, 0, 127], dtype="i1")
    table["real"] = MaskedColumn([1.5, math.inf, 0], mask=[False, False, True])
    table["float"] = np.array([0.5, 0.25, -1e30], dtype="f4")
    table["flag"] = MaskedColumn([True, False, True], mask=[False, False, True])
    table["pairs"] = [[1, 2], [3, 4], [5, 6]]
    table["size"].unit = "byte"
    table["size"].description = "size: {in} 'bytes',\n  datatype: bool\n- {name: x}"
    table["size"].meta = {"datatype": "bool", "more": [{"name": "x"}, {"delimiter": 1}]}
    table.meta = {"datatype": [{"name": "x"}], "delimiter": "|", "text": "a\n\n- b: c"}
    return table


VALUES: Final[dict[str, list[Any]]] = {
    "uri": ["mast:a b", 'x"y', "é, '日'"],
    "empty": ["a", None, None],
    "size": [1, 2**63 - 1, None],
    "large": [0, 1, 2**64 - 1],
    "small": [-128, 0, 127],
    "real": [1.5, math.inf, None],
    "float": [0.5, 0.25, -1e30],
    "flag": [True, False, None],
    "pairs": ["[1,2]", "[3,4]", "[5,6]"],
}


@pytest.mark.parametrize("delimiter", [" ", ","])
def test_what_astropy_writes_is_read(delimiter: str) -> None:
    content = written(whole(), delimiter)
    assert ecsv.looks_like(content)
    columns, places, refused = outcome(ecsv.read, content)
    assert columns == VALUES
    assert [list(map(type, values)) for values in columns.values()] == [
        list(map(type, values)) for values in VALUES.values()
    ]
    first = content.count(b"\n") - 2
    assert places == [f"line {number}" for number in range(first, first + 3)]
    assert refused == []


PRINTABLE: Final = st.characters(
    exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs"]
)
WORDS: Final = st.text(PRINTABLE | st.sampled_from("'\"#-:{}[],&*! "), max_size=9).map(
    str.strip
)
NAMES: Final = st.sampled_from(
    [
        "true",
        "no",
        "1",
        "- x",
        "{x}",
        "a, b",
        "it's",
        "# é",
        "datatype",
        "a: b",
        "x" * 300,
    ]
)


@pytest.mark.property
@given(
    st.lists((WORDS | NAMES).filter(bool), min_size=1, max_size=5, unique=True),
    st.lists(
        st.tuples(WORDS, st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=4
    ),
    st.sampled_from(" ,"),
)
def test_any_names_and_values_that_astropy_writes_are_read(
    names: list[str], rows: list[tuple[str, int]], delimiter: str
) -> None:
    table = Table()
    for place, name in enumerate(names):
        table[name] = [row[place % 2] for row in rows]
    columns, _, refused = outcome(ecsv.read, written(table, delimiter))
    assert columns == {
        name: [row[place % 2] if row[place % 2] != "" else None for row in rows]
        for place, name in enumerate(names)
    }
    assert refused == []


BY_HAND: Final = """\
#   %ECSV 1.0
# ---
# delimiter: ","
# datatype:
# -
#   name: uri
#   datatype: string
# - name: size
#   unit: byte
#   description: a text
#     datatype: string
#   datatype: int64
#   meta: !!omap
#   - datatype: string
# - {datatype: float64, meta: {datatype: string, deep: [1, {datatype: x}]}, name: c}
# - {"name": "datatype: bool", unknown: 'it''s', datatype: date}
# - {name: lists, datatype: string, subtype: 'int64[2]'}
# - {name: flag, datatype: bool}
# meta: {datatype: bool}

uri,size,c,datatype: bool,lists,flag
mast:a,1,1.5,2026,"[1,2]",True

mast:b,,,,,
"""


def test_what_others_write_is_read() -> None:
    columns, places, refused = outcome(ecsv.read, BY_HAND.encode())
    assert columns == {
        "uri": ["mast:a", "mast:b"],
        "size": [1, None],
        "c": [1.5, None],
        "datatype: bool": ["2026", None],
        "lists": ["[1,2]", None],
        "flag": [True, None],
    }
    assert (places, refused) == (["line 22", "line 24"], [])


def test_rows_that_do_not_fit_the_types_are_refused() -> None:
    wrong = ["x,1e5,,,,", "x,1_0,,,,", "x,,one,,,", "x,,,,,maybe", "x,1", 'x,",,,,,']
    content = (BY_HAND + "\n".join(wrong)).encode()
    columns, _, refused = outcome(ecsv.read, content)
    assert columns["uri"] == ["mast:a", "mast:b"]
    assert [reason for _, reason, _ in refused] == [
        "2 values instead of 6",
        "a quotation mark is not closed",
        "column size: '1e5' is not a whole number",
        "column size: '1_0' is not a whole number",
        "column c: 'one' is not a number",
        "column flag: 'maybe' is neither True nor False",
    ]
    assert refused[2] == ("line 25", refused[2].reason, "x,1e5,,,,")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('delimiter: ","', "delimiter: '|'", "neither a blank nor a comma"),
        ("# - {name: flag, datatype: bool}\n", "", "type of each column"),
        ("uri,size,c", "uri,uri,c", "same name"),
        ("uri,size", "größe,size", "UTF-8"),
    ],
)
def test_a_header_that_contradicts_itself_is_refused(
    old: str, new: str, message: str
) -> None:
    content = BY_HAND.replace(old, new).encode("latin-1")
    with pytest.raises(FormatError, match=message):
        outcome(ecsv.read, content)


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(FormatError, match="no products"):
        outcome(ecsv.read, written(whole()[:0]))


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real sample is not here")
def test_the_archives_own_table_is_read() -> None:
    content = SAMPLE.read_bytes()
    assert ecsv.looks_like(content)
    columns, places, refused = outcome(ecsv.read, content)
    assert (len(columns), len(places), refused) == (23, 5, [])
    assert columns["ArchiveFileID"][0] == 184925621
    assert columns["productLevel"][0] == "1b, 2a, 2b, 2c"
    assert columns["access"] == ["EXCLUSIVE_ACCESS"] * 5


def test_other_text_is_no_ecsv() -> None:
    assert not ecsv.looks_like(b"# a comment\nuri,size\n")
    assert not ecsv.looks_like(b"")


def test_a_table_cut_off_anywhere_is_read_or_refused() -> None:
    for content in cut(BY_HAND.encode()):
        read_or_refused(ecsv.read, content)


@pytest.mark.property
@given(st.binary() | broken(BY_HAND.encode(), written(whole()), written(whole(), " ")))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(ecsv.read, content)
