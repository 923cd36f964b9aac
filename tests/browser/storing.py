"""A browser's storage that fails, or a tab that dies, at a write that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["DIES", "FULL", "LATE", "Storing"]

#: What becomes of a write. There is no room from then on.
FULL: Final = "full"
#: There is none at the end of a transaction from then on: texts are written as ever.
LATE: Final = "late"
#: Nothing of the tab is written any more, as if it had been killed.
DIES: Final = "dies"

#: Counts writes while `window.storing.fault` is given, and breaks those from `from` on.
_SCRIPT: Final = """{
  const full = () => new DOMException("no room", "QuotaExceededError");
  const storing = { fault: "", from: 0, count: 0 };
  window.storing = storing;
  const fault = () => {
    if (!storing.fault) return "";
    storing.count += 1;
    return storing.count > storing.from ? storing.fault : "";
  };
  for (const name of ["setItem", "removeItem"]) {
    const plain = Storage.prototype[name];
    Storage.prototype[name] = function (...given) {
      if (this !== localStorage) return plain.apply(this, given);
      const found = fault();
      if (found === "dies") return undefined;
      if (found === "full" && name === "setItem") throw full();
      return plain.apply(this, given);
    };
  }
  for (const name of ["put", "delete"]) {
    const plain = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...given) {
      const found = fault();
      if (found === "full") throw full();
      const request = plain.apply(this, given);
      if (found) this.transaction.abort();
      return request;
    };
  }
}"""


class Storing:
    """The storage of the pages that a tab loads from now on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(_SCRIPT)

    def fail(self, fault: str, after: int) -> None:
        """Let so many writes pass, and none that come later while the page is there."""
        told = {"fault": fault, "from": after, "count": 0}
        self.page.evaluate("told => Object.assign(storing, told)", told)

    @property
    def count(self) -> int:
        """How many writes there were since."""
        count: int = self.page.evaluate("storing.count")
        return count
