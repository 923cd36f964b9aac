"""What a file can hold: raw tables, and in the end products, observations or names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from skybasket.catalog import ProductRows
    from skybasket.observation import Observation

__all__ = ["Contents", "Refused", "Table"]


class Table(NamedTuple):
    """Rows of a file, or a batch of them, as raw values."""

    #: By the column's own name, all of one length.
    columns: Mapping[str, Sequence[object]]
    #: Where each row stood, as in ``line 12``; counted from ``row 1`` if None.
    places: Sequence[str] | None = None
    #: How many more rows the archive has than its answer holds.
    left_out: int = 0


class Refused(NamedTuple):
    """A row or line that could not be taken."""

    #: As in ``line 12``.
    place: str
    reason: str
    #: What it says, as it stood.
    text: str


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a file holds.

    :param form: the kind of file, such as ``csv``.
    :param products: in batches, as they were read.
    :param observations: whose products the archive can be asked for.
    :param described: what is told of the products' observations by itself.
    :param datasets: names of observations or data sets to ask the archive for.
    :param needs: which products need which references: their URIs, and the context.
    :param refused: what could not be taken, in the order of the file.
    """

    form: str
    products: Sequence[ProductRows] = ()
    observations: Sequence[Observation] = ()
    described: Sequence[Observation] = ()
    datasets: Sequence[str] = ()
    needs: Sequence[tuple[str, str, str]] = ()
    refused: Sequence[Refused] = field(default=())
