"""What a link can carry, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.catalog import ProductRows
    from skybasket.filters import Filters
    from skybasket.needs import Need

__all__ = ["SharedBasket", "SharedSearch"]


@dataclass(frozen=True, kw_only=True)
class SharedBasket:
    """A link that carries files themselves.

    :param title: of the basket; may be empty.
    :param filters: what is shown of it.
    :param products: ready for `Catalog.append`, in the order of their URIs' parts.
    :param selected: whether who opens it finds all these files selected.
    :param needs: which of the products need which references, by their places.
    """

    title: str
    filters: Filters
    products: ProductRows
    selected: bool
    needs: Sequence[Need] = ()


@dataclass(frozen=True, kw_only=True)
class SharedSearch:
    """A link that names observations: the archive is asked for their files.

    :param title: of the basket; may be empty.
    :param filters: which of the observations' files are meant.
    :param numbers: the archive's numbers of the observations, ascending, distinct.
    :param excluded: URIs that pass the filters but are not wanted.
    :param included: URIs that do not pass the filters but are wanted.
    :param selected: whether who opens it finds all these files selected.
    """

    title: str
    filters: Filters
    numbers: Sequence[int]
    excluded: Sequence[str]
    included: Sequence[str]
    selected: bool
