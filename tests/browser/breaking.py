"""A worker that breaks down, hangs or runs out of memory when it is told to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

__all__ = ["BROKEN", "FULL", "HUNG", "Breaking"]

#: What becomes of Python before a command. Its memory is overwritten: it really traps.
BROKEN: Final = "new Uint8Array(memory.buffer).fill(0xff);"
#: It never ends.
HUNG: Final = "for (;;);"
#: It gets no more memory.
FULL: Final = """WebAssembly.Memory.prototype.grow = () => {
  throw new RangeError("no more memory");
};"""

#: Runs before the worker's own script.
_FIRST: Final = """{
  let memory;
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...given) => {
    const made = await instantiateStreaming.apply(WebAssembly, given);
    memory = made.instance.exports.memory;
    return made;
  };
  const faults = FAULTS;
  addEventListener("message", ({ data }) => {
    const command = data?.argumentList?.[0]?.value ?? data?.path?.[0];
    if (command in faults) new Function("memory", faults[command])(memory);
  });
}
"""


class Breaking:
    """Breaks the workers that a page starts from now on.

    :param page: a page that was not visited yet.
    """

    def __init__(self, page: Page) -> None:
        #: What happens to Python before a command, by its name.
        self.faults: dict[str, str] = {}
        #: How many workers were started.
        self.started = 0
        page.route("**/js/worker.js", self._give)

    def _give(self, route: Route) -> None:
        self.started += 1
        first = _FIRST.replace("FAULTS", json.dumps(self.faults))
        response = route.fetch()
        route.fulfill(response=response, body=first + response.text())
