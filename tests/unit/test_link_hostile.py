"""Links that somebody made to do harm: each is one clear error, and little work."""

from __future__ import annotations

import json
import tracemalloc
import zlib
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import pytest
from skybasket import Basket
from skybasket.errors import LinkError
from skybasket.sharing import (
    SharedBasket,
    codec,
    decode,
    facets,
    limits,
    link,
    names,
    sizes,
)
from skybasket.sharing.dictionary import DICTIONARY
from skybasket.sharing.link import pack, unpack
from skybasket.sharing.streams import Reader, Writer

from tests.browser.lists import many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HUGE = 2**60
DAMAGED = "Copy the whole link again"


def spelled(content: bytes, version: int = link.VERSION) -> str:
    """Return a link around anything at all, with a right checksum."""
    start = bytes([version])
    checksum = zlib.crc32(content, zlib.crc32(start)).to_bytes(4, "big")
    return urlsafe_b64encode(start + checksum + content).decode().rstrip("=")


def deflated(pieces: Iterable[bytes]) -> bytes:
    deflating = zlib.compressobj(
        9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARY
    )
    return b"".join([*map(deflating.compress, pieces), deflating.flush()])


class Hand:
    """Writes a link by hand, part by part."""

    def __init__(self, flags: int = 0, title: str = "", filters: str = "{}") -> None:
        self.writer = Writer()
        self.writer.number(flags)
        self.writer.lines([title, filters])

    def names(  # noqa: PLR0913 - every part of it can be wrong
        self,
        heads: Sequence[str] = ("mast:HST/product/",),
        stems: Sequence[str] = ("a",),
        endings: Sequence[Sequence[str]] = (("_raw.fits",),),
        *,
        counts: Sequence[int] | None = None,
        cuts: Sequence[int] | None = None,
        sets: Sequence[int] | None = None,
    ) -> Hand:
        writer = self.writer
        writer.number(len(heads))
        writer.numbers([0] * len(heads))
        writer.lines(heads)
        writer.numbers(counts if counts is not None else [len(stems)])
        writer.number(len(endings))
        writer.numbers([len(some) - 1 for some in endings])
        for some in endings:
            writer.lines(some)
        writer.numbers(cuts if cuts is not None else [0] * len(stems))
        writer.lines(stems)
        writer.numbers(sets if sets is not None else [0] * len(stems))
        return self

    def filenames(self, rows: Sequence[int] = (), given: Sequence[str] = ()) -> Hand:
        self.writer.rising(rows)
        self.writer.lines(given)
        return self

    def columns(self, **changed: str) -> Hand:
        for name in facets.FIELDS:
            default = "0:" if name == "observation_id" else ""
            self.writer.number(1)
            self.writer.lines([changed.get(name, default)])
        return self

    def sizes(self, *codes: int, exact: Sequence[int] = ()) -> Hand:
        self.writer.rising([])
        self.writer.rising(exact)
        self.writer.numbers(codes, noisy=True)
        return self

    def text(self) -> str:
        return pack(self.writer.streams())


def raw(numbers: bytes, text: str = "\n{}") -> str:
    """Return a link whose numbers are these bytes."""
    head = bytearray()
    for length in (len(text), len(numbers)):
        head += bytes([length & 127 | 128, length >> 7])
    return pack([bytes(head) + text.encode() + numbers])


def test_what_is_written_by_hand_can_be_read() -> None:
    plain = decode(Hand().names().filenames().text())
    full = Hand(2).names().filenames().columns(mission="HST").sizes(1, exact=[7])
    detailed = decode(full.text())
    assert isinstance(plain, SharedBasket)
    assert isinstance(detailed, SharedBasket)
    assert plain.products.uris == detailed.products.uris
    assert detailed.products.sizes == [7]


def test_the_first_name_shares_nothing() -> None:
    shared = decode(Hand().names(cuts=[4]).filenames().text())
    assert isinstance(shared, SharedBasket)
    assert shared.products.uris == ["mast:HST/product/a_raw.fits"]


def test_there_was_no_version_before_the_first() -> None:
    content = deflated([b"x"])
    assert unpack(spelled(content, 1)) == b"x"
    with pytest.raises(LinkError, match=DAMAGED) as caught:
        unpack(spelled(content, 0))
    assert caught.value.where == ("its version",)


