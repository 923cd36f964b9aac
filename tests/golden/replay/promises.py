"""Basket files that were written once, and are read for ever as they were."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from skybasket import Basket

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["differences"]


def differences(vectors: Path) -> Iterator[str]:
    """Yield what the files are read as, where they held something else."""
    for name, read in (("basket.json", _state), ("needs.json", _needs)):
        promise = json.loads((vectors / "promises" / name).read_text("utf-8"))
        basket = Basket.open(base64.b64decode(promise.pop("file")))
        found = read(basket)
        if found != promise:
            yield f"promises/{name} is read as {found}, not {promise}"


def _state(basket: Basket) -> dict[str, Any]:
    return {
        "title": basket.title,
        "filters": basket.filters.to_json(),
        "files": [product.uri for product in basket.files],
        "selected": [product.uri for product in basket.selected],
        "sizes": [product.size for product in basket.files],
        "rows": basket.visible.window(0, len(basket.visible)),
    }


def _needs(basket: Basket) -> dict[str, Any]:
    catalog = basket.catalog
    filename, needs = catalog.filename, catalog.needs
    return {
        "told": {
            filename(row): [
                *(filename(need.reference) for need in needs.references_of(row)),
                *(filename(need.product) for need in needs.users_of(row)),
            ]
            for row in basket.files.rows
        }
    }
