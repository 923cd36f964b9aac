"""VOTable, in all the ways in which rows stand in it."""

from __future__ import annotations

import io
import math
import struct
import warnings
from base64 import b64encode
from typing import Any, Final

import numpy as np
import pytest
from astropy.io.votable import from_table, writeto  # type: ignore[import-untyped]
from astropy.table import MaskedColumn, Table  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from skybasket.errors import FormatError
from skybasket.formats import votable

from tests.unit.tables import broken, cut, outcome, read_or_refused

FORMATS: Final = ("tabledata", "binary", "binary2")


def written(table: Table, form: str) -> bytes:
    content = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):
        writeto(from_table(table), content, tabledata_format=form)
    return content.getvalue()


def whole() -> Table:
    """Return a table of every type that astropy writes."""
    table = Table()
    table["uri"] = np.array(["mast:a b", "", "é, <'日'>"], dtype=object)
    table["fixed"] = ["x", "two words", "&lt;"]
    table["size"] = [1, 2**63 - 1, -(2**63)]
    table["byte"] = np.array([0, 128, 255], dtype="u1")
    table["short"] = np.array([-(2**15), 0, 2**15 - 1], dtype="i2")
    table["int"] = np.array([-(2**31), 0, 2**31 - 1], dtype="i4")
    table["real"] = [1.5, math.nan, math.inf]
    table["float"] = np.array([0.5, -0.25, -math.inf], dtype="f4")
    table["flag"] = [True, False, True]
    table["flags"] = [[True] * 9, [False] * 9, [True, False, True] * 3]
    table["pair"] = [[1, 2], [3, 4], [5, 6]]
    table["complex"] = [1 + 2j, 0j, -1.5j]
    return table


VALUES: Final[dict[str, list[Any]]] = {
    "uri": ["mast:a b", "", "é, <'日'>"],
    "fixed": ["x", "two words", "&lt;"],
    "size": [1, 2**63 - 1, -(2**63)],
    "byte": [0, 128, 255],
    "short": [-(2**15), 0, 2**15 - 1],
    "int": [-(2**31), 0, 2**31 - 1],
    "real": [1.5, None, math.inf],
    "float": [0.5, -0.25, -math.inf],
    "flag": [True, False, True],
    "flags": [[True] * 9, [False] * 9, [True, False, True] * 3],
    "pair": [[1, 2], [3, 4], [5, 6]],
    "complex": [[1, 2], [0, 0], [0, -1.5]],
}


@pytest.mark.parametrize("form", FORMATS)
def test_what_astropy_writes_is_read(form: str) -> None:
    content = written(whole(), form)
    assert votable.looks_like(content)
    assert outcome(votable.read, content) == (VALUES, ["row 1", "row 2", "row 3"], [])


@pytest.mark.parametrize("form", ["tabledata", "binary2"])
def test_what_astropy_masks_is_none(form: str) -> None:
    table = whole()["size", "int", "float"]
    for name in table.colnames:
        table[name] = MaskedColumn(table[name], mask=[False, True, False])
    columns, _, _ = outcome(votable.read, written(table, form))
    assert columns == {
        name: [VALUES[name][0], None, VALUES[name][2]] for name in table.colnames
    }


TEXTS: Final = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn"], max_codepoint=0xFFFF),
    max_size=9,
)


@pytest.mark.property
@given(
    st.lists(
        st.tuples(TEXTS, st.integers(-(2**63), 2**63 - 1), st.floats()), min_size=1
    ),
    st.sampled_from(FORMATS),
)
def test_any_values_that_astropy_writes_are_read(
    rows: list[tuple[str, int, float]], form: str
) -> None:
    table = Table()
    texts, numbers, reals = map(list, zip(*rows, strict=True))
    table["text"] = np.array(texts, dtype=object)
    table["number"] = numbers
    table["real"] = reals
    columns, _, refused = outcome(votable.read, written(table, form))
    assert columns["text"] == texts
    assert columns["number"] == numbers
    assert columns["real"] == [None if math.isnan(real) else real for real in reals]
    assert refused == []


