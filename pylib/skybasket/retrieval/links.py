"""Writes a plan as a plain list of web addresses, one a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.retrieval.methods import Form, Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.retrieval.plan import Plan

__all__ = ["METHOD"]


def _pieces(plan: Plan) -> Iterator[str]:
    for entry in plan.public:
        yield entry.address + "\n"


METHOD: Final = Method(
    name="links", forms={"list": Form(_pieces, ".txt")}, layout=False
)
