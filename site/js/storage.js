/**
 * What the browser keeps for the page: texts in localStorage, bytes in IndexedDB.
 *
 * All names begin with the page's path, so that two copies of the page on one host never
 * meet. Texts are written at once, so they are safe also when the page is being closed.
 * What cannot be kept is a `Problem` of the kind "storage".
 */
import { Problem } from "./problem.js";
import { fill, words } from "./words.js";

const PREFIX = `skybasket:${new URL("..", import.meta.url).pathname}:`;
const BYTES = "bytes";

/** Waiting for the database for longer is no use, in milliseconds. */
const PATIENCE = 10_000;

export class Store {
  /** @type {Promise<IDBDatabase> | undefined} */
  #database;

  /**
   * Give all texts whose names begin so.
   * @param {string} start
   * @returns {Record<string, string>}  By the rest of their names.
   */
  texts(start) {
    const from = PREFIX + start;
    /** @type {Record<string, string>} */
    const found = {};
    try {
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(from))
          found[name.slice(from.length)] = localStorage.getItem(name) ?? "";
      }
    } catch {
      // Where the browser forbids storage there is nothing in it.
    }
    return found;
  }

  /** @param {string} name */
  text(name) {
    try {
      return localStorage.getItem(PREFIX + name);
    } catch {
      return null;
    }
  }

  /**
   * Keep a text, or forget it where it is null.
   * @param {string} name
   * @param {string | null} text
   */
  setText(name, text) {
    try {
      if (text === null) localStorage.removeItem(PREFIX + name);
      else localStorage.setItem(PREFIX + name, text);
    } catch (error) {
      throw problem(error);
    }
  }

  /** What this tab remembers, also when it is loaded again. */
  get tabText() {
    try {
      return sessionStorage.getItem(PREFIX);
    } catch {
      return null;
    }
  }

  set tabText(text) {
    try {
      sessionStorage.setItem(PREFIX, text ?? "");
    } catch {
      // Then it is like a new tab when it is loaded again.
    }
  }

  /**
   * Tell of texts that another tab keeps or forgets.
   * @param {(name: string, text: string | null) => void} onChange
   */
  watch(onChange) {
    addEventListener("storage", ({ key, newValue }) => {
      if (key?.startsWith(PREFIX)) onChange(key.slice(PREFIX.length), newValue);
    });
  }

  /** @param {string} name */
  async bytes(name) {
    /** @type {Uint8Array<ArrayBuffer> | undefined} */
    const found = await this.#run("readonly", (bytes) => bytes.get(name));
    return found;
  }

  /**
   * Keep bytes, or forget them where they are undefined; they are safe afterwards.
   * @param {string} name
   * @param {Uint8Array<ArrayBuffer> | undefined} content
   */
  async setBytes(name, content) {
    await this.#run("readwrite", (bytes) =>
      content ? bytes.put(content, name) : bytes.delete(name),
    );
  }

  /**
   * Give the names of all bytes whose names begin so.
   * @param {string} start
   */
  async names(start) {
    const range = IDBKeyRange.bound(start, `${start}\uffff`);
    /** @type {string[]} */
    const found = await this.#run("readonly", (bytes) => bytes.getAllKeys(range));
    return found;
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {(bytes: IDBObjectStore) => IDBRequest} act
   * @returns {Promise<any>}
   */
  async #run(mode, act) {
    try {
      this.#database ??= open(() => {
        this.#database = undefined;
      });
      const transaction = (await this.#database).transaction(BYTES, mode);
      const request = act(transaction.objectStore(BYTES));
      await done(transaction);
      return request.result;
    } catch (error) {
      this.#database = undefined;
      throw problem(error);
    }
  }
}

/**
 * @param {() => void} onClosed  It can be used no more, and may be opened again.
 * @returns {Promise<IDBDatabase>}
 */
function open(onClosed) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(PREFIX, 1);
    const timer = setTimeout(() => reject(new Error("timeout")), PATIENCE);
    request.onupgradeneeded = () => request.result.createObjectStore(BYTES);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      clearTimeout(timer);
      const database = request.result;
      // Somebody may have removed all that is stored for the page.
      database.onclose = onClosed;
      // A later version of the page, in another tab, may want to change it.
      database.onversionchange = () => {
        database.close();
        onClosed();
      };
      resolve(database);
    };
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {unknown} error */
function problem(error) {
  const isFull = error instanceof DOMException && error.name === "QuotaExceededError";
  const reason = error instanceof Error ? error.message : String(error);
  const message = isFull ? words.storage.full : fill(words.storage.failed, { reason });
  return new Problem({ kind: isFull ? "full" : "storage", message });
}
