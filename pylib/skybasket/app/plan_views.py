"""The download dialog: what will be fetched and where to, before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.method_views import methods_view, text_view
from skybasket.app.row_views import size_text
from skybasket.app.words import about, size, spoken, words
from skybasket.retrieval.layouts import FIELDS, LAYOUTS
from skybasket.retrieval.outline import outline

if TYPE_CHECKING:
    from skybasket import retrieval
    from skybasket.basket import Basket

__all__ = ["plan_view"]

#: Bits per second of the line that the expected time is told for.
_RATE: Final = 100_000_000
_LISTED: Final = 500
_WIDEST, _LONGEST = 12, 100
_JOBS: Final = (1, 2, 4, 8, 16)


def plan_view(  # noqa: PLR0913, PLR0917 - what the dialog was asked for
    basket: Basket,
    plan: retrieval.Plan,
    method: retrieval.Method,
    form: str,
    advised: str,
    layout_error: str,
) -> dict[str, Any]:
    """Return the dialog for the selected files.

    :param form: which of the method's texts; the usual one if empty.
    :param advised: the name of the method that fits best.
    :param layout_error: what is wrong with the layout that was asked for.
    :raises RetrievalError: if the method has no such form.
    """
    return {
        "title": words("download.title", count=len(plan.chosen)),
        "summary": _summary(plan),
        "notes": _notes(basket, plan),
        "methods": methods_view(plan, method, advised),
        "layout": _layout_view(plan, layout_error) if method.layout else None,
        "jobs": _jobs_view(plan) if method.jobs else None,
        "folder": _folder_view(plan) if method.layout else None,
        "changes": _changes_view(plan) if method.layout else _nothing(),
        "left_out": _nothing() if method.complete else _left_out_view(plan),
        "foreign": _foreign_view(plan),
        "text": text_view(plan, method, form),
    }


def _summary(plan: retrieval.Plan) -> list[str]:
    """Return sizes and expected time in a few words each."""
    totals = plan.totals
    if not totals.bytes:
        return [words("size.none_known")]
    text, _ = size_text(totals)
    known = "approximate" if totals.approximate else "exact"
    lines = [words(f"download.{known}", size=text.removesuffix(" +"))]
    if totals.unknown:
        lines.append(words("download.unknown", count=totals.unknown))
    time = about(plan.seconds(_RATE))
    rate = words("download.rate", rate=_RATE // 1_000_000)
    return [*lines, words("download.time", time=time, rate=rate)]


def _notes(basket: Basket, plan: retrieval.Plan) -> list[str]:
    """Return what someone should know before downloading."""
    hidden, restricted = basket.hidden.count, len(plan.restricted)
    notes = []
    if hidden:
        notes.append(words("download.hidden", count=hidden))
    if restricted:
        notes.append(words("download.restricted", count=restricted))
    if not plan.count:
        notes.append(words("download.reasons.nothing"))
    return notes


def _layout_view(plan: retrieval.Plan, error: str) -> dict[str, Any]:
    """Return the layouts to choose from, and the template behind the chosen one."""
    layout = plan.options.layout
    named = layout in LAYOUTS
    choices = [
        {"value": name, "label": words(f"download.layouts.{name}")} for name in LAYOUTS
    ]
    own = {"value": "template", "label": words("download.layouts.template")}
    return {
        "choices": [*choices, own],
        "chosen": layout if named else "template",
        "template": LAYOUTS.get(layout, layout),
        "help": words(
            "download.template_help",
            fields=spoken().joined([f"{{{field}}}" for field in FIELDS]),
        ),
        "error": error,
    }


def _jobs_view(plan: retrieval.Plan) -> dict[str, Any]:
    return {
        "choices": [
            {"value": jobs, "label": words("download.jobs", count=jobs)}
            for jobs in _JOBS
        ],
        "chosen": plan.options.jobs,
    }


def _folder_view(plan: retrieval.Plan) -> dict[str, Any]:
    """Return the tree of the folder that will be made."""
    return {
        "title": words("download.folder", folder=plan.folder),
        "rows": [
            {
                "level": branch.depth + 1,
                "name": branch.name or words("download.more", count=branch.files),
                "hint": _branch_hint(branch.files, branch.size) if branch.name else "",
                "kind": "folder" if branch.name.endswith("/") else "file",
            }
            for branch in outline(plan, _WIDEST, _LONGEST)
        ],
    }


def _branch_hint(files: int, known: int) -> str:
    told = size(known) if known else words("size.unknown")
    return words("download.inside", count=files, size=told) if files else told


def _nothing() -> dict[str, Any]:
    return {"title": "", "help": "", "files": []}


def _changes_view(plan: retrieval.Plan) -> dict[str, Any]:
    """Return the files that do not keep the archive's name, and why."""
    changes = plan.changes
    if not changes:
        return _nothing()
    return {
        "title": words("download.changes", count=len(changes)),
        "help": _cut(words("download.changes_help"), len(changes)),
        "files": [
            {
                "name": change.name,
                "text": f"{change.path} ({words(f'download.why.{change.reason}')})",
            }
            for change in changes[:_LISTED]
        ],
    }


def _left_out_view(plan: retrieval.Plan) -> dict[str, Any]:
    """Return the files that the method leaves out because they need a token."""
    rows = plan.restricted
    if not rows:
        return _nothing()
    catalog = plan.catalog
    return {
        "title": words("download.left_out", count=len(rows)),
        "help": _cut(words("download.left_out_help"), len(rows)),
        "files": [
            {"name": catalog.filename(row), "text": catalog.uri(row)}
            for row in rows[:_LISTED]
        ],
    }


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
                "included": address is not None and row in plan.options.included,
                "allowed": address is not None,
                "reason": "" if address else words("download.foreign_unsafe"),
            }
        )
    count = len(plan.foreign)
    return {
        "title": words("download.foreign", count=count) if count else "",
        "help": _cut(words("download.foreign_help"), count),
        "files": files,
    }


def _cut(help_text: str, count: int) -> str:
    """Add, where not all of so many files are listed, that they are not."""
    if count <= _LISTED:
        return help_text
    return f"{help_text} {words('download.list_cut', shown=_LISTED)}"
