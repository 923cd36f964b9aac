"""Ways to ask MAST without Skybasket: links to open and save, curl, astroquery.

They are for when a browser does not reach the archive, or may not read its answers.
What they save are files that Skybasket opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

from skybasket.archives.mast_criteria import asked_for_products, lookup, questions
from skybasket.archives.mast_invoke import service_address, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from skybasket.archives.mast import Mast
    from skybasket.archives.mast_criteria import Asked, Filter
    from skybasket.archives.mast_query import Position, Query
    from skybasket.observation import Observation

__all__ = ["WaysRound", "product_ways_round", "ways_round"]

#: Rows in one answer, as many as astroquery asks for: nobody turns these pages.
_PAGE: Final = 50_000
#: Names in one link: servers refuse addresses of more than some 8,000 letters.
_TOGETHER: Final = 20

_IMPORTS: Final = """\
# Needs:  pip install astroquery
# Run:    python3 THIS_FILE, then open products.ecsv
import sys

from astropy.coordinates import SkyCoord
from astropy.table import vstack
from astroquery.mast import Observations

"""
_SEARCH: Final = """\
found = [Observations.query_{kind}(**search) for search in searches]
observations = vstack(found, metadata_conflicts="silent")
numbers = sorted({{str(number) for number in observations["obsid"]}})
"""
_FETCH: Final = """\
if not numbers:
    sys.exit("the archive has no such observations")
products = [
    Observations.get_product_list(numbers[start : start + 50])
    for start in range(0, len(numbers), 50)
]
vstack(products, metadata_conflicts="silent").write("products.ecsv", overwrite=True)
"""


class WaysRound(NamedTuple):
    """The same question, for other programs.

    Links and lines save the archive's own answers. An answer that says ``EXECUTING``
    is not finished: opening or running the same once more goes on with it.
    """

    #: To open in a browser and save, each for a part of the answer.
    links: tuple[str, ...]
    #: Lines for a shell, one for each part.
    curl: str
    #: A Python script that saves the products in `products.ecsv`.
    astroquery: str
    #: Whether links and lines only tell where the target is: the archive cannot be
    #: asked for its observations without that.
    is_lookup: bool


def ways_round(
    archive: Mast, query: Query, position: Position | None = None
) -> WaysRound:
    """Return the ways to ask for a query's observations.

    :param position: where its target is, if the archive told that already.
    """
    place = position or query.position
    is_lookup = bool(query.target) and not place
    if is_lookup:
        asked, name = [lookup(query.target)], "position"
    else:
        parts = questions(query, place, together=_TOGETHER)
        asked, name = [part.listing() for part in parts], "observations"
    links, lines = _told(archive, asked, name)
    return WaysRound(links, lines, _search_script(query, place), is_lookup)


def product_ways_round(archive: Mast, observations: Iterable[Observation]) -> WaysRound:
    """Return the ways to ask for the products of observations."""
    seen = list(observations)
    links, lines = _told(archive, asked_for_products(seen), "products")
    script = f"{_IMPORTS}{_list('numbers', [one.number for one in seen])}{_FETCH}"
    return WaysRound(links, lines, script, is_lookup=False)


def _told(
    archive: Mast, asked: Sequence[Asked], name: str
) -> tuple[tuple[str, ...], str]:
    """Return links and lines.

    :param name: what the saved files are called.
    """
    address = service_address(archive)
    links, lines = [], []
    for number, question in enumerate(asked, 1):
        # Nothing in it means anything to any shell: no quotes would suit all of them.
        request = f"request={quote(spelled(question, page_size=_PAGE), safe='')}"
        links.append(f"{address}?{request}")
        file = f"{name}.json" if len(asked) == 1 else f"{name}-{number}.json"
        lines.append(f"curl --fail --output {file} --data {request} {address}\n")
    return tuple(links), "".join(lines)


def _search_script(query: Query, position: Position | None) -> str:
    """Return what asks astroquery; it looks up targets on its own."""
    around: dict[str, str] = {}
    kind = "criteria"
    if query.target:
        around["objectname"] = repr(query.target)
    elif position:
        ra, dec = position
        around["coordinates"] = f'SkyCoord({ra!r}, {dec!r}, unit="deg")'
    if around:
        around["radius"] = repr(float(query.radius))
    searches = [
        around | {name: repr(values) for name, values in map(_criterion, part.filters)}
        for part in questions(query, position)
    ]
    if searches == [around]:
        kind = "object" if query.target else "region"
    lines = ["searches = [\n"]
    for search in searches:
        pairs = ", ".join(f'"{name}": {value}' for name, value in search.items())
        lines.append(f"    {{{pairs}}},\n")
    return f"{_IMPORTS}{''.join(lines)}]\n{_SEARCH.format(kind=kind)}{_FETCH}"


def _criterion(wanted: Filter) -> tuple[str, list[Any]]:
    """Return a filter as astroquery takes it: a name and values."""
    if "freeText" in wanted:
        return wanted["paramName"], [wanted["freeText"].replace("%", "*")]
    values = wanted["values"]
    if isinstance(values[0], dict):
        return wanted["paramName"], [values[0]["min"], values[0]["max"]]
    return wanted["paramName"], values


def _list(name: str, values: Iterable[str]) -> str:
    return f"{name} = [\n" + "".join(f"    {value!r},\n" for value in values) + "]\n"
