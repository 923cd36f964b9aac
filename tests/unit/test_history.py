"""The history as a value and as a file."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from skybasket import FormatError
from skybasket.history import (
    Entry,
    History,
    export_pieces,
    import_file,
    looks_like,
)

from tests.unit.test_history_record import changed, noted

MARK = b"\x89SKYBASKET\r\n\x1a\n\x01"


def entry(name: str, day: int = 1, **values: object) -> Entry:
    moment = f"2026-11-{day:02}T12:00:00Z"
    told = {"when": moment, "changed": moment, **values}
    return Entry.read(name, changed(**told))


def file_of(*records: object, **more: object) -> bytes:
    told = {"skybasket-history": 1, "records": list(records), **more}
    return json.dumps(told).encode()


def told(one: Entry, **more: object) -> dict[str, Any]:
    return {"id": one.identity, "record": json.loads(one.text), **more}


def test_the_newest_and_the_oldest() -> None:
    entries = [
        entry("b", 2),
        entry("a", 1, again="2026-11-09T12:00:00Z"),
        entry("c", 3, pinned=True),
        entry("d", 4),
        Entry.read("e", "what is this"),
    ]
    history = History.of(entries)
    assert history.newest
    assert history.newest.identity == "d"
    assert [one.identity for one in history.oldest] == ["b", "d", "a"]
    names = set(history.entries)
    assert history.giving_way(0, names) == []
    assert [one.identity for one in history.giving_way(1, names)] == ["b"]
    assert [one.identity for one in history.giving_way(10**9, names)] == ["b", "d", "a"]
    assert [one.identity for one in history.giving_way(1, {"a", "c"})] == ["a"]


def test_the_later_change_of_one_record_holds() -> None:
    old = entry("a", 1, title="old")
    new = entry("a", 1, title="new", changed="2026-11-05T12:00:00Z")
    lost = Entry.read("a", "damaged")
    for one in (old, new, lost):
        for other in (old, new, lost):
            merged = History.of([one]).merged(History.of([other]))
            assert merged == History.of([other]).merged(History.of([one]))
    assert History.of([old]).merged(History.of([new])).entries["a"] is new
    assert History.of([lost]).merged(History.of([old])).entries["a"] is old


def test_a_history_is_the_same_after_it_was_exported_and_imported() -> None:
    apart = noted()[0].write().replace(json.loads(noted()[0].write())["products"], "")
    apart = json.dumps({**json.loads(apart), "products": None}, separators=(",", ":"))
    entries = [
        Entry.of("a", noted()[0]),
        Entry.read("b", apart),
        Entry.read("c", 'strange "text" \ud800 é'),
        Entry.read("d", apart),
    ]
    history = History.of(entries)
    written = "".join(export_pieces(history, {"b": MARK + b"x"}.get))
    assert looks_like(written.encode()[:100])
    found = import_file(written.encode())
    assert found.history == history
    assert found.products == {"b": MARK + b"x"}
    assert found.refused == []


def test_what_a_later_skybasket_added_to_a_record_stays() -> None:
    one = Entry.read("a", json.dumps(json.loads(changed(colour="red"))))
    written = "".join(export_pieces(History.of([one]), lambda _name: None))
    found = import_file(written.encode())
    assert json.loads(found.history.entries["a"].text)["colour"] == "red"


def test_each_record_is_taken_or_refused_by_itself() -> None:
    good = entry("good")
    found = import_file(
        file_of(
            7,
            {"record": {}},
            {"id": "x" * 101, "record": {}},
            {"id": "b"},
            {"id": "b", "record": 7},
            {"id": "b", "record": {"version": 2}},
            told(entry("c"), products="*"),
            told(entry("d", products=None), products=base64.b64encode(b"zip").decode()),
            told(entry("e", products=base64.b64encode(b"zip").decode())),
            {"id": "f", "record": "kept as it is"},
            told(good),
            told(good),
        )
    )
    assert [(one.number, one.reason) for one in found.refused] == [
        (1, "object"),
        (2, "id"),
        (3, "id"),
        (4, "record"),
        (5, "record"),
        (6, "record"),
        (7, "products"),
        (8, "products"),
        (9, "products"),
    ]
    assert set(found.history.entries) == {"f", "good"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "damaged"),
        (b"\xff", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b"[]", "no download history"),
        (b'{"records": []}', "no download history"),
        (file_of()[:-4], "damaged"),
        (b'{"skybasket-history": 1}', "damaged"),
        (b'{"skybasket-history": 1, "records": {}}', "damaged"),
        (b'{"skybasket-history": 2, "records": []}', "later Skybasket"),
    ],
)
def test_what_is_no_history(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        import_file(content)


def test_a_history_is_known_by_its_start() -> None:
    assert looks_like(b'\xef\xbb\xbf {\n "skybasket-history" : 1')
    for other in (b"", b"{}", b'{"status": "COMPLETE"}', b'"skybasket-history"'):
        assert not looks_like(other)
