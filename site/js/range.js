/** A range of rows: where it begins, and which one it is while it grows and shrinks. */

/** @typedef {string | number} RowName  Its id, or its index while that is unknown. */

export class Range {
  /** The row that was ticked last. @type {RowName | undefined} */
  #start;
  #growing = false;
  #run = 0;

  /**
   * Begin the next range here, or nowhere in particular.
   * @param {RowName} [row]
   */
  begin(row) {
    this.#start = row;
    this.#growing = false;
  }

  /** Let a range that was growing be as it is. */
  settle() {
    this.#growing = false;
  }

  /**
   * Take rows along on the way from one to another.
   * @param {RowName} from
   * @param {RowName} to
   */
  grow(from, to) {
    if (!this.#growing) {
      this.begin(from);
      this.#growing = true;
      this.#run += 1;
    }
    return { from: this.#start, to, on: true, whole: false, run: this.#run };
  }

  /**
   * Reach from the row that was ticked last to another.
   * @param {RowName} from  Where to begin if none was ticked.
   * @param {RowName} to
   * @param {boolean} on
   */
  reach(from, to, on) {
    this.#growing = false;
    this.#run += 1;
    return { from: this.#start ?? from, to, on, whole: true, run: this.#run };
  }
}
