"""Which files of a link need which of its calibration references.

A reference is needed by many files, found by the rules of one context: each pair of
reference and context is written once, with the places of the files that need it.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from skybasket.needs import Need
from skybasket.sharing.limits import MOST_NEEDS, damaged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.sharing.streams import Reader, Writer

__all__ = ["read_needs", "write_needs"]


def write_needs(writer: Writer, needs: Sequence[Need]) -> None:
    """Write needs of files by their places among those of the link."""
    contexts = sorted({need.context for need in needs})
    place = dict(zip(contexts, count(), strict=False))
    groups: dict[tuple[int, int], set[int]] = {}
    for product, reference, context in needs:
        groups.setdefault((reference, place[context]), set()).add(product)
    writer.number(len(contexts))
    writer.lines(contexts)
    keys = sorted(groups)
    writer.number(len(keys))
    writer.numbers([reference for reference, _ in keys])
    writer.numbers([context for _, context in keys])
    for key in keys:
        writer.rising(sorted(groups[key]))


def read_needs(reader: Reader, files: int) -> list[Need]:
    """Read needs.

    :param files: how many files the link has.
    :raises LinkError: if they are damaged, or speak of other files.
    """
    contexts = reader.lines(reader.number(MOST_NEEDS))
    number = reader.number(MOST_NEEDS)
    references = reader.numbers(number, files - 1)
    places = reader.numbers(number, max(len(contexts) - 1, 0))
    needs: list[Need] = []
    for reference, place in zip(references, places, strict=True):
        products = reader.rising(files, files - 1)
        if not contexts or not products or len(needs) + len(products) > MOST_NEEDS:
            raise damaged("its references")
        context = contexts[place]
        needs += (Need(product, reference, context) for product in products)
    return needs
