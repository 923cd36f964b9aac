"""The archive's JSON answers: what is read, coerced, derived, kept and refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, FormatError
from skybasket.archives.mast_columns import ProductReader
from skybasket.archives.mast_fields import kind_of
from skybasket.formats import mast_json
from skybasket.formats.contents import Refused, Table

from tests.unit.lists import answer, product

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def tables(content: bytes) -> tuple[list[Table], list[Refused]]:
    refused: list[Refused] = []
    return list(mast_json.read(content, refused)), refused


def basket(content: bytes) -> tuple[Basket, list[Refused]]:
    """Return a basket with the products of an answer, and the refused rows."""
    found, refused = tables(content)
    reader = ProductReader()
    for table in found:
        reader.take(table)
    batches, wrong = reader.finish()
    filled = Basket()
    filled.add_rows(batches)
    return filled, [*refused, *wrong]


def rows(content: bytes) -> list[dict[str, Any]]:
    """Return an answer's rows, by column."""
    return [
        dict(zip(table.columns, row, strict=True))
        for table in tables(content)[0]
        for row in zip(*table.columns.values(), strict=True)
    ]


def only(**changed: object) -> Any:  # noqa: ANN401
    filled, refused = basket(answer(product(**changed)))
    assert refused == []
    [found] = filled.files
    return found


def test_every_column_has_a_clear_name() -> None:
    found = only()
    assert found.uri == "mast:JWST/product/jw01039-o004_t001_miri_ch3-long_s3d.fits"
    assert found.filename == "jw01039-o004_t001_miri_ch3-long_s3d.fits"
    assert found.observation_id == "jw01039-o004_t001_miri_ch3-long"
    assert (found.mission, found.category, found.group) == ("JWST", "SCIENCE", "S3D")
    assert (found.recommended, found.kind, found.batch) == (
        "yes",
        "science",
        "available",
    )
    assert (found.size, found.size_exact, found.level) == (370405440, True, 3)
    assert (found.access, found.data_type, found.bandpass) == (
        "PUBLIC",
        "cube",
        "CH3;LONG",
    )
    assert (found.proposal, found.pipeline_version, found.project) == (
        "1039",
        "1.5.3",
        "CALJWST",
    )
    assert found.observation_number == "83209967"
    assert (found.instrument, found.inferred) == ("MIRI", {"instrument"})
    assert found.extension == ".fits"
    assert found.extra == {}


@pytest.mark.parametrize(
    ("value", "size"),
    [(0, None), (None, None), ("", None), ("123", 123), (5.0, 5), ("7.0", 7)],
)
def test_sizes_are_numbers_and_zero_means_unknown(
    value: object, size: int | None
) -> None:
    assert only(size=value).size == size


@pytest.mark.parametrize(
    ("mark", "meaning"),
    [("Minimum Recommended Products", "yes"), (None, "no"), ("", "no")],
)
def test_recommended_has_three_values(mark: str | None, meaning: str) -> None:
    assert only(productGroupDescription=mark).recommended == meaning
    row = product()
    del row["productGroupDescription"]
    [found] = basket(answer(row))[0].files
    assert found.recommended == "unknown"


def test_the_oldest_answers_have_only_some_columns() -> None:
    row = {"dataURI": "mast:HST/product/u9o40504m_drz.fits", "size": 27227520}
    [found] = basket(answer(row))[0].files
    assert (found.filename, found.mission) == ("u9o40504m_drz.fits", "HST")
    assert (found.access, found.recommended) == ("", "unknown")
    assert (found.level, found.category, found.instrument) == (3, "SCIENCE", "WFPC2")
    assert {"mission", "level", "category", "instrument"} < found.inferred


def test_unknown_columns_are_kept() -> None:
    assert only(s_region="CIRCLE", score=0.5).extra == {
        "s_region": "CIRCLE",
        "score": "0.5",
    }


def test_odd_values_where_they_mean_nothing_refuse_no_list() -> None:
    found = only(
        s_region=["CIRCLE", 1], notes="x" * 10_000, description="two\tlines\nof \ud800"
    )
    assert found.extra["s_region"] == '["CIRCLE", 1]'
    assert len(found.extra["notes"]) == 8192
    assert found.description == "two lines of ?"
    assert only(fields=5).extra == {"fields": "5"}
    assert basket(answer(product(), fields=5))[0].files.count == 1


