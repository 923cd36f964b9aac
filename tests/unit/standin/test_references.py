"""The stand-in's reference systems, asked as clients do."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.archive import Fault
from tests.archive.crds import reference_uri

if TYPE_CHECKING:
    from tests.archive import StandInArchive
    from tests.unit.standin.client import Answer, Client

ID: Final = "JW80500017001_02101_00001.MIRIFUSHORT"
DARK: Final = "jwst_miri_dark_0031.fits"


def ask(
    client: Client, archive: StandInArchive, method: str, *params: object
) -> Answer:
    question = {"jsonrpc": "1.0", "method": method, "params": params, "id": 7}
    return client.ask(f"{archive.address}/json/", "POST", json.dumps(question))


def told(answer: Answer) -> Any:  # noqa: ANN401
    found = json.loads(answer.body)
    assert (found["error"], found["id"], found["jsonrpc"]) == (None, 7, "1.0")
    return found["result"]


def complaint(answer: Answer) -> str:
    found = json.loads(answer.body)
    assert (answer.status, found["result"]) == (200, None)
    return str(found["error"]["message"])


def test_it_tells_contexts_references_and_files(
    client: Client, archive: StandInArchive
) -> None:
    archive.references.best[ID] = [DARK]
    assert told(ask(client, archive, "get_default_context", "jwst")) == "jwst_1293.pmap"
    method = "get_aui_best_references"
    found = told(ask(client, archive, method, "jwst_0123.pmap", [ID, "JW1.NRS1"]))
    assert found[ID] == [True, [DARK]]
    assert found["JW1.NRS1"] == [
        False,
        "NOT FOUND dataset ID does not exist 'JW1.NRS1'",
    ]
    fields = ["size", "sha1sum"]
    found = told(ask(client, archive, "get_file_info_map", "jwst", [DARK], fields))
    content = archive.content(reference_uri("jwst", DARK))
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    assert found == {DARK: {"size": str(len(content)), "sha1sum": sha1}}


def test_results_can_be_packed(client: Client, archive: StandInArchive) -> None:
    archive.references.packed = True
    found = told(ask(client, archive, "get_default_context", "hst"))
    assert found["crds_encoded"] == "1.0"
    packed = base64.b64decode(found["crds_payload"])
    assert json.loads(gzip.decompress(packed)) == "hst_1234.pmap"


def test_it_refuses_in_words(client: Client, archive: StandInArchive) -> None:
    many = [f"JW{n}.NRS1" for n in range(201)]
    method = "get_aui_best_references"
    assert "Too many" in complaint(ask(client, archive, method, "jwst-latest", many))
    assert "context" in complaint(ask(client, archive, method, "yesterday", ["A"]))
    assert "observatory" in complaint(ask(client, archive, "get_default_context", "x"))
    assert "Unknown" in complaint(ask(client, archive, "drop_tables"))
    answer = client.ask(f"{archive.address}/json/", "POST", "not JSON")
    assert "ParseError" in complaint(answer)
    archive.references.complaints["get_default_context"] = "closed"
    assert complaint(ask(client, archive, "get_default_context", "hst")) == "closed"


def test_pages_of_other_hosts_may_read_answers_or_not(
    client: Client, archive: StandInArchive
) -> None:
    answer = ask(client, archive, "get_default_context", "jwst")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    archive.references.cross_origin = False
    answer = ask(client, archive, "get_default_context", "jwst")
    assert answer.headers["Access-Control-Allow-Origin"] is None


def test_a_method_can_be_at_fault(client: Client, archive: StandInArchive) -> None:
    archive.fail("get_default_context", Fault.ERROR)
    assert ask(client, archive, "get_default_context", "jwst").status == 500
    assert ask(client, archive, "get_default_context", "jwst").status == 200


@pytest.mark.parametrize("observatory", ["hst", "jwst", "roman"])
def test_files_are_served(
    client: Client, archive: StandInArchive, observatory: str
) -> None:
    path = f"/unchecked_get/references/{observatory}/{DARK}"
    answer = client.ask(archive.address + path)
    uri = reference_uri(observatory, DARK)
    assert (answer.status, answer.body) == (200, archive.content(uri))
    assert archive.delivered == [uri]
    assert client.ask(archive.address + path + "/more").status == 404


def test_it_makes_up_answers_if_it_shall(
    client: Client, archive: StandInArchive
) -> None:
    archive.references.makes_up = True
    method = "get_aui_best_references"
    found = told(ask(client, archive, method, "jwst-latest", ["JW1.NRS1", "I9ZF01010"]))
    assert [is_found for is_found, _ in found.values()] == [True, True]
    assert found["I9ZF01010"][1][1] == "hst_acs_pfltfile_0001.fits"
