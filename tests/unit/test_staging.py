"""What a batch request asks for, its mail, and the record that is kept of it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import Basket, keeping
from skybasket.app.batch_mail import list_pieces, mail_pieces, write_mail
from skybasket.batch import LONGEST_LINK, Choice, mail_link, stageable
from skybasket.errors import RetrievalError
from skybasket.retrieval.staged import STAGED, staged_method
from skybasket.staging import STATES, Request, products_of
from skybasket.stored_text import MOST_INLINE

from tests.unit.lists import answer, product

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Anything that JSON can say.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def file(name: str, mission: str = "JWST", **columns: object) -> dict[str, object]:
    """Return a product by its name."""
    told: dict[str, object] = {
        "obs_collection": mission,
        "dataURI": f"mast:{mission}/product/{name}",
        "productFilename": name,
        "size": 1000,
    }
    return product(**(told | columns))


def chosen(*rows: Mapping[str, object]) -> Basket:
    """Return a basket with some products, all selected."""
    basket = Basket.open(answer(*map(dict, rows)))
    basket.title = "M 51"
    basket.select_all()
    return basket


def names(basket: Basket, rows: list[int]) -> list[str]:
    return [basket.catalog.filename(row) for row in rows]


MIXED = (
    file("a.fits", obs_id="A"),
    file("b.fits", "HST", obs_id="B", dataRights="EXCLUSIVE_ACCESS"),
    file("c.fits", "TESS", obs_id="C"),
    file("d.fits", dataURI="https://example.org/d.fits", obs_id="D"),
    file("same.fits", obs_id="E", dataURI="mast:JWST/one/same.fits"),
    file("same.fits", obs_id="F", dataURI="mast:JWST/two/same.fits"),
)


@pytest.mark.parametrize("name", ["", "ftps_curl"])
def test_what_is_staged_is_usually_fetched_by_curl(name: str) -> None:
    assert staged_method(name) is STAGED["ftps_curl"]
    with pytest.raises(
        RetrievalError, match="no such method 'telex'; use ftps_curl, ftps_lftp"
    ):
        staged_method("telex")
    with pytest.raises(RetrievalError, match="Nobody has said where"):
        next(STAGED["ftps_curl"].forms["script"].pieces(chosen(*MIXED).plan()))


# Which files


def test_the_archive_stages_its_own_files_of_some_missions() -> None:
    basket = chosen(*MIXED)
    choice = Choice(basket)
    assert sorted(names(basket, choice.rows)) == ["a.fits", "b.fits"]
    others = {why: names(basket, rows) for why, rows in choice.others.items()}
    assert others == {
        "mission": ["c.fits"],
        "elsewhere": ["d.fits"],
        "same_name": ["same.fits", "same.fits"],
    }
    assert choice.totals.count == 2
    assert sorted(choice.datasets) == ["A", "B"]
    assert names(basket, choice.restricted) == ["b.fits"]
    assert sorted(choice.names()) == ["a.fits", "b.fits"]


def test_only_what_is_selected_counts() -> None:
    basket = chosen(*MIXED)
    assert stageable(basket) == 5
    basket.clear_selection()
    assert stageable(basket) == 0
    assert Choice(basket).rows == []


# The mail


def test_a_short_request_is_all_in_the_mail() -> None:
    basket = chosen(*MIXED)
    mail = write_mail(basket, Choice(basket))
    assert not mail.attach
    parts = urlsplit(mail.link)
    assert (parts.scheme, parts.path) == ("mailto", "archive@stsci.edu")
    fields = parse_qs(parts.query, strict_parsing=True)
    assert fields["subject"] == ["Batch request: 2 files (M 51)"]
    body = fields["body"][0].replace("\r\n", "\n")
    assert body == mail.body
    for line in ("Missions: HST, JWST", "Datasets: 2", "a.fits", "b.fits"):
        assert line in body.splitlines()
    assert "Files: 2 (2.0 kB)" in body
    assert "Not public: 1 file." in body


def test_a_long_request_names_its_datasets_and_attaches_the_files() -> None:
    rows = [file(f"very_long_name_of_file_{n:03}.fits", obs_id="X") for n in range(99)]
    basket = chosen(*rows)
    choice = Choice(basket)
    mail = write_mail(basket, choice)
    assert mail.attach
    assert len(mail.link) <= LONGEST_LINK
    assert "Dataset (1):\nX\n" in mail.body
    assert "attached list, batch-request M 51.txt." in mail.body
    assert "very_long_name" not in mail.body
    whole = "".join(mail_pieces(basket, choice))
    assert whole.startswith("To: archive@stsci.edu\nSubject: Batch request: 99 files")
    assert all(str(row["productFilename"]) in whole for row in rows)
    listed = "".join(list_pieces(basket, choice))
    line = "very_long_name_of_file_000.fits\t1000\tmast:JWST/product/very_long_name"
    assert line in listed


def test_a_request_of_many_datasets_attaches_them_too() -> None:
    rows = [file(f"n{n:04}.fits", obs_id=f"dataset_{n:04}") for n in range(400)]
    basket = chosen(*rows)
    mail = write_mail(basket, Choice(basket))
    assert mail.attach
    assert len(mail.link) <= LONGEST_LINK
    assert "dataset_" not in mail.body
    assert "Datasets: 400" in mail.body


@pytest.mark.property
@given(st.text(max_size=200) | st.just("🔭" * 200), st.sampled_from([1, 40, 300]))
def test_a_link_is_never_too_long(title: str, count: int) -> None:
    basket = chosen(*(file(f"n{n}.fits", obs_id=f"o{n}") for n in range(count)))
    basket.title = title
    mail = write_mail(basket, Choice(basket))
    assert len(mail.link) <= LONGEST_LINK
    fields = parse_qs(urlsplit(mail.link).query, strict_parsing=True)
    assert fields["body"][0].replace("\r\n", "\n") == mail.body


def test_hostile_names_add_nothing_to_a_mail() -> None:
    trick = "x\r\nBcc: eve@example.org\n&cc=eve@example.org?bcc=\ud800\u2028%0ABcc:"
    # Readers of lists refuse what cannot be printed.
    plain = "".join(letter for letter in trick if letter.isprintable())
    basket = chosen(file(plain, obs_id=plain))
    basket.title = trick
    choice = Choice(basket)
    mail = write_mail(basket, choice)
    fields = parse_qs(urlsplit(mail.link).query, strict_parsing=True)
    assert set(fields) == {"subject", "body"}
    assert len(fields["body"]) == 1
    for text in (fields["subject"][0], mail.body, "".join(list_pieces(basket, choice))):
        starts = [line.lower().split(":")[0].strip() for line in text.splitlines()]
        assert not {"bcc", "cc"} & set(starts)


@pytest.mark.property
@given(st.text(), st.text())
def test_a_mail_link_has_two_fields_whatever_is_in_them(
    subject: str, body: str
) -> None:
    link = mail_link("archive@example.org", subject, body)
    assert link.isascii()
    assert not set(link) & set(" \n\r\"'<>#")
    scheme, _, fields = link.partition("?")
    assert scheme == "mailto:archive@example.org"
    found = [field.partition("=") for field in fields.split("&") if field]
    told = {name: unquote(text) for name, _, text in found}
    assert set(told) <= {"subject", "body"}
    assert (
        told.get("body", "").replace("\r\n", "\n")
        == "\n".join(body.splitlines()).encode(errors="replace").decode()
    )


# The record


def request(*rows: Mapping[str, object]) -> Request:
    basket = chosen(*(rows or MIXED))
    choice = Choice(basket)
    return Request.of(basket, choice, products_of(basket, choice.files))


def test_a_record_says_what_was_requested() -> None:
    record = request()
    assert (record.title, record.state, record.is_open) == ("M 51", "prepared", True)
    assert (record.count, record.datasets, record.size) == (2, 2, 2000)
    assert record.restricted == 1
    assert set(record.missions) == {"JWST", "HST"}
    assert Request.read(record.write()) == record


def test_its_products_are_exactly_the_files() -> None:
    content = request().products
    assert content is not None
    basket = Basket()
    assert not keeping.restore(basket, content)
    assert sorted(product.filename for product in basket.files) == ["a.fits", "b.fits"]
    assert basket.selected.count == 2


def test_many_products_lie_apart() -> None:
    rows = [
        file(f"{n * 7919 % 1_000_003:x}_{n * 104_729 % 999_983:x}.fits", obs_id=f"o{n}")
        for n in range(9000)
    ]
    record = request(*rows)
    assert record.products is None
    assert len(record.write()) < MOST_INLINE
    assert Request.read(record.write()) == record


def test_a_request_moves_on_and_back() -> None:
    record = request()
    for state in STATES:
        record = record.moved(state)
        assert record.state == state
        assert Request.read(record.write()) == record
    assert not record.is_open
    assert [state for state, _ in record.moments] == list(STATES)
    back = record.moved("requested")
    assert [state for state, _ in back.moments] == ["prepared", "requested"]
    assert dict(back.moments)["requested"] == dict(record.moments)["requested"]
    skipped = back.moved("fetched")
    assert [state for state, _ in skipped.moments] == [
        "prepared",
        "requested",
        "fetched",
    ]
    with pytest.raises(ValueError, match="not in tuple"):
        record.moved("lost")


def test_a_folder_makes_a_request_staged() -> None:
    located = request().located("/stage/anonymous/1/")
    assert (located.state, located.place) == ("staged", "/stage/anonymous/1/")
    fetched = located.moved("fetched").located("/stage/anonymous/2/")
    assert (fetched.state, fetched.place) == ("fetched", "/stage/anonymous/2/")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1", '"x"', "{}", '{"version": 2}', "[" * 100_000],
)
def test_what_is_no_record_is_none(text: str) -> None:
    assert Request.read(text) is None


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"state": "lost"},
        {"state": None},
        {"count": -1},
        {"count": True},
        {"size": "1"},
        {"title": 1},
        {"title": "x" * 10_001},
        {"place": None},
        {"when": "yesterday"},
        {"when": "2026-13-40T00:00:00Z"},
        {"moments": [["prepared"]]},
        {"moments": [["lost", "2026-11-22T14:03:09Z"]]},
        {"moments": 1},
        {"missions": "JWST"},
        {"missions": [1]},
        {"products": "no base64!"},
        {"products": "aGVsbG8="},
        {"products": 1},
        {"digest": 1},
    ],
    ids=repr,
)
def test_a_damaged_record_is_none(change: dict[str, object]) -> None:
    told = json.loads(request().write())
    assert Request.read(json.dumps(told | change)) is None


@pytest.mark.parametrize("name", ["title", "state", "moments", "products", "version"])
def test_a_record_without_a_part_is_none(name: str) -> None:
    told = json.loads(request().write())
    del told[name]
    assert Request.read(json.dumps(told)) is None


@pytest.mark.property
@given(st.sampled_from(sorted(json.loads(request().write()))), ANYTHING)
def test_a_record_with_anything_in_it_reads_or_not(name: str, value: object) -> None:
    told = json.loads(request().write()) | {name: value}
    found = Request.read(json.dumps(told))
    if found:
        assert found.state in STATES
        assert Request.read(found.write()) == found


@pytest.mark.property
@given(st.lists(st.sampled_from(STATES), max_size=12))
def test_states_stay_in_order_however_it_is_moved(moves: list[str]) -> None:
    record = replace(request(file("a.fits")), products=None)
    for state in moves:
        record = record.moved(state)
        reached = [STATES.index(name) for name, _ in record.moments]
        assert reached == sorted(set(reached))
        assert record.moments[-1][0] == record.state
        assert Request.read(record.write()) == record
