/** The products as columns, which every peer builds its own tables from. */

/**
 * One facet: a code a row, and the value that each code stands for.
 * @typedef {{ name: string, codes: Uint8Array, values: string[] }} Facet
 */

/**
 * A query, as `queries.py` makes it; `smallest` and `largest` are null for any size.
 * @typedef {{ facets: Record<string, string[]>, text: string,
 *   smallest: number | null, largest: number | null }} Query
 */

/**
 * What every peer answers: files, bytes, how many of them are selected, and how many
 * files each value of each facet has without the facet's own filter.
 * @typedef {[number, number | null, number | null,
 *   Record<string, Record<string, number>>]} Answer
 */

export class Columns {
  /** @param {{ rows: number, facets: { name: string, values: string[] }[] }} about */
  constructor(about, codes, sizes, selected, names) {
    this.rows = about.rows;
    /** @type {Facet[]} */
    this.facets = about.facets.map((facet, place) => ({
      ...facet,
      codes: codes.subarray(place * about.rows, (place + 1) * about.rows),
    }));
    /** @type {Float64Array} */
    this.sizes = sizes;
    /** 1 for the rows of the selection. @type {Uint8Array} */
    this.selected = selected;
    /** All file names in lower case, each with a line's end. @type {string} */
    this.lines = names;
  }

  /** @param {string} address  A folder. */
  static async fetch(address) {
    const get = async (name) => (await fetch(address + name)).arrayBuffer();
    const [about, codes, sizes, selected, names] = await Promise.all([
      get("about.json"),
      get("codes.bin"),
      get("sizes.bin"),
      get("selected.bin"),
      get("names.txt"),
    ]);
    const decode = (buffer) => new TextDecoder().decode(buffer);
    return new Columns(
      JSON.parse(decode(about)),
      new Uint8Array(codes),
      new Float64Array(sizes),
      new Uint8Array(selected),
      decode(names),
    );
  }

  /** The file names, a text each. */
  get names() {
    return this.lines.slice(0, -1).split("\n");
  }

  /** The rows as objects, the way most libraries take them. */
  get objects() {
    const { facets, names, selected, sizes } = this;
    return names.map((name, row) => {
      const found = { name, size: sizes[row], selected: selected[row] };
      for (const facet of facets) found[facet.name] = facet.values[facet.codes[row]];
      return found;
    });
  }
}

/**
 * For each facet that is filtered, a table with a 1 for each code that passes.
 * @param {Facet[]} facets
 * @param {Query} query
 */
export function passing(facets, query) {
  return facets.flatMap((facet, place) => {
    const wanted = query.facets[facet.name];
    if (!wanted) return [];
    const table = new Uint8Array(256);
    facet.values.forEach((value, code) => {
      table[code] = Number(wanted.includes(value));
    });
    return [{ place, name: facet.name, codes: facet.codes, table }];
  });
}

/**
 * Tell whether one name fits a text, which may be a pattern.
 * @param {string} text
 * @returns {(name: string) => boolean}
 */
export function nameTest(text) {
  if (!/[*?]/.test(text)) return (name) => name.includes(text);
  const pieces = text.split(/([*?])/).map((piece) => {
    if (piece === "*") return ".*";
    return piece === "?" ? "." : piece.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  const expression = new RegExp(`^${pieces.join("")}$`, "s");
  return (name) => expression.test(name);
}

/** Whether a query says anything of names or sizes. @param {Query} query */
export function isNarrow({ text, smallest, largest }) {
  return text !== "" || smallest !== null || largest !== null;
}

/**
 * Finds names in one long text with the engine's own `indexOf`, which beats a test of
 * each name, and only among what was found before where the text grew.
 */
export class NameSearch {
  #text = "";
  /** @type {Uint32Array | undefined} */
  #found;

  /** @param {Columns} columns */
  constructor({ lines, rows }) {
    this.lines = lines;
    this.starts = new Uint32Array(rows + 1);
    for (let row = 1, at = 0; row <= rows; row += 1) {
      at = lines.indexOf("\n", at) + 1;
      this.starts[row] = at;
    }
  }

  /** The rows whose name fits, ascending. @param {string} text */
  find(text) {
    const isPattern = /[*?]/.test(text);
    const grew = this.#found && this.#text && !isPattern && text.includes(this.#text);
    const found = grew ? this.#among(this.#found, text) : this.#everywhere(text);
    this.#text = isPattern ? "" : text;
    this.#found = found;
    return found;
  }

  name(row) {
    return this.lines.slice(this.starts[row], this.starts[row + 1] - 1);
  }

  #among(rows, text) {
    return rows.filter((row) => this.name(row).includes(text));
  }

  #everywhere(text) {
    const { lines, starts } = this;
    const isPattern = /[*?]/.test(text);
    const pieces = text.split(/[*?]+/);
    const longest = pieces.reduce((a, b) => (b.length > a.length ? b : a));
    const isLast = isPattern && longest === pieces.at(-1);
    const sought = isLast ? `${longest}\n` : longest;
    const fits = nameTest(text);
    const isSure = !isPattern || (isLast && text === `*${longest}`);
    const found = new Uint32Array(starts.length);
    let count = 0;
    let row = 0;
    let at = lines.indexOf(sought);
    while (at >= 0) {
      while (starts[row + 1] <= at) row += 1;
      if (isSure || fits(this.name(row))) found[count++] = row;
      at = lines.indexOf(sought, starts[row + 1]);
    }
    return found.subarray(0, count);
  }
}
