"""What the page shows of a search for references: how far it is, what was found."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Literal

from skybasket.app.library_words import translated, translated_all
from skybasket.app.words import lookup, size, words
from skybasket.retrieval.reference_ways import (
    curl_lines,
    python_snippet,
    saved_name,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.app.references import Asked, LeftOut, Reference, Retrieving
    from skybasket.basket import Basket

__all__ = ["kind_label", "references_action", "references_view", "ways_view"]

#: Rows that cross at once; a search narrows down more.
_LISTED: Final = 1000


def references_action(basket: Basket) -> dict[str, Any]:
    """Return whether references can be asked for, and what that does or why not."""
    if not basket.files.count:
        why_not = "actions.empty"
    elif basket.filters.recommended:
        why_not = "references.why_not.recommended"
    elif not basket.selected.count:
        why_not = "references.why_not.nothing"
    elif not basket.is_calibrated:
        why_not = "references.why_not.unknown"
    else:
        return {"enabled": True, "hint": words("references.hint")}
    return {"enabled": False, "hint": words(why_not)}


def kind_label(kind: str) -> str:
    """Return the words for a type of references, else the system's own name of it."""
    if not kind:
        return words("references.no_kind")
    labels: dict[str, str] = lookup("references.kinds")
    return labels.get(kind, kind)


def references_view(retrieving: Retrieving, basket: Basket) -> dict[str, Any]:
    """Return the whole panel."""
    request, shown = retrieving.request, retrieving.shown
    listed = shown[:_LISTED]
    return {
        "request": request and asdict(request),
        "status": _status(retrieving),
        "contexts": [
            _context_view(retrieving, observatory, asked)
            for observatory, asked in retrieving.asked.items()
        ],
        "groups": [
            _group_view(retrieving, basket, kind, list(rows))
            for kind, rows in groupby(listed, lambda one: one.info.kind)
        ],
        "text": retrieving.text,
        "empty": _empty(retrieving),
        "cut": words("references.cut", shown=_LISTED, count=len(shown))
        if len(shown) > _LISTED
        else "",
        "odd": _odd(retrieving),
        "check_all": _checked(retrieving, shown),
        "chosen": _chosen(retrieving),
        "add": _add_action(retrieving),
        "left_out": _left_out_view(retrieving.left_out),
        "problem": _problem_view(retrieving),
    }


def _status(retrieving: Retrieving) -> str:
    """Return how far the asking is, or what came of it."""
    told = [asked.search.progress for asked in retrieving.asked.values()]
    sets, answered = sum(p.data_sets for p in told), sum(p.answered for p in told)
    files, known = sum(p.files for p in told), sum(p.known for p in told)
    if retrieving.request is None:
        found = words("references.found", count=files)
        if answered < sets:
            found += " " + words("references.partly", done=answered, count=sets)
        return found if files or answered < sets else ""
    if answered < sets:
        return words("references.asking", done=answered, count=sets)
    return words("references.asking_files", done=known, count=files)


def _context_view(
    retrieving: Retrieving, observatory: str, asked: Asked
) -> dict[str, str]:
    wrong = retrieving.wrong.get(observatory)
    search = asked.search
    return {
        "observatory": observatory,
        "label": words("references.context", mission=asked.mission),
        "value": search.wanted if wrong is None else wrong,
        "example": words("references.default_context"),
        "used": words("references.used_context", context=search.context)
        if search.context
        else "",
        "wrong": ""
        if wrong is None
        else words("references.wrong_context", observatory=observatory),
    }


def _group_view(
    retrieving: Retrieving, basket: Basket, kind: str, rows: Sequence[Reference]
) -> dict[str, Any]:
    label = kind_label(kind)
    return {
        "kind": kind,
        "label": label,
        "note": kind if kind != label else "",
        "count": words("tree.files", count=len(rows)),
        "checked": _checked(retrieving, rows),
        "rows": [_row_view(retrieving, basket, one) for one in rows],
    }


