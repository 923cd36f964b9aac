/** What keys and mouse do in the tree; the tree itself only draws. */
import { onLongPress } from "./longpress.js";
import { Range } from "./range.js";
import { RowDrag } from "./rowdrag.js";
import { meaningOf } from "./treekeys.js";
import { TypeAhead } from "./typeahead.js";

/** @typedef {import("./types.js").Row} Row */

/**
 * The tree as hands know it.
 * @typedef {import("./rowdrag.js").Dragged & HandledRows} Handled
 */

/**
 * @typedef {object} HandledRows
 * @property {number} index  The row that keys act on.
 * @property {number} count
 * @property {number} pageRows
 * @property {boolean} hasFocus
 * @property {(index: number) => import("./range.js").RowName} name
 * @property {(index: number) => Row | undefined} row  As it was drawn last.
 * @property {(index: number) => Promise<Row | undefined>} loaded
 * @property {(index: number) => void} goTo
 * @property {() => void} leave
 * @property {(index: number) => { x: number, y: number }} spot  Where its name ends.
 */

/**
 * What the tree asks of the page.
 * @typedef {object} HandHooks
 * @property {import("./types.js").Send} send
 * @property {(id: string) => void} open  Show the details of a row.
 * @property {(id: string) => void} look  Show a folder's details beside it.
 * @property {(id: string, spot: { x: number, y: number }) => void} menu
 * @property {(from: import("./range.js").RowName, text: string) => Promise<number | null>} find
 */

export class TreeHands {
  #tree;
  #hooks;
  #range = new Range();
  #typed = new TypeAhead();

  /**
   * @param {HTMLElement} grid
   * @param {HTMLElement} body  Holds the rows.
   * @param {Handled} tree
   * @param {HandHooks} hooks
   */
  constructor(grid, body, tree, hooks) {
    this.#tree = tree;
    this.#hooks = hooks;
    grid.addEventListener("keydown", (event) => this.#onKey(event));
    body.addEventListener("click", (event) => this.#onClick(event));
    body.addEventListener("contextmenu", (event) => this.#onMenu(event));
    onLongPress(body, (event) => this.#onMenu(event));
    new RowDrag(body, tree, (start, end) => this.#drag(start, end));
    // Shift with a click marks text otherwise.
    body.addEventListener("mousedown", (event) => {
      if (event.shiftKey) event.preventDefault();
    });
  }

  /** Forget where a range would begin: other files are here. */
  forget() {
    this.#range.begin();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { index, count: rows, pageRows: page, hasFocus } = this.#tree;
    const meaning = hasFocus && meaningOf(event, { index, rows, page });
    if (!meaning) return;
    event.preventDefault();
    if ("letter" in meaning) {
      void this.#find(meaning.letter, event.timeStamp);
      return;
    }
    this.#typed.clear();
    if ("to" in meaning) this.#go(meaning.to, meaning.range);
    else if ("act" in meaning) void this.#act(meaning.act, index);
    else if (meaning.all === "leave") this.#tree.leave();
    else this.#hooks.send("check_all", { on: true });
  }

  /**
   * @param {number} to
   * @param {boolean} range
   */
  #go(to, range) {
    const from = this.#tree.name(this.#tree.index);
    this.#tree.goTo(to);
    if (!range) {
      this.#range.settle();
      return;
    }
    const here = this.#tree.name(this.#tree.index);
    this.#hooks.send("check_range", this.#range.grow(from, here));
  }

  /**
   * Do something with a row, if need be as soon as it has come.
   * @param {import("./treekeys.js").RowAct} act
   * @param {number} index
   */
  async #act(act, index) {
    const row = await this.#tree.loaded(index);
    if (row) this.#acts[act](row, index);
  }

  /** @type {Record<import("./treekeys.js").RowAct, (row: Row, index: number) => void>} */
  #acts = {
    in: ({ id, expanded }, index) => {
      if (expanded) this.#go(index + 1, false);
      else if (expanded === false) this.#hooks.send("expand", { id, on: true });
    },
    out: ({ id, expanded, parent }) => {
      if (expanded) this.#hooks.send("expand", { id, on: false });
      else if (parent >= 0) this.#go(parent, false);
    },
    check: ({ id, checked }) => this.#check(id, checked !== true),
    check_range: ({ id, checked }) => this.#reach(id, id, checked !== true),
    beside: ({ id }) => this.#hooks.send("expand_beside", { id }),
    details: ({ id }) => this.#hooks.open(id),
    menu: ({ id }, index) => this.#hooks.menu(id, this.#tree.spot(index)),
  };

  /**
   * @param {string} id
   * @param {boolean} on
   */
  #check(id, on) {
    this.#range.begin(id);
    this.#hooks.send("check", { id, on });
  }

  /**
   * Tick all rows from the one that was ticked last to this one.
   * @param {import("./range.js").RowName} from  Where to begin if none was.
   * @param {import("./range.js").RowName} to
   * @param {boolean} on
   */
  #reach(from, to, on) {
    this.#hooks.send("check_range", this.#range.reach(from, to, on));
  }

  /**
   * Tick the rows that were dragged over as the first one would be.
   * @param {number} start
   * @param {number} end
   */
  #drag(start, end) {
    const on = this.#tree.row(start)?.checked !== true;
    this.#range.begin(this.#tree.name(start));
    this.#reach(start, this.#tree.name(end), on);
    this.#tree.goTo(end);
  }

  /**
   * Go to the row whose name begins with what was typed.
   * @param {string} letter
   * @param {number} time
   */
  async #find(letter, time) {
    this.#typed.add(letter, time, this.#tree.name(this.#tree.index));
    const { from, text } = this.#typed;
    const index = await this.#hooks.find(from, text);
    if (index === null || text !== this.#typed.text) return; // other keys came meanwhile
    this.#range.settle();
    this.#tree.goTo(index);
  }

  /** @param {MouseEvent} event  It may come twice, from the browser and from a finger. */
  #onMenu(event) {
    const index = indexOf(event);
    const row = index === undefined ? undefined : this.#tree.row(index);
    if (index === undefined || !row) return;
    event.preventDefault();
    this.#go(index, false);
    this.#hooks.menu(row.id, { x: event.clientX, y: event.clientY });
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const { target, shiftKey } = event;
    const index = indexOf(event);
    if (index === undefined) return;
    const row = this.#tree.row(index);
    const before = this.#tree.name(this.#tree.index);
    // Read before drawing, which shows the state that still holds.
    const box = target instanceof HTMLInputElement;
    const on = box ? target.checked : row?.checked !== true;
    this.#typed.clear();
    this.#go(index, false);
    if (!row) return;
    if (shiftKey) this.#reach(before, row.id, on);
    else if (box) this.#check(row.id, on);
    else if (row.expanded === null) this.#hooks.open(row.id);
    else {
      this.#hooks.send("expand", { id: row.id, on: !row.expanded });
      this.#hooks.look(row.id);
    }
  }
}

/**
 * The index of the row that an event happened in.
 * @param {Event} event
 */
export function indexOf({ target }) {
  const row = target instanceof Element && target.closest("[data-index]");
  return row instanceof HTMLElement ? Number(row.dataset.index) : undefined;
}
