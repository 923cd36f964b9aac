"""Products from tables: columns of every origin, rows that fit and rows that do not."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, FormatError
from skybasket.archives.mast_columns import ProductReader
from skybasket.archives.mast_fields import kind_of
from skybasket.errors import UnknownColumnsError
from skybasket.formats.contents import Refused, Table

from tests.unit.lists import product

if TYPE_CHECKING:
    from collections.abc import Mapping

    from skybasket.catalog import ProductRows
    from skybasket.product import Product

NAME = "jw01039-o004_t001_miri_ch3-long_s3d.fits"
URI = f"mast:JWST/product/{NAME}"


def read(
    *tables: Table, mapping: dict[str, str] | None = None
) -> tuple[list[ProductRows], list[Refused]]:
    reader = ProductReader(mapping)
    for table in tables:
        reader.take(table)
    return reader.finish()


def table(*rows: Mapping[str, object]) -> Table:
    titles = {title: None for row in rows for title in row}
    return Table({title: [row.get(title) for row in rows] for title in titles})


def files(*batches: ProductRows) -> list[Product]:
    basket = Basket()
    basket.add_rows(batches)
    return list(basket.files)


def only(row: Mapping[str, object], mapping: dict[str, str] | None = None) -> Product:
    batches, refused = read(table(row), mapping=mapping)
    assert refused == []
    [found] = files(*batches)
    return found


def test_a_wrong_value_costs_its_row_and_no_other() -> None:
    rows = [
        product(dataURI="mast:x/1"),
        product(dataURI="mast:x/2", size="many"),
        product(dataURI="mast:x/3"),
        product(dataURI="mast:x/4", size=-1, productFilename="a\nb"),
    ]
    [batch], refused = read(table(*rows))
    assert batch.uris == ["mast:x/1", "mast:x/3"]
    assert [row.place for row in refused] == ["row 2", "row 4"]
    assert refused[0].reason == "column size: 'many' is not a number of bytes"
    assert set(refused[1].reason.split("; ")) == {
        "column productFilename: 'a\\nb' has characters that cannot be printed",
        "column size: -1 is not a possible number of bytes",
    }
    assert [json.loads(row.text) for row in refused] == [rows[1], rows[3]]


def test_places_of_a_table_are_told_and_rows_are_counted_on() -> None:
    first = Table({"uri": ["mast:a", ""]})
    second = Table({"uri": ["", "mast:b"]}, places=["line 40", "line 41"])
    third = Table({"uri": ["mast:c", ""]})
    batches, refused = read(first, second, third)
    assert [uri for batch in batches for uri in batch.uris] == [
        "mast:a",
        "mast:b",
        "mast:c",
    ]
    assert [row.place for row in refused] == ["row 2", "line 40", "row 6"]


def test_a_table_without_one_good_row_is_an_error_that_names_them_all() -> None:
    rows = [product(dataURI=f"mast:{n}", size=f"x{n}") for n in range(20_000)]
    with pytest.raises(FormatError) as failure:
        read(table(*rows))
    assert failure.value.message.startswith("20,000 values are wrong")
    assert failure.value.where[0].startswith("row 1, column size: 'x0' is not")
    assert failure.value.where[-1] == "and 19,980 more"


def test_a_table_without_rows_is_an_error() -> None:
    with pytest.raises(FormatError, match="no products"):
        read(Table({"uri": []}))


def test_what_the_archive_left_out_is_counted_once() -> None:
    one = Table({"uri": ["mast:a"]}, left_out=5)
    wrong = Table({"uri": [""]}, left_out=2)
    batches, _ = read(one, one, wrong)
    assert sum(batch.left_out for batch in batches) == 12


def test_a_table_that_names_no_files_tells_its_columns() -> None:
    with pytest.raises(UnknownColumnsError) as failure:
        read(Table({"Where": ["mast:a"], "ra": [1.5]}))
    assert failure.value.columns == ["Where", "ra"]


def test_the_user_can_say_which_column_is_which() -> None:
    mapping = {"uri": "Where", "size": "n", "filename": "label"}
    found = only({"Where": URI, "n": 5, "label": "x.fits", "size": "small"}, mapping)
    assert (found.uri, found.size, found.filename) == (URI, 5, "x.fits")
    assert found.extra == {"size": "small"}


def test_a_choice_comes_before_a_name_that_is_known() -> None:
    found = only({"uri": "mast:a", "copy": "mast:b"}, {"uri": "copy"})
    assert (found.uri, found.extra) == ("mast:b", {"uri": "mast:a"})


@pytest.mark.parametrize(
    ("titles", "kind"),
    [
        (["dataURI", "obs_id", "obsID"], "products"),
        (["Data URI"], "products"),
        (["product_key", "dataset", "filename", "uri"], "products"),
        (["Dataset", "Filename", "Product Level"], "products"),
        (["Local Path", "Status", "Message", "URL"], "products"),
        (["obs_id", "t_min", "dataURL", "jpegURL"], "observations"),
        (["Observation ID", "Product Group ID", "RA"], "observations"),
        (["obsid"], "observations"),
        (["sci_data_set_name", "sci_targname"], "observations"),
        (["ArchiveFileID", "fileSetName"], "observations"),
        (["objID", "iMeanApMag", "raMean"], ""),
        ([], ""),
    ],
)
def test_columns_tell_what_a_table_lists(titles: list[str], kind: str) -> None:
    assert kind_of(titles) == kind


def test_labels_of_the_portal_mean_the_same_columns() -> None:
    found = only(
        {
            "Data URI": URI,
            "Mission": "JWST",
            "Observation ID": "o",
            "Calibration Level": 3,
            "Filters": "F770W",
            "Proposal ID": "1039",
            "Data Rights": "public",
            "Product Group ID": 7,
        }
    )
    assert (found.mission, found.observation_id, found.level) == ("JWST", "o", 3)
    assert (found.bandpass, found.proposal, found.access) == (
        "F770W",
        "1039",
        "PUBLIC",
    )
    assert (found.observation_number, found.extra) == ("7", {})


def test_the_first_of_two_columns_for_one_thing_is_taken_and_the_other_kept() -> None:
    found = only({"dataURI": "mast:a", "uri": "mast:b"})
    assert (found.uri, found.extra) == ("mast:a", {"uri": "mast:b"})


def search(**changed: object) -> dict[str, object]:
    """Return a row of a search by mission."""
    return {
        "product_key": "Z14Z0104T_z14z0104t_shf.fits",
        "access": "PUBLIC",
        "dataset": "Z14Z0104T",
        "instrument_name": "HRS   ",
        "filters": "MIRROR-N2",
        "filename": "z14z0104t_shf.fits",
        "uri": "Z14Z0104T/z14z0104t_shf.fits",
        "file_suffix": "SHF",
        "category": "UNCALIBRATED",
        "size": 31680,
        "type": "science",
    } | changed


def test_a_search_of_hubble() -> None:
    found = only(search())
    assert found.uri == "mast:HST/product/z14z0104t_shf.fits"
    assert (found.mission, found.observation_id) == ("HST", "Z14Z0104T")
    assert (found.instrument, found.bandpass, found.group) == (
        "HRS",
        "MIRROR-N2",
        "SHF",
    )
    assert (found.category, found.kind, found.size) == ("AUXILIARY", "science", 31680)
    assert found.recommended == "unknown"
    assert found.inferred == {"mission", "category"}
    assert found.extra["category"] == "UNCALIBRATED"
    assert found.extra["type"] == "science"
    assert found.observation_type == ""


def test_a_search_of_webb_tells_levels() -> None:
    name = "jw03149001001_06101_00002_nrs1_cal.fits"
    found = only(
        search(
            uri=f"jw03149001001_06101_00002/{name}",
            filename=name,
            dataset="jw03149001001_06101_00002",
            instrument_name="NIRSPEC",
            file_suffix="_cal",
            category="2b",
        )
    )
    assert found.uri == f"mast:JWST/product/{name}"
    assert (found.group, found.level, found.category) == ("CAL", 2, "SCIENCE")
    assert "level" not in found.inferred


def test_a_file_that_only_its_instrument_places() -> None:
    found = only(
        search(
            uri="JBTAA0010/jbtaa0010_log.txt",
            filename="jbtaa0010_log.txt",
            instrument_name="ACS",
        )
    )
    assert found.uri == "mast:HST/product/jbtaa0010_log.txt"


def test_reference_files_of_a_search_come_from_their_own_server() -> None:
    found = only(
        search(
            uri="n4i1821al_bia.fits",
            filename="n4i1821al_bia.fits",
            instrument_name="ACS",
            category="REFERENCE",
            type="reference",
        )
    )
    assert found.uri == (
        "https://hst-crds.stsci.edu/unchecked_get/references/hst/n4i1821al_bia.fits"
    )
    assert (found.category, found.kind) == ("CALIBRATION", "reference")


def test_an_exported_table_of_a_search() -> None:
    name = "jw01039-o004_t001_miri_ch3-long_x1d.fits"
    found = only(
        {
            "Dataset": "jw01039-o004_t001_miri_ch3-long",
            "Filename": name,
            "Product Level": "3",
            "Suffix": "_x1d",
            "Instrument": "MIRI",
            "Filter / Grating": "CH3;LONG",
        }
    )
    assert found.uri == f"mast:JWST/product/{name}"
    assert (found.level, found.group, found.bandpass) == (3, "X1D", "CH3;LONG")


@pytest.mark.parametrize(
    "row",
    [
        {"uri": "x/readme.txt"},
        {"filename": "readme.txt"},
        {"uri": None, "filename": "readme.txt"},
        {"path": "a/b/readme.txt"},
        search(uri="X/log.txt", filename="log.txt", instrument_name="FGS"),
    ],
)
def test_a_file_that_nothing_places_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(FormatError, match="does not tell where the archive has"):
        read(table(row))


def test_a_name_completes_a_row_without_a_uri_unless_the_archive_left_it_out() -> None:
    assert only({"uri": None, "filename": NAME}).uri == URI
    assert only({"filename": NAME.upper()}).uri == URI
    assert only({"path": f"somewhere/{NAME}"}).uri == URI
    with pytest.raises(FormatError, match="column dataURI: is empty"):
        read(table({"dataURI": None, "productFilename": NAME}))


@pytest.mark.parametrize(
    "address",
    [
        f"https://mast.stsci.edu/api/v0.1/Download/file?uri={URI}",
        f"https://mast.stsci.edu/api/v0.1/Download/file/?uri={URI.replace(':', '%3A')}",
        URI,
    ],
)
def test_addresses_lead_to_uris(address: str) -> None:
    saved = f"./mastDownload/JWST/jw01039-o004_t001_miri_ch3-long/{NAME}"
    found = only({"Local Path": saved, "Status": "COMPLETE", "URL": address})
    assert (found.uri, found.filename) == (URI, NAME)
    assert found.extra == {"Status": "COMPLETE"}
    assert only({"uri": address}).uri == URI


@pytest.mark.parametrize(
    ("path", "mission", "observation"),
    [
        ("GALEX/6385658111545311232/x.fits.gz", "GALEX", "6385658111545311232"),
        (
            "MAST_2026/GALEX/6385658111545311232/x.fits.gz",
            "GALEX",
            "6385658111545311232",
        ),
        (
            "SPITZER_SHA/000002622B00/SPITZER/SHA/archive/x.fits",
            "SPITZER_SHA",
            "000002622B00",
        ),
        # Folders that people make: by proposal, group, target and so on.
        ("HST/17301/x.fits", "", ""),
        ("HST/DRZ/x.fits", "", ""),
        ("data/2026-11-22/x.fits", "", ""),
        ("x.fits", "", ""),
    ],
)
def test_only_the_archives_folders_tell_observations(
    path: str, mission: str, observation: str
) -> None:
    found = only({"uri": "https://example.org/x", "path": path})
    assert (found.mission, found.observation_id) == (mission, observation)


def test_a_name_that_disagrees_with_its_folder_is_believed() -> None:
    found = only({"uri": URI, "path": f"JWST/program-01039/{NAME}"})
    assert found.observation_id == "jw01039-o004_t001_miri_ch3-long"
    found = only(
        {
            "uri": "mast:HST/product/u9o40504m_drz.fits",
            "path": "HST/U9O40504M/u9o40504m_drz.fits",
        }
    )
    assert found.observation_id == "U9O40504M"


@pytest.mark.parametrize(
    ("size", "count", "is_exact"),
    [
        (168, 168, True),
        ("7.0", 7, True),
        ("512B", 512, True),
        ("~168", 168, False),
        ("168M", 168_000_000, False),
        ("3.2G", 3_200_000_000, False),
        ("~1.5 GB", 1_500_000_000, False),
        ("308k", 308_000, False),
        ("2 MiB", 2_097_152, False),
        ("0M", None, True),
        (0, None, True),
    ],
)
def test_sizes_that_were_rounded_are_marked(
    size: object, count: int | None, is_exact: bool
) -> None:
    found = only({"uri": "mast:a", "size": size})
    assert (found.size, found.size_exact) == (count, is_exact)
    assert not only({"uri": "mast:a", "size": 5, "size_exact": "False"}).size_exact
    assert only({"uri": "mast:a", "size": 5, "size_exact": True}).size_exact


@pytest.mark.parametrize("size", ["1.5", "M", "-1M", "1e9", "9999999T", True, "12 345"])
def test_sizes_that_are_none_are_refused(size: object) -> None:
    with pytest.raises(FormatError, match="number of bytes"):
        read(table({"uri": "mast:a", "size": size}))


def test_what_the_list_says_is_never_overruled() -> None:
    name = "jw03149001001_06101_00002_nrs1_cal.fits"
    found = only(
        {
            "dataURI": f"mast:JWST/product/{name}",
            "obs_collection": "HLSP",
            "productSubGroupDescription": None,
            "calib_level": None,
            "productType": None,
            "obs_id": None,
        }
    )
    assert (found.mission, found.group, found.level) == ("HLSP", "", None)
    assert (found.category, found.observation_id) == ("", "")
    assert not found.inferred


def manifest() -> Basket:
    """Return a varied basket, as a manifest can list it."""
    rows = [
        product(s_region="CIRCLE", checksum="a" * 40),
        product(dataURI="mast:HST/product/=a.fits", productFilename="=a.fits",
                size=0, calib_level=None, productGroupDescription=None),
        {"dataURI": "mast:HST/product/if3x01j1q_flc.fits", "size": "168M"},
    ]  # fmt: skip
    batches, refused = read(table(*rows[:2]), table(rows[2]))
    assert refused == []
    basket = Basket()
    basket.add_rows(batches)
    basket.select_all()
    return basket


def test_our_own_manifest_gives_back_the_same_products() -> None:
    basket = manifest()
    [head, *lines] = csv.reader(
        line
        for line in basket.script("manifest", form="ecsv").splitlines()
        if not line.startswith("#")
    )
    columns = {
        title: [line[place] for line in lines] for place, title in enumerate(head)
    }
    batches, refused = read(Table(columns))
    assert refused == []
    assert files(*batches) == list(basket.files)


def test_a_manifest_in_json_gives_back_the_same_products() -> None:
    basket = manifest()
    rows = json.loads(basket.script("manifest", form="json"))["files"]
    batches, refused = read(table(*rows))
    assert refused == []
    assert files(*batches) == list(basket.files)


def test_a_column_that_only_looks_like_ours_is_kept() -> None:
    assert only({"uri": "mast:a", "extra": "free text"}).extra == {"extra": "free text"}
    assert only({"uri": "mast:a", "extra": '{"a": 1, "b": null}'}).extra == {"a": "1"}
    assert only({"uri": "mast:a", "extra": "[" * 9000}).extra["extra"].startswith("[")
    with pytest.raises(FormatError, match="not a list of fields"):
        read(table({"uri": "mast:a", "inferred": "{}"}))


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=9),
    st.sampled_from([URI, NAME, "~1M", "2b", "PUBLIC", '{"a":1}', "-1", "nan", "_cal"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)
TITLES = (
    "dataURI uri URL filename path size size_exact checksum calib_level category type"
    " product_key file_suffix inferred extra obs_id mission recommended new"
)


@pytest.mark.property
@given(st.integers(0, 5), st.data())
def test_every_row_of_any_table_is_taken_or_refused(
    length: int, data: st.DataObject
) -> None:
    column = st.lists(CELLS, min_size=length, max_size=length)
    given_table = Table(
        data.draw(st.dictionaries(st.sampled_from(TITLES.split()), column, max_size=6))
    )
    try:
        batches, refused = read(given_table)
    except FormatError as error:
        assert error.message  # noqa: PT017 - any of its kind will do
        return
    rows = len(next(iter(given_table.columns.values())))
    assert sum(map(len, batches)) + len(refused) == rows
    for batch in batches:
        assert len(files(batch)) == len(set(batch.uris))
        assert {len(values) for values in batch.text.values()} == {len(batch)}
    assert all(
        json.loads(row.text).keys() == dict(given_table.columns).keys()
        for row in refused
    )
