/**
 * Dragging over checkboxes: the rows on the way are marked, and ticked together when the
 * button is let go. Near the edges the tree scrolls. A finger scrolls as everywhere.
 */

/**
 * The tree as a drag knows it.
 * @typedef {object} Dragged
 * @property {(y: number) => number} indexAt  The row in sight at a height of the window.
 * @property {(y: number) => number} beyond  By how many pixels to scroll from there.
 * @property {(pixels: number) => void} scroll
 * @property {(ends: [number, number] | undefined) => void} markRange
 */

/** A hand that clicks may move so far, in pixels, and nothing scrolls. */
const TREMOR = 12;

export class RowDrag {
  #tree;
  #onRange;
  #start = 0;
  #end = 0;
  /** Where the button was pressed, and where the pointer is: heights of the window. */
  #pressed = 0;
  #y = 0;
  #scrolling = false;
  /** @type {AbortController | undefined} */
  #listening;

  /**
   * @param {HTMLElement} body  Holds the rows.
   * @param {Dragged} tree
   * @param {(start: number, end: number) => void} onRange
   */
  constructor(body, tree, onRange) {
    this.#tree = tree;
    this.#onRange = onRange;
    body.addEventListener("pointerdown", (event) => this.#begin(event));
  }

  /** @param {PointerEvent} event */
  #begin({ target, pointerType, button, shiftKey, clientY }) {
    if (!(target instanceof HTMLInputElement)) return;
    if (pointerType === "touch" || button !== 0 || shiftKey) return;
    this.#stop();
    this.#start = this.#end = this.#tree.indexAt(clientY);
    this.#pressed = clientY;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const listen = document.addEventListener.bind(document);
    listen("pointermove", (event) => this.#follow(event), { signal });
    listen("pointerup", () => this.#finish(), { signal });
    listen("pointercancel", () => this.#stop(), { signal });
    // Before the tree takes the key for something else.
    listen("keydown", (event) => this.#onKey(event), { signal, capture: true });
  }

  /** @param {PointerEvent} event */
  #follow({ clientY }) {
    this.#y = clientY;
    this.#mark();
    if (this.#scrolling || Math.abs(clientY - this.#pressed) < TREMOR) return;
    this.#scrolling = true;
    this.#scroll();
  }

  #mark() {
    const end = this.#tree.indexAt(this.#y);
    if (end === this.#end) return;
    this.#end = end;
    this.#tree.markRange([this.#start, end]);
  }

  /** Scroll once a frame, as long as the pointer is at an edge or beyond. */
  #scroll() {
    if (!this.#scrolling) return;
    const pixels = this.#tree.beyond(this.#y);
    if (pixels) this.#tree.scroll(pixels);
    this.#mark();
    requestAnimationFrame(() => this.#scroll());
  }

  #finish() {
    const [start, end] = [this.#start, this.#end];
    this.#stop();
    // On the row where it began, the click that follows does all.
    if (end !== start) this.#onRange(start, end);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.#stop();
  }

  #stop() {
    this.#listening?.abort();
    this.#listening = undefined;
    this.#scrolling = false;
    this.#tree.markRange(undefined);
  }
}
