/** The baskets in the browser's storage: their records, and their products in parts. */

const RECORD = "basket:";
const PRODUCTS = "products:";
/** What follows from the products, but takes long to find out. */
const FORETOLD = "foretold:";
const PLACE = "place:";
/** Who writes a basket at present. */
const WRITER = "writer:";

export class Shelf {
  #store;

  /** @param {import("./storage.js").Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** All records, by the ids of their baskets. */
  records() {
    return this.#store.texts(RECORD);
  }

  /** @param {string} id */
  record(id) {
    return this.#store.text(RECORD + id);
  }

  /**
   * @param {string} id
   * @param {string} record
   */
  setRecord(id, record) {
    this.#store.setText(RECORD + id, record);
  }

  /**
   * The products of a basket, and how many parts there were.
   * @param {string} id
   */
  async products(id) {
    const texts = this.#store.texts(`${PRODUCTS}${id}:`);
    const start = `${PRODUCTS}${id}:`;
    // Where no bytes can be had, what is there as text is better than nothing.
    const names = await this.#store.names(start).catch(() => []);
    const ends = names.map((name) => name.slice(start.length));
    const numbers = [...new Set([...Object.keys(texts), ...ends].map(Number))];
    numbers.sort((one, other) => one - other);
    const parts = [];
    for (const number of numbers) {
      const text = texts[number];
      parts.push(
        text === undefined
          ? ((await this.#store.bytes(start + number)) ?? new Uint8Array())
          : decoded(text),
      );
    }
    const foretold = await this.#store.bytes(FORETOLD + id).catch(() => undefined);
    if (foretold) parts.push(foretold);
    return { content: new Blob(parts), next: (numbers.at(-1) ?? -1) + 1 };
  }

  /**
   * Store a short part at once.
   * @param {string} id
   * @param {number} number
   * @param {string} text  In base64.
   */
  setShortPart(id, number, text) {
    this.#store.setText(`${PRODUCTS}${id}:${number}`, text);
  }

  /**
   * Store a part of any length; it is safe afterwards.
   * @param {string} id
   * @param {number} number
   * @param {Uint8Array<ArrayBuffer>} content
   */
  setPart(id, number, content) {
    return this.#store.setBytes(`${PRODUCTS}${id}:${number}`, content);
  }

  /**
   * @param {string} id
   * @param {Uint8Array<ArrayBuffer>} content
   */
  setForetold(id, content) {
    return this.#store.setBytes(FORETOLD + id, content);
  }

  /**
   * Copy the products of a basket to another that has none.
   * @param {string} from
   * @param {string} to
   */
  async copyProducts(from, to) {
    const { content } = await this.products(from);
    await this.setPart(to, 0, new Uint8Array(await content.arrayBuffer()));
  }

  /**
   * Forget a basket wholly. Its record goes last: as long as any of it is there, it is
   * known that it has to go.
   * @param {string} id
   */
  async remove(id) {
    const products = `${PRODUCTS}${id}:`;
    for (const number of Object.keys(this.#store.texts(products)))
      this.#store.setText(products + number, null);
    for (const name of await this.#store.names(products))
      await this.#store.setBytes(name, undefined);
    await this.#store.setBytes(FORETOLD + id, undefined);
    for (const start of [PLACE + id, WRITER + id, RECORD + id])
      this.#store.setText(start, null);
  }

  /** @param {string} id */
  place(id) {
    return this.#store.text(PLACE + id);
  }

  /**
   * @param {string} id
   * @param {string} place
   */
  setPlace(id, place) {
    this.#store.setText(PLACE + id, place);
  }

  /** @param {string} id */
  writer(id) {
    return this.#store.text(WRITER + id);
  }

  /**
   * @param {string} id
   * @param {string | null} writer
   */
  setWriter(id, writer) {
    this.#store.setText(WRITER + id, writer);
  }
}

/** @param {string} text  In base64. */
export function decoded(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** A name that no other basket or record has. */
export function newId() {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return [...numbers].map((number) => number.toString(36).padStart(7, "0")).join("");
}
