/** Rows that Python has sent, kept in pages so that scrolling never waits for it. */

export const PAGE = 256;
const MOST_PAGES = 64;

/** @template Row */
export class RowCache {
  #generation = -1;
  /**
   * Sparse arrays of the rows known, oldest page first.
   * @type {Map<number, Row[]>}
   */
  #pages = new Map();
  /**
   * Pages of the previous generation: they are shown until newer ones have come.
   * @type {Map<number, Row[]>}
   */
  #stale = new Map();

  /** What Python calls generations begins anew. */
  forget() {
    this.advance(-1);
  }

  /**
   * Note which generation is current.
   * @param {number} generation
   */
  advance(generation) {
    if (generation === this.#generation) return;
    this.#generation = generation;
    this.#stale = this.#pages;
    this.#pages = new Map();
  }

  /**
   * Keep rows, unless they belong to another generation.
   * @param {number} generation
   * @param {{ start: number, rows: Row[] }} window
   */
  keep(generation, { start, rows }) {
    if (generation !== this.#generation) return;
    rows.forEach((row, position) => {
      const index = start + position;
      this.#page(Math.floor(index / PAGE))[index % PAGE] = row;
    });
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= MOST_PAGES) break;
      this.#pages.delete(page);
    }
  }

  /**
   * A row as it is now.
   * @param {number} index
   */
  current(index) {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /**
   * A row as it is now, else as it was a moment ago.
   * @param {number} index
   */
  latest(index) {
    return (
      this.current(index) ?? this.#stale.get(Math.floor(index / PAGE))?.[index % PAGE]
    );
  }

  /**
   * The first page with an unknown row in a range, or undefined.
   * @param {number} start
   * @param {number} stop
   */
  missing(start, stop) {
    for (let index = start; index < stop; index += 1) {
      if (!this.current(index)) return Math.floor(index / PAGE);
    }
    return undefined;
  }

  /** @param {number} number */
  #page(number) {
    const page = this.#pages.get(number) ?? [];
    this.#pages.delete(number);
    this.#pages.set(number, page); // now the newest
    return page;
  }
}
