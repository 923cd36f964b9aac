"""The table of all that meets bytes or text from outside, and what each may raise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from skybasket.errors import (
    FilterError,
    FormatError,
    LinkError,
    RetrievalError,
    SettingsError,
    SkybasketError,
)

from tests.fuzz import answers, commands, links, lists, stored, texts

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TARGETS", "Target"]


class Target(NamedTuple):
    """A way in."""

    name: str
    run: Callable[[bytes], None]
    #: The errors by which it may refuse what it was given.
    allowed: tuple[type[SkybasketError], ...]
    #: The modules that read here, below `skybasket`.
    covers: tuple[str, ...]


def _target(
    name: str,
    run: Callable[[bytes], None],
    allowed: type[SkybasketError] | tuple[()],
    covers: str,
) -> Target:
    kinds = allowed if isinstance(allowed, tuple) else (allowed,)
    return Target(name, run, kinds, tuple(covers.split()))


#: What the readers of lists read besides themselves.
_BESIDE: Final[dict[str, str]] = {
    "ecsv": "formats.delimited",
    "votable": "formats.votable_values",
    "json": "formats.long_json formats.mast_json nesting",
    "manifest_html": "markup",
    "uris": "formats.rows archives.mast_columns",
}


def _form_target(form: str) -> Target:
    module = lists.MODULES[form]
    covers = f"{module} {_BESIDE.get(form, '')}"
    return _target(form, partial(lists.read_form, form), FormatError, covers)


TARGETS: Final = {
    target.name: target
    for target in (
        *map(_form_target, lists.FORMS),
        _target("list", lists.read_any, FormatError, "formats.csv formats.recognition"),
        _target("names", lists.read_names, FormatError, "formats.names_list"),
        _target("packed", lists.read_packed, FormatError, "formats.containers"),
        _target(
            "transposed", lists.read_transposed, FormatError, "formats.transposing"
        ),
        _target("blocks", lists.read_blocks, FormatError, "formats.transposing"),
        _target("basket", stored.open_basket, FormatError, "formats.basket_file"),
        _target(
            "chunks",
            stored.open_chunks,
            FormatError,
            "formats.basket_file formats.foretold_pieces formats.need_pieces"
            " foretelling keeping",
        ),
        _target(
            "pieces",
            stored.read_pieces,
            FormatError,
            "formats.plain_lists formats.sections",
        ),
        _target("kept", stored.read_kept, (), "app.kept stored_text"),
        _target("request", stored.read_request, (), "staging"),
        _target("record", stored.read_record, (), "history_record"),
        _target("history", stored.read_history, FormatError, "history"),
        _target("link", links.decode_link, LinkError, "sharing.link"),
        _target(
            "link_inside",
            links.decode_inside,
            LinkError,
            "sharing.codec sharing.columns sharing.facets sharing.groups sharing.names"
            " sharing.needs sharing.observations sharing.sizes sharing.streams",
        ),
        _target("fragment", links.follow, SkybasketError, "app.arrivals linking"),
        _target("filters", texts.parse_filters, FilterError, "filters"),
        _target("filters_json", texts.read_filters, FilterError, "filters"),
        _target("layout", texts.lay_out, RetrievalError, "retrieval.layouts"),
        _target("values", texts.read_values, (), "archives.mast_values"),
        _target(
            "words",
            texts.take_words,
            (),
            "formats.shell_words titles archives.mast_infer archives.mast_names"
            " archives.mast_query",
        ),
        _target(
            "observations",
            answers.search_observations,
            SkybasketError,
            "archives.mast_invoke archives.mast_observation_search"
            " archives.mast_observations archives.mast_rows",
        ),
        _target(
            "products",
            answers.search_products,
            SkybasketError,
            "archives.mast_product_search",
        ),
        _target(
            "references",
            answers.search_references,
            (),
            "archives.crds_answers archives.crds_search",
        ),
        _target("lookup", answers.look_up, FormatError, "archives.mast_cloud"),
        _target(
            "place", answers.place_request, RetrievalError, "archives.mast_staging"
        ),
        _target(
            "addresses",
            answers.lead_to_products,
            (),
            "archives.mast archives.mast_addresses",
        ),
        _target("settings", commands.settle, SettingsError, "app.commands"),
        _target(
            "commands",
            commands.call,
            (),
            "app.arguments app.download_commands app.search_commands app.searching"
            " app.shelf",
        ),
    )
}
