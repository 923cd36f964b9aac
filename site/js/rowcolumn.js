/** One column of many rows: each value is kept once, however often it is there. */
import { endOfValue, isBare, Parts, QUOTE } from "./jsonparts.js";

/** Slots for the values of a column at first; a power of 2, as ever. */
const SLOTS = 256;

export class Column {
  /**
   * @param {Uint8Array} bytes
   * @param {number} rows  How many there can be.
   */
  constructor(bytes, rows) {
    this.bytes = bytes;
    /** The values that are spelled differently, and which of them each row has. */
    this.values = new Parts(bytes);
    this.codes = new Uint32Array(rows);
    /** The code of each value, raised by 1, in the slot that its bytes tell. */
    this.slots = new Uint32Array(SLOTS);
    this.last = 0;
  }

  /**
   * Take the value of a row; most are those of the row before.
   * @param {number} row
   * @param {number} start
   * @returns {number} Where the value ends, `CUT` or `ODD`.
   */
  take(row, start) {
    const { bytes, values } = this;
    let end = values.count ? values.endOfLike(this.last, start) : -1;
    // Of a number more may follow.
    if (end < 0 || (bytes[start] !== QUOTE && isBare(bytes, end))) {
      end = endOfValue(bytes, start);
      if (end < 0) return end;
      this.last = this.#code(start, end);
    }
    this.codes[row] = this.last;
    return end;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  #code(start, end) {
    const { slots, values } = this;
    const mask = slots.length - 1;
    let slot = this.#mixed(start, end) & mask;
    for (let next = slots[slot]; next; next = slots[slot]) {
      const isLong = values.length(next - 1) === end - start;
      if (isLong && values.endOfLike(next - 1, start) === end) return next - 1;
      slot = (slot + 1) & mask;
    }
    values.add(start, end);
    slots[slot] = values.count;
    if (2 * values.count > mask) this.#widen();
    return values.count - 1;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  #mixed(start, end) {
    const { bytes } = this;
    let mixed = 0;
    for (let at = start; at < end; at++)
      mixed = Math.imul(mixed ^ (bytes[at] ?? 0), 0x01000193);
    return mixed ^ (mixed >>> 15);
  }

  #widen() {
    const { starts, ends, count } = this.values;
    this.slots = new Uint32Array(4 * this.slots.length);
    const mask = this.slots.length - 1;
    for (let code = 0; code < count; code++) {
      let slot = this.#mixed(starts[code] ?? 0, ends[code] ?? 0) & mask;
      while (this.slots[slot]) slot = (slot + 1) & mask;
      this.slots[slot] = code + 1;
    }
  }

  /**
   * The codes of so many rows, in as few bytes as they need.
   * @param {number} rows
   */
  narrow(rows) {
    const codes = this.codes.subarray(0, rows);
    if (this.values.count <= 1 << 8) return Uint8Array.from(codes);
    return this.values.count <= 1 << 16 ? Uint16Array.from(codes) : codes;
  }
}
