"""The files of a link: their addresses as heads, stems and endings, sorted.

``mast:JWST/product/jw01345001001_02101_00001_nrca1_cal.fits`` has the head
``mast:JWST/product/``, the stem ``jw01345001001_02101_00001_nrca1`` and the ending
``_cal.fits``. Heads and stems are front-coded: how much each shares with the one before
it, and the rest. Most stems have the endings of many others, so whole sets of endings
are written once, and one number a stem.

Where a name is cut is the writer's choice: a reader only puts the parts together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, count, pairwise, repeat
from operator import add
from string import ascii_lowercase, ascii_uppercase, digits
from typing import TYPE_CHECKING, Final

from skybasket.archives.mast_values import LONGEST
from skybasket.errors import LinkError
from skybasket.product import split_filename
from skybasket.sharing.limits import MOST_CHARACTERS, damaged

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from skybasket.sharing.streams import Reader, Writer

__all__ = ["Names", "numbered", "read_names", "shared_length", "sorted_names"]

#: Characters that a stem shares with the one before it, at most: twice fits in a byte.
_MOST_SHARED: Final = 127
#: What follows on each digit and letter, within their kind.
_FOLLOWING: Final = {
    one: following
    for row in (digits, ascii_lowercase, ascii_uppercase)
    for one, following in pairwise(row)
}
#: How often an ending may be made longer.
_LONGER: Final = 3


@dataclass(frozen=True, kw_only=True)
class Names:
    """Files in the order of a link, as the parts of their addresses.

    :param head_of_stem: which of the heads each stem has.
    :param stem_of: which of the stems each file has.
    :param ending_of: which of the endings each file has.
    """

    heads: Sequence[str]
    stems: Sequence[str]
    endings: Sequence[str]
    head_of_stem: Sequence[int]
    stem_of: Sequence[int]
    ending_of: Sequence[int]

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self.stem_of)

    @cached_property
    def filenames(self) -> list[str]:
        """The last part of each address."""
        return list(
            map(
                add,
                map(self.stems.__getitem__, self.stem_of),
                map(self.endings.__getitem__, self.ending_of),
            )
        )

    @cached_property
    def head_of(self) -> list[int]:
        """Which of the heads each file has."""
        return list(map(self.head_of_stem.__getitem__, self.stem_of))

    @cached_property
    def uris(self) -> list[str]:
        """The address of each file."""
        heads = map(self.heads.__getitem__, self.head_of)
        return list(map(add, heads, self.filenames))

    def write(self, writer: Writer) -> None:
        """Write the addresses.

        :raises LinkError: if the reader would refuse them.
        """
        _check(self, LinkError(_UNWRITABLE))
        endings_of_stem: list[list[str]] = [[] for _ in self.stems]
        for stem, ending in zip(self.stem_of, self.ending_of, strict=True):
            endings_of_stem[stem].append(self.endings[ending])
        sets = list(map(tuple, endings_of_stem))
        kinds = list(dict.fromkeys(sets))
        stems_of_head = [0] * len(self.heads)
        for head in self.head_of_stem:
            stems_of_head[head] += 1

        writer.number(len(self.heads))
        _write_front_coded(writer, self.heads)
        writer.numbers(stems_of_head)
        writer.number(len(kinds))
        writer.numbers([len(kind) - 1 for kind in kinds])
        writer.lines(chain.from_iterable(kinds))
        _write_front_coded(writer, self.stems)
        writer.numbers(numbered(sets))


_UNWRITABLE: Final = (
    "An address or a name here is not one that a link can carry."
    " Leave that file out, or save the basket as a file."
)


def sorted_names(uris: Sequence[str]) -> tuple[Names, list[int]]:
    """Take addresses apart.

    :param uris: distinct ones.
    :returns: the files in the order of a link, and where each was among the addresses.
    :raises LinkError: if one has no beginning like ``mast:``.
    """
    parts = _parts(uris)
    order = sorted(range(len(parts)), key=parts.__getitem__)
    heads: defaultdict[str, int] = defaultdict(count().__next__)
    stems: defaultdict[tuple[str, str], int] = defaultdict(count().__next__)
    endings: defaultdict[str, int] = defaultdict(count().__next__)
    stem_of = []
    ending_of = []
    for place in order:
        head, stem, ending = parts[place]
        stem_of.append(stems[head, stem])
        ending_of.append(endings[ending])
    head_of_stem = [heads[head] for head, _ in stems]
    names = Names(
        heads=list(heads),
        stems=[stem for _, stem in stems],
        endings=list(endings),
        head_of_stem=head_of_stem,
        stem_of=stem_of,
        ending_of=ending_of,
    )
    return names, order


def _parts(uris: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return head, stem and ending of each address.

    ``_cal_thumb.jpg`` is an ending where ``_cal.fits`` is one of the same stem.
    """
    cuts = [max(uri.rfind("/"), uri.rfind(":")) + 1 for uri in uris]
    parts = [
        (uri[:cut], *split_filename(uri[cut:]))
        for uri, cut in zip(uris, cuts, strict=True)
    ]
    known = {(head, stem) for head, stem, _ in parts}
    for _ in range(_LONGER):
        for place, (head, stem, ending) in enumerate(parts):
            cut = stem.rfind("_")
            if cut > 0 and (head, stem[:cut]) in known:
                parts[place] = head, stem[:cut], stem[cut:] + ending
    return parts


