"""JSON from outside is read as deep as a browser's Python can, and no deeper."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import FormatError
from skybasket.formats import read
from skybasket.history import import_file
from skybasket.nesting import DEEPEST, check, loads
from skybasket.stored_text import UNREADABLE, opened

DEEP = DEEPEST + 1


@pytest.mark.parametrize(
    "content",
    [
        "[" * DEEP,
        "[" * DEEP + "]" * DEEP,
        '{"a":' * DEEP + "1" + "}" * DEEP,
        '[1,{"a":[' * DEEP,
        "[[]," * DEEP,
        '["[",' * DEEP,
        "[" * 1_000_000,
        '"' + "[" * DEEP,
    ],
)
def test_what_is_nested_too_deep_is_not_even_looked_at(content: str) -> None:
    for spelled in (content, content.encode()):
        with pytest.raises(RecursionError):
            loads(spelled)


@pytest.mark.parametrize(
    "value",
    [
        [{"a": ["[" * 10]}] * 10_000,
        [{"range": "[0, 1)"}] * 10_000,
        ["[" * 10_000, '\\"[[' * 1000, {"{" * 1000: "\\"}],
        json.loads("[" * 400 + "]" * 400),
    ],
)
def test_brackets_of_long_lists_and_within_texts_are_no_depth(value: object) -> None:
    assert loads(json.dumps(value)) == value
    assert loads(json.dumps(value).encode()) == value


@given(
    st.recursive(
        st.text('[]{}"\\,: a') | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text('[{"'), inner),
    )
)
def test_json_is_read_as_ever(value: object) -> None:
    assert loads(json.dumps(value)) == value


@given(st.text('[]{}"\\,:1a ') | st.binary())
def test_anything_may_be_looked_at(content: str | bytes) -> None:
    check(content)


def test_files_and_records_that_are_nested_too_deep_are_refused() -> None:
    deep = "[" * 5000
    for content in (deep, f'{{"data":[{deep}', f'{{"a":{deep}', f'[{{"a":{deep}'):
        with pytest.raises(FormatError):
            read(content.encode())
    with pytest.raises(FormatError):
        import_file(f'{{"skybasket-history":1,"records":{deep}'.encode())
    with pytest.raises(UNREADABLE):
        opened(f'{{"version":1,"a":{deep}', 1)
