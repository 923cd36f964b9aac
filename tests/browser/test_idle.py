"""What searches need is made ready while nobody uses the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.archive.catalogue import answer
from tests.browser.lists import MIXED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.page import Skybasket

#: Notes the commands that the page sends, in their order.
NOTE_COMMANDS: Final = """
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (message, ...others) {
  const { path, argumentList } = message;
  if (path?.join() === "call") {
    const { dataset } = document.documentElement;
    dataset.sent = `${dataset.sent ?? ""} ${argumentList[0].value}`;
  }
  return post.call(this, message, ...others);
};
"""
#: As it is where a browser does not tell when it is idle.
TELL_NOTHING: Final = "delete window.requestIdleCallback;"


@pytest.mark.parametrize("browser_does", ["", TELL_NOTHING], ids=["tells", "is silent"])
def test_after_the_start_and_after_a_list_python_gets_ready(
    new_tab: Callable[[], Skybasket], browser_does: str
) -> None:
    skybasket = new_tab()
    skybasket.page.add_init_script(NOTE_COMMANDS + browser_does)
    root = skybasket.page.locator("html")
    skybasket.visit()
    skybasket.is_engine("ready")
    expect(root).to_have_attribute("data-sent", re.compile(r"\bprepare\b"))
    skybasket.open(answer(MIXED))
    expect(root).to_have_attribute("data-sent", re.compile(r"\bopen\b.*\bprepare\b"))