def test_a_bomb_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "MOST_INFLATED", 1000)
    bomb = spelled(deflated([bytes(10**7)]))
    tracemalloc.start()
    try:
        with pytest.raises(LinkError, match=DAMAGED):
            unpack(bomb)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10**6


def test_a_newer_version_says_so() -> None:
    content = deflated([b"whatever a later version holds"])
    for version in (2, 3, 255):
        with pytest.raises(LinkError, match="newer Skybasket") as error:
            decode(spelled(content, version))
        assert error.value.where == (f"version {version}",)
    with pytest.raises(LinkError, match=DAMAGED):
        decode(spelled(content, 0))


def test_a_link_that_is_too_long_is_not_looked_at() -> None:
    with pytest.raises(LinkError, match="2,000,000 characters"):
        decode("A" * (limits.LONGEST_LINK + 1))


@pytest.mark.parametrize("text", ["", "A", "AQ", "AQAAAAA", "====", "AQ AA", "ö" * 9])
def test_scraps_are_damaged(text: str) -> None:
    with pytest.raises(LinkError, match=DAMAGED):
        decode(text)


def test_a_bomb_stops_at_the_limit() -> None:
    text = spelled(deflated(b"\n" * 10**6 for _ in range(40)))
    assert len(text) < 300_000
    with pytest.raises(LinkError, match=DAMAGED) as error:
        unpack(text)
    assert error.value.where == ("far more content than a link holds",)


def test_a_bomb_of_lines_is_counted_before_they_are_made() -> None:
    lines = limits.MOST_LINES
    head = bytes([lines & 127 | 128, lines >> 7 & 127 | 128, lines >> 14, 0])
    with pytest.raises(LinkError) as error:
        Reader(head + b"\n" * lines)
    assert error.value.where == ("too many texts",)


@pytest.mark.parametrize(
    "content",
    [b"\xff\xff", deflated([b"x" * 99])[:-1], deflated([b"x"]) + b"y", b""],
)
def test_what_was_not_deflated_as_a_whole_is_damage(content: bytes) -> None:
    with pytest.raises(LinkError, match=DAMAGED) as caught:
        unpack(spelled(content))
    assert caught.value.where == ("its content",)


def test_a_link_may_be_inflated_as_far_as_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link, "MOST_INFLATED", 99)
    assert unpack(spelled(deflated([b"x" * 99]))) == b"x" * 99
    with pytest.raises(LinkError, match=DAMAGED) as caught:
        unpack(spelled(deflated([b"x" * 100])))
    assert caught.value.where == ("far more content than a link holds",)


def test_names_may_have_as_many_characters_as_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = Hand().names(heads=["mast:"], stems=["abc", "abd"]).filenames().text()
    monkeypatch.setattr(names, "MOST_CHARACTERS", 2 * len("mast:abc_raw.fits"))
    decode(text)
    monkeypatch.setattr(names, "MOST_CHARACTERS", 2 * len("mast:abc_raw.fits") - 1)
    with pytest.raises(LinkError, match=DAMAGED):
        decode(text)


@pytest.mark.parametrize("noisy", [False, True])
def test_more_numbers_than_were_written_are_damage(noisy: bool) -> None:
    writer = Writer()
    writer.numbers([7, 8, 9], noisy=noisy)
    content = b"".join(writer.streams())
    assert list(Reader(content).numbers(3, 9, noisy=noisy)) == [7, 8, 9]
    with pytest.raises(LinkError, match=DAMAGED):
        Reader(content).numbers(4, 9, noisy=noisy)
    with pytest.raises(LinkError, match=DAMAGED):
        Reader(content).numbers(3, 8, noisy=noisy)


@pytest.mark.parametrize(
    "hand",
    [
        Hand().names(stems=["a"] * 5, counts=[5]),
        Hand().names(endings=[["_a", "_b", "_c", "_d", "_e"]]),
    ],
)
def test_more_files_than_a_link_holds_are_not_made(hand: Hand) -> None:
    content = b"".join(hand.writer.streams())
    for most, raises in ((5, None), (4, LinkError)):
        reader = Reader(content)
        reader.number(0)
        reader.lines(2)
        if raises is None:
            assert len(names.read_names(reader, most)) == 5
        else:
            with pytest.raises(raises, match=DAMAGED):
                names.read_names(reader, most)


