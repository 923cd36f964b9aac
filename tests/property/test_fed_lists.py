"""Lists that come in parts, compared with the same lists read at once, and naively."""

from __future__ import annotations

import csv as plain
import io
import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.errors import FormatError
from skybasket.formats import csv, delimited, long_json, mast_json

from tests.unit.lists import product
from tests.unit.tables import Outcome, outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from skybasket.formats.contents import Refused, Table

CELLS: Final = st.text(st.sampled_from('ab,;"\r\n é世#'), max_size=5)
PLACES: Final = st.lists(st.integers(0, 5000), max_size=10)


def without_returns(cell: str) -> str:
    """Return a cell as `csv` writes it in a way that all can read."""
    return cell.replace("\r", "")


class Told(NamedTuple):
    """What a reader says of a list that it does not take."""

    message: str
    where: Sequence[str]


@pytest.fixture(autouse=True, scope="module")
def _small_parts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_json, "_SLICE", 900)
        patch.setattr(delimited, "_CHUNK", 40)
        yield


def cut(content: bytes, places: Sequence[int]) -> list[bytes]:
    ends = sorted({0, len(content), *(place % (len(content) + 1) for place in places)})
    return [content[start:stop] for start, stop in pairwise(ends)]


def fed(module: ModuleType, content: bytes, places: Sequence[int]) -> Outcome | Told:
    """Read a list in parts."""

    def read(content: bytes, refused: list[Refused]) -> Iterator[Table]:
        reader = module.Reader(refused)
        for chunk in cut(content, places):
            yield from reader.feed(chunk)
        yield from reader.end()

    try:
        return outcome(read, content)
    except FormatError as error:
        return Told(error.message, error.where)


@pytest.mark.property
@given(
    st.lists(
        st.lists(CELLS.map(without_returns), min_size=3, max_size=3).filter(any),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["\n", "\r\n"]),
    PLACES,
)
def test_quoted_values_and_line_ends_in_them_come_whole(
    rows: list[list[str]], end: str, places: list[int]
) -> None:
    text = io.StringIO(newline="")
    writer = plain.writer(text, lineterminator=end)
    writer.writerow(["dataURI", "b", "c"])
    writer.writerows(rows)
    found = fed(csv, text.getvalue().encode(), places)
    assert isinstance(found, Outcome)
    assert found.refused == []
    assert list(map(list, zip(*found.columns.values(), strict=True))) == rows


@pytest.mark.property
@given(
    st.text(st.sampled_from('ab,"\n\r é#'), max_size=200),
    st.binary(max_size=5),
    PLACES,
)
def test_any_lines_are_read_alike_however_they_come(
    text: str, tail: bytes, places: list[int]
) -> None:
    content = b"\xef\xbb\xbf# comment\n\ndataURI,size\n" + text.encode() + tail
    assert fed(csv, content, places) == fed(csv, content, [])


KEYS: Final = st.sampled_from(["dataURI", "size", "obs_id", "new", "é世"])
VALUES: Final = st.none() | st.integers(0, 99) | CELLS | st.lists(CELLS, max_size=2)
ROWS: Final = st.lists(
    st.dictionaries(KEYS, VALUES, max_size=4) | st.just(product()) | st.just(3),
    min_size=1,
    max_size=30,
)


@pytest.mark.property
@given(ROWS, st.sampled_from([None, 1]), st.booleans(), PLACES)
def test_answers_are_what_their_rows_say_however_they_come(
    rows: list[Any], indent: int | None, is_nested: bool, places: list[int]
) -> None:
    told = {"products": [rows]} if is_nested else {"data": rows}
    text = json.dumps({"status": "COMPLETE"} | told, indent=indent)
    reader = mast_json.Reader([])
    refused: list[Refused] = reader._refused
    taken: list[tuple[str, dict[str, Any]]] = []
    try:
        for chunk in [*cut(text.encode(), places), None]:
            for table in reader.end() if chunk is None else reader.feed(chunk):
                assert table.places is not None
                values = zip(*table.columns.values(), strict=True)
                named = [dict(zip(table.columns, row, strict=True)) for row in values]
                taken += zip(
                    table.places, named or [{}] * len(table.places), strict=True
                )
    except FormatError as error:
        assert "Not one row" in error.message  # noqa: PT017
    objects = [(f"row {place}", row) for place, row in enumerate(rows, 1) if row != 3]
    assert [place for place, _ in taken] == [place for place, _ in objects]
    for (_, found), (_, row) in zip(taken, objects, strict=True):
        assert found == dict.fromkeys(found) | row
    assert [entry.text for entry in refused] == ["3"] * rows.count(3)


def test_rows_without_names_wait_for_them() -> None:
    nested = {"Rows": [["mast:a", n] for n in range(100)], "Fields": [
        {"name": "dataURI"}, {"name": "size"}]}  # fmt: skip
    content = json.dumps({"data": {"Tables": [nested]}}).encode()
    found = fed(mast_json, content, range(0, len(content), 7))
    assert isinstance(found, Outcome)
    assert found.columns == {"dataURI": ["mast:a"] * 100, "size": list(range(100))}
    turned = {"Fields": nested["Fields"], "Rows": nested["Rows"]}
    content = json.dumps({"data": {"Tables": [turned]}}).encode()
    assert fed(mast_json, content, range(0, len(content), 7)) == found


def test_an_answer_with_two_lists_is_not_taken() -> None:
    content = json.dumps({"results": [{"dataURI": "a"}], "data": [1]}).encode()
    assert fed(mast_json, content, []) == Told(
        "The answer has more than one list of rows. Open them one by one.", ()
    )


def test_a_fault_is_told_where_it_is_in_a_long_answer() -> None:
    lines = [json.dumps(product(dataURI=f"mast:{n}")) for n in range(200)]
    lines[150] = lines[150].replace('"size": ', '"size" ')
    content = ('{"data": [\n' + ",\n".join(lines) + "]}").encode()
    told = fed(mast_json, content, range(0, len(content), 1000))
    with pytest.raises(json.JSONDecodeError) as failure:
        json.loads(content)
    assert isinstance(told, Told)
    line, column = failure.value.lineno, failure.value.colno
    assert (line, list(told.where)) == (152, [f"line {line}, column {column}"])
