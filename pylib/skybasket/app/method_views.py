"""The ways to download: which there are, which fits, and a look at their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket import retrieval
from skybasket.app.views import limit_text
from skybasket.app.words import lookup, size, words
from skybasket.archives.mast import BUNDLE_LIMIT
from skybasket.retrieval import cloud
from skybasket.retrieval.advice import MOST_OPENED, obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["methods_view", "text_view"]

#: The preview is the start of the text: a window of some lines, however long it is.
_LINES: Final = 400
_CHARACTERS: Final = 60_000
#: Milliseconds between two links that are opened one by one.
_PAUSE: Final = 500


def methods_view(
    plan: retrieval.Plan,
    chosen: retrieval.Method,
    advised: str,
    methods: Mapping[str, retrieval.Method] = retrieval.METHODS,
) -> list[dict[str, Any]]:
    """Return every method, with what it is for or why it cannot work."""
    obstacles = {name: obstacle(plan, method) for name, method in methods.items()}
    return [
        {
            "name": name,
            "label": words(f"download.methods.{name}.label"),
            "hint": words(f"download.methods.{name}.hint"),
            "chosen": name == chosen.name,
            "suggested": words("download.suggested") if name == advised else "",
            "enabled": not why,
            "reason": _reason(why),
        }
        for name, why in obstacles.items()
    ]


def _reason(obstacle: str) -> str:
    return words(f"download.reasons.{obstacle}") if obstacle else ""


def text_view(plan: retrieval.Plan, method: retrieval.Method, form: str) -> Any:  # noqa: ANN401
    """Return the chosen method's text: its start, how to run it and how to check.

    :raises RetrievalError: if the method has no such form.
    """
    chosen = retrieval.form(method, form)
    name = next(key for key, value in method.forms.items() if value is chosen)
    filename = f"skybasket-{plan.folder}{chosen.suffix}"
    prefix = f"download.methods.{method.name}"
    reason = _reason(obstacle(plan, method, name))
    preview, cut = ("", False) if reason else _start(chosen.pieces(plan))
    return {
        "method": method.name,
        "when": words(f"{prefix}.when"),
        "forms": _forms_view(plan, method, name),
        "form": name,
        "reason": reason,
        "save": words(f"{prefix}.save"),
        "preview": preview,
        "cut": words("download.cut", count=plan.count) if cut else "",
        "run": words(f"{prefix}.run"),
        # No shell needs quotes around these names, and no quotes suit all shells.
        "commands": [
            command.format(file=filename, folder=plan.folder)
            for command in (chosen.run, chosen.check)
            if command
        ],
        "filename": filename,
        "type": chosen.media_type,
        "bundles": _bundles_view(plan, name) if method.name == "bundle" else None,
        "opening": _opening_view(plan) if method.name == "links" else None,
        "lookup": _lookup_view(plan) if method.name == "cloud" else "",
    }


def _forms_view(
    plan: retrieval.Plan, method: retrieval.Method, chosen: str
) -> list[dict[str, Any]]:
    """Return the forms to choose from, none where there is only one."""
    if len(method.forms) == 1:
        return []
    return [
        {
            "value": name,
            "label": lookup("download.forms")[name],
            "chosen": name == chosen,
            "enabled": not obstacle(plan, method, name),
        }
        for name in method.forms
    ]


def _start(pieces: Iterator[str]) -> tuple[str, bool]:
    """Return the first lines of a text, and whether there are more."""
    lines: list[str] = []
    length = 0
    for piece in pieces:
        for line in piece.splitlines(keepends=True):
            if len(lines) == _LINES or length > _CHARACTERS:
                return "".join(lines), True
            lines.append(line)
            length += len(line)
    return "".join(lines), False


def _bundles_view(plan: retrieval.Plan, form: str) -> dict[str, Any]:
    """Return the bundles that the archive makes, and why not one of everything."""
    parts = []
    for number, (_, _, totals) in enumerate(plan.bundles):
        known = size(totals.bytes) if totals.bytes else words("size.unknown")
        name = "bundle" if len(plan.bundles) == 1 else "part"
        label = words(f"download.{name}", number=number + 1)
        too_large = totals.bytes > BUNDLE_LIMIT
        hint = words("download.inside", count=totals.count, size=known)
        if too_large:
            hint = words("download.reasons.file_too_large", limit=limit_text())
        parts.append({"label": label, "hint": hint, "enabled": not too_large})
    reasons = []
    if len(parts) > 1:
        reasons.append(words("download.reasons.too_large", limit=limit_text()))
    if elsewhere := len(plan.not_packed.difference(plan.foreign)):
        reasons.append(words("download.reasons.elsewhere", count=elsewhere))
    return {
        "address": plan.archive.bundle_address(form),
        "reason": " ".join(reasons),
        "parts": parts,
    }


def _opening_view(plan: retrieval.Plan) -> dict[str, Any]:
    """Return the links that can be opened one by one, if they are few enough."""
    count = plan.public_totals.count
    few = 0 < count <= MOST_OPENED
    reason = words("download.reasons.too_many_links", count=MOST_OPENED)
    return {
        "addresses": [entry.address for entry in plan.public] if few else [],
        "pause": _PAUSE,
        "help": words("download.opening") if few else reason,
    }


def _lookup_view(plan: retrieval.Plan) -> str:
    """Return what the button says that asks the archive for its public copies."""
    count = len(cloud.uncertain(plan))
    return words("download.lookup", count=count) if count else ""
