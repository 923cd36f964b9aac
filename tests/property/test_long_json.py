"""JSON that comes in parts, compared with `json.loads` of all of it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from skybasket.formats import long_json
from skybasket.formats.long_json import MARK, LongJson, NotJsonError, members

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEXTS: Final = st.text(
    st.sampled_from('a"\\{}[],: \n\u00e9\u4e16\U0001f52d'), max_size=6
)
VALUES: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)
    ),
    max_leaves=6,
)
ROWS: Final = st.dictionaries(TEXTS, VALUES, max_size=4) | VALUES


def start_of_rows(text: str) -> int:
    for name, at in members(text, 0):
        if name == "rows" and text.startswith("[", at):
            return at + 1
    return -1


def read(chunks: Sequence[bytes]) -> tuple[Any, list[Any]]:
    """Return the whole without its rows, and these."""
    parser = LongJson(start_of_rows)
    rows: list[Any] = []
    for chunk in chunks:
        for part in parser.feed(chunk):
            rows.extend(part)
    for part in parser.end():
        rows.extend(part)
    whole, is_marked = parser.whole()
    assert is_marked == bool(rows)
    return whole, rows


@pytest.fixture(autouse=True, scope="module")
def _small_slices() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_json, "_SLICE", 60)
        patch.setattr(long_json, "_SEARCHED", 50)
        patch.setattr(long_json, "_TOGETHER", 3)
        yield


def cut(content: bytes, places: Sequence[int]) -> list[bytes]:
    ends = sorted({0, len(content), *(place % (len(content) + 1) for place in places)})
    return [content[start:stop] for start, stop in pairwise(ends)]


PLACES: Final = st.lists(st.integers(0, 2000), max_size=12)
LAYOUTS: Final = st.sampled_from([None, 0, 2])


@pytest.mark.property
@given(
    st.lists(ROWS, max_size=30),
    st.dictionaries(TEXTS, VALUES, max_size=2),
    st.dictionaries(TEXTS, VALUES, max_size=2),
    LAYOUTS,
    PLACES,
)
def test_what_comes_in_parts_is_what_there_is(
    rows: list[Any],
    before: dict[str, Any],
    after: dict[str, Any],
    indent: int | None,
    places: list[int],
) -> None:
    text = json.dumps(
        before | {"rows": rows} | after, indent=indent, ensure_ascii=False
    )
    whole, found = read(cut(text.encode(), places))
    assert found == rows
    if rows:
        assert whole["rows"] == [MARK]
        whole["rows"] = rows
    assert whole == json.loads(text)


@pytest.mark.property
@given(
    st.lists(st.dictionaries(TEXTS, VALUES, max_size=3), min_size=1, max_size=20),
    LAYOUTS,
    st.integers(0, 5000),
    st.sampled_from(["", *'{}[],:"x\\\n1']),
    PLACES,
)
@example([{"a": 1}], None, 17, ",", [])
@example([{}] * 20, None, 70, "", [])
def test_what_is_broken_is_told_where_it_is(
    rows: list[Any], indent: int | None, place: int, put: str, places: list[int]
) -> None:
    text = json.dumps({"rows": rows, "more": 1}, indent=indent, ensure_ascii=False)
    place %= len(text)
    # Something stands too much, or nothing comes any more.
    text = text[:place] + (put + text[place:] if put else "")
    fault: tuple[str, int, int] | None = None
    try:
        expected = json.loads(text)
    except json.JSONDecodeError as error:
        fault = error.msg, error.lineno, error.colno
    if fault:
        with pytest.raises(NotJsonError) as failure:
            read(cut(text.encode(), places))
        found = failure.value
        assert (found.message, found.line, found.column) == fault
    else:
        whole, found_rows = read(cut(text.encode(), places))
        if found_rows:
            whole["rows"] = found_rows + whole["rows"][1:]
        assert whole == expected


def test_numbers_are_not_cut() -> None:
    rows = [12345.678e10, -1, 0, 10**15] * 20
    text = json.dumps({"rows": rows})
    for size in range(1, 40):
        chunks = cut(text.encode(), range(0, len(text), size))
        assert read(chunks)[1] == rows


def test_a_fault_is_told_before_the_end_comes() -> None:
    parser = LongJson(start_of_rows)
    chunk = b'{"rows": [' + b'{"a": 1}, ' * 20 + b"{1}, "
    assert len(list(parser.feed(chunk[:150]))) > 0
    with pytest.raises(NotJsonError) as failure:
        list(parser.feed(chunk[150:] * 20))
    assert (failure.value.line, failure.value.column) == (1, 212)


@pytest.mark.parametrize("content", [b'{"rows": ["\xff"]}', b'{"rows": ["\xe4'])
def test_what_is_no_utf_8_is_none(content: bytes) -> None:
    with pytest.raises(UnicodeDecodeError):
        read([content])
