"""What a link says of its files beside their names: all that users filter by."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from skybasket.archives.mast_values import LONGEST
from skybasket.errors import LinkError
from skybasket.product import BATCH_AVAILABILITIES, KINDS, RECOMMENDATIONS
from skybasket.sharing.columns import read_column, write_column
from skybasket.sharing.groups import FIRST_RULES, RULES, Groups
from skybasket.sharing.limits import damaged
from skybasket.sharing.names import numbered
from skybasket.sharing.observations import derivations, derived, read_ways
from skybasket.sharing.streams import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from skybasket.sharing.names import Names
    from skybasket.sharing.streams import Reader, Writer

__all__ = ["FIELDS", "read_facets", "write_facets"]

#: Columns after mission and observation, in the order of the link.
_OTHERS: Final = (
    "recommended",
    "category",
    "kind",
    "batch",
    "group",
    "level",
    "access",
    "data_type",
    "instrument",
    "bandpass",
    "proposal",
    "target",
    "inferred",
)
#: All text columns of a link.
FIELDS: Final = ("mission", "observation_id", *_OTHERS)
_LEVEL: Final = re.compile(r"-1|[0-9]")


def _is_capital(value: str) -> bool:
    return value == value.upper()


#: What the readers of lists would make sure of; a column may always have no value.
_RULES: Final[Mapping[str, Callable[[str], object]]] = {
    "recommended": RECOMMENDATIONS.__contains__,
    "category": _is_capital,
    "kind": KINDS.__contains__,
    "batch": BATCH_AVAILABILITIES.__contains__,
    "level": _LEVEL.fullmatch,
    "access": _is_capital,
    "inferred": lambda value: all(map(str.isidentifier, value.split(" "))),
}


def write_facets(
    writer: Writer, names: Names, columns: Mapping[str, Sequence[str]]
) -> Groups:
    """Write what is known of each file.

    :param columns: a value for each file, for each of `FIELDS`; characters that cannot
        be seen are left out, and blanks around a value.
    :returns: the groups of files that a reader will know of from here on.
    :raises LinkError: if there is a value that no list can have.
    """
    seen = {name: _visible(columns[name]) for name in FIELDS}
    for name, values in seen.items():
        for value in dict.fromkeys(values):
            if not _is_possible(name, value):
                message = (
                    "A file here has a value that no list can have."
                    " Leave that file out, or save the basket as a file."
                )
                raise LinkError(message, [f"{name}: {value[:_SHOWN]!r}"])
    missions, ids = seen["mission"], seen["observation_id"]
    groups = Groups(names)
    write_column(writer, missions, groups, FIRST_RULES)
    groups = Groups(names, missions)
    write_column(writer, derivations(names, ids), groups, FIRST_RULES)
    groups = Groups(names, missions, numbered(zip(missions, ids, strict=True)))
    for name in _OTHERS:
        write_column(writer, seen[name], groups, RULES)
    return groups


_SHOWN: Final = 60


def _visible(values: Sequence[str]) -> list[str]:
    known = {value: visible(value).strip() for value in dict.fromkeys(values)}
    return list(map(known.__getitem__, values))


def read_facets(reader: Reader, names: Names) -> tuple[dict[str, list[str]], Groups]:
    """Read what `write_facets` wrote.

    :raises LinkError: if it is anything else, or has values that no list can have.
    """
    groups = Groups(names)
    missions = read_column(reader, groups, FIRST_RULES, partial(_check, "mission"))
    groups = Groups(names, missions)
    ids = derived(names, read_column(reader, groups, FIRST_RULES, read_ways))
    columns = {"mission": missions, "observation_id": ids}
    groups = Groups(names, missions, numbered(zip(missions, ids, strict=True)))
    for name in _OTHERS:
        check = partial(_check, name)
        columns[name] = read_column(reader, groups, RULES, check)
    return columns, groups


def _check(name: str, values: Sequence[str]) -> None:
    """Refuse values that no list can have.

    :raises LinkError: if there is one.
    """
    if not all(_is_possible(name, value) for value in values):
        raise damaged(f"the values of {name}")


def _is_possible(name: str, value: str) -> bool:
    if len(value) > LONGEST or value != value.strip():
        return False
    rule = _RULES.get(name)
    return not value or rule is None or bool(rule(value))