def test_a_page_of_a_longer_answer_says_what_it_leaves_out() -> None:
    content = answer(product(), paging={"rows": 1, "rowsFiltered": 5000})
    assert [table.left_out for table in tables(content)[0]] == [4999]
    content = json.dumps({"results": [{"a": 1}], "totalResults": 3}).encode()
    assert [table.left_out for table in tables(content)[0]] == [2]


def test_numbers_that_nobody_gave_lead_nowhere() -> None:
    listed = [
        product(dataURI="mast:a", obs_id="A", obsID=None, parent_obsid=None),
        product(dataURI="mast:b", obs_id="B", obsID=7, parent_obsid=None),
        product(dataURI="mast:c", obs_id="", obsID=8, parent_obsid=8),
    ]
    filled, _ = basket(answer(*listed))
    parents = {file.uri: file.parents for file in filled.files}
    assert parents == {"mast:a": ("A",), "mast:b": ("B",), "mast:c": ("8",)}


def test_one_uri_is_one_file_that_remembers_its_parents() -> None:
    exposure = product(obsID=2, obs_id="exposure", parent_obsid=1)
    again = exposure | {"parent_obsid": 3}
    other = product(
        obsID=3, obs_id="combined", dataURI="mast:JWST/product/x", parent_obsid=3
    )
    filled, _ = basket(answer(exposure, again, other))
    assert filled.files.count == 2
    found = next(file for file in filled.files if file.observation_id == "exposure")
    assert found.parents == ("exposure", "1", "combined")


def test_rows_that_are_no_objects_are_refused() -> None:
    filled, refused = basket(answer(product(), 3, product(dataURI=""), product()))
    assert filled.files.count == 1
    assert refused == [
        Refused("row 2", "is not an object with named values", "3"),
        Refused("row 3", "column dataURI: is empty", refused[1].text),
    ]


def test_long_answers_come_in_pieces_that_count_on() -> None:
    listed = [product(dataURI=f"mast:{n}") for n in range(45_000)]
    listed[44_999]["size"] = "x"
    found, _ = tables(answer(*listed, paging={"rowsFiltered": 45_001}))
    assert [table.left_out for table in found] == [0, 0, 1]
    filled, [refused] = basket(answer(*listed))
    assert (filled.files.count, refused.place) == (44_999, "row 45,000")


def test_columns_that_only_some_rows_have() -> None:
    assert rows(b'{"data": [{"a": 1}, {"b": 2}], "fields": [{"name": "c"}]}') == [
        {"c": None, "a": 1, "b": None},
        {"c": None, "a": None, "b": 2},
    ]


NESTED = {
    "Fields": [{"name": "obs_id"}, {"name": "obsid"}],
    "Columns": [{"text": "Observation ID", "dataIndex": "obs_id"}],
    "Rows": [["a", 1], ["b", 2], ["c"]],
    "ExtendedProperties": {"Paging": {"rowsFiltered": 9}},
}


def test_answers_as_the_portal_asks_for_them() -> None:
    content = json.dumps({"status": "COMPLETE", "data": {"Tables": [NESTED]}}).encode()
    assert rows(content) == [{"obs_id": "a", "obsid": 1}, {"obs_id": "b", "obsid": 2}]
    [table], [refused] = tables(content)
    assert (kind_of(table.columns), table.left_out) == ("observations", 6)
    assert (refused.place, refused.text) == ("row 3", '["c"]')


@pytest.mark.parametrize("products", [[{"uri": "a"}, {"uri": "b"}], [[{"uri": "a"},
                                       {"uri": "b"}]]])  # fmt: skip
def test_products_of_the_searches_by_mission(products: list[Any]) -> None:
    content = json.dumps({"products": products}).encode()
    assert rows(content) == [{"uri": "a"}, {"uri": "b"}]


