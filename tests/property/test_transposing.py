"""Rows of JSON that the page's own script takes apart, compared with `json.loads`."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from skybasket.errors import FormatError
from skybasket.formats import Reading, long_json, read
from skybasket.formats.long_json import LongJson, NotJsonError, members
from skybasket.formats.transposing import transposed

from tests.property.transposer import running_transposer
from tests.unit.lists import answer, product

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from skybasket.formats.transposing import Transpose

#: Values as a text can spell them: alike and unlike, right and wrong.
SPELLED: Final = [
    *("0", "-0", "1", "1.0", "1e0", "12", "123", "-1.5E+3", "0.1", "1e999"),
    *("9007199254740993", "123456789012345678901234567890", "NaN", "-Infinity"),
    *("true", "false", "null", '""', '"a"', r'"\u0061"', '"1"', '"null"', '"a b"'),
    *('"é"', '"世🔭"', r'"\ud83d\udd2d"', r'"\ud800"', r'"\\"', r'"\""', r'"a\\"'),
    *('"a,b"', '"},{"', '"],["', '": "', r'"\n"', '"__proto__"', "[]", "[1]", "{}"),
    *('{"a":1}', '"\ufeff"', '"\x7f"', '"a\x00"', '"a\tb"', r'"\x"', "01", "1.", "+1"),
    *(".5", "True", "nul", "", "1 2", "\ufeff1", "a", "'a'", "é"),
]
RIGHT: Final = SPELLED[: SPELLED.index('"a\x00"')]
SIMPLE: Final = SPELLED[: SPELLED.index("[]")]
NAMES: Final = ['"a"', '"b"', r'"\u0061"', '"1"', '"0"', '"__proto__"', '"é,"', '""']
BLANKS: Final = st.sampled_from(["", "", "", " ", "\n", "\r\n\t "])
PLACES: Final = st.lists(st.integers(0, 2000), max_size=6)


@pytest.fixture(scope="module")
def transpose() -> Iterator[Transpose]:
    with running_transposer() as function:
        yield function


@pytest.fixture(autouse=True, scope="module")
def _small_slices() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_json, "_SLICE", 200)
        patch.setattr(long_json, "_SEARCHED", 100)
        yield


@st.composite
def texts(draw: st.DrawFn, values: Sequence[str]) -> str:
    """Return rows as a text in JSON, most of them laid out alike."""
    layouts = st.tuples(
        st.booleans(),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
        *[BLANKS] * 4,
    )
    layout = draw(layouts)
    rows = []
    for _ in range(draw(st.integers(1, 25))):
        if draw(st.integers(0, 19)) == 0:
            layout = draw(layouts)
        rows.append(spelled(layout, lambda: draw(st.sampled_from(values))))
    return draw(BLANKS) + f"{draw(BLANKS)},{draw(BLANKS)}".join(rows) + draw(BLANKS)


def spelled(layout: Any, value: Any) -> str:  # noqa: ANN401
    is_named, names, first, second, third, fourth = layout
    cells = [
        f"{first}{name}{second}:{third}{value()}" if is_named else first + value()
        for name in names
    ]
    opening, closing = "{}" if is_named else "[]"
    return f"{opening}{f'{fourth},'.join(cells)}{fourth}{closing}"


def exact(value: object) -> str:
    """Return a text that tells 1, 1.0 and True apart, and NaN from nothing."""
    return repr(value)


def cut(content: bytes, places: Sequence[int]) -> list[bytes]:
    ends = sorted({0, len(content), *(place % (len(content) + 1) for place in places)})
    return [content[start:stop] for start, stop in pairwise(ends)]


def start_of_rows(text: str) -> int:
    for name, at in members(text, 0):
        if name == "rows" and text.startswith("[", at):
            return at + 1
    return -1


def rows_of(chunks: Sequence[bytes], transpose: Transpose) -> list[Any]:
    parser = LongJson(start_of_rows, transpose)
    rows: list[Any] = []
    for part in (*(part for one in chunks for part in parser.feed(one)), *parser.end()):
        rows.extend(part)
    whole, is_marked = parser.whole()
    rows += whole["rows"][is_marked:]
    return rows


@pytest.mark.property
@given(texts(RIGHT), PLACES)
def test_rows_are_what_json_says(
    transpose: Transpose, rows: str, places: list[int]
) -> None:
    text = f'{{"rows": [{rows}], "more": 1}}'
    found = rows_of(cut(text.encode(), places), transpose)
    assert exact(found) == exact(json.loads(text)["rows"])


@pytest.mark.property
@given(
    texts(SPELLED),
    st.integers(0, 2000),
    st.sampled_from(["", *'{}[],:"x\\\n1']),
    PLACES,
)
@example('{"a":1},{"a":"', 0, "", [])
@example('{"a":1},,{"a":1}', 0, "", [])
def test_what_is_no_json_is_told_where_it_is(
    transpose: Transpose, rows: str, place: int, put: str, places: list[int]
) -> None:
    place %= len(rows) + 1
    text = f'{{"rows": [{rows[:place]}{put}{rows[place:]}], "more": "é"}}'
    try:
        expected = exact(json.loads(text)["rows"])
    except json.JSONDecodeError as error:
        with pytest.raises(NotJsonError) as failure:
            rows_of(cut(text.encode(), places), transpose)
        found = failure.value
        fault = error.msg, error.lineno, error.colno
        assert (found.message, found.line, found.column) == fault
    else:
        assert exact(rows_of(cut(text.encode(), places), transpose)) == expected


@pytest.mark.property
@given(texts(SIMPLE), st.booleans())
def test_rows_are_taken_as_long_as_they_are_alike(
    transpose: Transpose, rows: str, is_begun: bool
) -> None:
    given = rows.replace("世", "ü").encode()
    whole = json.loads(f"[{given.decode()}]")
    try:
        found = transposed(transpose, b" ," * is_begun + given, is_begun=is_begun)
    except ValueError:
        [first, *_] = whole
        assert len(first) < rows.count(":")  # A name stands twice.
        return
    first = [*whole[0]] if isinstance(whole[0], dict) else None
    assert found.names == first
    assert exact(list(found)) == exact(whole[: len(found)])
    assert len(found) or found.is_cut


ALIKE: Final = '{"a": 1, "b": "x"}'
#: What a row is that cannot be taken with others like the first.
UNLIKE: Final = {
    "a missing name": '{"a": 1}',
    "another name": '{"a": 1, "b": "x", "c": 2}',
    "another order": '{"b": "x", "a": 1}',
    "another layout": '{"a":1, "b": "x"}',
    "a list in it": '{"a": [1], "b": "x"}',
    "an object in it": '{"a": 1, "b": {}}',
    "no object": '[1, "x"]',
    "a number": "7",
    "nothing": "null",
    "an empty object": "{}",
    "a byte order mark": '\ufeff{"a": 1, "b": "x"}',
}


@pytest.mark.parametrize("row", UNLIKE.values(), ids=UNLIKE)
def test_what_is_unlike_the_first_row_ends_the_columns(
    transpose: Transpose, row: str
) -> None:
    text = f"{ALIKE},\n{ALIKE}, {row}, {ALIKE}".encode()
    found = transposed(transpose, text, is_begun=False)
    assert (len(found), found.size, found.is_cut) == (2, 2 * len(ALIKE) + 2, False)


@pytest.mark.parametrize("row", ["{}", "[]", "7", '"a"', "[{}]", '{"a" 1}', '{"a":1;'])
def test_what_is_unlike_from_the_start_is_not_taken(
    transpose: Transpose, row: str
) -> None:
    found = transposed(transpose, f"{row}, {ALIKE}".encode(), is_begun=False)
    assert (len(found), found.size, found.is_cut) == (0, 0, False)


def test_what_has_not_come_yet_is_waited_for(transpose: Transpose) -> None:
    text = f"{ALIKE}, {ALIKE}".encode()
    for end in range(len(text)):
        found = transposed(transpose, text[:end], is_begun=False)
        assert (len(found), found.is_cut) == (end >= len(ALIKE), True)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": 1, "\\u0061": 2}', "twice"),
        (b'{"a": tru, "b": 1}', "Expecting value"),
        (b'{"a": 01, "b": 1}', "delimiter"),
        (b'{"a": "\t", "b": 1}', "control character"),
        (b'{"a": "\\x", "b": 1}', "escape"),
        (b'{"a": "\xff", "b": 1}', "decode"),
        (b'{"\xff": "a", "b": 1}', "decode"),
        (b'{"a": "\xed\xa0\x80", "b": 1}', "decode"),
        (b'{"a": 1' + 5000 * b"0" + b', "b": 1}', "digits"),
    ],
)
def test_what_is_odd_is_refused(
    transpose: Transpose, row: bytes, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        transposed(transpose, row, is_begun=False)


def test_many_columns_and_many_values(transpose: Transpose) -> None:
    wide = [list(range(998))] * 3
    found = transposed(transpose, json.dumps(wide)[1:-1].encode(), is_begun=False)
    assert list(found) == wide
    wider = json.dumps([list(range(1200))] * 3)[1:-1].encode()
    assert not transposed(transpose, wider, is_begun=False)
    for count in (256, 257, 65_536, 65_537):
        rows = [
            {"a": n % count + 10**9, "b": f"é{n % count:09}"} for n in range(3 * count)
        ]
        text = json.dumps(rows, ensure_ascii=False)[1:-1].encode()
        found = transposed(transpose, text, is_begun=False)
        assert list(found) == rows
        # Two in three are there already.
        assert [len(column.values) for column in found.columns] == [count, count]  # type: ignore[union-attr]


def contents(content: bytes, transpose: Transpose, places: Sequence[int]) -> Any:  # noqa: ANN401
    """Return what a list holds, or what is wrong with it."""
    reading = Reading(transpose=transpose)
    for chunk in cut(content, places):
        reading.feed(chunk)
    return told(reading.finish)


def told(finish: Any) -> Any:  # noqa: ANN401
    try:
        found = finish()
    except FormatError as error:
        return error.message, error.where
    rows = [
        [
            *zip(
                batch.uris,
                batch.filenames,
                batch.sizes,
                *batch.text.values(),
                *batch.extra.values(),
                strict=True,
            )
        ]
        for batch in found.products
    ]
    names = [(list(batch.text), list(batch.extra)) for batch in found.products]
    inexact = [batch.inexact for batch in found.products]
    return rows, names, inexact, found.refused, found.observations


VALUES: Final = st.sampled_from(
    [
        None,
        "",
        "a",
        "é 世",
        1,
        1.0,
        True,
        0,
        -3,
        "nan",
        "SCIENCE",
        [1],
        {"b": 2},
        10**20,
    ]
)
KEYS: Final = st.sampled_from(["size", "calib_level", "productType", "obs_id", "new"])


@pytest.mark.property
@given(
    st.lists(st.dictionaries(KEYS, VALUES, max_size=2), min_size=1, max_size=12),
    PLACES,
)
def test_products_are_what_they_are_without_it(
    transpose: Transpose, changes: list[dict[str, Any]], places: list[int]
) -> None:
    rows = [
        {**product(dataURI=f"mast:HST/product/a{n}_drz.fits"), **change}
        for n, change in enumerate(changes)
    ]
    content = answer(*rows)
    with pytest.MonkeyPatch.context() as patch:
        # Where a list is cut, others of its columns may be told by the others.
        patch.setattr(long_json, "_SLICE", 10**6)
        assert contents(content, transpose, places) == told(lambda: read(content))


def test_lists_of_values_get_the_names_that_come_behind_them(
    transpose: Transpose,
) -> None:
    fields = [{"name": "dataURI"}, {"name": "size"}]
    rows = [[f"mast:HST/product/a{n}_drz.fits", n] for n in range(50)]
    for nested in (
        {"Rows": rows, "Fields": fields},
        {"Rows": rows, "Fields": fields[:1]},
        {"Rows": rows, "Fields": fields[:1] * 2},
    ):
        content = json.dumps({"data": {"Tables": [nested]}}).encode()
        places = range(0, len(content), 70)
        assert contents(content, transpose, places) == told(lambda: read(content))  # noqa: B023
