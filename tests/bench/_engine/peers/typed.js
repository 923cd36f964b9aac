/** A pass over typed arrays: what plain JavaScript does best without an index. */
import { isNarrow, NameSearch, passing } from "./columns.js";

export class Typed {
  static async make(columns) {
    return new Typed(columns);
  }

  constructor(columns) {
    this.columns = columns;
    this.search = new NameSearch(columns);
    this.fails = new Uint16Array(columns.rows);
    this.every = Uint32Array.from({ length: columns.rows }, (_, row) => row);
    this.present = this.every;
  }

  remove() {
    const { selected } = this.columns;
    this.present = this.every.filter((row) => !selected[row]);
  }

  restore() {
    this.present = this.every;
  }

  query(query) {
    const { facets, sizes, selected } = this.columns;
    const rows = this.#base(query);
    const tests = passing(facets, query);
    const [shown, nearly] = this.#split(rows, tests);
    const whole = shown.length === this.columns.rows;
    let [bytes, taken] = [0, 0];
    for (let at = 0; at < shown.length; at += 1) {
      const row = shown[at];
      bytes += sizes[row];
      taken += selected[row];
    }
    const counts = {};
    facets.forEach((facet, place) => {
      const found = new Uint32Array(256);
      if (whole) countAll(facet.codes, found);
      else countSome(facet.codes, shown, found);
      const more = tests.findIndex((test) => test.place === place);
      if (more >= 0) countSome(facet.codes, nearly[more], found);
      counts[facet.name] = Object.fromEntries(
        facet.values.map((value, code) => [value, found[code]]),
      );
    });
    return [shown.length, bytes, taken, counts];
  }

  /** The rows that are there and fit name and size. */
  #base({ text, smallest, largest, ...query }) {
    let rows = this.present;
    if (!isNarrow({ text, smallest, largest, ...query })) return rows;
    if (text) {
      rows = this.search.find(text);
      const { selected } = this.columns;
      if (this.present !== this.every) rows = rows.filter((row) => !selected[row]);
    }
    if (smallest === null && largest === null) return rows;
    const { sizes } = this.columns;
    const [low, high] = [smallest ?? 0, largest ?? Number.POSITIVE_INFINITY];
    const found = new Uint32Array(rows.length);
    let count = 0;
    for (let at = 0; at < rows.length; at += 1) {
      const size = sizes[rows[at]];
      if (size >= low && size <= high) found[count++] = rows[at];
    }
    return found.subarray(0, count);
  }

  /** The rows that pass every facet, and for each test those that fail it alone. */
  #split(rows, tests) {
    if (tests.length === 0) return [rows, []];
    const { fails } = this;
    tests.forEach(({ codes, table }, bit) => {
      if (bit === 0) {
        for (let at = 0; at < rows.length; at += 1) {
          const row = rows[at];
          fails[row] = 1 - table[codes[row]];
        }
      } else {
        for (let at = 0; at < rows.length; at += 1) {
          const row = rows[at];
          fails[row] |= (1 - table[codes[row]]) << bit;
        }
      }
    });
    const shown = new Uint32Array(rows.length);
    const nearly = tests.map(() => new Uint32Array(rows.length));
    const ends = new Uint32Array(tests.length);
    let count = 0;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at];
      const failed = fails[row];
      if (failed === 0) shown[count++] = row;
      else if ((failed & (failed - 1)) === 0) {
        const bit = 31 - Math.clz32(failed);
        nearly[bit][ends[bit]++] = row;
      }
    }
    return [
      shown.subarray(0, count),
      nearly.map((list, bit) => list.subarray(0, ends[bit])),
    ];
  }
}

function countAll(codes, found) {
  for (let row = 0; row < codes.length; row += 1) found[codes[row]] += 1;
}

function countSome(codes, rows, found) {
  for (let at = 0; at < rows.length; at += 1) found[codes[rows[at]]] += 1;
}

export default Typed;
