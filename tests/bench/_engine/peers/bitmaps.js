/** Typed arrays of bits, one a value and one a bit of the sizes: an index in JavaScript. */
import { isNarrow, NameSearch } from "./columns.js";

export class Bitmaps {
  static async make(columns) {
    return new Bitmaps(columns);
  }

  constructor(columns) {
    this.columns = columns;
    this.search = new NameSearch(columns);
    const { rows, facets, sizes, selected } = columns;
    this.words = (rows + 31) >> 5;
    this.every = this.#marked(() => true);
    this.selected = this.#marked((row) => selected[row] === 1);
    this.values = facets.map(({ codes, values }) => {
      const bitmaps = values.map(() => new Uint32Array(this.words));
      for (let row = 0; row < rows; row += 1) {
        bitmaps[codes[row]][row >> 5] |= 1 << (row & 31);
      }
      return bitmaps;
    });
    const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
    this.slices = [];
    for (let weight = 1; weight <= largest; weight *= 2) {
      this.slices.push(
        this.#marked((row) => Math.floor(sizes[row] / weight) % 2 === 1),
      );
    }
    this.present = this.every;
  }

  #marked(test) {
    const bitmap = new Uint32Array(this.words);
    for (let row = 0; row < this.columns.rows; row += 1) {
      if (test(row)) bitmap[row >> 5] |= 1 << (row & 31);
    }
    return bitmap;
  }

  remove() {
    this.present = this.present.map((word, at) => word & ~this.selected[at]);
  }

  restore() {
    this.present = this.every;
  }

  query(query) {
    const { facets } = this.columns;
    const base = this.#base(query);
    const chosen = facets.map(({ name, values }, place) => {
      const wanted = query.facets[name];
      if (!wanted) return undefined;
      const any = new Uint32Array(this.words);
      values.forEach((value, code) => {
        if (wanted.includes(value)) join(any, this.values[place][code]);
      });
      return any;
    });
    const but = (left) => {
      const found = base.slice();
      chosen.forEach((bitmap, place) => {
        if (bitmap && place !== left) meet(found, bitmap);
      });
      return found;
    };
    const shown = but(-1);
    const counts = {};
    facets.forEach(({ name, values }, place) => {
      const candidates = chosen[place] ? but(place) : shown;
      counts[name] = Object.fromEntries(
        values.map((value, code) => [
          value,
          common(candidates, this.values[place][code]),
        ]),
      );
    });
    return [
      common(shown, shown),
      this.#sum(shown),
      common(shown, this.selected),
      counts,
    ];
  }

  #base(query) {
    if (!isNarrow(query)) return this.present;
    const { text, smallest, largest } = query;
    const found = text ? this.#found(text) : this.present.slice();
    if (text) meet(found, this.present);
    if (largest !== null) meet(found, this.#atMost(largest));
    if (smallest) {
      const below = this.#atMost(smallest - 1);
      for (let at = 0; at < found.length; at += 1) found[at] &= ~below[at];
    }
    return found;
  }

  #found(text) {
    const bitmap = new Uint32Array(this.words);
    for (const row of this.search.find(text)) bitmap[row >> 5] |= 1 << (row & 31);
    return bitmap;
  }

  /** The rows of at most a size, by comparing bit by bit from the highest. */
  #atMost(bound) {
    const less = new Uint32Array(this.words);
    const equal = this.every.slice();
    for (let bit = this.slices.length - 1; bit >= 0; bit -= 1) {
      const slice = this.slices[bit];
      const isSet = Math.floor(bound / 2 ** bit) % 2 === 1;
      for (let at = 0; at < this.words; at += 1) {
        if (isSet) {
          less[at] |= equal[at] & ~slice[at];
          equal[at] &= slice[at];
        } else equal[at] &= ~slice[at];
      }
    }
    if (bound >= 2 ** this.slices.length) return this.every;
    join(less, equal);
    return less;
  }

  #sum(bitmap) {
    return this.slices.reduce(
      (sum, slice, bit) => sum + common(bitmap, slice) * 2 ** bit,
      0,
    );
  }
}

function join(bitmap, other) {
  for (let at = 0; at < bitmap.length; at += 1) bitmap[at] |= other[at];
}

function meet(bitmap, other) {
  for (let at = 0; at < bitmap.length; at += 1) bitmap[at] &= other[at];
}

/** How many bits two bitmaps have in common. */
function common(bitmap, other) {
  let count = 0;
  for (let at = 0; at < bitmap.length; at += 1) {
    let word = bitmap[at] & other[at];
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    word = (word + (word >>> 4)) & 0x0f0f0f0f;
    count += Math.imul(word, 0x01010101) >>> 24;
  }
  return count;
}

export default Bitmaps;
