"""The download dialog: what will be fetched, how, and a look at the text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from skybasket import retrieval
from skybasket.app.row_views import size_text
from skybasket.app.views import limit_text
from skybasket.app.words import words
from skybasket.archives.mast import BUNDLE_LIMIT
from skybasket.errors import RetrievalError

if TYPE_CHECKING:
    from skybasket.basket import Basket

__all__ = ["plan_view"]

_PREVIEWED: Final = 200
_LISTED: Final = 500


def plan_view(
    basket: Basket, plan: retrieval.Plan, method: retrieval.Method
) -> dict[str, Any]:
    """Return the dialog for the selected files.

    :raises RetrievalError: if nothing is selected.
    """
    if not plan.rows:
        raise RetrievalError(words("download.empty"))
    filename = f"skybasket-{plan.folder}{method.suffix}"
    return {
        "title": words("download.title", count=len(plan.rows)),
        "summary": _summary(plan),
        "notes": _notes(basket, plan),
        "methods": [
            {
                "name": name,
                "label": words(f"download.methods.{name}.label"),
                "hint": words(f"download.methods.{name}.hint"),
                "chosen": name == method.name,
                "enabled": plan.count > 0,
                "reason": "" if plan.count else words("download.nothing"),
            }
            for name in retrieval.METHODS
        ],
        "method": method.name,
        "preview": "".join(islice(method.pieces(plan), _PREVIEWED)),
        "cut": words("download.cut", shown=_PREVIEWED, count=plan.count)
        if plan.count > _PREVIEWED
        else "",
        "run": words(f"download.methods.{method.name}.run"),
        "command": method.command.format(filename),
        "filename": filename,
        "type": method.media_type,
        "foreign": _foreign_view(plan),
    }


def _summary(plan: retrieval.Plan) -> str:
    text, hint = size_text(plan.totals)
    if not plan.totals.bytes:
        return hint
    if plan.totals.unknown or text == hint:
        return words("download.summary", size=hint)
    return words("download.summary", size=f"{text} ({hint})")


def _notes(basket: Basket, plan: retrieval.Plan) -> list[str]:
    """Return what someone should know before downloading."""
    hidden = basket.hidden.count
    access = plan.catalog.text["access"]
    restricted = sum(access[row] not in ("", "PUBLIC") for row in plan.rows)
    notes = []
    if hidden:
        notes.append(words("download.hidden", count=hidden))
    if restricted:
        notes.append(words("download.restricted", count=restricted))
    if plan.totals.bytes > BUNDLE_LIMIT:
        notes.append(words("download.large", limit=limit_text()))
    if not plan.count:
        notes.append(words("download.nothing"))
    return notes


def _foreign_view(plan: retrieval.Plan) -> dict[str, Any]:
    """Return the files on other hosts, each to be ticked by itself."""
    files = []
    for row in plan.foreign[:_LISTED]:
        uri = plan.catalog.uri(row)
        address = plan.archive.source(uri).address
        files.append(
            {
                "id": f"f{row}",
                "name": plan.catalog.filename(row),
                "address": address or uri,
                "included": address is not None and row in plan.included,
                "allowed": address is not None,
                "reason": "" if address else words("download.foreign_unsafe"),
            }
        )
    count = len(plan.foreign)
    help_text = words("download.foreign_help")
    if count > _LISTED:
        help_text += " " + words("download.foreign_cut", shown=_LISTED)
    return {
        "title": words("download.foreign", count=count) if count else "",
        "help": help_text,
        "files": files,
    }
