"""Lists that somebody made to do harm: each is read or refused, and soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import FormatError
from skybasket.archives.mast_addresses import copied_uri, product_uri
from skybasket.formats.names_list import looks_like_names, read_names

from tests.unit.readers import READERS, taken

if TYPE_CHECKING:
    from skybasket.formats.contents import Refused

#: What the readers look for, to be put together in any order.
PIECES: Final = [
    "mast:HST/product/x_drz.fits",
    "https://mast.stsci.edu/api/v0.1/Download/file?uri=",
    "https://mast.stsci.edu/search/hst/api/v0.1/retrieve_product?product_name=A%2Fb",
    "s3://stpubdata/hst/public/abcd/abcdefghi/",
    "/hst/public/u9o4/u9o40504m/u9o40504m_drz.fits",
    "# Run:    sh THIS_FILE\n",
    "# Needs:  pip install astroquery\n",
    "# Not fetched, because a token is needed (2):\n",
    "# Not fetched, as a token is needed: a  b",
    "# Not fetched, as astroquery cannot: a  https://a.org/b",
    "# Not copied, 1 of 2 files:\n",
    "# a: needs a token (mast:b)",
    "#__SKYBASKET_LIST__\n",
    "#__SKYBASKET_END__\n",
    "#! files\t1\n",
    "# 5\t-\tt\ta/x.fits\tmast:x\n",
    "# ~5\tsha1:00\t-\t../x\t%FF\n",
    "    public=[\n",
    "    restricted=[\n",
    "        ('mast:\\x41\\ud800\\q', \"'\"),\n",
    "curl -L -o ",
    "wget --output-document=",
    "$CONT ./${DOWNLOAD_FOLDER}'/HST/x'",
    " dir=a\n out=b\n checksum=md5=00\n",
    "get 'a' b\n",
    "cp --raw ",
    "MD5 (a) = " + "0" * 32,
    "<!DOCTYPE html><html><title>MAST_",
    "<table><tr><td>URI</td><td>File</td><td>Access</td></tr>",
    "<tr><td>",
    "</td><td>",
    "&amp;amp;&#x110000;&#0;&lt",
    '{"skybasket_manifest": 1, "files": [',
    '{"uri": "mast:a", "size": 1e999, "extra": {"a": [NaN]}},',
    '{"uri": "\\ud800"}]}',
    "u9o40504m_drz.fits",
    "U9O40504M",
    "'",
    '"',
    "\\",
    "\\\n",
    "\n",
    "\r\n",
    "\t",
    "  ",
    ",",
    "(",
    ")",
    "\x00",
    "\x85",
    "\u2028",
    "\ufeff",
    "é日🔭",
]
mixtures: Final = st.lists(
    st.sampled_from(PIECES) | st.text(max_size=5), max_size=12
).map(lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass"))
#: One of each kind, to be cut and changed.
WHOLE: Final = {
    "aria2": "# x\nhttps://a.org/b\n dir=c\n out=d\n checksum=md5=" + "0" * 32 + "\n",
    "astroquery": "    public=[\n        ('mast:a', 'b'),\n    ],\n",
    "checksums": f"SHA1 (a/b.fits) = {'0' * 40}\n",
    "cloud": "cp s3://stpubdata/hst/public/abcd/abcdefghi/abcdefghi_drz.fits ./x\n",
    "script": "#!/bin/sh\ncurl -C - -L -o x 'https://a.org/x'\nwget https://a.org/y\n",
    "listing": "#__SKYBASKET_LIST__\n# 5\t-\tt\ta\tmast:x\n#! files\t1\n"
    "#__SKYBASKET_END__\n",
    "html": "<table><tr><td>URI</td></tr><tr><td>mast:a&amp;b</td></tr></table>",
    "json": '{"skybasket_manifest": 1, "files": [{"uri": "mast:a", "size": 5}]}',
    "uris": "mast:HST/product/x_drz.fits\nhttps://a.org/b?c=%20d\nx_drz.fits\n",
}


def is_taken_or_refused(reader: str, content: bytes) -> None:
    """Read a list in every way that an application would."""
    module = READERS[reader]
    assert module.looks_like(content[:65_536]) in (True, False)
    refused: list[Refused] = []
    try:
        for table in module.read(content, refused):
            assert table.places is not None
            lengths = {len(values) for values in table.columns.values()}
            assert lengths == {len(table.places)}
    except FormatError as error:
        assert error.message  # noqa: PT017 - either will do
    assert all(place and reason for place, reason, _ in refused)


@pytest.mark.property
@pytest.mark.parametrize("reader", list(READERS))
@given(content=mixtures)
def test_any_mixture_is_read_or_refused(reader: str, content: bytes) -> None:
    is_taken_or_refused(reader, content)


@pytest.mark.property
@pytest.mark.parametrize("reader", list(READERS))
@given(content=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(reader: str, content: bytes) -> None:
    is_taken_or_refused(reader, content)


@pytest.mark.parametrize("reader", list(READERS))
def test_what_is_cut_off_anywhere_is_read_or_refused(reader: str) -> None:
    content = WHOLE[reader].encode()
    assert taken(reader, content).rows
    for end in range(len(content)):
        is_taken_or_refused(reader, content[:end])


@pytest.mark.property
@pytest.mark.parametrize("reader", list(READERS))
@given(data=st.data())
def test_what_was_changed_anywhere_is_read_or_refused(
    reader: str, data: st.DataObject
) -> None:
    content = bytearray(WHOLE[reader].encode())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
            st.integers(0, 255)
        )
    is_taken_or_refused(reader, bytes(content))


@pytest.mark.parametrize("reader", list(READERS))
@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
def test_another_encoding_is_refused(reader: str, encoding: str) -> None:
    content = ("# é\n" + WHOLE[reader].replace("mast:", "mast:é")).encode(encoding)
    with pytest.raises(FormatError):
        taken(reader, content)


@pytest.mark.property
@given(mixtures)
def test_any_mixture_is_names_or_none(content: bytes) -> None:
    assert looks_like_names(content) in (True, False)
    refused: list[Refused] = []
    try:
        names = read_names(content, refused)
    except FormatError as error:
        assert error.message  # noqa: PT017 - either will do
    else:
        assert len(set(names)) == len(names) > 0


@pytest.mark.property
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=6).map("".join))
def test_any_text_may_be_an_address_or_a_key(text: str) -> None:
    assert product_uri(text)[:0] == ""
    assert copied_uri(text)[:5] in ("", "mast:")


#: What takes for ever where a reader goes back over what it has read.
LONG: Final = {
    "blanks": " " * 300_000,
    "quotes": "curl '\"" * 3_000 + "://",
    "one quote": "curl https://a.org/ " + '"\\' * 9_000,
    "commands": "curl " * 60_000 + "://",
    "one shell": "#!" + "/sh " * 60_000,
    "tags": "<html><td " + "<td" * 100_000,
    "a tag": "<html><td>" + "<" + "a" * 300_000,
    "cells": "<table><tr><td>URI</td></tr><tr>" + "<td>x" * 60_000,
    "entities": "<table><tr><td>URI</td></tr><tr><td>" + "&amp;" * 60_000,
    "escapes": "mast:&" + "amp;" * 1_500,
    "addresses": "https://a.org/" + "a/" * 3_000 + "download/file?uri" * 9,
    "fields": "https://a.org/download/file?" + "&" * 8_000 + "uri=mast:" + "?&" * 50,
    "keys": "s3://stpubdata/jwst/public/jw01345/a/jw" + ".a" * 3_900 + "/!",
    "dots": "/hst/public/abcd/abcdefghi/a" + ".a" * 100_000 + "!\n",
    "left out": "# Not copied, 1 of 2 files:\n# " + ": a (" * 60_000,
    "pairs": "    public=[\n        ('" + "\\'" * 100_000,
    "settings": "#__SKYBASKET_LIST__\n# 5\t" + "-\t" * 100_000,
    "options": "https://a.org/b\n" + "\t" * 300_000 + "=",
    "brackets": '{"skybasket_manifest": 1, "files": ' + "[" * 300_000,
    "marks": "{" + '"skybasket_manifest" ' * 15_000,
    "commas": "x.fits" + "," * 300_000 + "y",
    "going on": "curl \\\n" * 60_000,
    "parentheses": "MD5 (" + ") = " * 80_000,
    "runs": "# Run:    " + "THIS_FILE " * 30_000,
}


@pytest.mark.parametrize("case", list(LONG))
@pytest.mark.parametrize("reader", list(READERS))
def test_nothing_makes_a_reader_look_for_ever(reader: str, case: str) -> None:
    is_taken_or_refused(reader, LONG[case].encode())


def test_no_line_is_told_at_any_length() -> None:
    found = taken("uris", "mast:a\n" + "x" * 100_000)
    assert [len(text) for _, _, text in found.refused] == [20_000]