def read_names(reader: Reader, most: int) -> Names:
    """Read what `Names.write` wrote.

    :param most: how many files there may be.
    :raises LinkError: if it is anything else, or too much.
    """
    heads = _read_front_coded(reader, reader.number(most))
    stems_of_head = reader.numbers(len(heads), most)
    if sum(stems_of_head) > most:
        raise damaged("too many files")
    kinds = reader.number(most)
    sizes = [more + 1 for more in reader.numbers(kinds, most)]
    if sum(sizes) > most:
        raise damaged("too many files")
    lines = reader.lines(sum(sizes))
    stems = _read_front_coded(reader, sum(stems_of_head))
    set_of = reader.numbers(len(stems), max(kinds - 1, 0))
    if stems and not kinds:
        raise damaged("its names")
    if sum(map(sizes.__getitem__, set_of)) > most:
        raise damaged("too many files")

    ending_of_line = numbered(lines)
    starts = [0, *accumulate(sizes)]
    sets = [ending_of_line[start:stop] for start, stop in pairwise(starts)]
    names = Names(
        heads=heads,
        stems=stems,
        endings=list(dict.fromkeys(lines)),
        head_of_stem=_repeated(stems_of_head),
        stem_of=_repeated(list(map(sizes.__getitem__, set_of))),
        ending_of=list(chain.from_iterable(map(sets.__getitem__, set_of))),
    )
    _check(names, damaged("its names"))
    return names


def _check(names: Names, error: LinkError) -> None:
    """Refuse addresses that no reader of lists would take.

    :raises LinkError: the given one.
    """
    heads, stems, endings = (
        list(map(len, part)) for part in (names.heads, names.stems, names.endings)
    )
    long = list(map(add, map(heads.__getitem__, names.head_of_stem), stems))
    lengths = list(
        map(
            add,
            map(long.__getitem__, names.stem_of),
            map(endings.__getitem__, names.ending_of),
        )
    )
    if max(lengths, default=0) > LONGEST or sum(lengths) > MOST_CHARACTERS:
        raise error
    if not all(":" in head for head in names.heads):
        raise error
    uris = names.uris
    if list(map(str.strip, uris)) != uris:
        raise error


def numbered(keys: Iterable[Hashable]) -> list[int]:
    """Return the same number for the same key, counting from 0 as they come."""
    known: defaultdict[Hashable, int] = defaultdict(count().__next__)
    return list(map(known.__getitem__, keys))


def shared_length(first: str, second: str) -> int:
    """Return how many characters two texts begin with together."""
    most = min(len(first), len(second))
    if first[:most] == second[:most]:
        return most
    return next(place for place in range(most) if first[place] != second[place])


def _repeated(counts: Sequence[int]) -> list[int]:
    """Return each number as often as the counts say: 0 so often, then 1, ..."""
    return list(chain.from_iterable(map(repeat, range(len(counts)), counts)))


def _write_front_coded(writer: Writer, texts: Sequence[str]) -> None:
    """Write texts as what each shares with the one before it, and the rest.

    Twice the length of what is shared, and one more if the next character follows on
    that of the text before, as in names that are counted; it is left out then.
    """
    shared = [
        min(shared_length(before, text), _MOST_SHARED)
        for before, text in zip(("", *texts), texts, strict=False)
    ]
    following = [
        _FOLLOWING.get(before[cut : cut + 1]) == text[cut : cut + 1]
        for cut, before, text in zip(shared, ("", *texts), texts, strict=False)
    ]
    writer.numbers(
        [2 * cut + follows for cut, follows in zip(shared, following, strict=True)]
    )
    writer.lines(
        text[cut + follows :]
        for cut, follows, text in zip(shared, following, texts, strict=True)
    )


def _read_front_coded(reader: Reader, number: int) -> list[str]:
    cuts = reader.numbers(number, 2 * _MOST_SHARED + 1)
    rests = reader.lines(number)
    if sum(cuts) // 2 + number + sum(map(len, rests)) > MOST_CHARACTERS:
        raise damaged("its names")
    found = []
    text = ""
    for cut, rest in zip(cuts, rests, strict=True):
        shared = cut >> 1
        if cut & 1:
            following = _FOLLOWING.get(text[shared : shared + 1])
            if following is None:
                raise damaged("its names")
            text = text[:shared] + following + rest
        else:
            text = text[:shared] + rest
        found.append(text)
    return found
