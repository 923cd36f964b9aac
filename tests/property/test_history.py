"""Laws of merging histories, and of histories as files."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import FormatError
from skybasket.history import Entry, History, export_pieces, import_file

from tests.unit.test_history_record import changed

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.property

#: What all records have in common.
PLAIN: Final = json.loads(changed())
NAMES: Final = st.text("abcdef0123456789", min_size=1, max_size=3)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return a record's text: a good one, or anything."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.text())
    values = {
        "title": draw(st.text(max_size=8)),
        "changed": f"2026-11-{draw(st.integers(1, 28)):02}T00:00:00Z",
        "pinned": draw(st.booleans()),
    }
    if draw(st.booleans()):
        values["products"] = None
    return json.dumps(PLAIN | values, separators=(",", ":"))


def histories(names: st.SearchStrategy[str] = NAMES) -> st.SearchStrategy[History]:
    return st.dictionaries(names, texts(), max_size=6).map(read)


def read(stored: Mapping[str, str]) -> History:
    return History.of(Entry.read(*item) for item in stored.items())


@given(histories())
def test_nothing_comes_of_merging_with_itself(one: History) -> None:
    assert one.merged(one) == one
    assert one.news(one) == {}
    assert one.merged(History()) == History().merged(one) == one


@given(histories(), histories())
def test_the_order_of_two_does_not_matter(one: History, other: History) -> None:
    assert one.merged(other) == other.merged(one)


@given(histories(), histories(), histories())
def test_the_order_of_three_does_not_matter(
    one: History, other: History, third: History
) -> None:
    assert one.merged(other).merged(third) == one.merged(other.merged(third))


@given(histories(), histories())
def test_no_record_is_lost(one: History, other: History) -> None:
    merged = one.merged(other)
    assert set(merged.entries) == {*one.entries, *other.entries}
    for name, entry in merged.entries.items():
        assert entry in (one.entries.get(name), other.entries.get(name))


@given(histories(NAMES.map("a".__add__)), histories(NAMES.map("b".__add__)))
def test_of_different_records_all_stay_as_they_are(
    one: History, other: History
) -> None:
    assert one.merged(other).entries == {**one.entries, **other.entries}


@given(histories())
def test_imported_is_what_was_exported(one: History) -> None:
    written = "".join(export_pieces(one, lambda _name: None)).encode(
        "utf-8", "surrogatepass"
    )
    found = import_file(written)
    assert found.history == one
    assert not found.refused


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode()))
def test_no_file_raises_anything_but_the_one_error(garbage: bytes) -> None:
    for start in (b"", b'{"skybasket-history":1,"records":['):
        with suppress(FormatError):
            import_file(start + garbage)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_record_raises_anything(value: object) -> None:
    found = json.dumps({"skybasket-history": 1, "records": [value, {"id": value}]})
    assert len(import_file(found.encode()).refused) == 2
    for name in PLAIN:
        entry = Entry.read("a", json.dumps(PLAIN | {name: value}))
        assert entry.record is None or entry.record.write()
