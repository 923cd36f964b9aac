"""The archive's JSON answer: what is read, coerced, derived, kept and refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, FormatError, SkybasketError

from tests.unit.lists import answer, product


def only(**changed: object) -> Any:  # noqa: ANN401
    [found] = Basket.open(answer(product(**changed))).files
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
    [found] = Basket.open(answer(row)).files
    assert found.recommended == "unknown"


def test_the_oldest_answers_have_only_some_columns() -> None:
    row = {"dataURI": "mast:HST/product/u9o40504m_drz.fits", "size": 27227520}
    [found] = Basket.open(answer(row)).files
    assert (found.filename, found.mission) == ("u9o40504m_drz.fits", "HST")
    assert (found.level, found.access, found.category) == (None, "", "")
    assert found.instrument == "WFPC2"


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
    assert Basket.open(answer(product(), fields=5)).files.count == 1


def test_a_page_of_a_longer_answer_says_what_it_leaves_out() -> None:
    basket = Basket()
    added = basket.add(answer(product(), paging={"rows": 1, "rowsFiltered": 5000}))
    assert (added.listed, added.left_out) == (1, 4999)


def test_numbers_that_nobody_gave_lead_nowhere() -> None:
    rows = [
        product(dataURI="mast:a", obs_id="A", obsID=None, parent_obsid=None),
        product(dataURI="mast:b", obs_id="B", obsID=7, parent_obsid=None),
        product(dataURI="mast:c", obs_id="", obsID=8, parent_obsid=8),
    ]
    basket = Basket.open(answer(*rows))
    parents = {file.uri: file.parents for file in basket.files}
    assert parents == {"mast:a": ("A",), "mast:b": ("B",), "mast:c": ("8",)}


def test_many_wrong_values_are_found_in_one_go() -> None:
    rows = [product(dataURI=f"mast:{n}", size=f"x{n}") for n in range(20_000)]
    with pytest.raises(FormatError) as failure:
        Basket.open(answer(*rows))
    assert failure.value.message.startswith("20,000 values are wrong")
    assert failure.value.where[-1] == "and 19,980 more"


def test_one_uri_is_one_file_that_remembers_its_parents() -> None:
    exposure = product(obsID=2, obs_id="exposure", parent_obsid=1)
    again = exposure | {"parent_obsid": 3}
    other = product(
        obsID=3, obs_id="combined", dataURI="mast:JWST/product/x", parent_obsid=3
    )
    basket = Basket.open(answer(exposure, again, other))
    assert basket.files.count == 2
    found = next(file for file in basket.files if file.observation_id == "exposure")
    assert found.parents == ("exposure", "1", "combined")


def test_what_is_wrong_is_said_with_its_place_all_at_once() -> None:
    rows = [
        product(),
        product(dataURI="mast:x/2", size="many"),
        product(dataURI="", calib_level="high"),
        product(dataURI="mast:x/4", size=-1, productFilename="a\nb"),
    ]
    with pytest.raises(FormatError) as failure:
        Basket.open(answer(*rows))
    assert failure.value.message == (
        "4 values are wrong, so nothing was taken from the list. Mend it and try again."
    )
    assert set(failure.value.where) == {
        "row 4, column productFilename: 'a\\nb' has characters that cannot be printed",
        "row 2, column size: 'many' is not a number of bytes",
        "row 4, column size: -1 is not a possible number of bytes",
        "row 3, column calib_level: 'high' is not a calibration level",
    }


def test_a_file_without_an_address_is_refused_by_row() -> None:
    with pytest.raises(FormatError) as failure:
        Basket.open(answer(product(), product(dataURI=None)))
    assert failure.value.where == ("row 2, column dataURI: is empty",)


def test_nothing_of_a_bad_list_is_taken() -> None:
    basket = Basket.open(answer(product()))
    with pytest.raises(FormatError):
        basket.add(answer(product(dataURI="mast:new")), answer(product(size="x")))
    assert basket.files.count == 1
    assert basket.undo_step is not None
    assert basket.undo_step.count == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"hello", "not a list of products"),
        (b"{", "not complete JSON"),
        (b"[1]", 'no list "data"'),
        (b'{"data": 3}', 'no list "data"'),
        (b'{"data": []}', "no products"),
        (b'{"data": [3]}', "not every product"),
        (b'{"data": [{"a": 1}]}', "no column dataURI"),
        (b'{"status": "ERROR", "msg": "bad id"}', "answered with an error"),
        (b'{"status": "EXECUTING"}', "still working"),
        (b'{"status": "ERROR", "msg": "boom", "data": []}', "boom"),
        (b'{"data": [{"dataURI": "mast:a"}], "fields": 5, "x": [', "not complete"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"data": [{"dataURI": [1]}]}', "1 value is wrong"),
        (b'{"data": "\xff"}', "UTF-8"),
        (b"dataURI,size\nmast:\xff,1\n", "UTF-8"),
        (b"\xff\xfe{", "not a list of products"),
    ],
)
def test_what_is_no_list_gets_one_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(FormatError) as failure:
        Basket.open(content)
    assert message.lower() in str(failure.value).lower()


@pytest.mark.property
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    ),
    st.sampled_from(["size", "dataURI", "calib_level", "obs_id", "new", "data"]),
)
def test_any_json_is_read_or_refused(value: object, column: str) -> None:
    whole = value if column == "data" else [product(**{column: value})]
    content = json.dumps({"data": whole}).encode("utf-8", "surrogatepass")
    try:
        basket = Basket.open(content)
    except SkybasketError as error:
        assert error.message  # noqa: PT017 - any of its kind will do
    else:
        assert basket.files.count == len(list(basket.files))
