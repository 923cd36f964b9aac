"""What a state of the page is, how one is added, and how one is reached.

To add a state, write a function in one of the modules beside this one, under the
decorator `state`: it gets a scene, does what a person would do, and waits until all of
it is to be seen. Its name is the state's name.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, overload

from playwright.sync_api import expect

from tests.browser.historypage import History

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from playwright.sync_api import Locator, Page, Route

    from tests.archive import StandInArchive
    from tests.browser.page import Skybasket

    Reach: TypeAlias = Callable[["Scene"], object]

__all__ = ["DRAWERS", "STATES", "WIDTHS", "Scene", "Stage", "State", "state"]

#: The widths of a page with three panes, with drawers, and of a telephone, in pixels.
WIDTHS: Final = (1440, 900, 390)
#: Those at which panes are drawers.
DRAWERS: Final = (900, 390)


@dataclass(frozen=True)
class Scene:
    """What a state is made of: a tab of the page, and an archive at peace."""

    skybasket: Skybasket
    archive: StandInArchive
    #: Requests that wait for an answer.
    held: list[Route] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.skybasket.page

    @property
    def dialog(self) -> Locator:
        return self.skybasket.dialog

    @cached_property
    def history(self) -> History:
        return History(self.skybasket)

    def start(self) -> None:
        """Load the page, in a tab of its own."""
        self.skybasket.visit()
        self.skybasket.is_engine("ready")

    def narrow(self) -> None:
        """Make the window so narrow that panes are drawers."""
        resize(self.skybasket, DRAWERS[0])

    def press(self, name: str) -> None:
        """Press any button of the page."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def hold(self, address: str) -> None:
        """Leave requests unanswered."""
        self.page.route(address, lambda route: self.held.append(route))  # noqa: PLW0108

    def refuse(self, address: str) -> None:
        """Answer that there is nothing."""

        def refuse(route: Route) -> None:
            route.fulfill(status=404)

        self.page.route(address, refuse)


@dataclass(frozen=True)
class State:
    """One state of the page.

    :param reach: gets there from an empty basket, or from a tab that is new.
    :param own: whether it needs a tab of its own, in which nothing is loaded yet.
    :param widths: those at which the state can be.
    """

    name: str
    reach: Reach
    own: bool = False
    widths: tuple[int, ...] = WIDTHS


#: All states, in the order of the modules.
STATES: Final[list[State]] = []


@overload
def state(reach: Reach) -> Reach: ...
@overload
def state(
    *, own: bool = ..., widths: tuple[int, ...] = ...
) -> Callable[[Reach], Reach]: ...
def state(reach: Reach | None = None, **more: Any) -> Any:
    """Add a state to the catalogue; what may be said of it are fields of `State`."""

    def add(reach: Reach) -> Reach:
        STATES.append(State(reach.__name__.replace("_", "-"), reach, **more))
        return reach

    return add(reach) if reach else add


class Stage:
    """Shows one state after the other.

    Starting Python takes seconds: most states share a tab that is emptied in between.

    :param open_tab: opens a tab with storages of its own.
    :param close_tab: closes such a tab.
    """

    def __init__(
        self,
        open_tab: Callable[[], Skybasket],
        close_tab: Callable[[Skybasket], None],
        archive: StandInArchive,
    ) -> None:
        self._open_tab = open_tab
        self._close_tab = close_tab
        self._archive = archive

    @cached_property
    def _shared(self) -> Skybasket:
        skybasket = self._open_tab()
        skybasket.visit()
        skybasket.is_engine("ready")
        return skybasket

    @contextmanager
    def show(self, state: State) -> Iterator[Skybasket]:
        """Show a state, in a window of the first of its widths."""
        self._archive.reset()
        skybasket = self._open_tab() if state.own else self._shared
        if not state.own:
            empty(skybasket)
        scene = Scene(skybasket, self._archive)
        try:
            state.reach(scene)
            yield skybasket
        finally:
            for route in scene.held:
                route.abort()
            self._archive.reset()
            if state.own:
                self._close_tab(skybasket)


def resize(skybasket: Skybasket, width: int) -> None:
    """Make the window as wide, and as high as such windows are."""
    height = 844 if width < 600 else 900
    skybasket.page.set_viewport_size({"width": width, "height": height})


def empty(skybasket: Skybasket) -> None:
    """Take away what the last state has left."""
    page = skybasket.page
    page.emulate_media(color_scheme="light", forced_colors="none")
    resize(skybasket, WIDTHS[0])
    while page.get_by_role("dialog").count():
        page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    skybasket.reset()
    close = page.get_by_role("button", name="Close message")
    if close.count():
        close.click()
    expect(close).to_have_count(0)