def document(inside: str, fields: str = "", before: str = "") -> bytes:
    return f"""{before}<vot:VOTABLE xmlns:vot="x"><vot:RESOURCE><vot:TABLE name="t">
<vot:PARAM name="p" datatype="int" value="1"><vot:VALUES null="1"/></vot:PARAM>
{fields}<vot:DATA>{inside}</vot:DATA></vot:TABLE></vot:RESOURCE></vot:VOTABLE>
""".encode()


FIELDS: Final = """
<vot:FIELD name="uri" datatype="char" arraysize="*"/>
<vot:FIELD ID="size" datatype="long"><vot:VALUES null="-99"/></vot:FIELD>
<vot:FIELD name="flag" datatype="boolean"/>
<vot:FIELD name="bits" datatype="bit" arraysize="3"/>
<vot:FIELD name="reals" datatype="float" arraysize="2x*"/>
<vot:FIELD name="pairs" datatype="floatComplex" arraysize="2"/>
"""


def tabledata(*rows: list[str]) -> str:
    lines = [
        f"<vot:TR>{''.join(f'<vot:TD>{cell}</vot:TD>' for cell in row)}</vot:TR>"
        for row in rows
    ]
    return f"<vot:TABLEDATA>{''.join(lines)}</vot:TABLEDATA>"


def test_what_others_write_as_text_is_read() -> None:
    rows = [
        ["mast:a&amp;b<!-- --><![CDATA[<c>]]>", " 0x1F ", "true", "1 0 1", "1,2", ""],
        ["", "-99", "f", "011", "1 NaN 3 4", "1 2 3 4"],
        ["x", "", "?", "", " ", "0 0 0 0"],
    ]
    content = b"\n " + document(tabledata(*rows), FIELDS)
    assert votable.looks_like(content)
    columns, places, refused = outcome(votable.read, content)
    assert columns == {
        "uri": ["mast:a&b<c>", "", "x"],
        "size": [31, None, None],
        "flag": [True, False, None],
        "bits": [[True, False, True], [False, True, True], None],
        "reals": [[1.0, 2.0], [1.0, None, 3.0, 4.0], None],
        "pairs": [None, [[1.0, 2.0], [3.0, 4.0]], [[0.0, 0.0], [0.0, 0.0]]],
    }
    assert (places, refused) == (["row 1", "row 2", "row 3"], [])


def stream(content: bytes, kind: str = "BINARY") -> str:
    text = b64encode(content).decode()
    lines = "\n".join(text[place : place + 60] for place in range(0, len(text), 60))
    return (
        f'<vot:{kind}><vot:STREAM encoding="base64">{lines}</vot:STREAM></vot:{kind}>'
    )


BINARY_FIELDS: Final = """
<vot:FIELD name="uri" datatype="char" arraysize="*"/>
<vot:FIELD name="name" datatype="unicodeChar" arraysize="20*"/>
<vot:FIELD name="fixed" datatype="char" arraysize="4"/>
<vot:FIELD name="size" datatype="int"><vot:VALUES null="-99"/></vot:FIELD>
<vot:FIELD name="flag" datatype="boolean"/>
<vot:FIELD name="bit" datatype="bit"/>
<vot:FIELD name="reals" datatype="double" arraysize="*"/>
<vot:FIELD name="shorts" datatype="short" arraysize="2x2"/>
"""


