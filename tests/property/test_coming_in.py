"""What lists say, and what is in a basket of them: compared one product at a time."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, identities
from skybasket.catalog import Catalog, ProductRows
from skybasket.columns import Coded, TextColumn, coded, combined
from skybasket.identities import Identities
from skybasket.pieces import Pieced, cut_filenames, cut_files, cut_uris, pieced
from skybasket.product import split_filename

#: More than a byte counts.
SUFFIXES: Final = [f"_{n:03}.fits" for n in range(300)] + [".fits.gz", "", "_a.jpg"]
STEMS: Final = st.text(st.sampled_from("abé世_-. 0"), min_size=1, max_size=5).filter(
    lambda stem: stem.strip(" ") == stem
)


@st.composite
def products(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return rows of a list, in any order, some of them twice."""
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "dataURI": st.builds(
                        "mast:{}/product/{}{}".format,
                        st.sampled_from(["HST", "JWST/é", "HLSP/x"]),
                        STEMS,
                        st.sampled_from(SUFFIXES),
                    ),
                    "obs_collection": st.sampled_from(["HST", "JWST"]),
                    "obs_id": st.sampled_from(["o1", "o2", "ø 3", ""]),
                    "size": st.sampled_from([0, 1, 2880, 10**12]),
                    "description": st.sampled_from(
                        ['one, "two"', "line\nend", "plain", "日本"]
                    ),
                    "calib_level": st.sampled_from([-1, 2, 3]),
                }
            ),
            min_size=1,
            max_size=30,
        )
    )
    for row in rows:
        row["productFilename"] = str(row["dataURI"]).rpartition("/")[2]
    twice = draw(st.lists(st.sampled_from(rows), max_size=5))
    return list(draw(st.permutations([*rows, *twice])))


