/**
 * Panes that a narrow page keeps in drawers.
 *
 * Style sheets decide what is narrow; on a wide page a drawer is a pane like others.
 */

import { place } from "./mount.js";

/** The same limit as in layout.css. */
const narrow = matchMedia("(width < 1000px)");

export class Drawer {
  #pane;
  #button;
  #behind;
  /** What had the focus when it was opened. */
  #before;

  /**
   * @param {HTMLElement} pane  Its button with `data-close` closes it.
   * @param {HTMLElement} button  Opens it.
   * @param {HTMLElement} backdrop
   * @param {HTMLElement[]} behind  Parts of the page that it covers.
   */
  constructor(pane, button, backdrop, behind) {
    this.#pane = pane;
    this.#button = button;
    this.#behind = behind;
    this.#before = button;
    const close = () => this.close();
    button.addEventListener("click", () => this.open());
    pane.querySelector("[data-close]")?.addEventListener("click", close);
    pane.addEventListener("keydown", ({ key }) => key === "Escape" && close());
    backdrop.addEventListener("click", close);
    narrow.addEventListener("change", close);
  }

  /** Pull it out, where the page is narrow. */
  open() {
    if (!narrow.matches) return;
    const { activeElement } = document;
    const had = activeElement instanceof HTMLElement && activeElement !== document.body;
    this.#before = had ? activeElement : this.#button;
    this.#set(true);
    /** @type {HTMLElement | null} */ (
      this.#pane.querySelector("[data-close]")
    )?.focus();
  }

  /** Push it in, and give the focus back. */
  close() {
    if (!this.#pane.hasAttribute("data-open")) return;
    this.#set(false);
    (this.#before.checkVisibility() ? this.#before : this.#button).focus();
  }

  /** @param {boolean} open */
  #set(open) {
    this.#pane.toggleAttribute("data-open", open);
    this.#button.setAttribute("aria-expanded", String(open));
    for (const part of this.#behind) part.inert = open;
  }
}

/** @type {Map<string, Drawer>} */
const drawers = new Map();

/**
 * Give the drawer that a pane of the shell is.
 * @param {string} id
 */
export function drawer(id) {
  const known = drawers.get(id);
  if (known) return known;
  const behind = ["head", "actions", "files"].map(place);
  const made = new Drawer(place(id), place(`${id}-open`), place("backdrop"), behind);
  drawers.set(id, made);
  return made;
}
