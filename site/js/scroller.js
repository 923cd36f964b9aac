/** Binds the scroll arithmetic to the element that scrolls. */
import {
  clamp,
  isScaled,
  offsetAt,
  offsetShowing,
  rowAt,
  rowsAt,
  rowTop,
  scrollTopFor,
  spacerHeight,
} from "./viewport.js";

/** What one line and one page of a wheel's steps are worth, by `deltaMode`. */
const WHEEL_UNITS = [() => 1, lineHeight, pageHeight];

/** How near to an edge a drag scrolls, in pixels. */
const EDGE = 12;

export class Scroller {
  #element;
  #head;
  #spacer;
  #onMove;
  #announced = false;
  #offset = 0;
  /** The position set last: a scroll event that reports it is our own doing. */
  #scrollTop = 0;
  /** @type {import("./viewport.js").Extent} */
  #extent = { rows: 0, rowHeight: 32, height: 0 };

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.element  Scrolls; its `--row-height` is in pixels.
   * @param {HTMLElement} parts.head  Stays above the rows.
   * @param {HTMLElement} parts.spacer  Is as high as all rows together.
   * @param {() => void} onMove
   */
  constructor({ element, head, spacer }, onMove) {
    this.#element = element;
    this.#head = head;
    this.#spacer = spacer;
    this.#onMove = onMove;
    element.addEventListener("scroll", () => this.#followScrollBar());
    // The head is as high as rows are, more or less, which is a matter of taste.
    const observer = new ResizeObserver(() => this.#measure());
    for (const part of [element, head]) observer.observe(part);
  }

  /** @param {number} rows */
  setRows(rows) {
    const { rows: before } = this.#extent;
    if (rows === before) return;
    const wasScaled = isScaled(this.#extent);
    this.#extent = { ...this.#extent, rows };
    this.#stretch();
    // Asking an element where it stands lays out all that was drawn before: not unless
    // it has to move.
    const stays = this.#offset === clamp(this.#offset, this.#extent);
    if (!stays || wasScaled || isScaled(this.#extent)) this.#moveTo(this.#offset);
    // Only a scaled list needs its wheel steps translated; others scroll natively.
    if (isScaled(this.#extent)) {
      this.#element.addEventListener("wheel", this.#onWheel, { passive: false });
    } else {
      this.#element.removeEventListener("wheel", this.#onWheel);
    }
  }

  /**
   * The rows in sight and some more on both sides.
   * @param {number} more
   */
  range(more) {
    return rowsAt(this.#offset, this.#extent, more);
  }

  /** How many rows a page key moves by. */
  get pageRows() {
    return Math.max(1, Math.floor(this.#extent.height / this.#extent.rowHeight) - 1);
  }

  /**
   * Where a row stands, in pixels from the top of the spacer.
   * @param {number} index
   */
  top(index) {
    return rowTop(index, this.#offset, this.#scrollTop, this.#extent);
  }

  /**
   * Scroll as little as it takes to show a row.
   * @param {number} index
   */
  reveal(index) {
    this.#moveTo(offsetShowing(index, this.#offset, this.#extent));
  }

  /**
   * Scroll by so many pixels.
   * @param {number} pixels
   */
  scroll(pixels) {
    this.#moveTo(this.#offset + pixels);
    this.#announce();
  }

  /**
   * The row in sight at a height of the browser's window.
   * @param {number} clientY
   */
  indexAt(clientY) {
    return rowAt(this.#height(clientY), this.#offset, this.#extent);
  }

  /**
   * By how many pixels to scroll when a drag is at a height of the browser's window:
   * none but near the edges, and the more the farther it is beyond.
   * @param {number} clientY
   */
  beyond(clientY) {
    const y = this.#height(clientY);
    const below = y - (this.#extent.height - EDGE);
    return Math.max(0, below) + Math.min(0, y - EDGE);
  }

  /** A height in pixels from the top of the rows in sight. @param {number} clientY */
  #height(clientY) {
    return clientY - this.#head.getBoundingClientRect().bottom;
  }

  #measure() {
    const height = this.#element.clientHeight - this.#head.offsetHeight;
    if (height <= 0) return; // hidden
    const declared = getComputedStyle(this.#element).getPropertyValue("--row-height");
    this.#extent = { ...this.#extent, height, rowHeight: Number.parseFloat(declared) };
    this.#layOut();
    this.#announce();
  }

  /** Tell of moves once a frame. */
  #announce() {
    if (this.#announced) return;
    this.#announced = true;
    requestAnimationFrame(() => {
      this.#announced = false;
      this.#onMove();
    });
  }

  #layOut() {
    this.#stretch();
    this.#moveTo(this.#offset);
  }

  #stretch() {
    this.#spacer.style.height = `${spacerHeight(this.#extent)}px`;
  }

  /** @param {number} offset */
  #moveTo(offset) {
    this.#offset = clamp(offset, this.#extent);
    const wanted = scrollTopFor(this.#offset, this.#extent);
    if (wanted !== this.#element.scrollTop) this.#element.scrollTop = wanted;
    this.#scrollTop = this.#element.scrollTop; // browsers round
    if (!isScaled(this.#extent)) this.#offset = this.#scrollTop;
  }

  #followScrollBar() {
    if (this.#element.scrollTop === this.#scrollTop) return;
    this.#scrollTop = this.#element.scrollTop;
    this.#offset = offsetAt(this.#scrollTop, this.#extent);
    this.#announce();
  }

  #onWheel = (/** @type {WheelEvent} */ event) => {
    if (event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const unit = WHEEL_UNITS[event.deltaMode]?.(this.#extent) ?? 1;
    this.scroll(event.deltaY * unit);
  };
}

/** @param {import("./viewport.js").Extent} extent */
function lineHeight({ rowHeight }) {
  return rowHeight;
}

/** @param {import("./viewport.js").Extent} extent */
function pageHeight({ height }) {
  return height;
}