def _row_view(retrieving: Retrieving, basket: Basket, one: Reference) -> dict[str, Any]:
    info = one.info
    return {
        "id": one.uri,
        "name": info.name,
        "users": words("references.users", count=len(one.users)),
        "size": size(info.size) if info.size else words("size.unknown"),
        "sizeHint": words("number.bytes", count=info.size)
        if info.size
        else words("references.size_hint"),
        "date": words("references.since", day=info.activated) if info.activated else "",
        "context": one.context,
        "note": words("references.here") if is_here(basket, one.uri) else "",
        "checked": one.uri in retrieving.chosen,
    }


def is_here(basket: Basket, uri: str) -> bool:
    """Tell whether a file is in the basket now."""
    catalog, tree = basket.catalog, basket.tree
    row = catalog.uris.find(uri)
    return row is not None and any(
        tree.at(tree.position_of[place]) & basket.state.present
        for place in catalog.uris.rows_of(row)
    )


def _checked(
    retrieving: Retrieving, rows: Sequence[Reference]
) -> bool | Literal["mixed"]:
    taken = sum(one.uri in retrieving.chosen for one in rows)
    if taken == len(rows):
        return taken > 0
    return "mixed" if taken else False


def _chosen(retrieving: Retrieving) -> str:
    chosen = retrieving.selected
    if not chosen:
        return words("references.chosen_none")
    known = sum(one.info.size for one in chosen)
    unknown = sum(not one.info.size for one in chosen)
    parts = [words("references.chosen", count=len(chosen))]
    if known:
        parts.append(size(known))
    if unknown:
        rest = "summary.unknown" if known else "summary.only_unknown"
        parts.append(words(rest, count=unknown))
    hidden = len({one.uri for one in chosen} - {one.uri for one in retrieving.shown})
    if hidden:
        parts.append(words("references.hidden", count=hidden))
    return " · ".join(parts)


def _add_action(retrieving: Retrieving) -> dict[str, Any]:
    if retrieving.selected:
        return {"enabled": True, "hint": words("references.add_hint")}
    return {"enabled": False, "hint": words("references.choose")}


def _empty(retrieving: Retrieving) -> str:
    """Return why nothing is listed, once that is certain."""
    if retrieving.shown or retrieving.request or retrieving.failed:
        return ""
    key = "no_match" if retrieving.found else "nothing"
    return words(f"references.{key}")


def _odd(retrieving: Retrieving) -> str:
    """Return how many names of files were none, and are not listed."""
    count = sum(asked.search.best.odd for asked in retrieving.asked.values())
    return words("references.odd", count=count) if count else ""


def _left_out_view(left_out: Sequence[LeftOut]) -> dict[str, Any] | None:
    if not left_out:
        return None
    return {
        "label": words("references.left_out", count=sum(p.files for p in left_out)),
        "reasons": [
            {
                "label": words(
                    "references.reason",
                    count=part.files,
                    reason=words(f"references.reasons.{part.reason}")
                    if part.reason
                    else words("references.said", said=part.said),
                ),
                "names": part.names,
                "more": words("download.more", count=part.files - len(part.names))
                if part.files > len(part.names)
                else "",
            }
            for part in left_out
        ],
    }


def _problem_view(retrieving: Retrieving) -> dict[str, Any] | None:
    """Return what went wrong once nothing is under way."""
    if retrieving.request or not retrieving.failed:
        return None
    errors = list(retrieving.failed.values())
    where = dict.fromkeys(place for error in errors for place in error.where)
    message = translated(errors[0].message)
    if errors[0].cause == "refused":
        message = words("references.refused")
    return {
        "message": message,
        "where": translated_all(where),
    }


def ways_view(retrieving: Retrieving) -> dict[str, Any]:
    """Return the questions for other programs, for each observatory."""
    return {
        "ways": [
            {
                "label": words(f"references.ways.{way}", mission=asked.mission),
                "hint": words("references.saved_as", name=saved_name(asked.search)),
                "text": text,
            }
            for asked in retrieving.asked.values()
            for way, text in (
                ("curl", curl_lines(asked.search)),
                ("python", python_snippet(asked.search)),
            )
            if text
        ]
    }
