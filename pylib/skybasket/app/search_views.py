"""What the page shows of a search: how far it is, what was found, the way round."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.filter_views import value_label
from skybasket.app.library_words import translated, translated_all
from skybasket.app.observation_words import day, seconds
from skybasket.app.searching import COLUMNS
from skybasket.app.words import size, words

if TYPE_CHECKING:
    from skybasket.app.searching import Searching
    from skybasket.archives.mast_search import ProductSearch, QueryError
    from skybasket.observation import Observation

__all__ = ["found_rows", "search_view"]

_LISTED: Final = 5


def search_view(
    searching: Searching, wrong: QueryError | None = None
) -> dict[str, Any]:
    """Return the state of the search.

    :param wrong: what is wrong with the form.
    """
    request = searching.request
    products = searching.products
    return {
        "request": request and asdict(request),
        "wrong": _wrong_view(wrong),
        "count": _count_words(searching),
        "status": "" if wrong else _status(searching),
        "can_list": _can_list(searching),
        "found": len(searching.found),
        "generation": searching.generation,
        "columns": [
            {
                "name": name,
                "label": words(f"search.columns.{name}"),
                "sorted": _direction(searching, name),
            }
            for name in COLUMNS
        ],
        "chosen": _chosen_words(searching),
        "choose_all": _all_chosen(searching),
        "can_fetch": bool(searching.chosen) and request is None,
        "can_take": searching.can_take,
        "problem": _problem_view(searching, products),
    }


def _wrong_view(wrong: QueryError | None) -> dict[str, str] | None:
    if wrong is None:
        return None
    place = "; ".join(translated_all(wrong.where))
    return {
        "field": wrong.field,
        "message": translated(wrong.message),
        "where": place,
    }


def _count_words(searching: Searching) -> str:
    search = searching.observations
    if search is None or search.count is None:
        return ""
    found = words("search.count", count=search.count)
    place = search.place
    if not place:
        return found
    position = f"{place.position.right_ascension:.5f} {place.position.declination:+.5f}"
    return f"{found} {words('search.place', name=place.name, position=position)}"


def _status(searching: Searching) -> str:
    """Return what is going on, or what came of it."""
    products, search = searching.products, searching.observations
    if products:
        done = products.progress
        key = "fetching" if searching.request else "fetched"
        return words(
            f"search.{key}",
            done=done.observations_done,
            total=done.observations,
            files=words("search.files", count=done.products),
            size=size(done.bytes),
        )
    if searching.request and search:
        if search.count is None:
            return words("search.counting")
        return words("search.listing", done=len(search.observations))
    missing = search.missing if search and searching.found else []
    if missing:
        names = ", ".join(missing[:_LISTED])
        return words("search.missing", count=len(missing), names=names)
    return ""


def _can_list(searching: Searching) -> bool:
    search = searching.observations
    if search is None or searching.request or not search.count:
        return False
    return not searching.is_listed


def _direction(searching: Searching, name: str) -> str:
    column, descending = searching.sorted_by
    if column != name:
        return "none"
    return "descending" if descending else "ascending"


def _chosen_words(searching: Searching) -> str:
    if not searching.found:
        return ""
    chosen, count = len(searching.chosen), len(searching.found)
    return words("search.chosen", chosen=chosen, count=count)


def _all_chosen(searching: Searching) -> bool | str:
    chosen = len(searching.chosen)
    if not chosen:
        return False
    return True if chosen == len(searching.found) else "mixed"


def _problem_view(
    searching: Searching, products: ProductSearch | None
) -> dict[str, Any] | None:
    """Return why something is missing, whether to try again, and the way round."""
    errors = [searching.error] if searching.error else []
    failed = products.failed if products else []
    if failed and not searching.request:
        errors += [failed[0].error]
    if not errors or searching.request:
        return None
    error = errors[0]
    count = sum(len(part.observations) for part in failed)
    ways = searching.ways
    return {
        "message": translated(error.message),
        "where": translated_all(error.where),
        "missing": words("search.failed", count=count) if count else "",
        "again": "products" if products else "list",
        "links": [
            {"address": link, "label": words("search.link", number=place + 1)}
            for place, link in enumerate(ways.links[:_LISTED] if ways else ())
        ],
        "texts": [
            {"label": words("search.curl"), "text": ways.curl},
            {"label": words("search.astroquery"), "text": ways.astroquery},
        ]
        if ways
        else [],
    }


def found_rows(searching: Searching, start: int, stop: int) -> dict[str, Any]:
    """Return some rows of the table, and the generation that they belong to."""
    return {
        "generation": searching.generation,
        "start": start,
        "rows": [
            {
                "id": seen.number,
                "checked": seen.number in searching.chosen,
                "cells": _cells(seen),
            }
            for seen in searching.found[start:stop]
        ],
    }


def _cells(seen: Observation) -> list[str]:
    return [
        seen.mission,
        seen.observation_id,
        seen.target,
        seen.instrument,
        seen.bandpass,
        day(seen.start),
        seconds(seen.exposure),
        seen.proposal,
        value_label("access", seen.access) if seen.access else "",
    ]