def naive(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return what is in a basket of these rows, in the order of its tree."""
    first: dict[str, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row["dataURI"], row)
    ordered = sorted(
        first.values(),
        key=lambda row: (
            row["obs_collection"],
            row["obs_id"],
            split_filename(row["productFilename"]),
        ),
    )
    return [
        (
            row["dataURI"],
            row["productFilename"],
            row["obs_collection"],
            row["size"] or None,
            row["calib_level"],
            " ".join(row["description"].split()),
        )
        for row in ordered
    ]


def held(basket: Basket) -> list[tuple[Any, ...]]:
    return [
        (
            file.uri,
            file.filename,
            file.mission,
            file.size,
            file.level,
            file.description,
        )
        for file in basket.files
    ]


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.mark.property
@given(products())
def test_a_basket_holds_what_its_lists_say(rows: list[dict[str, Any]]) -> None:
    # Of rows that stand alike in the tree the first stays first.
    expected = naive(rows)
    for content in (json.dumps({"data": rows}).encode(), as_csv(rows)):
        basket = Basket.open(content)
        assert held(basket) == expected
        assert held(Basket.open(basket.to_bytes())) == expected


def test_many_suffixes_at_once() -> None:
    rows = [
        {
            "dataURI": f"mast:HST/product/é{n % 7}{SUFFIXES[n * 7 % 300]}",
            "obs_collection": "HST",
            "obs_id": f"o{n % 11}",
            "size": n,
            "description": "",
            "calib_level": 2,
            "productFilename": f"é{n % 7}{SUFFIXES[n * 7 % 300]}",
        }
        for n in range(2000)
    ]
    basket = Basket.open(as_csv(rows))
    assert len(basket.catalog.suffixes.values) == 301
    assert held(basket) == naive(rows)
    assert held(Basket.open(basket.to_bytes())) == naive(rows)


VALUES: Final = st.lists(st.sampled_from(["", "a", "b", "é"]), max_size=30)


@pytest.mark.property
@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), max_size=30), VALUES)
def test_columns_say_what_their_rows_do(
    rows: list[tuple[str, ...]], others: list[str]
) -> None:
    columns = [coded([row[place] for row in rows]) for place in range(3)]
    assert [list(column) for column in columns] == [
        [row[place] for row in rows] for place in range(3)
    ]
    joined = combined(lambda *texts: "".join(texts), *columns)
    assert joined == ["".join(row) for row in rows]
    assert joined.each(str.upper) == ["".join(row).upper() for row in rows]
    kept = [row[0] == "a" for row in rows]
    assert joined.only(kept) == ["".join(row) for row in rows if row[0] == "a"]
    column = TextColumn()
    column.extend(others)
    column.extend(joined)
    column.extend_empty(2)
    column.extend(coded(others))
    expected = [*others, *joined, "", "", *others]
    assert [column[row] for row in range(len(column))] == expected


NAMES: Final = st.text(st.sampled_from("ab_./é"), max_size=8)


@pytest.mark.property
@given(st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=20))
def test_equal_names_have_equal_pieces(texts: list[tuple[str, str, str]]) -> None:
    names = [stem + suffix for _, stem, suffix in texts]
    uris = ["".join(parts) for parts in texts]
    cut = cut_filenames(names)
    assert cut == names
    assert list(zip(*cut.pieces, strict=True)) == list(map(split_filename, names))
    assert cut_uris(uris) == uris
    own_uris, own_names = cut_files(uris, names)
    assert own_uris == uris
    assert own_names == names
    lasts = [uri[uri.rfind("/") + 1 :] for uri in uris]
    expected = [
        (uri.removesuffix(last), *split_filename(last))
        for uri, last in zip(uris, lasts, strict=True)
    ]
    assert list(zip(*own_uris.pieces, strict=True)) == expected
    heads, stems, suffixes = (
        coded([parts[place] for parts in texts]) for place in range(3)
    )
    for found, whole in (
        (pieced(stems, suffixes), names),
        (pieced(stems, suffixes, heads), uris),
    ):
        assert found == whole
        if isinstance(found, Pieced):
            own = cut_filenames(whole) if whole is names else cut_uris(whole)
            assert found.pieces == own.pieces


def test_a_catalog_takes_pieces_and_texts_alike() -> None:
    texts = ProductRows(
        uris=["mast:a/b_c.fits", "mast:a/d.fits", "mast:a/b_c.fits"],
        filenames=["b_c.fits", "d.fits", "b_c.fits"],
        text={"mission": ["HST", "JWST", "HST"]},
        sizes=[1, 2, 3],
    )
    uris, filenames = cut_files(texts.uris, texts.filenames)
    in_pieces = ProductRows(
        uris=uris,
        filenames=filenames,
        text={"mission": Coded(["HST", "JWST"], bytes([0, 1, 0]))},
        sizes=[1, 2, 3],
    )
    for first, second in ((texts, in_pieces), (in_pieces, texts)):
        catalog = Catalog()
        assert list(catalog.append(first, lambda _row: False)) == [0, 1, 0]
        assert list(catalog.append(second, lambda _row: False)) == [0, 1, 0]
        assert [catalog.product(row).mission for row in (0, 1)] == ["HST", "JWST"]
        assert [catalog.uri(row) for row in (0, 1)] == texts.uris[:2]


@pytest.mark.property
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(["mast:a/", "mast:b/"]),
                st.sampled_from(["s", "s_t", "é", "u", "v", "w_x", "y", "z"]),
                st.sampled_from(SUFFIXES[:6]),
            ),
            max_size=8,
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([0, 3, 50]),
)
def test_a_uri_is_one_row_however_it_comes(
    lists: list[list[tuple[str, str, str]]], near: int
) -> None:
    uris = Identities()
    row_of: dict[str, int] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identities, "_NEAR", near)
        for number, parts in enumerate(lists):
            given_now = ["".join(part) for part in parts]
            rows, fresh = uris.add(given_now, lambda _row: False)
            before = len(row_of)
            expected = [row_of.setdefault(uri, len(row_of)) for uri in given_now]
            assert list(rows) == expected
            new = [uri for uri, row in row_of.items() if row >= before]
            assert [given_now[place] for place in fresh] == new
            if number == len(lists) // 2 and len(given_now) % 2:
                uris.prepare()
    assert [uris[row] for row in range(len(row_of))] == list(row_of)
    assert [uris.find(uri) for uri in row_of] == list(row_of.values())


def test_no_table_of_uris_is_made_while_a_list_in_any_order_comes() -> None:
    uris = Identities()
    for numbers in ([2, 0, 1], [5, 3, 4]):
        given_now = [f"mast:a/s{number}_{end}" for number in numbers for end in "ba"]
        rows, _ = uris.add(given_now, lambda _row: False)
        assert isinstance(rows, range)
    # It is left for idle time.
    assert uris.prepare()
    assert [uris.find(uri) for uri in given_now] == [*range(6, 12)]
