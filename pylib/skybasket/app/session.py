"""One visit: the basket, and the little that the page shows of it beside its state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.completing import Completing
from skybasket.app.filter_views import filters_view
from skybasket.app.journal import Journal
from skybasket.app.kept import Keeping
from skybasket.app.offers import offer_view
from skybasket.app.overview_views import Overview
from skybasket.app.preview_views import Gallery
from skybasket.app.references import Retrieving
from skybasket.app.requests import Requests
from skybasket.app.row_views import TreeRows
from skybasket.app.searching import Searching
from skybasket.app.shelf import Shelf
from skybasket.app.sky_views import SkyMap
from skybasket.app.tree_columns import USUAL
from skybasket.app.views import basket_view
from skybasket.app.words import words
from skybasket.basket import Basket
from skybasket.errors import CommandError
from skybasket.filters import Filters
from skybasket.keeping import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from skybasket import retrieval
    from skybasket.app.arguments import Arguments
    from skybasket.app.arrivals import Arrival
    from skybasket.app.filter_views import Listing
    from skybasket.app.incoming import Incoming
    from skybasket.app.kept import Reopened
    from skybasket.app.offers import Offer
    from skybasket.archives.mast import Mast
    from skybasket.formats import Refused
    from skybasket.formats.transposing import Transpose
    from skybasket.stepwise import Underway

__all__ = ["LONGEST_WINDOW", "Session"]

#: A window of rows is at most so long: larger things do not cross as JSON.
LONGEST_WINDOW: Final = 2000


class Session:
    """The basket of a visit and how it is looked at."""

    def __init__(self, archive: Mast) -> None:
        self._archive = archive
        self.basket = self.new_basket()
        #: What the browser is to keep of it.
        self.keeping = Keeping()
        #: The baskets that it keeps.
        self.shelf = Shelf()
        #: What was downloaded.
        self.journal = Journal()
        #: The user's own basket and what is told of the one that is looked at instead.
        self._aside: tuple[Basket, dict[str, str]] | None = None
        #: A basket that came by a link or as a file, until its user says what for.
        self.offered: Offer | None = None
        self._offer: dict[str, Any] | None = None
        #: Bytes that are arriving for the next command.
        self.received = bytearray()
        #: The file that is arriving instead, to be opened.
        self.incoming: Incoming | None = None
        self.overview = Overview()
        self.gallery = Gallery()
        self.sky = SkyMap()
        #: A kept basket that is made again of what was received.
        self.reopening: Underway[Reopened] | None = None
        #: What rows tell beside names.
        self.columns: tuple[str, ...] = USUAL
        #: How much of each long facet is listed.
        self.listings: dict[str, Listing] = {}
        #: What is wrong with the sizes that were typed last.
        self.size_error = ""
        #: The user's last choice of the switch: each further basket starts with it.
        self.wants_recommended = True
        #: The layout that was asked for last and is one.
        self.layout = "mission"
        #: Public copies that the archive has told of: their keys by URI.
        self.keys: dict[str, str] = {}
        self.searching = Searching(archive)
        self.completing = Completing(archive)
        self.retrieving = Retrieving(archive)
        #: Batch requests that were prepared.
        self.requests = Requests()
        #: The link that is being followed.
        self.arrival: Arrival | None = None
        #: A table whose columns nobody knows, until its user says which is which.
        self.unmapped = b""
        #: What came of the last list that was opened, until it was shown.
        self.report: dict[str, Any] | None = None
        #: The rows of that list that could not be taken.
        self.refused: Sequence[Refused] = ()
        #: Draws a text as a QR code and gives the picture's address, where one can.
        self.drawing: Callable[[str], str] | None = None
        #: Takes rows of JSON apart, where anything does.
        self.transpose: Transpose | None = None
        self._planned: tuple[object, retrieval.Plan] | None = None
        self._pane: dict[str, Any] | None = None
        self._pane_drawn_for: object = None
        self._pane_number = 0
        self._rows: TreeRows | None = None
        self._outline: list[object] = []
        self._ticked = 0
        self._generation = 0

    def new_basket(self) -> Basket:
        """Return an empty basket of this archive."""
        return Basket(words("basket.title"), self._archive)

    def receive(self, chunk: bytes) -> None:
        """Take the next bytes."""
        if self.incoming:
            self.incoming.feed(chunk)
        else:
            self.received += chunk

    def forget_received(self) -> None:
        """Take no more of what is arriving, and keep nothing of it."""
        self.received, self.incoming = bytearray(), None

    def take(
        self, basket: Basket, identity: str, stored: str = NOTHING, replaces: str = ""
    ) -> None:
        """Put another basket in the place of this one, under its own name.

        :param stored: the mark of what the browser has of it already.
        :param replaces: the kept basket that it is, under another name.
        """
        self._aside = None
        self._show(basket)
        self.keeping.follow(identity, stored, replaces)

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was ever in the basket, nor decided in it."""
        basket = self.basket
        is_new = basket.undo_step is None and basket.redo_step is None
        return is_new and not len(basket.catalog) and basket.filters == Filters()

    def fill(self, basket: Basket) -> None:
        """Put a basket that is full in the place of this one, which is untouched.

        It is the same basket for whoever keeps it.
        """
        basket.order = self.basket.order
        self.basket = basket

    def _show(self, basket: Basket) -> None:
        self.fill(basket)
        self.offered = None
        self.size_error = ""
        self.report, self.refused = None, ()

    def offer(self, offer: Offer) -> None:
        """Ask the user what becomes of a basket that came."""
        self.offered = offer
        self._offer = offer_view(offer)

    # Looking at another basket for a while

    def look_at(self, basket: Basket, label: str, note: str) -> None:
        """Show another basket until its user goes back; the browser keeps none of it.

        :param label: what it is, in a few words.
        :param note: more of that.
        """
        own = self.own
        self._show(basket)
        self._aside = own, {"label": label, "note": note}

    @property
    def own(self) -> Basket:
        """The user's own basket, also while another one is looked at."""
        return self._aside[0] if self._aside else self.basket

    def look_back(self) -> Basket:
        """Show the user's own basket again, and return the one that was looked at.

        :raises CommandError: if it is the one that is shown.
        """
        if self._aside is None:
            raise CommandError(words("errors.not_looking"))
        looked_at, own = self.basket, self._aside[0]
        self._aside = None
        self._show(own)
        return looked_at

    def view(self, arguments: Arguments, message: str) -> dict[str, Any]:
        """Return the page as it is now, with the window of rows that was asked for."""
        rows = self.rows
        view = basket_view(self.basket, rows, self.columns)
        view["pane"] = self._settle_pane()
        view["filters"] = self._filters_along(arguments)
        window = arguments.window("window", LONGEST_WINDOW)
        view["rows"] = window and {"start": window[0], "rows": rows.window(*window)}
        view["generation"] = self._generation
        view["message"] = message
        view["report"], self.report = self.report, None
        view["history"] = bool(self.journal.arrived)
        view["offer"], self._offer = self._offer, None
        view["looking"] = self._aside and self._aside[1]
        view["kept"] = None if self._aside else self.keeping.view(self.basket)
        return view

    def _settle_pane(self) -> int:
        """Return the number of the filters pane; another when it may look different."""
        drawn_for = (self.basket.answer, self.listings.copy(), self.size_error)
        if drawn_for != self._pane_drawn_for:
            self._pane, self._pane_drawn_for = None, drawn_for
            self._pane_number += 1
        return self._pane_number

    def _filters_along(self, arguments: Arguments) -> dict[str, Any] | None:
        """Return the filters pane, if it is to come with a view.

        A page that says which one it has gets no other twice, and asks by itself for
        one that takes time: the rows come first.
        """
        if arguments.has("pane"):
            is_there = arguments.count("pane") == self._pane_number
            is_ready = self._pane is not None
            if is_there or (not is_ready and self.basket.answer.is_long):
                return None
        return self._drawn_pane()

    def _drawn_pane(self) -> dict[str, Any]:
        if self._pane is None:
            self._pane = filters_view(self.basket, self.listings, self.size_error)
        return self._pane

    def pane(self, number: int) -> dict[str, Any] | None:
        """Return the filters pane, unless it has changed since its number was told."""
        is_it = number == self._settle_pane()
        return self._drawn_pane() if is_it else None

    def window(self, start: int, stop: int) -> dict[str, Any]:
        """Return some rows and the generation that they belong to."""
        rows = self.rows.window(start, stop)
        return {"generation": self._generation, "start": start, "rows": rows}

    def plan(self, options: retrieval.Options) -> retrieval.Plan:
        """Return what would be fetched; the same object until that changes."""
        basket = self.basket
        planned_for = (basket.tree, basket.title, basket.state.selected, options)
        if self._planned is None or self._planned[0] != planned_for:
            self._planned = (planned_for, basket.plan(options))
        return self._planned[1]

    @property
    def rows(self) -> TreeRows:
        """The rows to draw; a new generation when any of them may look different."""
        state = self.basket.state
        outline = [
            self.basket.answer,
            state.open_observations,
            state.open_missions,
            self.basket.order,
            self.columns,
        ]
        if self._rows is None or outline != self._outline:
            self._rows = TreeRows(self.basket, self.columns)
            self._generation += 1
        elif state.selected != self._ticked:
            self._rows.tick(state.selected)
            self._generation += 1
        self._outline, self._ticked = outline, state.selected
        return self._rows

    @property
    def is_marked(self) -> bool:
        """Whether any file in the basket is marked as recommended."""
        return bool(self.basket.present_values("recommended").get("yes"))

    def remember_choice(self) -> None:
        """Note how the user left the switch, where it could be used at all."""
        if self.is_marked:
            self.wants_recommended = self.basket.filters.recommended

    def settle_recommended(self, *, was_marked: bool) -> None:
        """Set the switch after files came or went.

        It starts with the user's choice as soon as any file is marked, and is off
        when none is: it would hide everything.
        """
        basket = self.basket
        self.size_error = ""
        if self.is_marked != was_marked:
            on = self.is_marked and self.wants_recommended
            basket.adjust(replace(basket.filters, recommended=on))