def test_texts_may_be_as_many_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer()
    writer.lines("abcd")
    monkeypatch.setattr("skybasket.sharing.streams.MOST_LINES", 4)
    content = b"".join(writer.streams())
    assert Reader(content).lines(4) == [*"abcd"]
    monkeypatch.setattr("skybasket.sharing.streams.MOST_LINES", 3)
    with pytest.raises(LinkError, match=DAMAGED) as caught:
        Reader(content)
    assert caught.value.where == ("too many texts",)
    with pytest.raises(LinkError, match="Save the basket as a file"):
        writer.streams()


def test_more_behind_the_end_is_damage() -> None:
    content = deflated([b"\3\0\n{}"])
    for whole in (content + b"x", content[:-1], b""):
        with pytest.raises(LinkError, match=DAMAGED):
            decode(spelled(whole))
    for extra in ("lines", "number"):
        hand = Hand().names().filenames()
        if extra == "lines":
            hand.writer.lines(["more"])
        else:
            hand.writer.number(0)
        with pytest.raises(LinkError, match=DAMAGED):
            decode(hand.text())


def varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


@pytest.mark.parametrize("flags", range(8))
@pytest.mark.parametrize("count", [1, 1000, 10**6, 10**6 + 1, HUGE, 2**64])
def test_counts_without_what_they_count(flags: int, count: int) -> None:
    for start in (b"", b"\1\0", b"\1\0\1\1\1\0"):
        with pytest.raises(LinkError, match=DAMAGED):
            decode(raw(bytes([flags]) + start + varint(count)))


def test_a_number_that_never_ends() -> None:
    with pytest.raises(LinkError, match=DAMAGED):
        decode(raw(b"\xff" * 1000))


def test_few_words_make_at_most_a_million_files() -> None:
    # A thousand stems of a thousand endings are allowed, one more is not.
    endings = [[f"_{place}" for place in range(1000)]]
    counted: list[int] = []
    for stems in (1000, 1001):
        hand = Hand().names(stems=["a"] * stems, endings=endings)
        reader = Reader(unpack(hand.text()))
        reader.number(1)
        reader.lines(2)
        try:
            counted.append(len(names.read_names(reader, limits.MOST_FILES)))
        except LinkError as error:
            assert error.where == ("too many files",)  # noqa: PT017
    assert counted == [10**6]


def test_a_short_link_makes_no_million_files() -> None:
    endings = [[f"_{place}" for place in range(1000)]]
    hand = Hand().names(stems=["a"] * 1000, endings=endings).filenames()
    with pytest.raises(LinkError, match=DAMAGED) as error:
        decode(hand.text())
    assert error.value.where == ("too many files",)
    assert len(hand.text()) < 10_000


def test_a_basket_that_packs_too_well_is_not_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "_FEW", 10)
    monkeypatch.setattr(limits, "_FILES_A_CHARACTER", 1)
    basket = Basket.open(many(10, 100))
    with pytest.raises(LinkError, match="as a file instead"):
        basket.share_link("https://example.org/", details=False)


def test_details_have_their_own_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_DETAILED", 2)
    endings = [["_a", "_b", "_c"]]
    with pytest.raises(LinkError, match=DAMAGED) as error:
        decode(Hand(2).names(endings=endings).filenames().columns().text())
    assert error.value.where == ("too many files",)
    assert isinstance(
        decode(Hand().names(endings=endings).filenames().text()), SharedBasket
    )


def test_long_names_are_measured_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names, "MOST_CHARACTERS", 10_000)
    long = "a" * 200
    # Each shares all but a letter with the one before it.
    many = Hand().names(stems=[long] + [""] * 99, cuts=[0] + [200] * 99)
    # Each stands behind a long head.
    behind = Hand().names(heads=[f"mast:{long}/"], stems=["a"] * 60)
    # Many endings stand behind each.
    endings = [["_" + "b" * 100] * 60]
    before = Hand().names(stems=["a", "b"], endings=endings)
    for hand in (many, behind, before):
        with pytest.raises(LinkError, match=DAMAGED):
            decode(hand.filenames().text())


