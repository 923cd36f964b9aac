"""Values between commas, semicolons or tabs."""

from __future__ import annotations

import csv as plain
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.errors import FormatError
from skybasket.formats import csv, delimited

from tests.unit.tables import broken, outcome, read_or_refused


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_quotes_commas_and_line_breaks_in_values() -> None:
    content = table("dataURI,description", 'mast:a,"one, ""two""', 'three"', "mast:b,")
    columns, places, refused = outcome(csv.read, content)
    assert columns == {
        "dataURI": ["mast:a", "mast:b"],
        "description": ['one, "two"\nthree', ""],
    }
    assert (places, refused) == (["line 2", "line 4"], [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_every_separator_and_line_end(delimiter: str, end: str, quote: str) -> None:
    lines = [
        "# written, by; hand",
        "",
        f"dataURI{delimiter} Size{delimiter}",
        f"mast:a{delimiter}{quote}5{quote}{delimiter}x",
        "",
        f"mast:b{delimiter}{quote}6{quote}{delimiter}",
    ]
    content = b"\xef\xbb\xbf" + end.join(lines).encode() + end.encode()
    assert csv.looks_like(content)
    assert outcome(csv.read, content) == (
        {"dataURI": ["mast:a", "mast:b"], "Size": ["5", "6"], "column 3": ["x", ""]},
        ["line 4", "line 6"],
        [],
    )


CELLS = st.text(st.sampled_from('ab,;\t"\n é#'), max_size=4)


@pytest.mark.property
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8
        )
    ),
    st.sampled_from(",;\t"),
    st.integers(1, 40),
)
def test_what_csv_writes_is_read_back_however_it_is_cut_into_chunks(
    rows: list[list[str]], delimiter: str, size: int
) -> None:
    names = [f"n{column}" for column in range(len(rows[0]))]
    text = io.StringIO(newline="")
    writer = plain.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(names)
    starts = []
    for row in rows:
        starts.append(f"line {text.getvalue().count(chr(10)) + 1}")
        writer.writerow(row)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_CHUNK", size)
        if len(names) == 1:
            patch.setattr(csv, "_DELIMITERS", (delimiter,))
        columns, places, refused = outcome(csv.read, text.getvalue().encode())
    assert columns == dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    assert (places, refused) == (starts, [])


@pytest.mark.parametrize("quoted", ["mast:ok", '"mast:ok"'])
def test_only_lines_of_the_wrong_length_are_refused(quoted: str) -> None:
    content = table("dataURI,size", "mast:a", "mast:b,1,2", f"{quoted},3", "  ")
    columns, places, refused = outcome(csv.read, content)
    assert columns == {"dataURI": ["mast:ok"], "size": ["3"]}
    assert places == ["line 4"]
    assert refused == [
        ("line 2", "1 values instead of 2", "mast:a"),
        ("line 3", "3 values instead of 2", "mast:b,1,2"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('mast:b,"not closed', "a quotation mark is not closed"),
        ('mast:b,"5" wide', "cannot be read (',' expected after '\"')"),
        ('mast:b,"' + "x" * 200_000 + '"', "cannot be read (field larger than"),
        ("mast:b,a\rb", "cannot be read (new-line character seen in unquoted field)"),
    ],
)
def test_a_stray_quotation_mark_costs_its_own_line_only(line: str, reason: str) -> None:
    others = [f"mast:c{number},{number}" for number in range(300)]
    content = table("dataURI,size", "mast:a,1", line, *others)
    columns, places, [refused] = outcome(csv.read, content)
    assert columns["dataURI"] == ["mast:a", *(f"mast:c{n}" for n in range(300))]
    assert places == ["line 2", *(f"line {number}" for number in range(4, 304))]
    assert (refused.place, refused.text) == ("line 3", line)
    assert refused.reason.startswith(reason)


def test_lines_that_open_one_quotation_after_another_are_read_in_time() -> None:
    content = b"uri,size\nmast:a,1\n" + b'x","y\n' * 20_000
    columns, _, refused = outcome(csv.read, content)
    assert columns == {"uri": ["mast:a"], "size": ["1"]}
    assert len(refused) == 20_000


