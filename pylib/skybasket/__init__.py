"""Gather data products of a science archive, narrow them down, and fetch them.

>>> from skybasket import Basket, Filters
"""

from skybasket.basket import Basket
from skybasket.errors import (
    CommandError,
    FilterError,
    FormatError,
    LinkError,
    RetrievalError,
    SelectionError,
    SettingsError,
    SkybasketError,
)
from skybasket.filters import Filters
from skybasket.observation import Observation
from skybasket.product import Product

__all__ = [
    "Basket",
    "CommandError",
    "FilterError",
    "Filters",
    "FormatError",
    "LinkError",
    "Observation",
    "Product",
    "RetrievalError",
    "SelectionError",
    "SettingsError",
    "SkybasketError",
]
