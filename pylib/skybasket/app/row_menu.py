"""What can be done with one row: the entries of its menu, and what is like it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.filter_views import value_label
from skybasket.app.row_names import position_of
from skybasket.app.words import words
from skybasket.errors import SelectionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.basket import Basket

__all__ = ["like", "menu_view"]

#: What files have in common, beside their observation.
_SHARED: Final = ("group", "extension", "category")
#: What observations are told apart by.
_OBSERVED: Final = ("mission", "proposal")

Entry = dict[str, Any]


def like(basket: Basket, identity: str, shared: str) -> int:
    """Return the shown files that have something in common with a file.

    :param shared: ``group``, ``extension``, ``category`` or ``observation``.
    :raises SelectionError: if there is no such file, or nothing of that kind.
    """
    position, tree = position_of(basket, identity), basket.tree
    if tree.is_file(position):
        if shared == "observation":
            folder = tree.observations[tree.observation_at(position)]
            return tree.below(folder) & basket.answer.shown
        if shared in _SHARED:
            value = basket.catalog.facet(shared)[tree.row_at[position]]
            return basket.index.facet(shared).bitmap(value) & basket.answer.shown
    raise SelectionError(words("errors.row", row=identity))


def menu_view(basket: Basket, identity: str) -> dict[str, Any]:
    """Return the menu of a row: groups of entries, each a command or a text to copy.

    :raises SelectionError: if the basket has no such row.
    """
    position, tree = position_of(basket, identity), basket.tree
    if tree.is_file(position):
        name = basket.catalog.filename(tree.row_at[position])
        groups = list(_file_groups(basket, identity, position))
    else:
        name = _folder_name(basket, position)
        groups = list(_folder_groups(basket, identity, position))
    return {
        "label": words("menu.label", name=name),
        "groups": [
            {"label": words(f"menu.{title}"), "entries": entries}
            for title, entries in groups
            if entries
        ],
    }


def _file_groups(
    basket: Basket, identity: str, position: int
) -> Iterator[tuple[str, list[Entry]]]:
    row, tree, catalog = basket.tree.row_at[position], basket.tree, basket.catalog
    values = {facet: catalog.facet(facet)[row] for facet in _SHARED}
    values = {facet: value for facet, value in values.items() if value}
    shared = (*values, "observation")
    yield "select", [_select(basket, identity, what, values) for what in shared]
    yield "show", [_show(facet, value) for facet, value in values.items()]
    product = catalog.product(row)
    source = basket.archive.source(product.uri)
    observation = catalog.observations[tree.number_at(position)]
    copies = {
        "name": product.filename,
        "path": "/".join((*filter(None, observation), product.filename)),
        "uri": product.uri,
    }
    if source.address is not None and not source.foreign:
        copies["link"] = source.address
    yield "copy", [_copy(what, text) for what, text in copies.items()]
    yield "file", [_details(identity), _remove(identity, 0)]


def _folder_groups(
    basket: Basket, identity: str, position: int
) -> Iterator[tuple[str, list[Entry]]]:
    tree, state = basket.tree, basket.state
    shown = basket.below(position)
    taken = (shown & state.selected).bit_count()
    count = shown.bit_count()
    yield (
        "selection",
        [
            _entry(words(f"menu.{verb}", count=number), "check", id=identity, on=on)
            for verb, on, number in (("tick", True, count), ("untick", False, taken))
            if number and (taken < count or not on)
        ],
    )
    yield "show", list(_shown_alone(basket, position))
    if tree.is_mission(position):
        opened = state.open_missions
        names = [tree.mission_names[tree.mission_at(position)]]
    else:
        opened = state.open_observations
        number = tree.number_at(position)
        names = list(basket.catalog.observations[number])
    copies = {"name": names[-1], "path": "/".join(filter(None, names))}
    yield "copy", [_copy(what, text) for what, text in copies.items() if names[-1]]
    is_open = bool(opened & tree.below(tree.folder_at(position)))
    turn = words("menu.close" if is_open else "menu.open")
    entries = [_entry(turn, "expand", id=identity, on=not is_open)]
    if tree.is_mission(position):
        entries += [
            _entry(words("menu.open_below"), "expand_below", id=identity, on=True),
            _entry(words("menu.close_below"), "expand_below", id=identity, on=False),
        ]
    yield "folder", [*entries, _details(identity), _remove(identity, count)]


def _shown_alone(basket: Basket, position: int) -> Iterator[Entry]:
    """Yield filters for what all files in a folder have in common."""
    tree = basket.tree
    if tree.is_mission(position):
        yield _show("mission", tree.mission_names[tree.mission_at(position)])
        return
    folder = tree.observations[tree.observation_at(position)]
    row = tree.row_at[folder.first]
    for facet in _OBSERVED:
        if value := basket.catalog.facet(facet)[row]:
            yield _show(facet, value)


def _folder_name(basket: Basket, position: int) -> str:
    tree = basket.tree
    if tree.is_mission(position):
        name = tree.mission_names[tree.mission_at(position)]
        return name or words("tree.no_mission")
    number = tree.number_at(position)
    return basket.catalog.observations[number][1] or words("tree.no_observation")


def _select(
    basket: Basket, identity: str, shared: str, values: dict[str, str]
) -> Entry:
    count = like(basket, identity, shared).bit_count()
    value = value_label(shared, values[shared]) if shared in values else ""
    return _entry(
        words(f"menu.same_{shared}", value=value),
        "select_like",
        note=words("tree.files", count=count),
        id=identity,
        like=shared,
    )


def _show(facet: str, value: str) -> Entry:
    label = words(
        "menu.only",
        facet=words(f"facets.{facet}.label"),
        value=value_label(facet, value),
    )
    return _entry(label, "filter_only", facet=facet, value=value)


def _copy(what: str, text: str) -> Entry:
    return {**_entry(words(f"menu.copy_{what}"), ""), "copy": text}


def _details(identity: str) -> Entry:
    return {**_entry(words("menu.details"), ""), "details": identity}


def _remove(identity: str, count: int) -> Entry:
    label = words("menu.remove_shown", count=count) if count else words("menu.remove")
    return _entry(label, "remove_row", id=identity)


def _entry(label: str, command: str, note: str = "", **arguments: object) -> Entry:
    return {
        "label": label,
        "note": note,
        "command": command,
        "arguments": arguments,
        "copy": "",
        "details": "",
    }