def test_observations_are_measured_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("skybasket.sharing.observations.MOST_CHARACTERS", 10_000)
    hand = Hand(2).names(stems=["a"] * 100).filenames()
    hand.columns(observation_id="0:" + "b" * 200)
    with pytest.raises(LinkError, match=DAMAGED) as error:
        decode(hand.text())
    assert error.value.where == ("its observations",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"heads": [""]},
        {"heads": ["no address/"]},
        {"heads": [" mast:"]},
        {"heads": ["mast:\u202e"]},
        {"heads": ["mast:\u0007"]},
        {"heads": ["mast:" + "a" * 8192]},
        {"stems": ["a "], "endings": [[""]]},
        {"stems": ["a\u200b"]},
        {"stems": ["a"], "counts": [2]},
        {"stems": ["a"], "counts": [0]},
        {"stems": ["a"], "sets": [1]},
        {"stems": ["a"], "endings": []},
        {"stems": [], "counts": [0]},
        {"stems": ["a", "b"], "cuts": [0, 3]},
        {"stems": ["9", "b"], "cuts": [0, 1]},
        {"stems": ["a", "b"], "cuts": [0, 256]},
        {"stems": [""], "endings": [[""]]},
    ],
    ids=str,
)
def test_names_that_no_list_has(wrong: dict[str, Any]) -> None:
    hand = Hand().names(**wrong).filenames()
    if "\\u" in ascii(wrong) or "\\x07" in ascii(wrong):
        with pytest.raises(LinkError, match="cannot be seen"):
            hand.text()
        text = "\n".join(["", "{}", *wrong.get("heads", ["mast:"]), "a"])
        with pytest.raises(LinkError, match=DAMAGED):
            decode(raw(b"\0", text))
        return
    with pytest.raises(LinkError, match=DAMAGED):
        decode(hand.text())


@pytest.mark.parametrize("name", ["", " a", "a" * 8193])
def test_file_names_that_no_list_has(name: str) -> None:
    with pytest.raises(LinkError, match=DAMAGED):
        decode(Hand().names().filenames([0], [name]).text())


@pytest.mark.parametrize("length", [1, 8192])
def test_how_long_a_file_name_may_be(length: int) -> None:
    name = "b" * length
    shared = decode(Hand().names().filenames([0], [name]).text())
    assert isinstance(shared, SharedBasket)
    assert shared.products.filenames == [name]


def test_observations_may_have_as_many_characters_as_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand = Hand(2).names(stems=["abc"]).filenames().columns(observation_id="0:d")
    text = hand.sizes(0).text()
    most = "skybasket.sharing.observations.MOST_CHARACTERS"
    monkeypatch.setattr(most, len("abc" + "0:d"))
    decode(text)
    monkeypatch.setattr(most, len("abc" + "0:d") - 1)
    with pytest.raises(LinkError, match=DAMAGED):
        decode(text)


def test_file_names_for_no_file() -> None:
    with pytest.raises(LinkError, match=DAMAGED):
        decode(Hand().names().filenames([1], ["b.fits"]).text())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("recommended", "maybe"),
        ("category", "Science"),
        ("kind", "other"),
        ("batch", "yes"),
        ("level", "10"),
        ("level", "-2"),
        ("level", "٣"),
        ("access", "public"),
        ("inferred", "group  level"),
        ("inferred", "a-b"),
        ("target", " M 51"),
        ("target", "a" * 8193),
        ("mission", "a" * 8193),
        ("observation_id", "a"),
        ("observation_id", "12345:"),
        ("observation_id", "0:" + "a" * 8192),
        ("observation_id", "0: "),
    ],
)
def test_values_that_no_list_has(field: str, value: str) -> None:
    hand = Hand(2).names().filenames().columns(**{field: value}).sizes(0)
    with pytest.raises(LinkError, match=DAMAGED) as caught:
        decode(hand.text())
    told = f"the values of {field}"
    if field == "observation_id":
        told = "its observations"
    assert caught.value.where == (told,)


def column(*parts: Callable[[Writer], None]) -> str:
    """Return a link whose first column is written like this."""
    hand = Hand(2).names(stems=["a", "b"]).filenames()
    for part in parts:
        part(hand.writer)
    return hand.text()


