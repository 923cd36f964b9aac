/** Rows for the tree: those at hand at once, the missing ones as soon as they come. */
import { PAGE, RowCache } from "./rowcache.js";

/**
 * Asks for some rows.
 * @template Row
 * @typedef {(start: number, stop: number)
 *   => Promise<{ generation: number, start: number, rows: Row[] } | undefined>} Load
 */

/** @template Row */
export class RowSource {
  /** @type {RowCache<Row>} */
  #cache = new RowCache();
  #load;
  #onRows;
  #loading = false;
  count = 0;

  /**
   * @param {Load<Row>} load
   * @param {() => void} onRows  Called when more rows have come.
   */
  constructor(load, onRows) {
    this.#load = load;
    this.#onRows = onRows;
  }

  /**
   * Take over the rows of a view.
   * @param {{ generation: number, rows: { start: number, rows: Row[] } | null,
   *   tree: { rows: number } }} view
   */
  update({ generation, rows, tree }) {
    this.count = tree.rows;
    this.#cache.advance(generation);
    if (rows) this.#cache.keep(generation, rows);
  }

  /** What Python calls generations begins anew. */
  forget() {
    this.#cache.forget();
  }

  /**
   * A row as it is now, if it is at hand.
   * @param {number} index
   */
  current(index) {
    return this.#cache.current(index);
  }

  /**
   * A row as it is now, else as it was a moment ago.
   * @param {number} index
   */
  latest(index) {
    return this.#cache.latest(index);
  }

  /**
   * Ask for missing rows, those of the first range first. Only one page is under way at
   * a time, so that fast scrolling does not leave a queue of pages nobody sees.
   * @param {{ start: number, stop: number }[]} ranges
   */
  async want(ranges) {
    if (this.#loading) return;
    const page = this.#firstMissing(ranges);
    if (page === undefined) return;
    this.#loading = true;
    const stop = Math.min((page + 1) * PAGE, this.count);
    const answer = await this.#load(page * PAGE, stop);
    this.#loading = false;
    if (!answer?.rows.length) return;
    this.#cache.keep(answer.generation, answer);
    this.#onRows();
  }

  /** @param {{ start: number, stop: number }[]} ranges */
  #firstMissing(ranges) {
    for (const { start, stop } of ranges) {
      const page = this.#cache.missing(start, stop);
      if (page !== undefined) return page;
    }
    return undefined;
  }
}
