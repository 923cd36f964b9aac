"""Writes down what the archive shall pack into one file: the URIs to post to it.

The page posts them, as form fields ``uri``, to the address that the archive has for the
form; it packs its own public files only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from skybasket.errors import RetrievalError
from skybasket.retrieval.methods import Form, Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.archives.mast import Mast
    from skybasket.retrieval.plan import Entry, Plan

__all__ = ["METHOD", "uris"]


def uris(plan: Plan, part: int) -> Iterator[str]:
    """Yield the URIs of one of the plan's bundles.

    :param part: its place in ``plan.bundles``.
    :raises RetrievalError: if there is no such bundle.
    """
    if not 0 <= part < len(plan.bundles):
        message = f"There is no bundle {part + 1}; there are {len(plan.bundles)}."
        raise RetrievalError(message)
    start, stop, _ = plan.bundles[part]
    return (
        _uri(entry, plan.archive)
        for entry in plan.entries(start, stop)
        if not entry.needs_token and entry.row not in plan.not_packed
    )


def _uri(entry: Entry, archive: Mast) -> str:
    """Return what the download service calls a file, Spitzer's files included."""
    if archive.serves(entry.address):
        return unquote(entry.address.removeprefix(archive.service))
    return entry.uri


def _pieces(plan: Plan) -> Iterator[str]:
    for part in range(len(plan.bundles)):
        for uri in uris(plan, part):
            yield uri + "\n"


METHOD: Final = Method(
    name="bundle",
    forms={"zip": Form(_pieces, ".uris.txt"), "tar.gz": Form(_pieces, ".uris.txt")},
    layout=False,
)
