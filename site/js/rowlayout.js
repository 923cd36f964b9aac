/** The layout that rows in JSON have in common, as the first one shows it. */
import {
  CLOSE,
  COLON,
  COMMA,
  CUT,
  endOfValue,
  ODD,
  OPEN,
  Parts,
  pastBlanks,
  QUOTE,
} from "./jsonparts.js";

/** Columns that are taken at most. */
export const MOST_COLUMNS = 1000;

export class Layout {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    /** Whether rows are objects; else they are lists. */
    this.isNamed = false;
    /** The names of an object's values. */
    this.names = new Parts(bytes);
    /** What stands before each value, and behind the last. */
    this.marks = new Parts(bytes);
  }

  /** How many columns there are. */
  get width() {
    return this.marks.count - 1;
  }

  /** How many rows there can be. */
  get most() {
    let shortest = this.width;
    for (let mark = 0; mark <= this.width; mark++) shortest += this.marks.length(mark);
    return Math.ceil(this.bytes.length / shortest) + 1;
  }

  /**
   * @param {number} start
   * @returns {number} Where the row ends that starts there, `CUT` or `ODD`.
   */
  learn(start) {
    const { bytes, marks } = this;
    if (start >= bytes.length) return CUT;
    this.isNamed = bytes[start] === OPEN.named;
    if (!this.isNamed && bytes[start] !== OPEN.listed) return ODD;
    let [mark, at] = [start, start];
    while (marks.count < MOST_COLUMNS) {
      const value = this.#valueBehind(at + 1);
      const end = value < 0 ? value : endOfValue(bytes, value);
      if (end < 0) return end;
      marks.add(mark, value);
      mark = end;
      at = pastBlanks(bytes, end);
      if (at >= bytes.length) return CUT;
      if (bytes[at] === (this.isNamed ? CLOSE.named : CLOSE.listed)) {
        marks.add(mark, at + 1);
        return at + 1;
      }
      if (bytes[at] !== COMMA) return ODD;
    }
    return ODD;
  }

  /**
   * @param {number} start  Behind what opens the row, or a comma in it.
   * @returns {number} Where the next value starts, `CUT` or `ODD`.
   */
  #valueBehind(start) {
    const { bytes } = this;
    const name = pastBlanks(bytes, start);
    if (name >= bytes.length) return CUT;
    if (!this.isNamed) return name;
    const end = bytes[name] === QUOTE ? endOfValue(bytes, name) : ODD;
    if (end < 0) return end;
    const colon = pastBlanks(bytes, end);
    if (colon >= bytes.length) return CUT;
    if (bytes[colon] !== COLON) return ODD;
    this.names.add(name, end);
    return pastBlanks(bytes, colon + 1);
  }
}