@pytest.mark.parametrize(
    "parts",
    [
        [lambda writer: writer.number(0)],
        [lambda writer: writer.number(3), lambda writer: writer.lines("abc")],
        [lambda writer: writer.number(2), lambda writer: writer.lines("aa")],
        [
            lambda writer: writer.number(2),
            lambda writer: writer.lines("ab"),
            # By observation, before observations are known.
            lambda writer: writer.number(5),
            lambda writer: writer.numbers([0, 1]),
        ],
        [
            lambda writer: writer.number(2),
            lambda writer: writer.lines("ab"),
            lambda writer: writer.number(6),
        ],
        [
            lambda writer: writer.number(2),
            lambda writer: writer.lines("ab"),
            lambda writer: writer.number(4),
            # A step all the way round.
            lambda writer: writer.numbers([0, 2]),
            lambda writer: writer.rising([]),
            lambda writer: writer.numbers([]),
        ],
        [
            lambda writer: writer.number(2),
            lambda writer: writer.lines("ab"),
            lambda writer: writer.number(3),
            lambda writer: writer.numbers([0, 2]),
        ],
        [
            lambda writer: writer.number(2),
            lambda writer: writer.lines("ab"),
            lambda writer: writer.number(3),
            lambda writer: writer.numbers([0, 1]),
            lambda writer: writer.rising([2]),
            lambda writer: writer.numbers([0]),
        ],
    ],
)
def test_columns_that_fit_no_files(parts: list[Callable[[Writer], None]]) -> None:
    with pytest.raises(LinkError, match=DAMAGED):
        decode(column(*parts))


def test_sizes_that_no_file_has() -> None:
    hands = [
        Hand(2).names().filenames().columns().sizes(1),
        Hand(2).names().filenames().columns().sizes(2, exact=[sizes.LARGEST + 1]),
        Hand(2).names().filenames().columns().sizes(sizes._HIGHEST_CODE + 1),
        Hand(2).names().filenames().columns().sizes(sizes._HIGHEST_CODE),
    ]
    decode(hands[0].text())
    for hand in hands[1:]:
        with pytest.raises(LinkError, match=DAMAGED):
            decode(hand.text())


@pytest.mark.parametrize(
    "filters",
    [
        "",
        "[]",
        "{",
        "null",
        "1" * 5000,
        "[" * 99_000,
        '{"a":1}',
        '{"level":3}',
        '{"size":"big"}',
        '{"name":"' + "a" * 300 + '"}',
        '{"name":"\\ud800"}',
        '{"target":["\\u202e"]}',
        json.dumps({"target": ["a" * 100_000]}),
    ],
    ids=lambda text: text[:20],
)
def test_filters_that_cannot_be_read(filters: str) -> None:
    with pytest.raises(LinkError, match=DAMAGED):
        decode(Hand(filters=filters).names().filenames().text())


def test_a_title_is_bounded() -> None:
    with pytest.raises(LinkError, match=DAMAGED):
        decode(Hand(title="a" * 201).names().filenames().text())


@pytest.mark.parametrize(
    "numbers", [[], [5, 5], [10**18 + 1], list(range(limits.MOST_OBSERVATIONS + 1))]
)
def test_numbers_that_no_observations_have(numbers: list[int]) -> None:
    hand = Hand(1)
    hand.writer.rising(numbers)
    for _ in range(2):
        hand.names(heads=[], stems=[], endings=[], counts=[])
    with pytest.raises(LinkError, match=DAMAGED):
        decode(hand.text())


@pytest.mark.parametrize("flags", [1 | 2, 1 | 8, 1 | 2 | 8])
def test_a_search_tells_nothing_of_files(flags: int) -> None:
    for carried in (1, flags):
        hand = Hand(carried)
        hand.writer.rising([1])
        for _ in range(2):
            hand.names(heads=[], stems=[], endings=[], counts=[])
        if carried == 1:
            decode(hand.text())
        else:
            with pytest.raises(LinkError, match=DAMAGED):
                decode(hand.text())


def test_a_search_holds_few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "MOST_EXCEPTIONS", 2)
    hand = Hand(1)
    hand.writer.rising([1])
    hand.names(endings=[["_a", "_b", "_c"]])
    hand.names(heads=[], stems=[], endings=[], counts=[])
    with pytest.raises(LinkError, match=DAMAGED):
        decode(hand.text())
