"""What else the stand-in answers: bundles, look-ups, objects."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from tests.unit.standin.client import FILE, OTHER

if TYPE_CHECKING:
    from tests.archive import StandInArchive
    from tests.unit.standin.client import Client


# Bundles and look-ups


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
def test_files_come_in_bundles(
    archive: StandInArchive, client: Client, suffix: str
) -> None:
    address = f"{archive.address}/api/v0.1/Download/bundle{suffix}"
    form = urlencode([("uri", FILE), ("uri", OTHER)])
    answer = client.ask(address, "POST", form)
    assert answer.status == 200
    data = io.BytesIO(answer.body)
    if suffix == ".zip":
        with zipfile.ZipFile(data) as bundle:
            members = {name: bundle.read(name) for name in bundle.namelist()}
    else:
        with tarfile.open(fileobj=data) as bundle:
            parts = {member.name: bundle.extractfile(member) for member in bundle}
            members = {name: part.read() for name, part in parts.items() if part}
    names = {name.partition("/")[2]: content for name, content in members.items()}
    assert names == {
        uri.rpartition("/")[2]: archive.content(uri) for uri in (FILE, OTHER)
    }
    assert all(name.startswith("MAST_") for name in members)
    assert archive.visits[-1].uris == (FILE, OTHER)
    head = client.ask(f"{address}?{form}", "HEAD")
    assert head.headers["Content-Length"] == str(len(answer.body))


def test_a_bundle_can_be_a_script(archive: StandInArchive, client: Client) -> None:
    address = f"{archive.address}/api/v0.1/Download/bundle.sh"
    answer = client.ask(address, "POST", urlencode({"uri": FILE}))
    assert answer.body.startswith(b"#!/bin/bash\n")
    assert FILE.encode() in answer.body


def test_one_restricted_file_keeps_a_bundle_back(
    archive: StandInArchive, client: Client
) -> None:
    archive.restricted = {OTHER}
    address = f"{archive.address}/api/v0.1/Download/bundle.zip"
    form = urlencode([("uri", FILE), ("uri", OTHER)])
    assert client.ask(address, "POST", form).status == 401
    assert archive.visits[-1].uris == (FILE, OTHER)
    assert client.ask(address, "POST", urlencode({"uri": FILE})).status == 200


def test_copies_can_be_looked_up(archive: StandInArchive, client: Client) -> None:
    archive.copies[FILE] = "hst/public/ib6v/ib6v02d9q/ib6v02d9q_flt.fits"
    query = urlencode([("uri", FILE), ("uri", OTHER)])
    address = f"{archive.address}/api/v0.1/path_lookup/?{query}"
    answer = client.ask(address)
    assert json.loads(answer.body) == {
        FILE: {"status_code": 200, "path": archive.copies[FILE]},
        OTHER: {"status_code": 404, "path": None},
    }
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    archive.cross_origin = False
    assert client.ask(address).headers["Access-Control-Allow-Origin"] is None


def test_not_too_many_can_be_looked_up(archive: StandInArchive, client: Client) -> None:
    address = f"{archive.address}/api/v0.1/path_lookup/?"
    assert client.ask(address + "&uri=x" * 40).status == 200
    assert client.ask(address + "&uri=x" * 41).status == 400


# Objects


def test_copies_are_objects_whose_tag_is_their_checksum(
    archive: StandInArchive, client: Client
) -> None:
    archive.copies[FILE] = "hst/public/a b+c.fits"
    address = f"{archive.bucket}/stpubdata/{quote('hst/public/a b+c.fits')}"
    content = archive.content(FILE)
    checksum = hashlib.md5(content, usedforsecurity=False).hexdigest()
    for method, body in (("HEAD", b""), ("GET", content)):
        answer = client.ask(address, method)
        assert (answer.status, answer.body) == (200, body)
        assert answer.headers["ETag"] == f'"{checksum}"'
    assert client.ask(address, Range="bytes=900-").body == content[900:]
    assert client.ask(f"{archive.bucket}/stpubdata/elsewhere").status == 404
    assert archive.delivered == [FILE, FILE]


def test_objects_are_listed(archive: StandInArchive, client: Client) -> None:
    archive.copies.update({FILE: "hst/public/a&b.fits", OTHER: "jwst/public/c.fits"})
    place = f"{archive.bucket}/stpubdata?list-type=2"

    def keys(query: str, element: str) -> list[str]:
        text = client.ask(place + query).body.decode()
        return re.findall(rf"<{element}>([^<]+)</{element}>", text)

    assert keys("", "Key") == ["hst/public/a&amp;b.fits", "jwst/public/c.fits"]
    assert keys("&prefix=jwst%2F", "Key") == ["jwst/public/c.fits"]
    assert keys("&prefix=jwst%2F", "Size") == ["1001"]
    folders = keys("&delimiter=%2F", "CommonPrefixes><Prefix")
    assert folders == []
    text = client.ask(f"{place}&delimiter=%2F&prefix=hst%2F").body.decode()
    assert "<CommonPrefixes><Prefix>hst/public/</Prefix></CommonPrefixes>" in text
    assert "<Key>" not in text
