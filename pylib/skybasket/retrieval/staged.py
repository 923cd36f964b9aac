"""The ways to fetch what a batch request has staged: a registry of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.errors import RetrievalError
from skybasket.retrieval import ftps_curl, ftps_lftp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from skybasket.retrieval.methods import Method

__all__ = ["STAGED", "staged_method"]

#: Every method by its name, in the order a dialog offers them.
STAGED: Final[Mapping[str, Method]] = {
    module.METHOD.name: module.METHOD for module in (ftps_curl, ftps_lftp)
}


def staged_method(name: str = "") -> Method:
    """Return the method of that name, the usual one for the empty name.

    :raises RetrievalError: naming the methods that exist.
    """
    if not name:
        return next(iter(STAGED.values()))
    if name not in STAGED:
        message = f"There is no such method {name!r}; use {', '.join(STAGED)}."
        raise RetrievalError(message)
    return STAGED[name]
