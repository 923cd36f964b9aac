"""The reference system: questions, answers in both forms, searching."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json

import pytest
from skybasket.archives import crds_answers
from skybasket.archives.crds import ReferenceService, is_context, reference_uri
from skybasket.archives.crds_rows import reference_rows
from skybasket.archives.mast import Mast, Source
from skybasket.archives.mast_search import SearchError

from tests.unit.crds import DARK, FLAT, IDS, SHARED, answered, go, references, search


def envelope(result: object, **more: object) -> bytes:
    return json.dumps({"error": None, "id": 1, "result": result, **more}).encode()


def packed(content: bytes) -> bytes:
    payload = base64.b64encode(gzip.compress(content)).decode()
    return envelope({"crds_encoded": "1.0", "crds_payload": payload})


def strange(content: bytes) -> SearchError:
    with pytest.raises(SearchError) as caught:
        crds_answers.result(content)
    return caught.value


# Questions


def test_questions_go_to_the_observatory_or_its_mirror() -> None:
    service = ReferenceService(Mast(), "hst")
    request = service.best_references("hst_1234.pmap", ["I9ZF01010"])
    assert request.address == "https://hst-crds.stsci.edu/json/"
    assert json.loads(request.body or "") == {
        "jsonrpc": "1.0",
        "method": "get_aui_best_references",
        "params": ["hst_1234.pmap", ["I9ZF01010"]],
        "id": 1,
    }
    mirror = Mast("http://127.0.0.1:8701", "http://127.0.0.1:8702/")
    request = ReferenceService(mirror, "roman").default_context()
    assert request.address == "http://127.0.0.1:8702/json/"


def test_contexts_are_known_by_their_form() -> None:
    assert is_context("jwst_0123.pmap", "jwst")
    for wrong in (
        "hst_0123.pmap",
        "jwst_0123.pmap\n",
        "jwst_12.pmap",
        "",
        "jwst-latest",
    ):
        assert not is_context(wrong, "jwst")


# Answers


def test_both_forms_of_an_answer_are_read() -> None:
    found = {IDS[0]: [True, [DARK]]}
    assert crds_answers.result(envelope(found)) == found
    assert crds_answers.result(packed(json.dumps(found).encode())) == found


def test_errors_are_told_in_the_services_words() -> None:
    error = {"message": "OtherError: &lt;b&gt; is no context\x07", "code": 500}
    found = strange(envelope(None, error=error))
    assert (found.cause, found.where) == ("archive", ("OtherError: <b> is no context",))
    assert strange(envelope(None, error=[7])).where == ("It did not say why.",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>502</html>",
        b"[]",
        b'"text"',
        b"{}",
        b"[" * 100_000,
        b"\xff\xfe\x00",
        packed(b"not JSON"),
        packed(b"[" * 100_000),
        envelope({"crds_encoded": "1.0"}),
        envelope({"crds_encoded": "1.0", "crds_payload": "####"}),
        envelope({"crds_encoded": "1.0", "crds_payload": "AAAA"}),
        envelope({"crds_encoded": 5, "crds_payload": {"a": 1}}),
        packed(b"{}")[:-12] + b'"}}',
    ],
)
def test_what_is_no_answer_is_refused(content: bytes) -> None:
    assert strange(content).cause == "answer"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(b" " * (2**26 + 1))
    assert len(bomb) < 200_000
    assert strange(bomb).where == ("it is packed, and too long or cut off",)


@pytest.mark.parametrize(
    "found", [None, 5, "text", [], {"A": 1}, {"A": []}, {"A": [True]}, {"A": {}}]
)
def test_references_in_another_form_are_refused(found: object) -> None:
    with pytest.raises(SearchError):
        crds_answers.best(found, ["A"])


def test_names_that_are_none_are_left_out_and_counted() -> None:
    odd = ["<img src=x onerror=1>.fits", "../../etc/passwd", "a b.fits", 5, "x" * 300]
    found = crds_answers.best({"a:B": [True, [DARK, *odd, DARK]]}, ["A"])
    assert (found.found, found.odd) == ({"A": (DARK,)}, len(odd))


def test_either_half_of_an_id_answers_for_it() -> None:
    told = {
        "J8BT01010:J8BT01AAQ": [True, ["a.fits", "b.fits"]],
        "J8BT01010:J8BT01ABQ": [True, ["a.fits", "c.fits"]],
        "J8BT02010:J8BT02AAQ": [False, "NOT FOUND\x00 <b>"],
        "J8BT09010": [True, ["d.fits"]],
    }
    found = crds_answers.best(told, ["J8BT01010", "J8BT02AAQ"])
    assert found.found == {"J8BT01010": ("a.fits", "b.fits", "c.fits")}
    assert found.refused == {"J8BT02AAQ": "NOT FOUND <b>"}


def test_of_a_file_only_what_is_well_formed_is_taken() -> None:
    told = {
        DARK: {
            "size": " 10592640",
            "sha1sum": "3F0C92AAE539CB67F8E8823CC6815130018948F7",
            "filekind": "DARK",
            "activation_date": "2014-09-25 18:30:27",
            "instrument": "miri",
        },
        FLAT: {
            "size": -5,
            "sha1sum": "'; rm -rf /",
            "filekind": "<b>",
            "activation_date": 7,
            "instrument": None,
        },
        "n7p1032ao_apt.fits": {"size": True},
        "a/b.fits": {},
        "lost.fits": "NOT FOUND",
    }
    found = crds_answers.infos(told)
    assert list(found) == [DARK, FLAT, "n7p1032ao_apt.fits"]
    assert found[DARK][1:] == (
        "dark",
        10592640,
        "3f0c92aae539cb67f8e8823cc6815130018948f7",
        "2014-09-25",
        "MIRI",
    )
    # The name still tells the type.
    assert found[FLAT][1:] == ("flat", 0, "", "", "")
    assert found["n7p1032ao_apt.fits"].kind == ""


# Searching


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_search_finds_each_file_once(is_packed: bool) -> None:
    system, found = references(), search()
    system.packed = is_packed
    go(found.steps(), system)
    assert [method for method, _ in system.asked] == [
        "get_default_context",
        "get_aui_best_references",
        "get_file_info_map",
    ]
    assert found.context == "jwst_1293.pmap"
    assert found.names == [DARK, SHARED, FLAT]
    info = found.info(DARK)
    content = system.file(reference_uri("jwst", DARK)).read()
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    assert (info.kind, info.size, info.sha1) == ("dark", len(content), sha1)
    assert found.progress == (2, 2, 3, 3)
    assert list(found.questions()) == []


def test_two_hundred_data_sets_are_asked_about_at_a_time() -> None:
    system = references()
    ids = [f"JW80500017001_02101_{n:05}.NRCA1" for n in range(450)]
    system.best |= {
        identity: [f"jwst_nircam_dark_{n:04}.fits"] for n, identity in enumerate(ids)
    }
    found = search(ids)
    go(found.steps(), system)
    assert [len(p[1]) for method, p in system.asked if "best" in method] == [
        200,
        200,
        50,
    ]
    assert [len(p[1]) for method, p in system.asked if "info" in method] == [
        200,
        200,
        50,
    ]
    assert len(found.names) == 450


def test_what_takes_too_long_is_asked_in_smaller_parts() -> None:
    system = references()
    ids = [f"JW80500017001_02101_{n:05}.NRCA1" for n in range(100)]
    found = search(ids)
    go(found.steps(), system, late=30)
    assert {len(p[1]) for method, p in system.asked if "best" in method} == {25}
    with pytest.raises(SearchError):
        go(search(ids).steps(), references(), late=1)


def test_unknown_data_sets_and_files_are_told() -> None:
    system, found = references(), search([*IDS, "JW1_1_1.NRS1"])
    system.unknown.add(FLAT)
    del system.best[IDS[1]]
    system.best[IDS[1]] = "NOT FOUND instrument is <off>"
    go(found.steps(), system)
    assert found.best.refused == {
        IDS[1]: "NOT FOUND instrument is <off>",
        "JW1_1_1.NRS1": "NOT FOUND dataset ID does not exist 'JW1_1_1.NRS1'",
    }
    assert found.names == [DARK, SHARED]


def test_a_silent_answer_is_no_endless_question() -> None:
    found = search()
    steps = found.steps()
    next(steps)
    steps.send(envelope("jwst_1293.pmap"))
    request = steps.send(envelope({IDS[0]: [True, [DARK]]}))
    assert "get_file_info_map" in (request.body or "")
    with pytest.raises(StopIteration):
        steps.send(envelope({}))
    assert found.silent == [IDS[1]]
    assert found.progress == (2, 2, 1, 1)
    assert next(found.steps(), None) is None


def test_a_search_goes_on_where_it_failed() -> None:
    system, found = references(), search(wanted="jwst_0100.pmap")
    system.complaints["get_file_info_map"] = "the catalogue is closed"
    with pytest.raises(SearchError, match="error"):
        go(found.steps(), system)
    assert found.names == [DARK, SHARED, FLAT]
    assert found.info(DARK).kind == "dark"
    system.complaints.clear()
    system.asked.clear()
    go(found.steps(), system)
    assert [method for method, _ in system.asked] == ["get_file_info_map"]
    assert found.context == "jwst_0100.pmap"


def test_a_context_of_another_observatory_is_refused() -> None:
    steps = search().steps()
    next(steps)
    with pytest.raises(SearchError):
        steps.send(envelope("hst_1234.pmap"))


def test_long_answers_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    content = envelope({})
    monkeypatch.setattr(crds_answers, "_LONGEST", len(content))
    assert crds_answers.result(content) == {}
    assert list(crds_answers.results(content)) == [{}]
    monkeypatch.setattr(crds_answers, "_LONGEST", len(content) - 1)
    assert strange(content).where == (f"it has {len(content)} bytes",)
    with pytest.raises(SearchError):
        list(crds_answers.results(content))


def test_many_answers_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = envelope({}) * 3
    monkeypatch.setattr(crds_answers, "_MOST_ANSWERS", 3)
    assert len(list(crds_answers.results(content))) == 3
    monkeypatch.setattr(crds_answers, "_MOST_ANSWERS", 2)
    with pytest.raises(SearchError) as caught:
        list(crds_answers.results(content))
    assert caught.value.where == ("it holds more than 2 answers",)


@pytest.mark.parametrize("is_packed", [False, True])
def test_saved_answers_are_taken_in_any_order(is_packed: bool) -> None:
    system, found = references(), search()
    system.packed = is_packed
    first = [answered(system, request) for request in found.questions()]
    assert found.take_saved(crds_answers.results(b"\n\n".join(first))) == 1
    assert (found.context, found.progress.files) == ("jwst_1293.pmap", 3)
    second = [answered(system, request) for request in found.questions()]
    again = search()
    everything = b"".join([*second, *reversed(first)])
    assert again.take_saved(crds_answers.results(everything)) == 2
    assert again.progress == (2, 2, 3, 3)
    assert again.info(FLAT).sha1


def test_saved_answers_about_other_things_count_nothing() -> None:
    found = search()
    assert found.take_saved([{"OTHER": [True, ["a.fits"]]}, "hst_1234.pmap", {}]) == 0
    assert found.progress == (2, 0, 0, 0)


# Products


def test_references_are_products() -> None:
    system, found = references(), search()
    system.unknown.add(FLAT)
    go(found.steps(), system)
    rows = reference_rows(found, "JWST", found.names)
    assert rows.uris[0] == (
        f"https://jwst-crds.stsci.edu/unchecked_get/references/jwst/{DARK}"
    )
    text = {name: values[0] for name, values in rows.text.items()}
    assert text == {
        "mission": "JWST",
        "observation_id": "references",
        "category": "CALIBRATION",
        "kind": "reference",
        "recommended": "no",
        "access": "PUBLIC",
        "batch": "unavailable",
        "group": "DARK",
        "instrument": "MIRI",
        "checksum": f"sha1:{found.info(DARK).sha1}",
    }
    assert rows.sizes[0] == found.info(DARK).size
    assert (rows.sizes[2], rows.text["checksum"][2]) == (0, "")
    assert rows.extra["context"] == ["jwst_1293.pmap"] * 3


def test_references_come_from_their_server_and_are_never_foreign() -> None:
    uri = reference_uri("hst", "n7p1032ao_apt.fits")
    assert Mast().source(uri) == Source(uri, foreign=False)
    mirror = Mast("http://127.0.0.1:1", "http://127.0.0.1:2")
    found = mirror.source(uri)
    path = "/unchecked_get/references/hst/n7p1032ao_apt.fits"
    assert (found.address, found.foreign) == (f"http://127.0.0.1:2{path}", False)
