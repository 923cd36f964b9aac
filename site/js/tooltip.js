/**
 * One tooltip for the page: what an element says in `data-tip` is shown while the
 * pointer rests on it or the focus is in it. Screen readers get the same words from
 * the control's own description, so the tooltip itself is hidden from them.
 */

const GAP = 6;
/** How long the pointer must rest, in milliseconds. */
const REST = 400;

export class Tooltip {
  #tip;
  /** @type {Element | null} */
  #owner = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} tip  A manual popover. */
  constructor(tip) {
    this.#tip = tip;
    document.addEventListener("pointerover", (event) => this.#follow(event, REST));
    document.addEventListener("focusin", (event) => {
      const { target } = event;
      // A click focuses too, but whoever clicks has read.
      if (target instanceof Element && target.matches(":focus-visible")) {
        this.#follow(event, 0);
      }
    });
    document.addEventListener("click", () => this.#hide());
    document.addEventListener("input", () => this.#hide());
    document.addEventListener("focusout", () => this.#hide());
    document.addEventListener("keydown", ({ key }) => key === "Escape" && this.#hide());
    document.addEventListener("scroll", () => this.#hide(), true);
  }

  /**
   * @param {Event} event
   * @param {number} delay
   */
  #follow({ target }, delay) {
    // One may point at the words themselves.
    if (!(target instanceof Element) || this.#tip.contains(target)) return;
    const owner = target.closest("[data-tip]");
    if (owner === this.#owner) return;
    this.#hide();
    this.#owner = owner;
    if (owner) this.#timer = setTimeout(() => this.#show(owner), delay);
  }

  /** @param {Element} owner */
  #show(owner) {
    if (!owner.isConnected) return;
    this.#tip.textContent = owner.getAttribute("data-tip");
    this.#tip.showPopover();
    const { x, y } = spot(owner, this.#tip);
    this.#tip.style.left = `${x}px`;
    this.#tip.style.top = `${y}px`;
  }

  #hide() {
    clearTimeout(this.#timer);
    this.#owner = null;
    this.#tip.hidePopover();
  }
}

/**
 * Where a tooltip goes: below its owner, or beside one in a list, else where there is
 * room.
 * @param {Element} owner
 * @param {HTMLElement} tip
 */
function spot(owner, { offsetWidth: width, offsetHeight: height }) {
  const { left, right, top, bottom } = owner.getBoundingClientRect();
  if (owner.closest("fieldset") && right + GAP + width <= innerWidth) {
    return { x: right + GAP, y: Math.min(top, innerHeight - height - GAP) };
  }
  const below = bottom + GAP + height <= innerHeight;
  return {
    x: Math.max(GAP, Math.min(left, innerWidth - width - GAP)),
    y: below ? bottom + GAP : top - GAP - height,
  };
}
