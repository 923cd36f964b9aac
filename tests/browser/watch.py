"""Notes what no browser test may see: errors, broken policy, requests to elsewhere."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.sync_api import Error as TargetClosed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import (
        BrowserContext,
        ConsoleMessage,
        Page,
        Request,
        Route,
        WebError,
    )

__all__ = ["Watch"]


class Watch:
    """Watches browser contexts; the same one for all of them.

    :param origins: the only ones that may be asked for anything.
    """

    def __init__(self, origins: Sequence[str]) -> None:
        own = "|".join(re.escape(origin) + "/" for origin in origins)
        self._elsewhere = re.compile(rf"^(?!{own}|data:|blob:)")
        self._contexts: list[BrowserContext] = []
        self._tolerated: list[str] = []
        self._problems: list[str] = []
        #: The addresses of all requests of this test.
        self.requests: list[str] = []
        #: Those that were stopped since they went elsewhere.
        self.stopped: list[str] = []

    def attach(self, context: BrowserContext) -> None:
        """Watch all that happens in a context."""
        self._contexts.append(context)
        context.on("console", self._hear)
        context.on("weberror", self._note_error)
        context.on("request", self._note_request)
        context.route(self._elsewhere, self._stop)

    def detach(self, context: BrowserContext) -> None:
        """Watch a context no longer: it is closed."""
        self._contexts.remove(context)

    @property
    def pages(self) -> list[Page]:
        """All open pages."""
        return [page for context in self._contexts for page in context.pages]

    def tolerate(self, problem: str) -> None:
        """Let the test go on after problems whose text holds this one."""
        self._tolerated.append(problem)

    def begin(self) -> None:
        """Forget what earlier tests have seen."""
        for seen in (self._tolerated, self._problems, self.requests, self.stopped):
            seen.clear()

    def check(self) -> None:
        """Fail if anything was seen that may not be."""
        for page in self.pages:
            # By its answer, everything that came before is known; a tab that became
            # a download closes meanwhile.
            with suppress(TargetClosed):
                page.title()
        problems = [
            problem
            for problem in self._problems
            if not any(text in problem for text in self._tolerated)
        ]
        assert not problems, "\n".join(problems)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._problems.append(f"console: {message.text}")

    def _note_error(self, error: WebError) -> None:
        self._problems.append(f"page: {error.error}")

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _stop(self, route: Route) -> None:
        self.stopped.append(route.request.url)
        self._problems.append(f"request: {route.request.url}")
        route.abort()
