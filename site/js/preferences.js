/** How someone likes the page: kept in this browser, and seen by style sheets. */

const NAME = "preferences";

/** What can be chosen; the first of each is how the page comes. */
export const CHOICES = {
  theme: ["system", "light", "dark"],
  density: ["comfortable", "compact"],
};

/** @typedef {keyof typeof CHOICES} Choice */

export class Preferences {
  #store;
  /** @type {Record<string, unknown>} */
  #values;

  /** @param {import("./storage.js").Store} store */
  constructor(store) {
    this.#store = store;
    this.#values = read(store.text(NAME));
    for (const name of choiceNames) this.#apply(name);
  }

  /** @param {Choice} name */
  chosen(name) {
    const value = String(this.#values[name]);
    return CHOICES[name].includes(value) ? value : String(CHOICES[name][0]);
  }

  /**
   * @param {Choice} name
   * @param {string} value
   */
  choose(name, value) {
    this.#keep(name, value);
    this.#apply(name);
  }

  /**
   * Give a number of pixels, or undefined where nobody has set it.
   * @param {string} name
   */
  length(name) {
    const value = this.#values[name];
    return typeof value === "number" && value > 0 ? value : undefined;
  }

  /**
   * @param {string} name
   * @param {number | undefined} value
   */
  setLength(name, value) {
    this.#keep(name, value);
  }

  /**
   * Give all numbers of pixels whose names begin so, by the rest of their names.
   * @param {string} start
   */
  lengths(start) {
    /** @type {Record<string, number>} */
    const found = {};
    for (const name of Object.keys(this.#values)) {
      const width = name.startsWith(start) ? this.length(name) : undefined;
      if (width) found[name.slice(start.length)] = width;
    }
    return found;
  }

  /**
   * Give a list of names, or undefined where nobody has chosen any.
   * @param {string} name
   * @returns {string[] | undefined}
   */
  names(name) {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : undefined;
  }

  /**
   * @param {string} name
   * @param {string[]} value
   */
  setNames(name, value) {
    this.#keep(name, value);
  }

  /** @param {Choice} name */
  #apply(name) {
    document.documentElement.setAttribute(`data-${name}`, this.chosen(name));
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  #keep(name, value) {
    // Another tab may have chosen something else meanwhile.
    this.#values = { ...this.#values, ...read(this.#store.text(NAME)), [name]: value };
    try {
      this.#store.setText(NAME, JSON.stringify(this.#values));
    } catch {
      // Where the browser keeps nothing, it holds for this visit.
    }
  }
}

const choiceNames = /** @type {Choice[]} */ (Object.keys(CHOICES));

/**
 * @param {string | null} text
 * @returns {Record<string, unknown>}
 */
function read(text) {
  try {
    const values = JSON.parse(text ?? "{}");
    return typeof values === "object" && values ? values : {};
  } catch {
    return {};
  }
}
