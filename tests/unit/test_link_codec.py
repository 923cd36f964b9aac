"""What links carry, and what they refuse to carry."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from skybasket import formats
from skybasket.archives.mast_values import LONGEST
from skybasket.catalog import Catalog, ProductRows
from skybasket.errors import LinkError
from skybasket.filters import Filters
from skybasket.sharing import (
    SharedBasket,
    SharedSearch,
    codec,
    decode,
    encode_basket,
    encode_search,
    link,
    streams,
)
from skybasket.sharing.columns import read_column
from skybasket.sharing.facets import FIELDS, read_facets, write_facets
from skybasket.sharing.groups import RULES, Groups
from skybasket.sharing.limits import most_files
from skybasket.sharing.link import unpack
from skybasket.sharing.names import sorted_names
from skybasket.sharing.sizes import LARGEST, rounded

from tests.unit.lists import answer, product


def catalog_of(
    *files: str,
    sizes: list[int] | None = None,
    inexact: tuple[int, ...] = (),
    **text: str,
) -> Catalog:
    catalog = Catalog()
    catalog.append(
        ProductRows(
            uris=[
                file if ":" in file else f"mast:HST/product/{file}" for file in files
            ],
            filenames=[file[file.rfind("/") + 1 :] for file in files],
            text={name: [value] * len(files) for name, value in text.items()},
            sizes=sizes or [0] * len(files),
            inexact=frozenset(inexact),
        ),
        lambda _row: False,
    )
    return catalog


def encoded(catalog: Catalog, **changed: Any) -> str:  # noqa: ANN401
    given: dict[str, Any] = {"title": "", "filters": Filters(), "selected": False}
    rows = changed.pop("rows", range(len(catalog)))
    return encode_basket(catalog, rows, **given | changed)


def opened(text: str) -> SharedBasket:
    shared = decode(text)
    assert isinstance(shared, SharedBasket)
    return shared


def sizes_of(catalog: Catalog) -> dict[str, tuple[int, bool]]:
    products = opened(encoded(catalog)).products
    return {
        name: (products.sizes[place], place not in products.inexact)
        for place, name in enumerate(products.filenames)
    }


def test_what_the_archive_told_comes_back() -> None:
    contents = formats.read(
        answer(product(), product(dataURI="mast:JWST/product/b_x1d.fits", obs_id="b"))
    )
    catalog = Catalog()
    for batch in contents.products:
        catalog.append(batch, lambda _row: False)
    again = Catalog()
    again.append(opened(encoded(catalog)).products, lambda _row: False)
    given = {catalog.uri(row): catalog.product(row) for row in range(2)}
    for row in range(2):
        back = again.product(row)
        for name in (*FIELDS, "filename", "extension", "size", "size_exact"):
            assert getattr(back, name) == getattr(given[back.uri], name), name
        assert back.description == back.observation_number == ""


def test_without_details_names_are_read_as_in_a_list() -> None:
    files = ("u9o40504m_d0f.fits", "u9o40504j_jif.fits")
    catalog = catalog_of(*files, mission="HST", target="M 51", recommended="yes")
    found = opened(encoded(catalog, details=False)).products
    [listed] = formats.read(
        "\n".join(sorted(catalog.uri(row) for row in (0, 1))).encode()
    ).products
    assert found == listed
    assert found.text["recommended"] == ["unknown", "unknown"]
    assert "mission" in found.text["inferred"][0]


def test_more_endings_than_a_byte_counts() -> None:
    files = [f"star{place % 3}_part{place:04}.fits" for place in range(1500)]
    catalog = catalog_of(*files, sizes=[5_000_000 + place for place in range(1500)])
    found = opened(encoded(catalog)).products
    assert sorted(found.filenames) == sorted(files)


def test_one_name_under_several_addresses() -> None:
    uris = [f"mast:HLSP/{place}/0001/same_name.fits" for place in range(300)]
    catalog = catalog_of(*uris)
    assert sorted(opened(encoded(catalog)).products.uris) == sorted(uris)


def test_of_one_address_the_latest_file_is_taken() -> None:
    catalog = catalog_of("a.fits", mission="HST")
    rows = [
        0,
        *catalog.append(
            ProductRows(
                uris=["mast:HST/product/a.fits"],
                filenames=["b.fits"],
                text={"mission": ["JWST"]},
                sizes=[0],
            ),
            lambda _row: True,
        ),
    ]
    assert rows == [0, 1]
    found = opened(encoded(catalog, rows=rows)).products
    assert (found.filenames, found.text["mission"]) == (["b.fits"], ["JWST"])


def test_a_size_that_all_files_of_a_form_have_stays_exact() -> None:
    catalog = catalog_of(
        "a_raw.fits",
        "b_raw.fits",
        "c_log.txt",
        sizes=[168_480_000, 168_480_000, 123_457],
    )
    assert set(sizes_of(catalog).values()) == {(168_480_000, True), (123_457, True)}


def test_other_sizes_are_rounded_and_marked() -> None:
    catalog = catalog_of(
        "a_raw.fits",
        "b_raw.fits",
        "c_raw.fits",
        "d_raw.fits",
        sizes=[207_360, 999_500, 0, 512],
    )
    assert sizes_of(catalog) == {
        "a_raw.fits": (207_000, False),
        "b_raw.fits": (1_000_000, False),
        "c_raw.fits": (0, True),
        "d_raw.fits": (512, True),
    }


@pytest.mark.parametrize(
    ("sizes", "exact"),
    [
        ([999, 1000], [True, False]),
        ([7000, 7000, 123_456], [False, False, False]),
        ([7000, 7000, 7000, 123_456], [True, True, True, False]),
    ],
)
def test_which_sizes_stay_exact(sizes: list[int], exact: list[bool]) -> None:
    files = [f"{letter}_raw.fits" for letter in "abcdef"[: len(sizes)]]
    found = sizes_of(catalog_of(*files, sizes=sizes))
    assert [found[file][1] for file in files] == exact


@pytest.mark.parametrize(
    "value", [0, 1, 127, 128, 129, 255, 256, 16_383, 16_384, 2**56, 2**62]
)
def test_any_number_comes_back(value: int) -> None:
    writer = streams.Writer()
    writer.number(value)
    writer.number(1)
    reader = streams.Reader(b"".join(writer.streams()))
    assert reader.number(value) == value
    assert reader.number(1) == 1
    if value:
        with pytest.raises(LinkError, match="damaged"):
            streams.Reader(b"".join(writer.streams())).number(value - 1)


def test_a_size_that_was_approximate_stays_so() -> None:
    catalog = catalog_of(
        "a_raw.fits", "b_raw.fits", sizes=[168_000_000] * 2, inexact=(0,)
    )
    assert sizes_of(catalog) == {
        "a_raw.fits": (168_000_000, False),
        "b_raw.fits": (168_000_000, True),
    }


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, 0),
        (1, 1),
        (999, 999),
        (1000, 1000),
        (1004, 1000),
        (1005, 1010),
        (9_994, 9_990),
        (9_995, 10_000),
        (123_456_789, 123_000_000),
        (10**15, 10**15),
    ],
)
def test_rounding(size: int, expected: int) -> None:
    assert rounded(size) == expected


def test_the_largest_size_comes_back() -> None:
    catalog = catalog_of("a.fits", "b.fits", sizes=[LARGEST] * 2, inexact=(0,))
    assert sizes_of(catalog) == {"a.fits": (LARGEST, False), "b.fits": (LARGEST, True)}


def test_what_cannot_be_seen_is_left_out_of_texts() -> None:
    catalog = catalog_of("a.fits", target="M\u200b 51\u00ad ")
    shared = opened(
        encoded(
            catalog, title="My\u0007 \u202ebasket ", filters=Filters(name="a\u200bb")
        )
    )
    assert shared.products.text["target"] == ["M 51"]
    assert (shared.title, shared.filters.name) == ("My basket", "ab")


def test_a_long_title_is_cut() -> None:
    assert opened(encoded(catalog_of("a.fits"), title="é" * 300)).title == "é" * 200


@pytest.mark.parametrize(
    "file", ["a\u200b.fits", "mast:a\nb.fits", "mast:x/" + "a" * 8192, "mast:x/ "]
)
def test_a_name_that_no_list_can_have_is_told(file: str) -> None:
    with pytest.raises(LinkError, match="Leave that file out"):
        encoded(catalog_of(file))


@pytest.mark.parametrize("name", ["", " ", "a" * 8193, "a\u200b"])
def test_a_file_name_that_no_file_can_have_is_told(name: str) -> None:
    catalog = Catalog()
    catalog.append(
        ProductRows(uris=["mast:a.fits"], filenames=[name], text={}, sizes=[0]),
        lambda _row: False,
    )
    with pytest.raises(LinkError, match="Leave that file out"):
        encoded(catalog)


def test_blanks_in_names_are_kept() -> None:
    catalog = catalog_of("mast:HST/product/ a b.fits")
    for details in (True, False):
        found = opened(encoded(catalog, details=details)).products
        assert found.uris == ["mast:HST/product/ a b.fits"]
        assert [name.strip() for name in found.filenames] == ["a b.fits"]


def test_a_value_that_no_list_can_have_is_told() -> None:
    with pytest.raises(LinkError, match="Leave that file out") as error:
        encoded(catalog_of("a.fits", level="high"))
    assert error.value.where == ("level: 'high'",)


def test_no_files_make_no_link() -> None:
    with pytest.raises(LinkError, match="no files"):
        encoded(Catalog())


def test_a_size_beyond_all_files_is_told() -> None:
    with pytest.raises(LinkError, match="larger than any"):
        encoded(catalog_of("a.fits", sizes=[10**16]))


def test_too_many_files_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = catalog_of("a.fits", "b.fits", "c.fits")
    monkeypatch.setattr(codec, "MOST_DETAILED", 2)
    monkeypatch.setattr(codec, "MOST_FILES", 2)
    for details in (True, False):
        with pytest.raises(LinkError, match=r"up to 2 files\."):
            encoded(catalog, details=details)
    monkeypatch.undo()
    for module, name in (
        (link, "LONGEST_LINK"),
        (link, "MOST_INFLATED"),
        (streams, "MOST_LINES"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, 4)
            with pytest.raises(LinkError, match="Save the basket as a file"):
                encoded(catalog)


def test_how_many_files_a_link_carries_depends_on_what_it_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalog = catalog_of("a.fits", "b.fits")
    monkeypatch.setattr(codec, "MOST_DETAILED", 1)
    assert len(opened(encoded(catalog, details=False)).products) == 2
    with pytest.raises(LinkError, match="carries up to 1 files"):
        encoded(catalog)


@pytest.mark.parametrize(
    ("characters", "details", "most"),
    [
        (0, False, 100_000),
        (1000, False, 120_000),
        (1000, True, 120_000),
        (10_000, True, 200_000),
        (10_000, False, 300_000),
        (2_000_000, False, 1_000_000),
    ],
)
def test_each_character_of_a_link_stands_for_so_many_files(
    characters: int, details: bool, most: int
) -> None:
    assert most_files(characters, details=details) == most


def test_a_short_text_carries_few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "most_files", lambda *_, **__: 1)
    with pytest.raises(LinkError, match="carries up to 1 files") as caught:
        encoded(catalog_of("a.fits", "b.fits"))
    assert caught.value.where == ("2 are chosen",)


def test_long_filters_are_told() -> None:
    filters = Filters(target={f"{place:06}" for place in range(20_000)})
    with pytest.raises(LinkError, match="Choose fewer values"):
        encoded(catalog_of("a.fits"), filters=filters)


def search(**changed: Any) -> SharedSearch:  # noqa: ANN401
    given: dict[str, Any] = {
        "title": "M 51",
        "filters": Filters(level={3}),
        "numbers": [1, 5],
        "excluded": (),
        "included": (),
        "selected": True,
    }
    return SharedSearch(**given | changed)


def test_a_search_is_short() -> None:
    numbers = list(range(83_000_000, 83_004_000, 40))
    text = encode_search(search(numbers=numbers))
    assert decode(text) == search(numbers=numbers, excluded=[], included=[])
    assert len(text) < 100


@pytest.mark.parametrize("numbers", [[], [5, 1], [1, 1], [-1, 1], [10**18 + 1]])
def test_numbers_that_no_observations_have(numbers: list[int]) -> None:
    with pytest.raises(LinkError):
        encode_search(search(numbers=numbers))


def test_a_search_with_too_much_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MOST_OBSERVATIONS", 1)
    with pytest.raises(LinkError, match="up to 1 observations"):
        encode_search(search())
    monkeypatch.undo()
    monkeypatch.setattr(codec, "MOST_EXCEPTIONS", 1)
    with pytest.raises(LinkError, match="up to 1 files beside observations"):
        encode_search(search(included=["mast:a", "mast:b"]))
    assert encode_search(search(included=["mast:a"], excluded=["mast:b"]))


def test_observations_are_numbered_from_0() -> None:
    numbers = [0, 10**18]
    shared = decode(encode_search(search(numbers=numbers)))
    assert shared == search(numbers=numbers, excluded=[], included=[])


#: Files whose heads, endings, forms and stems are alike in different ways.
ALIKE = (
    "mast:HST/product/o1_raw.fits",
    "mast:HST/product/o1_cal.fits",
    "mast:HST/product/o2_raw.fits",
    "mast:HST/product/o-3_raw.fits",
    "mast:HST/url/o1_raw.fits",
)


@pytest.mark.parametrize("field", ["mission", "observation_id", "target"])
def test_any_files_may_have_a_value_in_common(field: str) -> None:
    names, _ = sorted_names(ALIKE)
    assert sorted(names.uris) == sorted(ALIKE)
    known = dict.fromkeys(FIELDS, ("",) * len(ALIKE))
    known["observation_id"] = ("o1", "o1", "o1", "o3", "o1")
    known["mission"] = ("HST", "HST", "JWST", "HST", "JWST")
    for values in itertools.product(("a", "b", ""), repeat=len(ALIKE)):
        columns = {**known, field: values}
        writer = streams.Writer()
        write_facets(writer, names, columns)
        reader = streams.Reader(b"".join(writer.streams()))
        found, _ = read_facets(reader, names)
        reader.finish()
        assert found == {name: list(column) for name, column in columns.items()}


@pytest.mark.parametrize(
    ("rule", "groups"),
    [
        ("head", [0, 0, 0, 0, 1]),
        ("ending", [0, 1, 2, 0, 2]),
        ("form", [0, 1, 2, 3, 2]),
        ("stem", [0, 1, 1, 2, 3]),
        ("file", [0, 1, 2, 3, 4]),
        ("observation", [5, 5, 6, 7, 6]),
    ],
)
def test_by_what_files_are_alike_stays_as_it_is(rule: str, groups: list[int]) -> None:
    names, _ = sorted_names(ALIKE)
    assert names.uris == [ALIKE[place] for place in (3, 1, 0, 2, 4)]
    missions = ["HST", "HST", "JWST", "HST", "JWST"]
    made = Groups(names, missions, [5, 5, 6, 7, 6])
    assert list(made.by(rule)) == groups
    if rule == "ending":
        assert Groups(names).ending == [0, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("missions", "observations"),
    [("HHHHJJJJ", "ABABABAB"), ("HJHJHJHJ", "ABCDEFGH")],
)
def test_missions_and_observations_are_told_apart(
    missions: str, observations: str
) -> None:
    endings = ("raw", "raw", "cal", "cal", "drz", "drz", "flt", "flt")
    names, _ = sorted_names(
        [f"mast:x/{place}x_{end}.fits" for place, end in enumerate(endings)]
    )
    columns = dict.fromkeys(FIELDS, [""] * 8)
    columns |= {"mission": [*missions], "observation_id": [*observations]}
    columns["target"] = ["M 51", "Vega"] * 4
    writer = streams.Writer()
    write_facets(writer, names, columns)
    found, _ = read_facets(streams.Reader(b"".join(writer.streams())), names)
    assert found == columns


def test_steps_and_exceptions_stay_in_the_circle_of_values() -> None:
    groups = Groups(sorted_names(ALIKE)[0])
    rule = RULES.index("file")

    def read(steps: list[int], exceptions: list[int], values: str = "ab") -> list[str]:
        writer = streams.Writer()
        writer.number(len(values))
        writer.lines(values)
        writer.number(rule)
        writer.numbers(steps)
        writer.rising(range(len(exceptions)))
        writer.numbers(exceptions)
        reader = streams.Reader(b"".join(writer.streams()))
        return read_column(reader, groups, RULES, list)

    assert read([0, 1, 0, 1, 0], [1]) == ["b", "b", "b", "a", "a"]
    assert read([0] * 5, [1] * 5) == ["b"] * 5
    for steps, exceptions in (([0, 2, 0, 0, 0], [1]), ([0, 1, 0, 1, 0], [2])):
        with pytest.raises(LinkError, match="damaged"):
            read(steps, exceptions)
    for values in ("aa", ""):
        with pytest.raises(LinkError, match="damaged"):
            read([0] * 5, [], values)


def test_capitals_that_are_longer_are_no_way_to_an_observation() -> None:
    catalog = catalog_of("straße_raw.fits", observation_id="STRASSE_1")
    assert opened(encoded(catalog)).products.text["observation_id"] == ["STRASSE_1"]


def test_a_name_may_be_as_long_as_in_a_list() -> None:
    head, ending = "mast:x/", "_raw.fits"
    stem = "a" * (LONGEST - len(head + ending))
    found = opened(encoded(catalog_of(head + stem + ending))).products
    assert found.uris == [head + stem + ending]
    with pytest.raises(LinkError, match="not one that a link can carry"):
        encoded(catalog_of(head + stem + "a" + ending))


@pytest.mark.parametrize("first", ["X", "Y"])
def test_names_that_begin_alike_share_their_beginning(first: str) -> None:
    stems = [first, *("a" * length for length in (126, 127, 128, 129, 300, 301))]
    files = [f"{stem}{end}_raw.fits" for stem in stems for end in ("", "b", "c")]
    found = opened(encoded(catalog_of(*files), details=False)).products
    assert sorted(found.filenames) == sorted(files)


def test_an_observation_may_have_a_name_as_long_as_in_a_list() -> None:
    name = "o" * LONGEST
    catalog = catalog_of("a_raw.fits", observation_id=name)
    assert opened(encoded(catalog)).products.text["observation_id"] == [name]


def test_a_link_carries_as_much_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = catalog_of("a.fits", "b.fits")
    monkeypatch.setattr(codec, "MOST_DETAILED", 2)
    text = encoded(catalog)
    monkeypatch.setattr(link, "LONGEST_LINK", len(text))
    assert encoded(catalog) == text
    assert len(opened(text).products) == 2
    content = len(unpack(text))
    monkeypatch.setattr(link, "MOST_INFLATED", content)
    assert encoded(catalog) == text
    monkeypatch.setattr(link, "MOST_INFLATED", content - 1)
    with pytest.raises(LinkError, match="Save the basket as a file"):
        encoded(catalog)
    monkeypatch.undo()
    monkeypatch.setattr(link, "LONGEST_LINK", len(text) - 1)
    with pytest.raises(LinkError, match="Save the basket as a file"):
        encoded(catalog)
    with pytest.raises(LinkError):
        decode(text)


def test_filters_may_be_as_long_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    filters = Filters(target={"M 51"})
    catalog = catalog_of("a.fits")
    monkeypatch.setattr(codec, "LONGEST_FILTERS", len('{"target":["M 51"]}'))
    assert opened(encoded(catalog, filters=filters)).filters == filters
    monkeypatch.setattr(codec, "LONGEST_FILTERS", len('{"target":["M 51"]}') - 1)
    with pytest.raises(LinkError, match="Choose fewer values"):
        encoded(catalog, filters=filters)


def test_a_value_may_be_as_long_as_in_a_list() -> None:
    target = "a" * LONGEST
    assert opened(encoded(catalog_of("a.fits", target=target))).products.text[
        "target"
    ] == [target]
    with pytest.raises(LinkError, match="that no list can have") as caught:
        encoded(catalog_of("a.fits", target=target + "a"))
    assert caught.value.where == ("target: " + repr("a" * 60),)


def test_an_address_of_the_archive_is_known_by_its_uri() -> None:
    uri = "mast:HST/product/a_raw.fits"
    address = f"https://mast.stsci.edu/api/v0.1/Download/file?uri={uri}"
    foreign = "https://example.org/b_raw.fits"
    found = opened(encoded(catalog_of(address, foreign))).products
    assert sorted(found.uris) == [foreign, uri]


def test_links_are_dense() -> None:
    # Two visits of eight exposures with two detectors: all is regular.
    files = [
        f"mast:JWST/product/jw01039{visit:03}001_02101_{exposure:05}_{detector}{ending}"
        for visit in (4, 5)
        for exposure in range(1, 9)
        for detector in ("nrcalong", "nrcblong")
        for ending in (
            "_cal.fits",
            "_cal.jpg",
            "_i2d.fits",
            "_rate.fits",
            "_uncal.fits",
        )
    ]
    text = encoded(catalog_of(*files), details=False)
    assert len(text) / len(files) < 1
    assert len(unpack(text)) < 1000
