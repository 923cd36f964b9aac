/** The row that keys act on: it stays the same row wherever a change moves it. */

export class ActiveRow {
  index = 0;
  /** Unknown until the row at the index has come. @type {string | undefined} */
  #id;

  /**
   * Go to another row.
   * @param {number} index
   * @param {number} count  How many rows there are.
   */
  goTo(index, count) {
    this.index = Math.max(0, Math.min(index, count - 1));
    this.#id = undefined;
  }

  /**
   * Learn which row it is, once that is known.
   * @param {import("./types.js").Row | undefined} row  The one at its index.
   */
  learn(row) {
    this.#id ??= row?.id;
  }

  /**
   * Find its place in a view, as far as the rows that came with it tell.
   * @param {import("./types.js").View} view
   */
  update({ rows: window, tree }) {
    const found = window?.rows.findIndex(({ id }) => id === this.#id) ?? -1;
    if (window && found >= 0) this.index = window.start + found;
    this.index = Math.max(0, Math.min(this.index, tree.rows - 1));
  }

  /**
   * Find its place when it is no longer where it was, that of a row that is gone in
   * the row nearest to it. Tells whether anything has changed.
   * @param {import("./types.js").Row | undefined} row  The one at its index.
   * @param {(id: string) => Promise<number | null>} locate
   */
  async follow(row, locate) {
    const id = this.#id;
    if (!id || row?.id === id) return false;
    const index = await locate(id);
    if (this.#id !== id) return false; // it went elsewhere meanwhile
    this.#id = undefined;
    if (index !== null) this.index = index;
    return true;
  }
}
