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

#: Counts writes of a kind while `window.storing.fault` is given, and breaks those from
#: `from` on that it concerns.
_SCRIPT: Final = """{
  const full = () => new DOMException("no room", "QuotaExceededError");
  const storing = { fault: "", kind: "", from: 0, count: 0, broken: 0 };
  window.storing = storing;
  const fault = (name, ...concerned) => {
    if (!storing.fault || !String(name).includes(storing.kind)) return "";
    storing.count += 1;
    if (storing.count <= storing.from || !concerned.includes(storing.fault)) return "";
    storing.broken += 1;
    return storing.fault;
  };
  for (const [name, ...concerned] of [
    ["setItem", "dies", "full"],
    ["removeItem", "dies"],
  ]) {
    const plain = Storage.prototype[name];
    Storage.prototype[name] = function (...given) {
      if (this !== localStorage) return plain.apply(this, given);
      const found = fault(given[0], ...concerned);
      if (found === "full") throw full();
      if (found) return undefined;
      return plain.apply(this, given);
    };
  }
  for (const [name, place] of [["put", 1], ["delete", 0]]) {
    const plain = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...given) {
      const found = fault(given[place], "dies", "full", "late");
      if (found === "full") throw full();
      const request = plain.apply(this, given);
      if (found) this.transaction.abort();
      return request;
    };
  }
}"""

_RECORDS: Final = """async (kind) => {
  const prefix = `skybasket:${location.pathname}:`;
  const start = `${prefix}${kind}:`;
  const names = Object.keys(localStorage).filter((name) => name.startsWith(start));
  const request = indexedDB.open(prefix);
  await new Promise((resolve) => { request.onsuccess = resolve; });
  const bytes = request.result.transaction("bytes").objectStore("bytes");
  const keys = bytes.getAllKeys();
  await new Promise((resolve) => { keys.onsuccess = resolve; });
  request.result.close();
  return names.map((name) =>
    JSON.parse(localStorage[name]).products !== null ||
    keys.result.includes(name.slice(prefix.length)));
}"""


class Storing:
    """The storage of the pages that a tab loads from now on."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(_SCRIPT)

    def fail(self, fault: str, after: int, kind: str = "") -> None:
        """Let so many writes pass, and none that come later while the page is there.

        :param kind: only what is stored under such names counts: others may be late.
        """
        told = {"fault": fault, "kind": kind, "from": after, "count": 0, "broken": 0}
        self.page.evaluate("told => Object.assign(storing, told)", told)

    def heal(self) -> None:
        """Let all writes pass."""
        self.fail("", 0)

    def reach(self, count: int) -> None:
        """Wait until there were so many writes since, also such as did not pass."""
        self.page.evaluate(
            """(count) => new Promise((resolve) => {
              const look = () =>
                storing.count < count ? requestAnimationFrame(look) : resolve();
              look();
            })""",
            count,
        )

    @property
    def is_broken(self) -> bool:
        """Whether there was any that did not pass."""
        broken: int = self.page.evaluate("storing.broken")
        return broken > 0

    def records(self, kind: str) -> list[bool]:
        """Tell of each record of a kind whether all its files are there."""
        found: list[bool] = self.page.evaluate(_RECORDS, kind)
        return found
