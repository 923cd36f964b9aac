"""The whole page in one value: totals, buttons, filters and rows, ready to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skybasket.app.batch_action import batch_action
from skybasket.app.completing import incomplete_view
from skybasket.app.reference_views import references_action
from skybasket.app.tree_columns import columns_view
from skybasket.app.words import percent, size, spoken, words
from skybasket.archives.mast import BUNDLE_LIMIT
from skybasket.retrieval.paths import legal_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.app.row_views import TreeRows
    from skybasket.basket import Basket
    from skybasket.steps import Step
    from skybasket.totals import Totals

__all__ = ["basket_view", "limit_text", "selected_words", "step_words"]


def basket_view(
    basket: Basket, rows: TreeRows, columns: Sequence[str]
) -> dict[str, Any]:
    """Return everything that the page draws but the filters and the window of rows.

    :param columns: what rows tell beside names.
    """
    files, shown = basket.files.count, basket.answer.count
    hidden = basket.selected.count - rows.taken
    return {
        "files": files,
        "title": basket.title,
        "file": legal_name(basket.title) + ".skybasket",
        "baskets": words("baskets.button", title=basket.title),
        "summary": _summary(basket, rows, hidden),
        "meter": _meter(basket.selected.totals),
        "actions": _actions(basket, hidden),
        "tree": {
            "rows": len(rows),
            "files": words("tree.about", count=shown),
            "empty": "" if shown else words("tree.no_match" if files else "tree.empty"),
            "check_all": rows.checked,
            "columns": columns_view(columns, basket.order),
        },
        "incomplete": incomplete_view(basket),
        "footer": {"products": words("footer.products", count=files)},
    }


def step_words(step: Step) -> str:
    """Return what a step did, as in "Removed 214 files"."""
    if step.kind == "added":
        observations = words("summary.observations", count=int(step.detail))
        return words("steps.added", count=step.count, observations=observations)
    return words(f"steps.{step.kind}", count=step.count)


def selected_words(totals: Totals) -> str:
    """Return the size of the selected files as far as it is known, with the rest."""
    return f"{_known(totals)} {_unknown(totals)}".strip()


def _known(totals: Totals) -> str:
    return size(totals.bytes) if totals.bytes else ""


def _unknown(totals: Totals) -> str:
    """Return how many files have no known size, to be read after what is known."""
    if not totals.unknown:
        return ""
    rest = "summary.unknown" if totals.bytes else "summary.only_unknown"
    return words(rest, count=totals.unknown)


def limit_text() -> str:
    """Return the bundle limit in words: ``50 GB``."""
    return size(BUNDLE_LIMIT).replace(f"{spoken().decimal}0 ", " ")


def _summary(basket: Basket, rows: TreeRows, hidden: int) -> dict[str, str]:
    files, shown = basket.files.count, basket.answer.count
    totals = basket.selected.totals
    observations = words("summary.observations", count=rows.observations)
    if not files:
        line = words("summary.empty")
    else:
        line = words(
            "summary.all_shown" if shown == files else "summary.shown",
            count=shown,
            total=files,
            observations=observations,
        )
    return {
        "selected": words("summary.selected", selected=totals.count, count=files)
        if files
        else words("summary.nothing"),
        "size": _known(totals),
        "unknown": _unknown(totals),
        "shown": line,
        "hidden": words("summary.hidden", count=hidden) if hidden else "",
    }


def _meter(totals: Totals) -> dict[str, Any]:
    """Return how much of the bundle limit the selected files fill."""
    part = totals.bytes / BUNDLE_LIMIT
    little = 0.01
    filled = f"<{percent(little)}" if 0 < part < little else percent(part)
    over = part > 1
    return {
        "value": round(min(part, 1), 4),  # tiny ones are not written as a power
        "label": words(
            "meter.over" if over else "meter.part",
            percent=filled,
            limit=limit_text(),
        ),
        "over": over,
    }


def _actions(basket: Basket, hidden: int) -> dict[str, Any]:
    """Return each button: whether it can be pressed, and what it does or why not."""
    files, shown = basket.files.count, basket.answer.count
    selected = basket.selected.count
    undo, redo = basket.undo_step, basket.redo_step
    remove = words("actions.remove_selected")
    if hidden:
        remove = words("actions.remove_hidden", count=hidden)
    filtered = bool(basket.filters.to_json())
    return {
        "download": _action(selected, "download", "download_none"),
        "references": references_action(basket),
        "batch": batch_action(basket),
        "remove_selected": {
            "enabled": bool(selected),
            "hint": remove if selected else words("actions.remove_none"),
        },
        "remove_all": _action(files, "remove_all", "empty"),
        "undo": {
            "enabled": undo is not None,
            "hint": words("actions.undo", step=step_words(undo))
            if undo
            else words("actions.undo_none"),
        },
        "redo": {
            "enabled": redo is not None,
            "hint": words("actions.redo", step=step_words(redo))
            if redo
            else words("actions.redo_none"),
        },
        "expand_all": _action(shown, "expand_all", "check_none"),
        "collapse_all": _action(shown, "collapse_all", "check_none"),
        "reset_filters": _action(filtered, "reset_filters", "reset_none"),
        "check_all": _action(shown, "check_all", "check_none"),
    }


def _action(able: int, does: str, why_not: str) -> dict[str, Any]:
    return {
        "enabled": bool(able),
        "hint": words(f"actions.{does if able else why_not}"),
    }
