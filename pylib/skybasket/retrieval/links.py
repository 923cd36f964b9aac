"""Writes a plan as a plain list of web addresses, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.retrieval.plan import Method, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["METHOD"]


def _pieces(plan: Plan) -> Iterator[str]:
    for entry in plan:
        yield entry.address + "\n"


METHOD: Final = Method(
    name="links",
    pieces=_pieces,
    suffix=".txt",
    media_type="text/plain",
    command="",
)
