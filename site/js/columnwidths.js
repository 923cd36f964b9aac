/** How wide the columns of the tree are: their edges in the head are movable. */
import { moveByKey, moveByPointer } from "./grasping.js";

const LEAST = 48;
const MOST = 480;

export class ColumnWidths {
  #tree;
  #preferences;

  /**
   * @param {HTMLElement} tree
   * @param {import("./preferences.js").Preferences} preferences
   */
  constructor(tree, preferences) {
    this.#tree = tree;
    this.#preferences = preferences;
    tree.addEventListener("keydown", (event) => {
      const grip = event.shiftKey && beside(event);
      if (grip && moveByKey(event, this.#grasped(grip))) event.preventDefault();
    });
    tree.addEventListener("dblclick", (event) => {
      const grip = gripOf(event);
      if (grip) this.#grasped(grip).keep(undefined);
    });
    tree.addEventListener("pointerdown", (event) => {
      const grip = gripOf(event);
      if (grip) moveByPointer(event, grip, this.#grasped(grip));
    });
    for (const [name, width] of Object.entries(preferences.lengths("column-")))
      this.#show(name, width);
  }

  /**
   * @param {HTMLElement} grip
   * @returns {import("./grasping.js").Grasped}
   */
  #grasped(grip) {
    const name = grip.dataset.grip ?? "";
    const head = /** @type {HTMLElement} */ (grip.parentElement);
    return {
      grows: -1, // the edge is at its left: names take what the columns leave
      least: LEAST,
      most: () => MOST,
      width: () => head.offsetWidth,
      show: (width) => this.#show(name, width),
      keep: (width) => {
        this.#preferences.setLength(`column-${name}`, width);
        this.#show(name, width);
      },
    };
  }

  /**
   * @param {string} name
   * @param {number | undefined} width
   */
  #show(name, width) {
    const { style } = this.#tree;
    if (width === undefined) style.removeProperty(`--${name}-width`);
    else style.setProperty(`--${name}-width`, `${width}px`);
  }
}

/** The edge of the column whose head has the focus. @param {Event} event */
function beside({ target }) {
  const head = target instanceof Element ? target.closest("[role=columnheader]") : null;
  const grip = head?.querySelector("[data-grip]");
  return grip instanceof HTMLElement ? grip : undefined;
}

/** @param {Event} event */
function gripOf({ target }) {
  const grip = target instanceof Element && target.closest("[data-grip]");
  return grip instanceof HTMLElement ? grip : undefined;
}
