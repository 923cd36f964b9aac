"""Gzip and zip: unpacked within limits, whatever they say of themselves."""

from __future__ import annotations

import gzip
import io
import struct
import warnings
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket import FormatError, formats
from skybasket.formats import containers
from skybasket.formats.containers import looks_like

if TYPE_CHECKING:
    from collections.abc import Iterator

LIST = b"mast:HST/product/x_drz.fits\n" * 50


def members(packed: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each file inside with all of its content."""
    for name, pieces in containers.members(packed):
        yield name, b"".join(pieces)


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings():
        # Two files of one name are legal, and zipfile warns of them.
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "w", method) as packed:
            for name, content in files:
                packed.writestr(name, content)
    return out.getvalue()


def test_each_file_comes_out_with_its_name() -> None:
    packed = zipped(
        ("a.txt", LIST),
        ("folder/", b""),
        ("folder/b\n.csv", b"uri\nmast:x\n"),
        ("__MACOSX/._a.txt", b"clutter"),
        ("a.txt", b"again"),
        ("empty", b""),
    )
    assert looks_like(packed)
    assert list(members(packed)) == [
        ("a.txt", LIST),
        ("folder/b_.csv", b"uri\nmast:x\n"),
        ("a.txt", b"again"),
        ("empty", b""),
    ]
    assert list(members(zipped())) == []
    assert list(members(zipped(("a", LIST), method=zipfile.ZIP_STORED))) == [
        ("a", LIST)
    ]


def test_gzip_holds_one_file_in_one_part_or_several() -> None:
    assert looks_like(gzip.compress(LIST))
    assert list(members(gzip.compress(LIST))) == [("", LIST)]
    parts = gzip.compress(LIST) + gzip.compress(b"") + gzip.compress(b"more")
    assert list(members(parts)) == [("", LIST + b"more")]


def test_a_container_inside_is_unpacked_once() -> None:
    inner = zipped(("a.txt", LIST), ("b.txt", b"b"))
    outer = zipped(("lists.zip", inner), ("c.csv.gz", gzip.compress(b"c")))
    assert list(members(outer)) == [
        ("lists.zip/a.txt", LIST),
        ("lists.zip/b.txt", b"b"),
        ("c.csv.gz", b"c"),
    ]
    assert list(members(gzip.compress(inner))) == list(members(inner))
    assert list(members(gzip.compress(gzip.compress(LIST)))) == [("", LIST)]
    for deeper in (
        gzip.compress(gzip.compress(gzip.compress(LIST))),
        zipped(("outer.zip", outer)),
    ):
        with pytest.raises(FormatError, match="more than twice over"):
            list(members(deeper))


def test_a_bomb_is_stopped_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "_HARMLESS", 2**20)
    bomb = bytes(8 * 2**20)
    for packed in (gzip.compress(bomb), zipped(("x", bomb))):
        assert len(packed) < 10_000
        with pytest.raises(FormatError, match="Far more comes out"):
            list(members(packed))


def test_all_that_comes_out_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "_MOST_BYTES", 5_000)
    part = bytes(range(256)) * 10
    assert len(list(members(zipped(("a", part))))) == 1
    with pytest.raises(FormatError, match="Far more comes out"):
        list(members(zipped(("a", part), ("b", part))))
    with pytest.raises(FormatError, match="Far more comes out"):
        list(members(zipped(("a.gz", gzip.compress(part * 2)))))


def test_a_zip_of_very_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    many = zipped(*((f"{n}", b"") for n in range(1001)))
    with pytest.raises(FormatError, match="More than 1,000 files"):
        list(members(many))
    assert len(list(members(zipped(*((f"{n}", b"") for n in range(1000)))))) == 1000
    monkeypatch.setattr(containers, "_LONGEST_TABLE", 5_000)
    with pytest.raises(FormatError, match="More than 1,000 files"):
        list(members(zipped(*((f"{n}", b"") for n in range(200)))))


def changed(packed: bytes, place: int, value: int) -> bytes:
    """Return a zip with a field of its first file changed, in both of its tables."""
    table = packed.index(b"PK\x01\x02")
    content = bytearray(packed)
    struct.pack_into("<H", content, place, value)
    struct.pack_into("<H", content, table + place + 2, value)
    return bytes(content)


def test_what_cannot_be_unpacked_says_why() -> None:
    packed = zipped(("secret.txt", LIST))
    with pytest.raises(FormatError, match="encrypted") as failure:
        list(members(changed(packed, 6, 1)))
    assert failure.value.where == ("secret.txt",)
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with pytest.raises(FormatError, match="not known here"):
            list(members(zipped(("x", LIST), method=method)))
    with pytest.raises(FormatError, match="not known here"):
        list(members(changed(packed, 8, 99)))


def test_what_is_damaged_says_so() -> None:
    packed = zipped(("a.txt", LIST), method=zipfile.ZIP_STORED)
    with pytest.raises(FormatError, match="damaged"):
        list(members(packed.replace(b"x_drz", b"y_drz", 1)))
    whole = gzip.compress(LIST)
    with pytest.raises(FormatError, match="damaged"):
        list(members(whole[:-8] + bytes(8)))
    with pytest.raises(FormatError, match="damaged"):
        list(members(whole + b"hello"))


@pytest.mark.parametrize(
    "packed", [gzip.compress(LIST), zipped(("a.txt", LIST))], ids=["gzip", "zip"]
)
def test_what_was_cut_off_anywhere_is_refused(packed: bytes) -> None:
    for end in range(4, len(packed)):
        with pytest.raises(FormatError):
            list(members(packed[:end]))


@pytest.mark.property
@given(st.data())
def test_bytes_that_were_changed_are_unpacked_or_refused(data: st.DataObject) -> None:
    packed = bytearray(
        data.draw(
            st.sampled_from(
                [
                    gzip.compress(LIST),
                    zipped(("a", LIST), ("b/c.gz", gzip.compress(b"c"))),
                    zipped(("a", zipped(("b", LIST)))),
                ]
            )
        )
    )
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(2, len(packed) - 1))
        packed[place] = data.draw(st.integers(0, 255))
    try:
        found = list(members(bytes(packed)))
    except FormatError as error:
        assert error.message  # noqa: PT017 - either will do
    else:
        assert all(isinstance(content, bytes) for _, content in found)


@pytest.mark.property
@given(
    st.sampled_from([b"\x1f\x8b", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"PK\x05\x06"]),
    st.binary(max_size=200),
)
def test_any_bytes_behind_a_magic_number_are_unpacked_or_refused(
    magic: bytes, rest: bytes
) -> None:
    try:
        found = list(members(magic + rest))
    except FormatError as error:
        assert error.message  # noqa: PT017 - either will do
    else:
        assert all(isinstance(content, bytes) for _, content in found)


def test_lists_in_a_container_that_cannot_be_read_are_told() -> None:
    good = b"mast:HST/product/a_raw.fits\n"
    bad, worse = ("bad.json", b"{"), ("worse.fits", b"SIMPLE  =                    T")
    found = formats.read(zipped(bad, ("good.txt", good)))
    assert [row.place for row in found.refused] == ["bad.json"]
    with pytest.raises(FormatError) as alone:
        formats.read(zipped(bad))
    with pytest.raises(FormatError) as same:
        formats.read(bad[1])
    assert alone.value.message == same.value.message
    with pytest.raises(FormatError, match="holds no list that Skybasket reads") as both:
        formats.read(zipped(bad, worse))
    assert both.value.where == ("bad.json", "worse.fits")


def test_what_is_no_container_comes_out_as_it_is() -> None:
    assert not looks_like(LIST)
    assert not looks_like(zlib.compress(LIST))
    assert list(members(LIST)) == [("", LIST)]
