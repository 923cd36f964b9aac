"""Everything that is known of one file, observation or mission, as labelled fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.filter_views import value_label
from skybasket.app.folder_views import breakdowns
from skybasket.app.need_views import need_fields
from skybasket.app.observation_words import facts
from skybasket.app.preview_views import preview_view, preview_words
from skybasket.app.row_names import position_of
from skybasket.app.words import size, words
from skybasket.places import placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.basket import Basket
    from skybasket.product import Product

__all__ = ["details_view"]

#: Fields of a file in the order they are read, after its size.
_FILE_FIELDS: Final = (
    "mission",
    "instrument",
    "bandpass",
    "proposal",
    "target",
    "pipeline_version",
    "category",
    "group",
    "level",
    "recommended",
    "data_type",
    "kind",
    "access",
    "batch",
    "project",
    "observation_type",
    "observation_number",
)
#: Fields that are left out when empty; of the others "not stated" is worth saying.
_OPTIONAL: Final = frozenset(
    {"target", "project", "observation_type", "observation_number", "data_type"}
)


def details_view(basket: Basket, identity: object) -> dict[str, Any]:
    """Return the details of a row.

    :raises SelectionError: if the basket has no such row.
    """
    position = position_of(basket, identity)
    tree = basket.tree
    if tree.is_file(position):
        row = tree.row_at[position]
        view = _file_view(basket, basket.catalog.product(row))
        fields = [*view["fields"], *need_fields(basket, row)]
        preview = preview_view(basket, row)
        shown: Any = preview and {**preview, "text": preview_words()}
        return {"id": identity, **view, "fields": fields, "preview": shown}
    if tree.is_mission(position):
        name = tree.mission_names[tree.mission_at(position)]
        title, kind, fields = name or words("tree.no_mission"), "mission", []
    else:
        number = tree.number_at(position)
        observation = placed(basket.catalog, number)
        title = observation.observation_id or words("tree.no_observation")
        kind = "observation"
        fields = [_field(label, [value]) for label, value in facts(observation)]
    return {
        "id": identity,
        "name": title,
        "kind": kind,
        "description": "",
        "fields": fields,
        "download": None,
        "note": "",
        "tables": breakdowns(basket, position),
        "preview": None,
    }


def _file_view(basket: Basket, product: Product) -> dict[str, Any]:
    source = basket.archive.source(product.uri)
    if source.address is None:
        note = words("details.no_address")
    elif source.foreign:
        note = words("details.foreign", address=source.address)
    elif product.access not in ("", "PUBLIC"):
        note = words("details.restricted")
    else:
        note = ""
    safe = source.address is not None and not source.foreign
    return {
        "name": product.filename,
        "kind": "file",
        "description": product.description,
        "fields": list(_file_fields(basket, product)),
        "download": {"url": source.address, "filename": product.filename}
        if safe
        else None,
        "note": note,
        "tables": [],
    }


def _file_fields(basket: Basket, product: Product) -> Iterator[dict[str, Any]]:
    yield _field("size", [_size_value(product)])
    for name in _FILE_FIELDS:
        value = _value(product, name)
        if value or name not in _OPTIONAL:
            yield _field(name, [value or words("details.not_stated")])
    yield _field("parents", list(product.parents) or [words("details.not_stated")])
    yield _field("uri", [product.uri], code=True, copy=True)
    if product.documentation_url:
        source = basket.archive.source(product.documentation_url)
        known = source.address is not None and not source.foreign
        link = source.address if known and source.address else ""
        yield _field("documentation_url", [product.documentation_url], link=link)
    for title, value in product.extra.items():
        yield _named(title, [value])


def _size_value(product: Product) -> str:
    if product.size is None:
        return words("size.unknown")
    exact = words("number.bytes", count=product.size)
    readable = size(product.size)
    if not product.size_exact:
        return words("size.approximate", size=readable)
    if readable == exact:
        return exact
    return words("details.size_value", size=readable, bytes=exact)


def _value(product: Product, name: str) -> str:
    """Return one field in words."""
    if name == "recommended":
        return words(f"details.{product.recommended}")
    value = "" if product.level is None else str(product.level)
    if name != "level":
        value = getattr(product, name)
    if value and name in ("category", "level", "data_type", "kind", "access", "batch"):
        value = value_label(name, value)
    if name == "bandpass":
        value = value.replace(";", ", ")
    return words("details.inferred", value=value) if name in product.inferred else value


def _field(
    name: str,
    values: list[str],
    *,
    code: bool = False,
    copy: bool = False,
    link: str = "",
) -> dict[str, Any]:
    label = words(f"details.{name}")
    return _named(label, values) | {"code": code, "copy": copy, "link": link}


def _named(label: str, values: list[str]) -> dict[str, Any]:
    return {
        "label": label,
        "values": values,
        "code": False,
        "copy": False,
        "link": "",
        "help": "",
        "rows": [],
    }
