/** Parts of a text that should be JSON: where they begin and end. */

export const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
export const OPEN = { named: 0x7b, listed: 0x5b };
export const CLOSE = { named: 0x7d, listed: 0x5d };
/** Why something has no end: the rest has not come, or it is not what it should be. */
export const [CUT, ODD] = [-1, -2];

/** @param {string} letters */
const table = (letters) => {
  const found = new Uint8Array(256);
  for (const letter of letters) found[letter.charCodeAt(0)] = 1;
  return found;
};
const IS_BLANK = table(" \t\n\r");
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** What numbers, `true`, `null` and the like are spelled with. */
const IS_BARE = table(`0123456789+-.${LETTERS}${LETTERS.toUpperCase()}`);

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
export function pastBlanks(bytes, at) {
  let place = at;
  while (IS_BLANK[bytes[place] ?? 0]) place++;
  return place;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
export const isBare = (bytes, at) => IS_BARE[bytes[at] ?? 0] === 1;

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @returns {number} Where the value ends that starts there, `CUT` or `ODD`.
 */
export function endOfValue(bytes, start) {
  let at = start;
  if (bytes[at] === QUOTE) {
    while (++at < bytes.length) {
      if (bytes[at] === QUOTE) return at + 1;
      if (bytes[at] === BACKSLASH) at++;
    }
    return CUT;
  }
  while (isBare(bytes, at)) at++;
  if (at >= bytes.length) return CUT;
  return at > start ? at : ODD;
}

/** Parts of one text, by their numbers. */
export class Parts {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    /** @type {number[]} */
    this.starts = [];
    /** @type {number[]} */
    this.ends = [];
  }

  get count() {
    return this.starts.length;
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  add(start, end) {
    this.starts.push(start);
    this.ends.push(end);
  }

  /** @param {number} part */
  length(part) {
    return (this.ends[part] ?? 0) - (this.starts[part] ?? 0);
  }

  /**
   * @param {number} part
   * @param {number} start
   * @returns {number} Where the text ends that starts there, if it is a part's: else `CUT`
   *   or `ODD`.
   */
  endOfLike(part, start) {
    const { bytes, words } = this;
    const end = this.ends[part] ?? 0;
    let [like, at] = [this.starts[part] ?? 0, start];
    // Four at once, as long as there are so many.
    for (; like <= end - 4 && at <= bytes.length - 4; like += 4, at += 4)
      if (words.getInt32(at) !== words.getInt32(like)) return ODD;
    for (; like < end; like++, at++)
      if (bytes[at] !== bytes[like]) return at < bytes.length ? ODD : CUT;
    return at;
  }
}
