"""What is read of each list: products, observations, names, and rows set aside."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from skybasket import SkybasketError, formats
from skybasket.catalog import Catalog

from .plans import WRITTEN, texts
from .spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from skybasket.formats import Contents

__all__ = ["answers", "known"]

_FOLDER: Final = "lists"


def answers(vectors: Path) -> Iterator[tuple[str, str]]:
    """Yield what is read of the lists, and of the texts that Skybasket writes."""
    for path in sorted((vectors / _FOLDER).iterdir()):
        yield f"answers/{_FOLDER}/{path.name}.json", spelled(_read(path.read_bytes()))
    for variant in WRITTEN[:2]:
        read = {way: _back(text) for way, text in texts(vectors, variant)}
        yield f"answers/{_FOLDER}/written-{variant}.json", spelled(read)


def known(found: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the fields of a product or an observation that say something."""
    return {
        name: value
        for name, value in asdict(found).items()
        if value not in ("", None, (), {}, frozenset())
    }


def _read(content: bytes) -> dict[str, Any]:
    try:
        return _told(formats.read(content))
    except SkybasketError as error:
        return {"error": error.message, "where": error.where}


def _told(found: Contents) -> dict[str, Any]:
    catalog = Catalog()
    catalog.describe(found.described)
    for batch in found.products:
        catalog.append(batch, lambda _row: False)
    return {
        "form": found.form,
        "products": [known(catalog.product(row)) for row in range(len(catalog))],
        "observations": [known(seen) for seen in found.observations],
        "names": found.datasets,
        "needs": found.needs,
        "refused": found.refused,
        "left_out": sum(batch.left_out for batch in found.products),
    }


def _back(text: str) -> list[Any]:
    """Return which files a text leads back to, and what it says of them."""
    try:
        found = formats.read(text.encode())
    except SkybasketError as error:
        return [str(error)]
    return [
        found.form,
        *(
            [batch.uris[place], batch.sizes[place], place not in batch.inexact]
            for batch in found.products
            for place in range(len(batch))
        ),
        *found.refused,
    ]
