"""Filters as text, and what they show of a list, with counts in every facet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket import Basket, Filters, SkybasketError, formats

from .spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["FILTERS", "NAME", "answers", "opened"]

NAME: Final = "naive/counts.json"
#: Filters that a list may know, as links spell them.
FILTERS: Final = (
    *("", "recommended", "name=_DRZ", "name=*_?1d.*", "name=u9*&recommended"),
    *("category=SCIENCE", "category=!PREVIEW,!INFO", "category=science,!SCIENCE"),
    *("extension=fits", "extension=.fits.gz,.PNG", "extension=!.fits", "kind=science"),
    *("mission=HST,tess", "mission=!JWST&level=2,3", "level=~", "level=!"),
    *("group=~", "group=I2D,S3D&data_type=cube,~", "bandpass=f555w", "access=public"),
    *("instrument=MIRI/IFU", "instrument=!NIRCAM", "proposal=1039", "target=M%2051"),
    *("target=Gr%C3%B6%C3%9Fe-%CF%89,~", "size=%3E=10071", "size=480..2039"),
    *("size=%3C5 kB&recommended", "size=0.5 kB..1.2 kB", "size=0..", "batch=available"),
)
#: Texts that are no filters, or spelled in another way than they are kept.
_OTHERS: Final = (
    *("category", "colour=red", "size=5..1", "size=-1", "size=1 PB", "name"),
    *("recommended=no", "recommended=yes&&", "level=3, 2", "category= science "),
    *("name=" + "x" * 256, "name=a%0Ab", "target=%25,%2C,%26,%3D,%7E", "kind=SCIENCE"),
    *("size=1.5MB", "size=  7..8  kB ", "extension=FITS,fits", "mission=%E2%80%A8,☃"),
    *("size=999999999999999999TB", "size=٣..٤", "name=İ"),
)


def answers(vectors: Path) -> Iterator[tuple[str, str]]:
    """Yield filters as they are kept and spelled, and what they show."""
    spellings = {text: _kept(text) for text in (*FILTERS, *_OTHERS)}
    yield "answers/filters.json", spelled(spellings)
    basket = opened(vectors)
    shown: dict[str, Any] = {}
    for text in FILTERS:
        basket.filters = Filters.parse(text)
        facets = basket.facets().items()
        shown[text] = [
            [product.filename for product in basket.shown],
            [basket.shown.count, basket.shown.bytes, basket.shown.unknown],
            *([facet, dict(sorted(counts.items()))] for facet, counts in facets),
        ]
    yield NAME, spelled(shown)


def opened(vectors: Path) -> Basket:
    """Return a basket of a list, and of what the archive told of its observations."""
    folder, basket = vectors / "lists", Basket()
    told, products = (
        (folder / f"{name}.json").read_bytes() for name in ("observations", "products")
    )
    basket.catalog.describe(formats.read(told).observations)
    basket.add(products)
    return basket


def _kept(text: str) -> list[Any]:
    try:
        filters = Filters.parse(Filters.parse(text).format())
    except SkybasketError as error:
        return [error.kind, error.message, error.where]
    return [filters.format(), filters.to_json(), filters.size_bounds()]
