/**
 * Keeps the focus: when what had it goes away, the nearest control around takes it.
 *
 * Browsers let the focus fall to the page itself then, so that the next Tab begins at
 * the top, and screen readers start anew.
 */

const FOCUSABLE = "button, a[href], input, select, textarea, summary, [tabindex]";
/** What may hide, cover or take away the element that has the focus. */
const WATCHED = {
  childList: true,
  subtree: true,
  attributeFilter: ["hidden", "open", "inert", "disabled", "data-open", "data-filled"],
};

export class FocusKeeper {
  #fallback;
  /** What had the focus last and all around it, the innermost first. @type {Element[]} */
  #path = [];
  #place = new DOMRect();
  #waiting = false;

  /** @param {() => void} fallback  Called when nothing is left around. */
  constructor(fallback) {
    this.#fallback = fallback;
    document.addEventListener("focusin", ({ target }) => this.#note(target));
    document.addEventListener("pointerdown", ({ target }) => {
      // Who presses on nothing wants the focus to be nowhere.
      if (!this.#path[0]?.contains(/** @type {Node} */ (target))) this.#path = [];
    });
    new MutationObserver(() => this.#wait()).observe(document.body, WATCHED);
  }

  /** @param {EventTarget | null} target */
  #note(target) {
    if (!(target instanceof Element)) return;
    this.#place = target.getBoundingClientRect();
    this.#path = [];
    /** @type {Element | null} */
    let part = target;
    for (; part && part !== document.body; part = part.parentElement)
      this.#path.push(part);
  }

  /** Look once what is drawn next is settled. */
  #wait() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => {
      this.#waiting = false;
      this.#look();
    });
  }

  #look() {
    const [last, ...around] = this.#path;
    const { activeElement: now } = document;
    if (!last || isThere(last)) return;
    if (now && now !== document.body && isThere(now)) return;
    for (const part of around) {
      // Beyond a panel everything is far away.
      if (part.matches("main, .panel[hidden]")) break;
      const nearest = isThere(part) && this.#nearestIn(part);
      if (nearest) {
        nearest.focus();
        return;
      }
    }
    this.#fallback();
  }

  /**
   * The control nearest to where the last one was.
   * @param {Element} part
   * @returns {HTMLElement | undefined}
   */
  #nearestIn(part) {
    /** @type {NodeListOf<HTMLElement>} */
    const found = part.querySelectorAll(FOCUSABLE);
    const distance = (/** @type {Element} */ control) => {
      const { x, y } = control.getBoundingClientRect();
      return Math.hypot(x - this.#place.x, y - this.#place.y);
    };
    const [nearest] = [...found]
      .filter((control) => control.tabIndex >= 0 && isThere(control))
      .sort((one, other) => distance(one) - distance(other));
    return nearest;
  }
}

/** Whether an element can have the focus, or something in it. @param {Element} element */
function isThere(element) {
  return (
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.matches("[inert], [inert] *, :disabled")
  );
}