@pytest.mark.parametrize(
    ("name", "count", "size", "kind"),
    [
        ("products.json", 22, 79_997_760, "products"),
        ("mission_products.json", 5, 86_400, "products"),
        ("caom.json", 19, 0, "observations"),
        ("mission_results.json", 3, 0, "observations"),
    ],
)
def test_real_answers(name: str, count: int, size: int, kind: str) -> None:
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not here")
    content = (DATA / name).read_bytes()
    [table], refused = tables(content)
    assert (kind_of(table.columns), refused, table.left_out) == (kind, [], 0)
    if kind == "products":
        files = basket(content)[0].files
        assert (files.count, files.bytes) == (count, size)
    else:
        assert len(rows(content)) == count


def test_recommended_products_of_a_real_answer() -> None:
    if not (DATA / "products.json").exists():
        pytest.skip("products.json is not here")
    filled, _ = basket((DATA / "products.json").read_bytes())
    sizes = [file.size for file in filled.files if file.recommended == "yes"]
    assert (len(sizes), sum(filter(None, sizes))) == (3, 42_719_040)
    assert filled.facets()["category"] == {"AUXILIARY": 15, "SCIENCE": 7}


def test_nothing_of_a_bad_list_is_taken() -> None:
    filled = Basket.open(answer(product()))
    with pytest.raises(FormatError):
        filled.add(answer(product(dataURI="mast:new")), answer(product(size="x")))
    assert filled.files.count == 1
    assert filled.undo_step is not None
    assert filled.undo_step.count == 1


@pytest.mark.parametrize(
    ("start", "is_json"),
    [
        (b'\xef\xbb\xbf \n{"data"', True),
        (b"[1", True),
        (b"", False),
        (b"dataURI,size", False),
    ],
)
def test_json_is_known_by_its_first_letter(start: bytes, *, is_json: bool) -> None:
    assert mast_json.looks_like(start) == is_json


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "not complete JSON"),
        (b"[1]", 'no list "data"'),
        (b'{"data": 3}', 'no list "data"'),
        (b'{"data": {"Tables": []}}', 'no list "data"'),
        (b'{"data": {"Tables": [{"Rows": 3, "Fields": 4}]}}', "no products"),
        (b'{"data": []}', "no products"),
        (b'{"products": [[]]}', "no products"),
        (b'{"data": [3]}', "not one row"),
        (b'{"data": [{"a": 1}]}', "column a"),
        (b'{"status": "ERROR", "msg": "bad id"}', "answered with an error"),
        (b'{"status": "EXECUTING"}', "still working"),
        (b'{"status": "ERROR", "msg": "boom", "data": []}', "boom"),
        (b'{"data": [{"dataURI": "mast:a"}], "fields": 5, "x": [', "not complete"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"data": [{"dataURI": [1]}]}', "1 value is wrong"),
        (b'{"data": "\xff"}', "UTF-8"),
        (b"\xff\xfe{", "UTF-8"),
        (b'{"data": ' + b"9" * 5000 + b"}", "too many digits"),
    ],
)
def test_what_is_no_list_gets_one_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(FormatError) as failure:
        basket(content)
    assert message.lower() in str(failure.value).lower()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
COLUMNS = st.sampled_from(["size", "dataURI", "calib_level", "obs_id", "new", "data"])


@pytest.mark.property
@given(VALUES, COLUMNS)
def test_any_json_is_read_or_refused(value: object, column: str) -> None:
    whole = value if column == "data" else [product(**{column: value})]
    content = json.dumps({"data": whole}).encode("utf-8", "surrogatepass")
    try:
        filled, refused = basket(content)
    except FormatError as error:
        assert error.message  # noqa: PT017 - any of its kind will do
    else:
        assert filled.files.count == len(list(filled.files)) > 0
        for row in refused:
            assert row.reason
            json.loads(row.text)


@pytest.mark.property
@given(
    st.sampled_from(["data", "products", "results", "Tables", "status"]),
    VALUES,
    VALUES,
)
def test_any_shape_of_an_answer_is_read_or_refused(
    key: str, value: object, other: object
) -> None:
    shapes = {key: value, "paging": other, "fields": other, "totalResults": other}
    nested = {"data": {"Tables": [{"Rows": value, "Fields": other, "Columns": other}]}}
    for shape in (shapes, nested):
        try:
            found, refused = tables(json.dumps(shape).encode())
        except FormatError as error:
            assert error.message  # noqa: PT017 - any of its kind will do
        else:
            assert found
            assert all(row.place for row in refused)
