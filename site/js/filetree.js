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
import { indexOf, TreeHands } from "./treehands.js";
import { treeHead } from "./treehead.js";
import { skeletonRow, treeRow } from "./treerow.js";

/**
 * Rows drawn beyond the edges, and rows asked for before they come into sight: those of
 * half a second of scrolling as fast as one can read.
 */
const OVERSCAN = 8;
const AHEAD = 256;
/** Rows asked for when it is not yet known how many can be seen. */
const FIRST_ROWS = 64;

/**
 * What the tree asks of the page.
 * @typedef {import("./treehands.js").HandHooks & {
 *   load: import("./rowsource.js").Load<import("./types.js").Row>,
 *   locate: (id: string) => Promise<number | null>,
 * }} TreeHooks
 */

export class FileTree {
  #active = new ActiveRow();
  #region;
  #grid = place("tree");
  #head = place("tree-head");
  #body = place("tree-rows");
  #hooks;
  #hands;
  #rows;
  #scroller;
  #files = 0;
  /** First and last row of a range that is being dragged. @type {[number, number]} */
  #ranged = [0, -1];
  /** @type {string | undefined} */
  #openId;
  /** What rows tell beside names. @type {string[]} */
  #columns = [];

  /**
   * @param {HTMLElement} region  Takes the focus from the rows.
   * @param {TreeHooks} hooks
   */
  constructor(region, hooks) {
    this.#region = region;
    this.#hooks = hooks;
    this.#rows = new RowSource(hooks.load, () => this.#draw());
    const parts = { element: this.#grid, head: this.#head, spacer: this.#body };
    this.#scroller = new Scroller(parts, () => this.#draw());
    this.#hands = new TreeHands(this.#grid, this.#body, this, hooks);
    this.#grid.addEventListener("focus", () => this.focus());
    region.addEventListener("keydown", ({ target, key }) => {
      if (target === region && key.startsWith("Arrow")) this.focus();
    });
    this.#body.addEventListener("focusin", (event) => this.#onFocus(event));
  }

  /** The rows that a view should bring along, as commands take them. */
  get window() {
    const { start, stop } = this.#scroller.range(OVERSCAN);
    return [start, Math.max(stop, start + FIRST_ROWS)];
  }

  /** What Python calls generations of rows begins anew. */
  forget() {
    this.#rows.forget();
  }

  // What hands ask

  /** The row that keys act on. */
  get index() {
    return this.#active.index;
  }

  get count() {
    return this.#rows.count;
  }

  /** How many rows a page key moves by. */
  get pageRows() {
    return this.#scroller.pageRows;
  }

  get hasFocus() {
    return this.#body.contains(document.activeElement);
  }

  /**
   * What commands call a row.
   * @param {number} index
   */
  name(index) {
    return this.#rows.current(index)?.id ?? index;
  }

  /** @param {number} index */
  row(index) {
    return this.#rows.latest(index);
  }

  /**
   * A row as it is now, also when it has not come yet.
   * @param {number} index
   */
  async loaded(index) {
    const row = this.#rows.current(index);
    return row ?? (await this.#hooks.load(index, index + 1))?.rows[0];
  }

  /**
   * Let keys act on another row.
   * @param {number} index
   */
  goTo(index) {
    this.#active.goTo(index, this.#rows.count);
    this.#scroller.reveal(this.#active.index);
    this.#draw();
    this.focus();
  }

  /** @param {number} clientY */
  indexAt(clientY) {
    return this.#scroller.indexAt(clientY);
  }

  /** @param {number} clientY */
  beyond(clientY) {
    return this.#scroller.beyond(clientY);
  }

  /** @param {number} pixels */
  scroll(pixels) {
    this.#scroller.scroll(pixels);
  }

  /**
   * Mark the rows of a range that is being dragged, or those of none.
   * @param {[number, number]} [ends]
   */
  markRange(ends) {
    this.#ranged = ends ? [Math.min(...ends), Math.max(...ends)] : [0, -1];
    this.#grid.toggleAttribute("data-dragging", ends !== undefined);
    this.#draw();
  }

  /**
   * Where the menu of a row opens by keyboard.
   * @param {number} index
   */
  spot(index) {
    const box = this.#body.querySelector(`[data-index="${index}"] input`);
    const { right, bottom } = (box ?? this.#head).getBoundingClientRect();
    return { x: right, y: bottom };
  }

  /** Give the focus to what is around the rows. */
  leave() {
    this.#region.focus();
  }

  // Drawing

  /**
   * Show a view.
   * @param {import("./types.js").View} view
   */
  show(view) {
    const focused = this.hasFocus;
    if (view.files !== this.#files) this.#hands.forget();
    this.#files = view.files;
    this.#rows.update(view);
    this.#columns = view.tree.columns.slice(1).map(({ name }) => name);
    this.#active.update(view);
    this.#grid.hidden = this.#rows.count === 0;
    this.#grid.setAttribute("aria-rowcount", String(this.#rows.count + 1));
    this.#grid.setAttribute("aria-description", view.tree.files);
    render(treeHead(view, this.#hooks.send), this.#head);
    this.#scroller.setRows(this.#rows.count);
    this.#draw();
    if (focused && this.#rows.count === 0) this.leave();
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
    const { hasFocus: focused } = this;
    const keyOf = (/** @type {number} */ index) =>
      this.#rows.latest(index)?.id ?? index;
    const drawn = repeat(this.#indices(), keyOf, (index) => this.#row(index));
    render(drawn, this.#body);
    if (focused && !this.hasFocus) this.focus();
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
    const ranged = index >= this.#ranged[0] && index <= this.#ranged[1];
    const open = row !== undefined && row.id === this.#openId;
    const where = { index, top, active, open, ranged, columns: this.#columns };
    return row ? treeRow(row, where) : skeletonRow(where);
  }

  /** After a change, find the row that keys act on again. */
  async #followActive() {
    const row = this.#rows.current(this.#active.index);
    if (!(await this.#active.follow(row, this.#hooks.locate))) return;
    const { hasFocus: focused } = this;
    if (focused) this.#scroller.reveal(this.#active.index);
    this.#draw();
    if (focused) this.focus();
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
}
