"""What the download history remembers of a plan, and what it gives back of that."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from skybasket import Basket
from skybasket.history import Entry, History, export_pieces, import_file
from skybasket.history_record import Record, Way, products_of

from .basketfile import unpacked
from .plans import VARIANTS, opened
from .spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["answers"]

_THEN: Final = "2026-11-26T08:15:00Z"


def answers(vectors: Path) -> Iterator[tuple[str, str]]:
    """Yield the records, as they come out of a history that went to a file."""
    records = {variant: _record(vectors, variant) for variant in VARIANTS}
    entries = (Entry.of(*record) for record in records.items())
    exported = "".join(export_pieces(History.of(entries), lambda _name: None))
    imported = import_file(exported.encode())
    told = {
        name: _told(entry) for name, entry in sorted(imported.history.entries.items())
    }
    yield "answers/history.json", spelled(told)


def _record(vectors: Path, variant: str) -> Record:
    basket, plan = opened(vectors, variant)
    way = Way.of(plan, "cloud", "aws")
    record = Record.of(basket, plan, way, products_of(basket, plan))
    # The digest is one of packed bytes, which differ between versions of zlib.
    return replace(record, when=_THEN, changed=_THEN, pinned=True, digest="")


def _told(entry: Entry) -> list[Any]:
    """Return what a record says, its products unpacked, and whether it is the same."""
    record = entry.record
    if record is None or record.products is None:
        return [entry.text]
    fields = json.loads(entry.text)
    del fields["products"]
    basket = Basket.open(record.products)
    pieces = unpacked(record.products)
    text = "".join(record.way.pieces(basket, record.products))
    return [fields, len(pieces), pieces.get("2 MORE keys"), len(text)]