def test_a_line_in_another_encoding_is_refused_alone() -> None:
    content = b"dataURI,note\nmast:a,caf\xe9\nmast:b,\xc3\xa9\n"
    columns, places, refused = outcome(csv.read, content)
    assert columns == {"dataURI": ["mast:b"], "note": ["é"]}
    assert places == ["line 3"]
    assert refused == [("line 2", "is not UTF-8 text", "mast:a,caf\ufffd")]


def test_large_tables_come_in_parts() -> None:
    row = b"mast:JWST/product/%07d_cal.fits,123456789,PUBLIC\n"
    content = b"dataURI,size,dataRights\n" + b"".join(row % n for n in range(100_000))
    tables = list(csv.read(content, []))
    assert max(len(part.columns["size"]) for part in tables) < 50_000
    assert outcome(csv.read, content).places[-1] == "line 100,001"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (table("dataURI,size"), "no products"),
        (table("dataURI,size", "", "  "), "no products"),
        (table("dataURI,size,size", "mast:a,1,2"), "same name"),
        (table('dataURI,"size', "mast:a,1"), "names of the columns cannot be read"),
        (table("dataURI,size", "mast:a", "mast:b,1,2"), "No row"),
        (table("dataURI,größe", "mast:a,1").decode().encode("latin-1"), "UTF-8"),
        (table("dataURI,size", "mast:a,1").decode().encode("utf-16"), "UTF-8"),
        (b"", "no columns"),
        (b"# nothing but a comment", "no columns"),
    ],
)
def test_bad_tables_get_one_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        outcome(csv.read, content)


def test_the_error_names_the_lines() -> None:
    with pytest.raises(FormatError) as failure:
        outcome(csv.read, table("dataURI,size", *("mast:a",) * 22))
    assert failure.value.where[0] == "line 2: 1 values instead of 2"
    assert failure.value.where[-1] == "and 2 more"


@pytest.mark.parametrize(
    "content",
    [
        table("dataURI,size", "mast:a,1"),
        table("# comment", "", "a;b", "1;2;3", "1;2"),
        table("\ufeffName\tURL", "a\thttps://example.org/a"),
        table("uri", "mast:a"),
        table("dataURI,size"),
        table(",dataURI", "0,mast:a"),
        table("dataURI,description", 'mast:a,"one', 'two"'),
    ],
)
def test_tables_are_recognised(content: bytes) -> None:
    assert csv.looks_like(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        table("mast:HST/product/a.fits", "mast:HST/product/b.fits"),
        table("mast:HST/product/a.fits,mast:HST/product/b.fits", "a,b"),
        table("U9O40504M", "Z14Z0104T"),
        table("U9O40504M, Z14Z0104T"),
        table('{"data": [1,', "2]}"),
        table("<html>,", "a,"),
        table("one, two", "a line of words", "and another"),
        table("#!/bin/bash", "curl --fail 'https://example.org/a,b'"),
        table("uri,größe", "a,b").decode().encode("latin-1"),
        table("uri,size", "a,b").decode().encode("utf-16"),
        bytes(range(256)),
    ],
)
def test_other_things_are_not(content: bytes) -> None:
    assert not csv.looks_like(content)


@pytest.mark.property
@given(
    st.text(st.sampled_from('a,"\n\r\x00é\ud800'), max_size=40),
    st.binary(max_size=20),
    st.integers(1, 20),
)
def test_any_lines_are_read_or_refused(text: str, tail: bytes, size: int) -> None:
    content = b"dataURI,size\n" + text.encode("utf-8", "ignore") + tail
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_CHUNK", size)
        read_or_refused(csv.read, content)


@pytest.mark.property
@given(st.binary() | broken(table("uri;b", '1;"2', '3"', "4;5")))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    csv.looks_like(content)
    read_or_refused(csv.read, content)


def test_what_protects_spreadsheets_from_our_manifests_is_taken_away() -> None:
    content = table(
        "uri,address,path,size_exact,description",
        "mast:a,https://x,a,True,'=1+1",
        "mast:b,https://x,b,True,''quoted'",
    )
    columns, _, refused = outcome(csv.read, content)
    assert columns["description"] == ["=1+1", "'quoted'"]
    assert refused == []
    plain = table("dataURI,description", "mast:a,'=1+1")
    assert outcome(csv.read, plain)[0]["description"] == ["'=1+1"]
