"""What a basket file holds, unpacked: each version of zlib may pack it in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from skybasket import Basket, Filters, keeping
from skybasket.formats.sections import Pieces, chunks

from .spelling import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["answers", "unpacked"]


def answers(vectors: Path) -> Iterator[tuple[str, str]]:
    """Yield a basket as a file, the same opened again, and as a browser keeps it."""
    basket = _filled(vectors)
    content = basket.to_bytes()
    again = Basket.open(content)
    yield "answers/basket/file.json", spelled(unpacked(content))
    yield "answers/basket/again.json", spelled(unpacked(again.to_bytes()))
    yield "answers/basket/kept.json", spelled(unpacked(_kept(basket)))


def unpacked(content: bytes) -> dict[str, Any]:
    """Return every piece of every chunk, bytes and numbers as hexadecimal digits."""
    found: dict[str, Any] = {}
    for number, chunk in enumerate(chunks(content)):
        pieces = Pieces(chunk.content)
        for name in pieces.names():
            found[f"{number} {chunk.kind} {name}"] = _piece(pieces, name)
    return found


def _piece(pieces: Pieces, name: str) -> Any:  # noqa: ANN401
    width, length, _ = pieces._places[name]
    if not width:
        return pieces.value(name)
    if width == 1:
        return pieces.blob(name).hex()
    return list(pieces.numbers(name, length // width))


def _filled(vectors: Path) -> Basket:
    """Return a basket of two lists, of which something was removed."""
    basket = Basket("Größe")
    lists = vectors / "lists"
    basket.add((lists / "products.json").read_bytes())
    basket.select("GALEX")
    basket.remove_selected()
    basket.add((lists / "tricky.json").read_bytes())
    basket.filters = Filters(recommended=True, mission={"HST", "!TESS"}, size=">=7")
    basket.select("HST/U9O40504M")
    basket.expand_all(on=False)
    return basket


def _kept(basket: Basket) -> bytes:
    products = keeping.products(
        basket.catalog, keeping.NOTHING, keeping.mark(basket.catalog)
    )
    return keeping.unfinished(products) + keeping.state(basket)
