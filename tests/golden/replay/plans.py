"""What is planned of two lists, in each layout: places, addresses, what is left out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from skybasket import Basket
from skybasket.archives.mast_staging import read_place
from skybasket.retrieval import METHODS, Options, Plan
from skybasket.retrieval.advice import obstacle, suggested
from skybasket.retrieval.outline import outline
from skybasket.retrieval.staged import STAGED
from skybasket.retrieval.staged_plan import StagedPlan

from .spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from skybasket.retrieval import Method

__all__ = ["VARIANTS", "WRITTEN", "answers", "opened", "texts"]

_DAY: Final = "2026-11-26"
#: Its last letter is younger than the oldest Python that reads it.
_TITLE: Final = "Größe $(id) '日本' \"{0}\" & <b>%PATH% \U0001fae8"
_MOSAIC: Final = "jw01345-o001_t021_nircam_clear-f200w_i2d.fits"
_KEPLER: Final = "0012/001234567/kplr001234567-2009131105131_llc.fits"
#: What the archive tells of public copies: where one is, and that there is none.
_KEYS: Final = {
    f"mast:JWST/product/{_MOSAIC}": f"jwst/public/jw01345/L3/t/o001/{_MOSAIC}",
    f"mast:KEPLER/url/missions/kepler/lightcurves/{_KEPLER}": "",
}
#: Plans by name: a list among the vectors, the basket's title, and the options.
VARIANTS: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    "usual": ("products.json", "M 51", {}),
    "tricky": ("tricky.json", _TITLE, {}),
    "observation": ("tricky.json", _TITLE, {"layout": "observation", "jobs": 1}),
    "flat": ("tricky.json", "aux", {"layout": "flat", "included": "foreign"}),
    "template": (
        "tricky.json",
        "-rf",
        {
            "layout": "a:{mission}/{proposal}-{level}/{target}/{filter}/{filename}",
            "jobs": 16,
            "included": "foreign",
            "keys": _KEYS,
        },
    ),
}
#: Those that are written down as every script.
WRITTEN: Final = ("usual", "tricky", "template")


def opened(vectors: Path, variant: str) -> tuple[Basket, Plan]:
    """Return one of the baskets, and its plan."""
    name, title, given = VARIANTS[variant]
    basket = Basket(title)
    basket.add((vectors / "lists" / name).read_bytes())
    basket.select_all()
    options = dict(given)
    if "included" in options:
        options["included"] = frozenset(basket.plan().foreign)
    return basket, basket.plan(Options(**options), date=_DAY)


def _staged(plan: Plan) -> StagedPlan:
    """Return the plan of the same files in the archive's staging area."""
    return StagedPlan(
        title=plan.title,
        date=plan.date,
        catalog=plan.catalog,
        archive=plan.archive,
        chosen=plan.chosen,
        options=plan.options,
        place=read_place("/stage/jane.d@x.org/4711/", plan.archive.staging),
    )


def texts(vectors: Path, variant: str) -> Iterator[tuple[str, str]]:
    """Yield every text that a plan is written as, by method and form."""
    _, plan = opened(vectors, variant)
    for methods, written in ((METHODS, plan), (STAGED, _staged(plan))):
        for method in methods.values():
            for name, form in method.forms.items():
                yield f"{method.name}-{name}", "".join(form.pieces(written))


def answers(vectors: Path) -> Iterator[tuple[str, str]]:
    """Yield what is planned."""
    for variant in VARIANTS:
        _, plan = opened(vectors, variant)
        yield f"answers/plans/{variant}.json", spelled(_told(plan))
    methods = (*METHODS.values(), *STAGED.values())
    yield "answers/plans/methods.json", spelled(dict(map(_described, methods)))


def _told(plan: Plan) -> dict[str, Any]:
    filename = plan.catalog.filename
    return {
        "folder": plan.folder,
        "totals": asdict(plan.totals),
        "public": asdict(plan.public_totals),
        "bundles": [[*bundle[:2], asdict(bundle.totals)] for bundle in plan.bundles],
        "foreign": list(map(filename, plan.foreign)),
        "restricted": list(map(filename, plan.restricted)),
        "entries": [entry._asdict() for entry in plan],
        "changes": plan.changes,
        "outline": outline(plan, 5, 40),
        "suggested": [suggested(plan, system) for system in ("Win32", "Linux")],
        "obstacles": {
            f"{method.name} {form}": why
            for method in METHODS.values()
            for form in method.forms
            if (why := obstacle(plan, method, form))
        },
    }


def _described(method: Method) -> tuple[str, list[Any]]:
    traits = ("layout", "jobs", "token", "fetches", "verification", "complete")
    return method.name, [
        {trait: getattr(method, trait) for trait in traits},
        *(
            [name, form.suffix, form.media_type, form.run, form.check]
            for name, form in method.forms.items()
        ),
    ]
