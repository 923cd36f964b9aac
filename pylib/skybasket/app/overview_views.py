"""What is shown at a glance: how large the files are, and what takes most space."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.filter_views import measured, value_label
from skybasket.app.words import percent, size, words
from skybasket.product import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.basket import Basket
    from skybasket.size_bins import SizeBins

__all__ = ["Overview"]

#: A bar of any file at all is so high, as a part of the highest.
_LOWEST: Final = 0.03
#: Shares are written in whole percent.
_LEAST: Final = 0.01


class Overview:
    """The charts of the filters pane; what only another size range changes is kept."""

    def __init__(self) -> None:
        self._binned: tuple[object, SizeBins] | None = None
        self._counted: tuple[object, list[int]] | None = None

    def view(self, basket: Basket) -> dict[str, Any]:
        """Return both charts."""
        return {"sizes": self._sizes(basket), "shares": _shares(basket)}

    def _sizes(self, basket: Basket) -> dict[str, Any] | None:
        """Return the histogram of what all other filters show; None without sizes."""
        edges = self._bins(basket).edges
        if not edges:
            return None
        counts = self._counts(basket)
        ends = [_written(edge) for edge in edges]
        first, last = basket.filters.size_bounds() or (0, None)
        bars = [
            {
                "height": max(count / (max(counts) or 1), _LOWEST) if count else 0,
                "label": words("sizes.bar", low=low, high=high, count=count),
                "on": edges[place + 1] > first
                and (last is None or edges[place] <= last),
            }
            for place, (count, low, high) in enumerate(
                zip(counts, ends, ends[1:], strict=False)
            )
        ]
        common = counts.index(max(counts))
        return {
            "label": words(
                "sizes.chart",
                low=ends[0],
                high=ends[-1],
                common=words("sizes.span", low=ends[common], high=ends[common + 1]),
            ),
            "bars": bars,
            "stops": _stops(edges),
            "from": _thumb(edges, first, 0, "from"),
            "to": _thumb(edges, last, len(edges) - 1, "to"),
        }

    def _counts(self, basket: Basket) -> list[int]:
        """Return how many files are in each bin, whatever the range of sizes."""
        filters = replace(basket.filters, size="")
        asked = basket.tree, basket.state.present, filters
        if self._counted is None or self._counted[0] != asked:
            answer = basket.answer
            if basket.filters.size:
                answer = basket.index.query(filters, basket.state.present)
            self._counted = asked, self._bins(basket).counts(answer.shown)
        return self._counted[1]

    def _bins(self, basket: Basket) -> SizeBins:
        """Return the bins of the files in the basket; those that left have none."""
        asked = basket.tree, basket.state.present
        if self._binned is None or self._binned[0] != asked:
            self._binned = asked, basket.index.size_bins.holding(asked[1])
        return self._binned[1]


def _written(edge: int) -> str:
    text = measured(edge)
    return f"{text['number']} {text['unit']}"


def _stops(edges: Sequence[int]) -> list[dict[str, str]]:
    """Return where the ends of the range can be put; the outermost set no limit."""
    stops = []
    for place, edge in enumerate(edges):
        is_first, is_last = place == 0, place == len(edges) - 1
        stops.append(
            {
                **measured(None if is_first or is_last else edge),
                "from": words("sizes.smallest")
                if is_first
                else words("sizes.from", size=_written(edge)),
                "to": words("sizes.largest")
                if is_last
                else words("sizes.to", size=_written(edge)),
            }
        )
    return stops


def _thumb(
    edges: Sequence[int], bound: int | None, free: int, end: str
) -> dict[str, Any]:
    """Return where an end of the range stands, and what it says.

    :param bound: in bytes; None or 0 where there is no limit.
    :param free: where it stands then.
    """
    label = words(f"sizes.{end}_label")
    if not bound:
        text = words("sizes.largest" if end == "to" else "sizes.smallest")
        return {"label": label, "place": free, "text": text}
    after = min(bisect_left(edges, bound), len(edges) - 1)
    before = max(after - 1, 0)
    # The nearer one on a logarithmic scale.
    is_before = bound * bound < edges[before] * edges[after]
    place = before if is_before else after
    text = words(f"sizes.{end}", size=_written(bound))
    return {"label": label, "place": place, "text": text}


def _shares(basket: Basket) -> dict[str, Any] | None:
    """Return how the bytes that are shown divide; None where none are known."""
    answer = basket.answer
    whole = answer.totals
    if not whole.bytes:
        return None
    present = basket.present_values("category")
    order = [*CATEGORIES, *(value for value in present if value not in CATEGORIES)]
    parts = [
        {
            "label": value_label("category", value),
            "share": taken / whole.bytes,
            "text": words(
                "shares.share", size=size(taken), percent=_percent(taken / whole.bytes)
            ),
            "pattern": min(place, len(CATEGORIES)),
        }
        for place, value in enumerate(order)
        if value in present and (taken := answer.totals_with("category", value).bytes)
    ]
    unknown = whole.unknown
    return {
        "title": words("shares.title"),
        "parts": parts,
        "note": words("shares.unknown", count=unknown) if unknown else "",
    }


def _percent(part: float) -> str:
    """Return a part of all in percent; only nothing is 0%, and only all is 100%."""
    if part < _LEAST:
        return f"<{percent(_LEAST)}"
    rounded = percent(part)
    is_too_much = part < 1 and rounded == percent(1)
    return f">{percent(1 - _LEAST)}" if is_too_much else rounded
