/** Where the browser keeps the download history: texts at once, long lists as bytes. */
import { debounce } from "./debounce.js";
import { Problem } from "./problem.js";

const START = "history:";
const LOCK = `skybasket:${new URL("..", import.meta.url).pathname}:history`;

/** Milliseconds in which what other tabs do is told together. */
const PAUSE = 50;

export class HistoryStore {
  #store;

  /** @param {import("./storage.js").Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** All records, by their names. */
  records() {
    return this.#store.texts(START);
  }

  /** The names of all lists that lie apart from their records; null if unknown. */
  async apart() {
    try {
      const names = await this.#store.names(START);
      return names.map((name) => name.slice(START.length));
    } catch {
      return null;
    }
  }

  /**
   * Tell of records that other tabs keep or remove, some together.
   * @param {(heard: { records: Record<string, string>, gone: string[] }) => void} onChange
   */
  watch(onChange) {
    /** @type {Map<string, string | null>} */
    const heard = new Map();
    const tell = debounce(PAUSE, () => {
      /** @type {Record<string, string>} */
      const records = {};
      const gone = [];
      for (const [id, text] of heard) {
        if (text === null) gone.push(id);
        else records[id] = text;
      }
      heard.clear();
      onChange({ records, gone });
    });
    this.#store.watch((name, text) => {
      if (!name.startsWith(START)) return;
      heard.set(name.slice(START.length), text);
      tell.run();
    });
  }

  /**
   * Store texts, after what is removed has made room; give those that could not be.
   * @param {Record<string, string | null>} writes
   */
  write(writes) {
    const entries = Object.entries(writes);
    const removals = entries.filter(([, text]) => text === null);
    /** @type {{ ids: string[], kind: string }} */
    const failed = { ids: [], kind: "" };
    for (const [id, text] of [
      ...removals,
      ...entries.filter(([, text]) => text !== null),
    ]) {
      try {
        this.#store.setText(START + id, text);
      } catch (error) {
        failed.ids.push(id);
        failed.kind = Problem.from(error).kind;
      }
    }
    return failed;
  }

  /** @param {string} id */
  async bytes(id) {
    try {
      const found = await this.#store.bytes(START + id);
      return found?.slice().buffer;
    } catch {
      return undefined;
    }
  }

  /**
   * @param {string} id
   * @param {Uint8Array<ArrayBuffer>} content
   */
  setBytes(id, content) {
    return this.#store.setBytes(START + id, content);
  }

  /**
   * Forget lists that no record speaks of, unless another tab is open: it may still take
   * back that it has deleted their records.
   * @param {string[]} ids
   */
  async purge(ids) {
    const forget = async () => {
      for (const id of ids)
        await this.#store.setBytes(START + id, undefined).catch(() => {});
    };
    if (!navigator.locks) return forget();
    await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) =>
      lock ? forget() : undefined,
    );
    // This tab is open from now on, for as long as it lives.
    void navigator.locks.request(LOCK, { mode: "shared" }, () => new Promise(() => {}));
  }
}
