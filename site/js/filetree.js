/**
 * The tree of missions, observations and files: a virtualised ARIA tree grid.
 *
 * Focus follows the APG's row-first model with a roving tabindex. The row that keys
 * act on is always in the document, even when it is scrolled out of sight.
 */

import { render } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { ActiveRow } from "./activerow.js";
import { place } from "./mount.js";
import { RowSource } from "./rowsource.js";
import { Scroller } from "./scroller.js";
import { treeHead } from "./treehead.js";
import { keyTarget } from "./treekeys.js";
import { skeletonRow, treeRow } from "./treerow.js";

/** Rows drawn beyond the edges, and rows asked for before they come into sight. */
const OVERSCAN = 8;
const AHEAD = 64;
/** Rows asked for when it is not yet known how many can be seen. */
const FIRST_ROWS = 64;

/**
 * What the tree asks of the page.
 * @typedef {object} TreeHooks
 * @property {import("./types.js").Send} send
 * @property {(id: string) => void} open  Show a file's details.
 * @property {(id: string) => void} look  Show a folder's details beside it.
 * @property {import("./rowsource.js").Load<import("./types.js").Row>} load
 * @property {(id: string) => Promise<number | null>} locate
 */

export class FileTree {
  #active = new ActiveRow();
  #region;
  #grid = place("tree");
  #head = place("tree-head");
  #body = place("tree-rows");
  #hooks;
  #rows;
  #scroller;
  /** @type {string | undefined} */
  #openId;

  /**
   * @param {HTMLElement} region  Takes the focus when all rows have gone.
   * @param {TreeHooks} hooks
   */
  constructor(region, hooks) {
    this.#region = region;
    this.#hooks = hooks;
    this.#rows = new RowSource(hooks.load, () => this.#draw());
    const parts = { element: this.#grid, head: this.#head, spacer: this.#body };
    this.#scroller = new Scroller(parts, () => this.#draw());
    this.#grid.addEventListener("keydown", (event) => this.#onKey(event));
    this.#grid.addEventListener("focus", () => this.focus());
    this.#body.addEventListener("click", (event) => this.#onClick(event));
    this.#body.addEventListener("focusin", (event) => this.#onFocus(event));
  }

  /** The rows that a view should bring along, as commands take them. */
  get window() {
    const { start, stop } = this.#scroller.range(OVERSCAN);
    return [start, Math.max(stop, start + FIRST_ROWS)];
  }

  /**
   * Show a view.
   * @param {import("./types.js").View} view
   */
  show(view) {
    const focused = this.#hasFocus();
    this.#rows.update(view);
    this.#active.update(view);
    this.#grid.hidden = this.#rows.count === 0;
    this.#grid.setAttribute("aria-rowcount", String(this.#rows.count + 1));
    this.#grid.setAttribute("aria-description", view.tree.files);
    render(treeHead(view, this.#hooks.send), this.#head);
    this.#scroller.setRows(this.#rows.count);
    this.#draw();
    if (focused && this.#rows.count === 0) this.#region.focus();
    void this.#followActive();
  }

  /**
   * Mark the file whose details are shown.
   * @param {string | undefined} id
   */
  mark(id) {
    this.#openId = id;
    this.#draw();
  }

  #draw() {
    const focused = this.#hasFocus();
    const keyOf = (/** @type {number} */ index) =>
      this.#rows.latest(index)?.id ?? index;
    const drawn = repeat(this.#indices(), keyOf, (index) => this.#row(index));
    render(drawn, this.#body);
    if (focused && !this.#hasFocus()) this.focus();
    this.#active.learn(this.#rows.current(this.#active.index));
    void this.#rows.want([this.#scroller.range(0), this.#scroller.range(AHEAD)]);
  }

  /** The rows to draw, in order. */
  #indices() {
    const { start, stop } = this.#scroller.range(OVERSCAN);
    const indices = Array.from({ length: stop - start }, (_, step) => start + step);
    const { index } = this.#active;
    if (this.#rows.count === 0) return [];
    if (index < start) return [index, ...indices];
    if (index >= stop) return [...indices, index];
    return indices;
  }

  /** @param {number} index */
  #row(index) {
    const row = this.#rows.latest(index);
    const top = this.#scroller.top(index);
    const active = index === this.#active.index;
    if (!row) return skeletonRow({ index, top, active, open: false });
    return treeRow(row, { index, top, active, open: row.id === this.#openId });
  }

  /** After a change, find the row that keys act on again. */
  async #followActive() {
    const row = this.#rows.current(this.#active.index);
    if (!(await this.#active.follow(row, this.#hooks.locate))) return;
    const focused = this.#hasFocus();
    if (focused) this.#scroller.reveal(this.#active.index);
    this.#draw();
    if (focused) this.focus();
  }

  /** @param {number} index */
  #activate(index) {
    this.#active.goTo(index, this.#rows.count);
    this.#scroller.reveal(this.#active.index);
    this.#draw();
    this.focus();
  }

  #hasFocus() {
    return this.#body.contains(document.activeElement);
  }

  /** Give the focus to the row that keys act on. */
  focus() {
    const row = this.#body.querySelector(`[data-index="${this.#active.index}"]`);
    /** @type {HTMLElement | null} */ (row)?.focus({ preventScroll: true });
  }

  /** @param {Event} event */
  #onFocus(event) {
    const index = indexOf(event);
    if (index === undefined || index === this.#active.index) return;
    this.#active.goTo(index, this.#rows.count);
    this.#draw();
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const index = indexOf(event);
    if (index === undefined) return;
    const row = this.#rows.latest(index);
    // Read before drawing, which shows the state that still holds.
    const ticked = event.target instanceof HTMLInputElement && event.target.checked;
    this.#activate(index);
    if (!row) return;
    if (event.target instanceof HTMLInputElement) {
      this.#hooks.send("check", { id: row.id, on: ticked });
    } else {
      this.#enter(row);
    }
  }

  /** @param {import("./types.js").Row} row */
  #enter(row) {
    if (row.expanded === null) {
      this.#hooks.open(row.id);
    } else {
      this.#hooks.send("expand", { id: row.id, on: !row.expanded });
      this.#hooks.look(row.id);
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#hasFocus()) return;
    const { index } = this.#active;
    const row = this.#rows.current(index);
    const [rows, page] = [this.#rows.count, this.#scroller.pageRows];
    const target = keyTarget(event.key, { index, rows, page, row });
    if (target === undefined) return;
    event.preventDefault();
    if (typeof target === "number") this.#activate(target);
    else if (row && target === "enter") this.#enter(row);
    else if (row && target === "check") {
      this.#hooks.send("check", { id: row.id, on: row.checked !== true });
    }
  }
}

/**
 * The index of the row that an event happened in.
 * @param {Event} event
 */
function indexOf(event) {
  const row = /** @type {Element} */ (event.target).closest("[data-index]");
  return row instanceof HTMLElement ? Number(row.dataset.index) : undefined;
}
