"""Every state of the page, in both themes: it fits, and everyone can use it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import assemble
import pytest

from tests.browser.screenshots import THEMES
from tests.browser.states import STATES
from tests.browser.states.catalogue import resize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.page import Skybasket
    from tests.browser.states import Stage

AXE: Final = assemble.SITE / "node_modules" / "axe-core" / "axe.min.js"
#: WCAG 2.2 up to AA, and what else is known to help.
RULES: Final = (
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
)

#: What ends right of the window; only some parts can be scrolled there.
OVERFLOW: Final = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("header *, main *, footer *, dialog[open] *")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .filter((element) => !element.closest("[inert], .visually-hidden"))
    .filter((element) => !element.closest(".methods, .found, .tabs, pre"))
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => element.outerHTML.slice(0, 120));
}"""

#: What is wider than the part of the page that scrolls it; only tables, texts and
#: rows of tabs may be.
SIDEWAYS: Final = """() => [...document.querySelectorAll("*")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => !element.closest(".methods, .found, .tabs, pre, textarea"))
  .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX))
  .filter((element) => element.scrollWidth > element.clientWidth)
  .map((element) => element.outerHTML.slice(0, 160))"""

#: Controls that nobody can see whole or hit, although one scrolls to them: something
#: lies above them, or they end outside of what can be scrolled.
COVERED: Final = """() => {
  const controls = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const above = "dialog[open], [popover]:popover-open:not(.tooltip)";
  const top = [...document.querySelectorAll(above)].at(-1) ??
    document.querySelector(".pane[data-open]") ?? document;
  const isHit = (control) => {
    control.scrollIntoView({ block: "nearest", inline: "nearest" });
    const [{ left, right, top, bottom }] = control.getClientRects();
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const hit = document.elementFromPoint(x, y);
    if (hit?.closest(".toasts, .tooltip")) return true; // they go away
    return [control, ...(control.labels ?? [])].some((part) => part.contains(hit)) ||
      (hit && getComputedStyle(control).opacity === "0");
  };
  return [...top.querySelectorAll(controls)]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .filter((control) => !control.closest("[inert]"))
    // Of two sliders on one scale only the thumbs are hit.
    .filter((control) => getComputedStyle(control).pointerEvents !== "none")
    .filter((control) => !isHit(control))
    .map((control) => control.outerHTML.slice(0, 160));
}"""

#: Dialogs whose last button is not at the right end of their last row.
UNENDED: Final = """() => {
  const right = (element) => element.getBoundingClientRect().right;
  return [...document.querySelectorAll("dialog[open] footer")]
    .filter((row) => right(row) - right(row.lastElementChild) > 24)
    .map((row) => row.outerHTML.slice(0, 160));
}"""

#: What only a colour says: a wrong field without a reason, a warning without words.
UNSAID: Final = """() => {
  const words = (id) => document.getElementById(id)?.textContent.trim();
  const isSaid = (element) => element.matches("[aria-invalid=true]")
    ? (element.getAttribute("aria-describedby") ?? "").split(" ").some(words)
    : element.textContent.trim() !== "";
  const wrong = "[aria-invalid=true], .error, .field-error, .warning, .over, .noted";
  return [...document.querySelectorAll(wrong)]
    .filter((element) => !isSaid(element))
    .map((element) => element.outerHTML.slice(0, 160));
}"""

#: What moves, although the visitor has asked for no motion.
MOVING: Final = """() => {
  const isMoving = (element) => {
    const { transitionDuration, animationName } = getComputedStyle(element);
    return !/^0s(, 0s)*$/.test(transitionDuration) || animationName !== "none";
  };
  return [...document.querySelectorAll("*")].filter(isMoving)
    .map((element) => element.outerHTML.slice(0, 120))
    .concat(document.getAnimations().map((animation) => String(animation)));
}"""

