"""What is asked: the same queries for every engine, as plain values.

Each is a click, from what was shown before it to what is shown after. Rounds differ in
the text or the sizes, so that nobody answers from memory what counts as fresh.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from skybasket import Filters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FACET", "QUERIES", "Asked", "Query", "Wanted", "click", "clicks_to"]

FACET: Final = "facet"
#: The archive marks what it recommends; a list without marks hides nothing.
RECOMMENDED: Final = ("yes", "unknown")


@dataclass(frozen=True)
class Wanted:
    """What is to be shown: facets, part of a name or a pattern, sizes in bytes."""

    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    text: str = ""
    smallest: int | None = None
    largest: int | None = None

    @property
    def filters(self) -> Filters:
        """The same for the library."""
        facets: dict[str, Any] = dict(self.facets)
        size = ""
        if self.smallest is not None or self.largest is not None:
            size = f"{self.smallest or 0}..{self.largest or ''}"
        return Filters(
            recommended=bool(facets.pop("recommended", False)),
            name=self.text,
            size=size,
            **facets,
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as the peers take it."""
        return {
            "facets": {name: list(values) for name, values in self.facets.items()},
            "text": self.text,
            "smallest": self.smallest,
            "largest": self.largest,
        }


@dataclass(frozen=True)
class Asked:
    """One click of one round."""

    before: Wanted
    after: Wanted
    #: Whether the selected files are removed first, which counts.
    removes: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as the peers take it."""
        return {
            "before": self.before.to_json(),
            "query": self.after.to_json(),
            "removes": self.removes,
        }


@dataclass(frozen=True)
class Query:
    """A click, and what differs between its rounds."""

    name: str
    #: ``facet``, ``text``, ``size`` or ``removal``.
    kind: str
    facets: Mapping[str, Sequence[str]]
    #: The facets before the click, where the click changes them.
    before: Mapping[str, Sequence[str]] | None = None
    #: What stood in the search box, and what is typed now; one pair a round.
    texts: Sequence[tuple[str, str]] = (("", ""),)
    #: Bytes; one pair a round.
    sizes: Sequence[tuple[int, int] | None] = (None,)

    def asked(self, number: int) -> Asked:
        """Return the click of a round, counted from 0."""
        typed, text = self.texts[number % len(self.texts)]
        sizes = self.sizes[number % len(self.sizes)] or (None, None)
        before = self.facets if self.before is None else self.before
        # Sizes are new in their own query only; the text is typed into the other.
        held = (None, None) if self.kind == "size" else sizes
        return Asked(
            Wanted(before, typed, *held),
            Wanted(self.facets, text, *sizes),
            removes=self.kind == "removal",
        )


_JWST: Final = {
    "mission": ["JWST"],
    "data_type": ["image"],
    "level": ["2", "3"],
    "extension": [".fits"],
}
_SIX: Final = {
    "recommended": RECOMMENDED,
    "mission": ["JWST", "HST"],
    "category": ["SCIENCE"],
    "batch": ["available"],
    "access": ["PUBLIC"],
    "extension": [".fits", ".ecsv"],
}
_SCIENCE: Final = {"category": ["SCIENCE"]}
_SCIENCE_FITS: Final = _SCIENCE | {"extension": [".fits"]}
_DETECTORS: Final = (
    *("nrcalong", "nrcblong", "mirimage", "mirifulong", "_nrs1_", "_nrs2_"),
    *("wfc3_uvis", "acs_wfc", "wfc3_ir", "nircam_clear", "nirspec_prism"),
)
_ENDINGS: Final = (
    *("*_i2d.fits", "*_cal.fits", "*_rate.fits", "*_uncal.fits", "*_drz.fits"),
    *("*_x1d.fits", "*_flt.fits", "*_lc.fits", "*_tp.fits", "*_spt.fits", "*_crf.fits"),
)
_INNER: Final = tuple(
    f"jw0{digit}*_{ending}.fits"
    for ending in ("i2d", "cal")
    for digit in (2, 3, 4, 5, 6, 7)
)
_GROWING: Final = (
    *(
        (module, f"{module}{number}")
        for number in "1234"
        for module in ("nrca", "nrcb")
    ),
    *(("f11", "f115w"), ("f15", "f150w"), ("f20", "f200w")),
)
#: Numbers of exposures, as names have them.
_EXPOSURES: Final = tuple(f"_{number:05}_" for number in range(1, 12))
_MEGABYTE: Final = 10**6

#: The clicks; the facet clicks are those of the geometric mean.
QUERIES: Final = (
    Query("all again", FACET, {}, {"recommended": RECOMMENDED}),
    Query("recommended", FACET, {"recommended": RECOMMENDED}, {}),
    Query("science FITS", FACET, _SCIENCE_FITS, _SCIENCE),
    Query(
        "three groups",
        FACET,
        {"group": ["I2D", "X1D", "CAL"]},
        {"group": ["I2D", "X1D"]},
    ),
    Query("JWST images", FACET, _JWST, _JWST | {"level": ["2"]}),
    Query("six facets", FACET, _SIX, _SIX | {"extension": [".fits"]}),
    Query("new text", "text", {}, texts=[("", text) for text in _DETECTORS]),
    Query("longer text", "text", {}, texts=_GROWING),
    Query("glob *x", "text", {}, texts=[("", text) for text in _ENDINGS]),
    Query("glob x*y", "text", {}, texts=[("", text) for text in _INNER]),
    Query(
        "sizes",
        "size",
        _SCIENCE,
        sizes=[((10 + n) * _MEGABYTE, (1000 - 3 * n) * _MEGABYTE) for n in range(11)],
    ),
    Query(
        "text, sizes",
        "text",
        {"mission": ["JWST"], "group": ["CAL", "RATE", "I2D"]},
        texts=[("", text) for text in _EXPOSURES],
        sizes=[(_MEGABYTE, 2000 * _MEGABYTE)],
    ),
    Query("remove, go on", "removal", _SCIENCE_FITS, _SCIENCE),
)


def click(before: Wanted, after: Wanted) -> tuple[str, dict[str, Any]]:
    """Return the page's command, and its arguments, that leads from one to the other.

    :raises ValueError: if it takes more than one, or none.
    """
    found: list[tuple[str, dict[str, Any]]] = []
    if before.text != after.text:
        found.append(("filter_name", {"text": after.text}))
    if (before.smallest, before.largest) != (after.smallest, after.largest):
        ends = {"from": after.smallest, "to": after.largest}
        sizes = {
            end: {"number": "" if size is None else str(size), "unit": "B"}
            for end, size in ends.items()
        }
        found.append(("filter_size", sizes))
    for facet in {**before.facets, **after.facets}:
        old, new = set(before.facets.get(facet, ())), set(after.facets.get(facet, ()))
        if facet == "recommended" and old != new:
            found.append(("filter_recommended", {"on": bool(new)}))
            continue
        found += [
            ("filter_value", {"facet": facet, "value": value, "on": value in new})
            for value in sorted(old ^ new)
        ]
    if len(found) != 1:
        message = f"{len(found)} clicks lead from {before} to {after}"
        raise ValueError(message)
    return found[0]


def clicks_to(wanted: Wanted) -> list[Wanted]:
    """Return what is shown one click after the other, until it is what is wanted.

    Everything comes first; one `click` leads from each to the next.
    """
    found = [Wanted()]
    for facet, values in wanted.facets.items():
        # The switch is one click, whatever it lets through.
        ends = [len(values)] if facet == "recommended" else range(1, len(values) + 1)
        for end in ends:
            found.append(Wanted({**found[-1].facets, facet: values[:end]}))
    if wanted.text:
        found.append(Wanted(wanted.facets, wanted.text))
    if wanted != found[-1]:
        found.append(wanted)
    return found
