"""Previews: which image shows a file, where it is fetched from, or why it is not."""

from __future__ import annotations

from itertools import takewhile
from operator import eq
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.words import words
from skybasket.bitmaps import positions
from skybasket.ranks import Ranks

if TYPE_CHECKING:
    from skybasket.answer import Answer
    from skybasket.basket import Basket

__all__ = ["Gallery", "preview_view", "preview_words"]

#: What every browser shows.
_EXTENSIONS: Final = frozenset({".jpg", ".jpeg", ".png", ".gif"})
#: Made to be looked at; other images are taken where there is none of these.
_CATEGORIES: Final = frozenset({"PREVIEW", "THUMBNAIL"})
#: Images of one observation that are compared with a file.
_COMPARED: Final = 1000


def preview_view(basket: Basket, row: int) -> dict[str, str] | None:
    """Return the preview of a file: its own picture, else one of its observation.

    :param row: in the catalog.
    :returns: the image's ``name``, and its ``address`` or a ``note`` why there is
        none; None where there is no image.
    """
    image = _image_of(basket, row)
    if image is None:
        return None
    catalog = basket.catalog
    source = basket.archive.source(catalog.uri(image))
    accesses = {catalog.text["access"][one] for one in (row, image)}
    note = ""
    if source.foreign or source.address is None:
        note = words("preview.foreign")
    elif not accesses <= {"", "PUBLIC"}:
        note = words("preview.restricted")
    return {
        "name": catalog.filename(image),
        "address": "" if note else source.address or "",
        "note": note,
    }


def _image_of(basket: Basket, row: int) -> int | None:
    """Return the row of the image that shows a file best."""
    catalog, tree = basket.catalog, basket.tree
    if catalog.facet("extension")[row] in _EXTENSIONS:
        return row
    place = tree.observation_at(tree.position_of[row])
    here = tree.below(tree.observations[place]) & basket.state.present
    found = [
        tree.row_at[position]
        for position in positions(here & _images(basket), tree.length)
    ][:_COMPARED]
    name = catalog.filename(row)

    def fitness(image: int) -> tuple[bool, int, int]:
        is_made = catalog.text["category"][image] in _CATEGORIES
        other = catalog.filename(image)
        return is_made, sum(takewhile(bool, map(eq, name, other))), -len(other)

    return max(found, key=fitness, default=None)


def _images(basket: Basket) -> int:
    """Return all files that are images, as a bitmap."""
    facet = basket.index.facet("extension")
    images = 0
    for extension in _EXTENSIONS:
        images |= facet.bitmap(extension)
    return images


class Gallery:
    """The images among the files shown, by number."""

    def __init__(self) -> None:
        self._ranked: tuple[Answer, Ranks] | None = None

    def view(self, basket: Basket, start: int, stop: int) -> dict[str, Any]:
        """Return the images ``start`` to ``stop - 1``, and how many there are."""
        if self._ranked is None or self._ranked[0] is not basket.answer:
            images = basket.answer.shown & _images(basket)
            self._ranked = basket.answer, Ranks(images, basket.tree.length)
        ranks = self._ranked[1]
        rows = [basket.tree.row_at[one] for one in ranks.window(start, stop)]
        return {
            "generation": 0,
            "start": start,
            "count": len(ranks),
            "rows": [
                {"id": f"f{row}", **(preview_view(basket, row) or {})} for row in rows
            ],
            "text": {
                **preview_words(),
                "title": words("gallery.title", count=len(ranks)),
                "empty": "" if len(ranks) else words("gallery.empty"),
                "close": words("gallery.close"),
            },
        }


def preview_words() -> dict[str, str]:
    """Return what the page says where it shows previews."""
    names = ("show", "help", "failed")
    return {name: words(f"preview.{name}") for name in names}
