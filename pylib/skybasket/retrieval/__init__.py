"""Every way to get the files: one plan, and one module for each way to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.errors import RetrievalError
from skybasket.retrieval import curl, links
from skybasket.retrieval.plan import Entry, Method, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["METHODS", "Entry", "Method", "Plan", "method"]

#: The registry: every method by its name, in the order a dialog offers them.
METHODS: Final[Mapping[str, Method]] = {
    module.METHOD.name: module.METHOD for module in (curl, links)
}


def method(name: str) -> Method:
    """Return the method of that name.

    :raises RetrievalError: naming the methods that exist.
    """
    if name not in METHODS:
        message = f"There is no method {name!r}; use {', '.join(METHODS)}."
        raise RetrievalError(message)
    return METHODS[name]
