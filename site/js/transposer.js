/**
 * Turns rows of JSON into columns, without knowing what any of them means.
 *
 * Rows are objects with the same names in the same order, or lists of one length, laid
 * out alike; their values are not nested. It only finds out where each value begins and
 * ends, and which ones are spelled alike: what a value is, and whether it is one at all,
 * is for the reader of the columns to say. It ends before the first row that is different.
 */
import { CLOSE, COMMA, CUT, ODD, OPEN, pastBlanks } from "./jsonparts.js";
import { Column } from "./rowcolumn.js";
import { Layout } from "./rowlayout.js";

/** @typedef {import("./jsonparts.js").Parts} Parts */

/** Numbers that are told of all rows, and of each column; bytes of each. */
const [OF_ALL, OF_COLUMN, WIDTH] = [6, 2, 4];

/**
 * Write as columns the rows that follow in a list, as far as they are alike and whole.
 *
 * First come numbers, four bytes each, the lowest first: how many bytes the rows have, how
 * many they are, whether more of them may come, whether the columns have names, how many
 * there are, and the bytes of the names. Then of each column: the bytes of a code, 0 if
 * the values of all rows stand there instead; and the bytes of its values. Then come the
 * names as a list in JSON, and for each column the codes and the values as such a list.
 * @param {Uint8Array} source
 * @param {Uint8Array} target  Longer than the source by 16 kB.
 * @param {boolean} isBegun  Whether a comma has to come before the first row.
 */
export function transpose(source, target, isBegun) {
  const layout = new Layout(source);
  const start = startOfRow(source, 0, isBegun);
  let end = start < 0 ? start : layout.learn(start);
  const length = end < 0 ? 0 : layout.width;
  const columns = Array.from({ length }, () => new Column(source, layout.most));
  let [rows, size] = [0, 0];
  while (end >= 0) {
    end = endOfRow(
      layout,
      columns,
      rows,
      startOfRow(source, size, isBegun || rows > 0),
    );
    if (end < 0) break;
    size = end;
    rows += 1;
  }
  write(target, layout, columns, [size, rows, Number(end === CUT)]);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {boolean} isBegun
 * @returns {number} Where the next row starts, `CUT` or `ODD`.
 */
function startOfRow(bytes, start, isBegun) {
  let at = pastBlanks(bytes, start);
  if (isBegun) {
    if (at >= bytes.length) return CUT;
    if (bytes[at] !== COMMA) return ODD;
    at = pastBlanks(bytes, at + 1);
  }
  return at < bytes.length ? at : CUT;
}

/**
 * @param {Layout} layout
 * @param {Column[]} columns
 * @param {number} row
 * @param {number} start
 * @returns {number} Where the row ends that starts there, `CUT` or `ODD`.
 */
function endOfRow({ marks }, columns, row, start) {
  let [at, mark] = [start, 0];
  for (const column of columns) {
    if (at >= 0) at = marks.endOfLike(mark++, at);
    if (at >= 0) at = column.take(row, at);
  }
  return at < 0 ? at : marks.endOfLike(mark, at);
}

/**
 * @param {Uint8Array} target
 * @param {Layout} layout
 * @param {Column[]} columns
 * @param {[size: number, rows: number, isCut: number]} told
 */
function write(target, { isNamed, names }, columns, told) {
  const [, rows] = told;
  const numbers = [...told, Number(isNamed), columns.length];
  let end = WIDTH * (OF_ALL + OF_COLUMN * columns.length);
  const list = (/** @type {Parts} */ parts, /** @type {Uint32Array} */ chosen) => {
    const start = end;
    end = writeList(target, start, parts, chosen);
    numbers.push(end - start);
  };
  list(names, everyOne(names));
  for (const column of columns) {
    const codes = column.narrow(rows);
    const distinct = everyOne(column.values);
    const wide = column.codes.subarray(0, rows);
    const size = lengthOf(column.values, distinct) + codes.byteLength;
    if (size <= lengthOf(column.values, wide)) {
      numbers.push(codes.BYTES_PER_ELEMENT);
      target.set(new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength), end);
      end += codes.byteLength;
      list(column.values, distinct);
    } else {
      numbers.push(0);
      list(column.values, wide);
    }
  }
  const head = new DataView(target.buffer, target.byteOffset);
  for (const [at, number] of numbers.entries())
    head.setUint32(WIDTH * at, number, true);
}

/** @param {Parts} parts */
function everyOne({ count }) {
  const all = new Uint32Array(count);
  for (let part = 0; part < count; part++) all[part] = part;
  return all;
}

/**
 * @param {Parts} parts
 * @param {Uint32Array} chosen
 * @returns {number} The length of a list in JSON, but for its end.
 */
function lengthOf(parts, chosen) {
  let length = 0;
  for (const part of chosen) length += parts.length(part) + 1;
  return length;
}

/**
 * @param {Uint8Array} target
 * @param {number} start
 * @param {Parts} parts
 * @param {Uint32Array} chosen
 * @returns {number} Where a list in JSON ends that is written there.
 */
function writeList(target, start, { bytes, starts, ends }, chosen) {
  let to = start;
  target[to++] = OPEN.listed;
  for (const part of chosen) {
    if (to > start + 1) target[to++] = COMMA;
    const end = ends[part] ?? 0;
    for (let at = starts[part] ?? 0; at < end; at++) target[to++] = bytes[at] ?? 0;
  }
  target[to++] = CLOSE.listed;
  return to;
}

/**
 * Gives Python this function, which then reads and writes its own memory.
 * @param {import("pyodide/ffi").PyBuffer} source  Bytes.
 * @param {import("pyodide/ffi").PyBuffer} target  A bytearray.
 * @param {boolean} isBegun
 */
export function transposeForPython(source, target, isBegun) {
  const views = [source.getBuffer("u8"), target.getBuffer("u8")];
  try {
    const [from, to] = views.map((view) => /** @type {Uint8Array} */ (view.data));
    if (from && to) transpose(from, to, isBegun);
  } finally {
    for (const view of views) view.release();
  }
}
