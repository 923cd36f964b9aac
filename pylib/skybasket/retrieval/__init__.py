"""Every way to get the files: one plan, and one module for each way to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from skybasket.errors import RetrievalError
from skybasket.retrieval import (
    aria2,
    astroquery,
    bundle,
    cloud,
    curl,
    links,
    manifest,
    powershell,
    python,
    slurm,
    wget,
)
from skybasket.retrieval.methods import Form, Method
from skybasket.retrieval.plan import Entry, Options, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["METHODS", "Entry", "Form", "Method", "Options", "Plan", "form", "method"]

#: The registry: every method by its name, in the order a dialog offers them.
METHODS: Final[Mapping[str, Method]] = {
    module.METHOD.name: module.METHOD
    for module in (
        curl,
        powershell,
        python,
        bundle,
        links,
        wget,
        aria2,
        astroquery,
        cloud,
        slurm,
        manifest,
    )
}


def method(name: str) -> Method:
    """Return the method of that name.

    :raises RetrievalError: naming the methods that exist.
    """
    if name not in METHODS:
        message = f"There is no method {name!r}; use {', '.join(METHODS)}."
        raise RetrievalError(message)
    return METHODS[name]


def form(method: Method, name: str = "") -> Form:
    """Return one of a method's forms, its usual one for the empty name.

    :raises RetrievalError: naming the forms that it has.
    """
    if not name:
        return next(iter(method.forms.values()))
    if name not in method.forms:
        message = f"{method.name} has no form {name!r}; use {', '.join(method.forms)}."
        raise RetrievalError(message)
    return method.forms[name]