def binary_row(uri: bytes, size: int, flag: bytes, flags: bytes = b"") -> bytes:
    name = "é日".encode("utf-16-be")
    return (
        flags
        + struct.pack(">I", len(uri))
        + uri
        + struct.pack(">I", len(name) // 2)
        + name
        + b"ab\0\xff"
        + struct.pack(">i", size)
        + flag
        + b"\x80"
        + struct.pack(">I2d", 2, 0.5, math.nan)
        + struct.pack(">4h", 1, 2, 3, 4)
    )


def test_what_others_write_as_bytes_is_read() -> None:
    rows = binary_row(b"mast:a", 7, b"T") + binary_row(b"", -99, b" ")
    columns, places, _ = outcome(votable.read, document(stream(rows), BINARY_FIELDS))
    assert columns == {
        "uri": ["mast:a", ""],
        "name": ["é日", "é日"],
        "fixed": ["ab", "ab"],
        "size": [7, None],
        "flag": [True, None],
        "bit": [True, True],
        "reals": [[0.5, None], [0.5, None]],
        "shorts": [[1, 2, 3, 4], [1, 2, 3, 4]],
    }
    assert places == ["row 1", "row 2"]


def test_bits_in_front_of_a_row_say_which_cells_have_no_value() -> None:
    rows = binary_row(b"mast:a", 7, b"T", b"\x00") + binary_row(b"", 8, b"F", b"\x49")
    content = document(stream(rows, "BINARY2"), BINARY_FIELDS)
    columns, _, _ = outcome(votable.read, content)
    second = {name: values[1] for name, values in columns.items()}
    assert [name for name, value in second.items() if value is None] == [
        "name",
        "flag",
        "shorts",
    ]


def test_rows_that_do_not_fit_are_refused() -> None:
    good = ["x", "1", "t", "1", "1 2", "1 2"]
    rows = [
        good,
        ["x", "1"],
        ["x", "1.5", "t", "1", "1 2", "1 2"],
        ["x", "1", "maybe", "1", "1 2", "1 2"],
        ["x", "1", "t", "12", "1 2", "1 2"],
        ["x", "1", "t", "1", "one", "1 2"],
        ["x", "1", "t", "1", "1 2", "1 2 3"],
        good,
    ]
    columns, places, refused = outcome(votable.read, document(tabledata(*rows), FIELDS))
    assert (columns["size"], places) == ([1, 1], ["row 1", "row 8"])
    assert refused[0] == ("row 2", "2 values instead of 6", '["x", "1"]')
    assert [(place, reason) for place, reason, _ in refused[1:]] == [
        ("row 3", "column size: '1.5' is not a whole number"),
        ("row 4", "column flag: 'maybe' is neither true nor false"),
        ("row 5", "column bits: '12' is neither true nor false"),
        ("row 6", "column reals: 'one' is not a number"),
        ("row 7", "column pairs: '1 2 3' is not a complex number"),
    ]


def test_cells_that_are_in_no_row_belong_to_the_next() -> None:
    content = b"""<VOTABLE><TABLE><FIELD name="uri" datatype="char" arraysize="*"/>
    <DATA><TABLEDATA><TR><TD>a</TD></TR><TD>b</TD><TR><TD>c</TD></TR></TABLEDATA>
    </DATA></TABLE></VOTABLE>"""
    columns, places, [refused] = outcome(votable.read, content)
    assert (columns, places) == ({"uri": ["a"]}, ["row 1"])
    assert refused == ("row 2", "2 values instead of 1", '["b", "c"]')


def test_a_row_with_bytes_that_are_no_text_is_refused() -> None:
    rows = binary_row(b"\xff", 7, b"T") + binary_row(b"a", 7, b"T")
    columns, places, [refused] = outcome(
        votable.read, document(stream(rows), BINARY_FIELDS)
    )
    assert (columns["uri"], places) == (["a"], ["row 2"])
    assert refused[:2] == ("row 1", "column uri: b'\\xff' is not text")
    assert refused.text.startswith('["\\\\xff", ')


def test_the_first_table_with_rows_is_read_and_the_others_are_told() -> None:
    field = '<FIELD name="uri" datatype="char" arraysize="*"/>'
    rows = "<DATA><TABLEDATA><TR><TD>mast:a</TD></TR></TABLEDATA></DATA>"
    content = f"""<VOTABLE><RESOURCE>
<TABLE name="empty">{field}<DATA><TABLEDATA/></DATA></TABLE>
<TABLE name="first">{field}{rows}</TABLE></RESOURCE><RESOURCE>
<TABLE name="second">{field}{rows}</TABLE></RESOURCE>
<INFO name="QUERY_STATUS" value="OVERFLOW">1 row of 9</INFO></VOTABLE>"""
    columns, places, refused = outcome(votable.read, content.encode("utf-16"))
    assert (columns, places) == ({"uri": ["mast:a"]}, ["row 1"])
    assert refused == [
        ("table 3", "only the first table with rows is read", "second"),
        ("end of the table", "the service has more rows than it sent", "1 row of 9"),
    ]


BOMB: Final = """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>"""
URI: Final = '<vot:FIELD name="uri" datatype="char" arraysize="*"/>'
A: Final = tabledata(["a"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (document(A, URI, BOMB), "declares a document type"),
        (document(A, URI, '<!DOCTYPE x SYSTEM "http://x/y.dtd">'), "declares a"),
        (document(tabledata(["&undeclared;"]), URI), "not complete XML"),
        (document(A, ""), "no columns"),
        (document(A, URI + URI), "same name"),
        (document(tabledata(), URI), "no products"),
        (document(tabledata(["a", "b"]), URI), "No row"),
        (document(A, '<vot:FIELD name="uri" datatype="text"/>'), "type is not known"),
        (document(A, '<vot:FIELD name="uri" datatype="int" arraysize="a"/>'), "not kn"),
        (document('<vot:FITS extnum="1"/>', URI), "not in it"),
        (document('<vot:STREAM href="http://x/"/>', URI), "not in it"),
        (document('<vot:STREAM encoding="gzip"/>', URI), "not in it"),
        (document("<vot:STREAM>a?</vot:STREAM>", URI), "base64"),
        (document("<vot:STREAM>é</vot:STREAM>", URI), "base64"),
        (document(stream(b"\0\0\0\2a"), URI), "end too early"),
        (document(stream(b"\xff\xff\xff\xffa"), URI), "end too early"),
        (document(stream(b"\0\0"), URI), "end too early"),
        (document(stream(b"\0"), URI.replace("*", "0")), "no length"),
        (document(stream(b"\0\0\0\0") * 2, URI), "several places"),
        (document(stream(b"a"), URI.replace('"*"', '"2x*"')), "kind that is not read"),
        (document(stream(b"a"), URI.replace('"*"', '"999999999"')), "end too early"),
        (document("<vot:x>" * 70 + "</vot:x>" * 70, URI), "nested too deeply"),
        (b'<VOTABLE><INFO name="QUERY_STATUS" value="ERROR">no</INFO>', "an error"),
        (b'<?xml version="1.0" encoding="rot13"?><VOTABLE/>', "encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?><VOTABLE/>', "encoding"),
        (b"<html></html>", "not a VOTable"),
        (b"<VOTABLE/>", "no products"),
        (b"", "not complete XML"),
    ],
)
def test_bad_documents_get_one_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        outcome(votable.read, content)


def test_the_service_is_heard_when_it_tells_of_an_error() -> None:
    content = b'<VOTABLE><INFO name="QUERY_STATUS" value="ERROR"> no such table </INFO>'
    with pytest.raises(FormatError) as failure:
        outcome(votable.read, content)
    assert failure.value.where == ("no such table",)


@pytest.mark.parametrize("form", FORMATS)
def test_large_tables_come_in_parts(form: str) -> None:
    table = Table()
    table["uri"] = [f"mast:JWST/product/{number:07}" for number in range(45_000)]
    content = written(table, form)
    parts = list(votable.read(content, []))
    assert len(parts) > 1
    columns, places, _ = outcome(votable.read, content)
    assert columns == {"uri": list(table["uri"])}
    assert (places[0], places[-1]) == ("row 1", "row 45,000")


def test_other_things_are_no_votable() -> None:
    assert not votable.looks_like(b"")
    assert not votable.looks_like(b"<html><body>no <b>VOTABLE</b></body></html>")
    assert not votable.looks_like(b"uri,size\n<VOTABLE>,1\n")


SMALL: Final = (
    document(tabledata(["a", "1", "t", "101", "1 2", "1 2 3 4"]), FIELDS),
    document(stream(binary_row(b"mast:a", 7, b"T")), BINARY_FIELDS),
    document(stream(binary_row(b"a", 7, b"T", b"\x01"), "BINARY2"), BINARY_FIELDS),
)


@pytest.mark.parametrize("content", SMALL)
def test_a_document_cut_off_anywhere_is_refused(content: bytes) -> None:
    for part in cut(content.rstrip()):
        with pytest.raises(FormatError):
            outcome(votable.read, part)


@pytest.mark.property
@given(st.binary() | broken(*SMALL))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(votable.read, content)


@pytest.mark.property
@given(st.binary(), st.sampled_from(["BINARY", "BINARY2"]))
def test_any_rows_of_bytes_are_read_or_refused(content: bytes, kind: str) -> None:
    read_or_refused(votable.read, document(stream(content, kind), BINARY_FIELDS))