#: Controls that are less than 24 pixels high or wide, together with their labels. A
#: link within a text is as high as its line. A box that stands alone has room around
#: it, which axe-core sees to.
SMALL: Final = """() => {
  const controls = "a[href], button, input, select, textarea, summary, [role=tab]";
  const area = (control) => {
    const boxes = [control, ...(control.labels ?? [])].map((part) =>
      part.getBoundingClientRect());
    const span = (start, end) => Math.max(...boxes.map((box) => box[end])) -
      Math.min(...boxes.map((box) => box[start]));
    return { width: span("left", "right"), height: span("top", "bottom") };
  };
  return [...document.querySelectorAll(controls)]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .filter((control) => !control.closest("[inert], p, [role=row]"))
    .filter((control) => control.type !== "checkbox" || control.labels.length > 0)
    .filter((control) => {
      const { width, height } = area(control);
      return width < 23.9 || height < 23.9;
    })
    .map((control) => control.outerHTML.slice(0, 160));
}"""


@cache
def axe() -> str:
    return AXE.read_text("utf-8")


@pytest.fixture(scope="module", params=STATES, ids=lambda state: state.name)
def shown(request: pytest.FixtureRequest, stage: Stage) -> Iterator[Skybasket]:
    """Show one state after the other, each for all tests here."""
    with stage.show(request.param) as skybasket:
        yield skybasket


@pytest.fixture
def widths(request: pytest.FixtureRequest) -> tuple[int, ...]:
    """Return the widths at which the state can be."""
    widths: tuple[int, ...] = request.node.callspec.params["shown"].widths
    return widths


def violations(skybasket: Skybasket, *rules: str) -> list[str]:
    """Let axe-core look at the page; name what it finds, and where."""
    page = skybasket.page
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())  # not bound by the page's policy, which stays as it is
    found: dict[str, Any] = page.evaluate(
        "(rules) => axe.run({ runOnly: rules, resultTypes: ['violations'] })",
        list(rules),
    )
    return [
        f"{problem['id']}: {problem['help']}: {node['html'][:200]} "
        f"{node['failureSummary']}"
        for problem in found["violations"]
        for node in problem["nodes"]
    ]


def test_axe_finds_nothing(shown: Skybasket, widths: tuple[int, ...]) -> None:
    resize(shown, widths[0])
    for theme in THEMES:
        shown.page.emulate_media(color_scheme=theme)
        # What is no matter of colours is the same in both themes.
        rules = RULES if theme == "light" else ("color-contrast",)
        assert violations(shown, *rules) == []


def test_nothing_leaves_the_window(shown: Skybasket, widths: tuple[int, ...]) -> None:
    for width in widths:
        resize(shown, width)
        # What follows another part of the page does so a frame later.
        shown.page.wait_for_function(f"() => ({OVERFLOW})().length === 0")
        assert shown.page.evaluate(SIDEWAYS) == []
        assert shown.page.evaluate(COVERED) == []


@pytest.mark.parametrize(("width", "height"), [(640, 400), (320, 256)], ids=str)
def test_a_page_at_200_and_400_percent_loses_nothing(
    shown: Skybasket, widths: tuple[int, ...], width: int, height: int
) -> None:
    # What is left of 1280 by 800, and of 1280 by 1024 pixels.
    resize(shown, widths[-1])
    shown.page.set_viewport_size({"width": width, "height": height})
    # A window tells of its size with its next frame.
    shown.page.evaluate("new Promise(requestAnimationFrame)")
    assert shown.page.evaluate(OVERFLOW) == []
    assert shown.page.evaluate(SIDEWAYS) == []
    assert shown.page.evaluate(COVERED) == []


def test_dialogs_are_closed_at_the_end_of_their_last_row(
    shown: Skybasket, widths: tuple[int, ...]
) -> None:
    resize(shown, widths[0])
    assert shown.page.evaluate(UNENDED) == []


def test_nothing_is_said_by_colour_alone(shown: Skybasket) -> None:
    assert shown.page.evaluate(UNSAID) == []


def test_nothing_moves_for_those_who_want_no_motion(shown: Skybasket) -> None:
    assert shown.page.evaluate(MOVING) == []


def test_everything_is_large_enough_to_hit(
    shown: Skybasket, widths: tuple[int, ...]
) -> None:
    for width in (widths[0], widths[-1]):
        resize(shown, width)
        assert shown.page.evaluate(SMALL) == []
