/**
 * Keeps the open basket in the browser: each part of its products once, its small record
 * at every change, and where one was looking.
 *
 * A record is written only when the products it speaks of are stored. What is short is
 * written at once when the page is hidden, so it is there also when the tab is closed.
 */
import { newId } from "./shelf.js";

/** Milliseconds in which changes become one write. */
const PAUSE = 250;

/** @typedef {import("./keeptypes.js").Kept} Kept */

/**
 * @typedef {object} KeeperHooks
 * @property {import("./shelf.js").Shelf} shelf
 * @property {(args: { id: string, since: string, until: string })
 *   => Promise<Uint8Array<ArrayBuffer>>} products
 * @property {() => object} place  Where one is looking.
 * @property {(error: unknown) => void} onTrouble  It is not kept.
 * @property {(isSafe: boolean) => void} onKept  It is; or it is not yet.
 * @property {() => void} onTaken  Another tab writes the same basket.
 */

export class Keeper {
  #hooks;
  /** Tells this tab from others. */
  #writer = newId();
  #id = "";
  #next = 0;
  /** How much of the products is stored or waits to be. */
  #mark = "";
  /** @type {Kept[]} */
  #parts = [];
  /** What came last. @type {Kept | undefined} */
  #kept;
  #record = "";
  #written = "";
  /** The basket in whose place this one came, until it is forgotten. */
  #replaced = "";
  /** @type {Promise<void>} */
  #writing = Promise.resolve();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {KeeperHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush();
    });
    addEventListener("pagehide", () => this.flush());
  }

  /** Whether all of the basket is kept. */
  get isSafe() {
    return this.#parts.length === 0 && this.#record === this.#written;
  }

  /** The basket that is kept; empty before the first one. */
  get id() {
    return this.#id;
  }

  /**
   * Follow another basket from now on.
   * @param {string} id
   * @param {number} next  How many parts of it are stored.
   * @param {string} mark  How much of its products they hold; empty if Python says that.
   */
  follow(id, next, mark) {
    this.flush();
    this.#id = id;
    this.#next = next;
    this.#mark = mark;
    this.#parts = [];
    this.#record = this.#written = this.#replaced = "";
    try {
      // Whoever wrote it before is gone; this tab's name comes with the first record.
      this.#hooks.shelf.setWriter(id, null);
    } catch {
      // Where nothing can be stored, the first record tells.
    }
  }

  /**
   * Take over what is to be kept, soon.
   * @param {Kept} kept  Of the basket that is followed.
   */
  keep(kept) {
    const { stored, since, mark } = kept;
    this.#mark ||= stored;
    // What a lost answer told is asked for once more.
    const isNext = since === this.#mark;
    const part = isNext ? kept : { ...kept, since: this.#mark, products: null };
    if (part.since !== mark) this.#parts.push(part);
    this.#mark = mark;
    this.#kept = kept;
    this.#record = kept.record;
    if (!this.#written) this.#replaced = kept.replaces;
    if (!this.isSafe) this.#hooks.onKept(false);
    this.move();
  }

  /** Where one is looking has changed. */
  move() {
    this.#timer ??= setTimeout(() => void this.write(), PAUSE);
  }

  /** Write all there is; afterwards it is safe, or its trouble told. */
  write() {
    this.#stopWaiting();
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  #stopWaiting() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #write() {
    this.#miss();
    try {
      while (this.#parts[0]) await this.#storePart(this.#parts[0]);
      this.#writeRecord();
    } catch (error) {
      this.#hooks.onTrouble(error);
    }
  }

  /** Where somebody has removed what was stored, all of it is to be stored anew. */
  #miss() {
    const { shelf, onKept } = this.#hooks;
    if (!this.#kept || !this.#written || shelf.record(this.#id) !== null) return;
    this.#parts = [{ ...this.#kept, since: "", mark: this.#mark, products: null }];
    this.#next = 0;
    this.#written = "";
    onKept(false);
  }

  /** Write at once what can be. */
  flush() {
    this.#stopWaiting();
    this.#miss();
    try {
      while (this.#parts[0]) if (!this.#storeShort(this.#parts[0])) return;
      this.#writeRecord();
    } catch (error) {
      this.#hooks.onTrouble(error);
    }
  }

  /** @param {Kept} part  The first one. */
  async #storePart(part) {
    try {
      if (this.#storeShort(part)) return;
    } catch {
      // What finds no room among the texts may find it elsewhere.
    }
    const { id, since, mark } = part;
    try {
      const content = await this.#hooks.products({ id, since, until: mark });
      if (this.#parts[0] !== part) return;
      await this.#hooks.shelf.setPart(id, this.#next, content);
      this.#stored(part);
    } catch (error) {
      // Where another basket is followed by now, nobody misses it.
      if (this.#parts[0] === part) throw error;
    }
  }

  /**
   * Store a short part; tell whether it is one.
   * @param {Kept} part  The first one.
   */
  #storeShort(part) {
    if (part.products === null) return false;
    this.#hooks.shelf.setShortPart(part.id, this.#next, part.products);
    this.#stored(part);
    return true;
  }

  /** @param {Kept} part */
  #stored(part) {
    if (this.#parts[0] !== part) return;
    this.#parts.shift();
    this.#next += 1;
  }

  /** Forget the basket that is here under this name now; if that fails, next time. */
  #forget() {
    if (this.#replaced) this.#hooks.shelf.remove(this.#replaced).catch(() => {});
    this.#replaced = "";
  }

  #writeRecord() {
    const { shelf, place, onKept, onTaken } = this.#hooks;
    if (!this.#id || !this.#record) return;
    const writer = shelf.writer(this.#id) ?? this.#writer;
    if (writer !== this.#writer) {
      this.#record = "";
      onTaken();
      return;
    }
    shelf.setWriter(this.#id, this.#writer);
    if (this.#record !== this.#written) shelf.setRecord(this.#id, this.#record);
    this.#written = this.#record;
    this.#forget();
    onKept(true);
    try {
      shelf.setPlace(this.#id, JSON.stringify(place()));
    } catch {
      // Where one was looking is no part of the basket.
    }
  }
}
