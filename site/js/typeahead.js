/** The beginning of a name, as it is typed letter by letter. */

/** Letters that come later than this after the last one begin anew, in milliseconds. */
const PAUSE = 1000;

export class TypeAhead {
  #last = 0;
  text = "";
  /** The row where the search starts. @type {string | number} */
  from = 0;

  /**
   * Take another letter.
   * @param {string} letter
   * @param {number} time  When it was typed, in milliseconds.
   * @param {string | number} row  The row that has the focus then.
   */
  add(letter, time, row) {
    if (time - this.#last > PAUSE) this.clear();
    if (!this.text) this.from = row;
    this.#last = time;
    this.text += letter;
  }

  clear() {
    this.text = "";
  }
}
