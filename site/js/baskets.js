/** The basket of this tab among all that the browser keeps: which one it is, and kept. */
import { Keeper } from "./keeper.js";
import { Problem } from "./problem.js";
import { newId } from "./shelf.js";
import { words } from "./words.js";

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./channel.js").Channel} Channel */

/**
 * What baskets need of the page.
 * @typedef {object} BasketHooks
 * @property {import("./storage.js").Store} store
 * @property {import("./shelf.js").Shelf} shelf
 * @property {import("./claims.js").Claims} claims
 * @property {import("./engine.js").Engine} engine
 * @property {() => number[]} window  The rows that a view should bring along.
 * @property {(view: View) => void} show
 * @property {(command: import("./types.js").ViewCommand, args: object) => Promise<unknown>} change
 * @property {(message: string, undo?: () => void) => void} tell
 * @property {() => object} place  Where one is looking, to be there again.
 * @property {(place: any) => void} goTo
 * @property {(error: unknown) => void} report
 * @property {(progress: import("./opening.js").Progress | undefined) => void} onProgress
 * @property {(text: string) => void} onKept  Whether the basket is safe, in words; empty
 *   while that is not known.
 */

export class Baskets {
  #hooks;
  #claims;
  #shelf;
  #keeper;
  #isTroubled = false;
  #isCancelled = false;

  /** @param {BasketHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#shelf = hooks.shelf;
    this.#claims = hooks.claims;
    this.#keeper = new Keeper({
      shelf: this.#shelf,
      products: (args) => hooks.engine.blob("products", args),
      place: hooks.place,
      onTrouble: (error) => this.#onTrouble(error),
      onKept: (isSafe) => {
        if (isSafe) this.#isTroubled = false;
        if (!this.#isTroubled) hooks.onKept(isSafe ? words.baskets.kept : "");
      },
      onTaken: () => void hooks.change("basket_fork", { id: newId() }),
    });
  }

  /**
   * Open the basket of this tab, else the last one that no tab has open, else a new one.
   * @param {Channel} channel  The way to Python before others can use it.
   * @param {boolean} isNew  Open none that is kept.
   */
  async start(channel, isNew) {
    let isOpen = false;
    try {
      const records = this.#shelf.records();
      const { latest, expired } = await channel.call("shelf_load", { records });
      const kept = Object.keys(records).filter((id) => !expired.includes(id));
      const chosen = isNew ? undefined : await this.#choose(kept, latest[0]);
      if (chosen) isOpen = await this.#reopen(channel, chosen);
      for (const old of expired) await this.#shelf.remove(old);
    } catch (error) {
      // What cannot be opened stays where it is; without Python there is nothing at all.
      if (Problem.from(error).kind === "stopped") throw error;
      this.#hooks.report(error);
    }
    if (!isOpen) await this.#begin(channel);
  }

  /**
   * Choose which basket to open, if there is any, and whether this tab may change it.
   * @param {string[]} kept
   * @param {string | undefined} last
   */
  async #choose(kept, last) {
    const own = this.id || this.#hooks.store.tabText;
    const id = own && kept.includes(own) ? own : last;
    if (!id || (this.id && this.id !== id)) return undefined;
    const isFree = this.id === id || (await this.#claims.claim(id));
    return isFree || id === own ? { id, isFree } : undefined;
  }

  /**
   * @param {Channel} channel
   * @param {{ id: string, isFree: boolean }} chosen
   */
  async #reopen(channel, { id, isFree }) {
    const view = await this.#open(channel, id, !isFree);
    if (!view) return false;
    // Where rows were made anew, nobody knows any more which ones were in sight.
    if (view.kept?.replaces) return true;
    if (this.id !== id) this.#hooks.tell(view.message);
    const place = this.#shelf.place(id);
    if (place) this.#hooks.goTo(JSON.parse(place));
    return true;
  }

  /** @param {Channel} channel */
  async #begin(channel) {
    const id = newId();
    const view = await channel.call("basket_new", { id, window: this.#hooks.window() });
    this.#follow(id, 0, "");
    this.#hooks.show(view);
    return view;
  }

  /**
   * Open a kept basket; nothing comes of it if that is cancelled.
   * @param {Channel} channel
   * @param {string} id
   * @param {boolean} copy
   */
  async #open(channel, id, copy) {
    const { content, next } = await this.#shelf.products(id);
    const spare = newId();
    const record = this.#shelf.record(id);
    const args = { id, record, spare, copy, window: this.#hooks.window() };
    const view = await channel.inTurn(async () => {
      await channel.hand(content);
      await channel.call("basket_read", { record });
      const isDone = await this.#readOn(channel);
      return isDone ? channel.call("basket_open", args) : undefined;
    });
    if (!view) return undefined;
    const isSame = view.kept?.id === id;
    this.#follow(isSame ? id : spare, isSame ? next : 0, view.kept?.stored ?? "");
    this.#hooks.show(view);
    return view;
  }

  /** @param {Channel} channel */
  async #readOn(channel) {
    const { onProgress } = this.#hooks;
    const onShare = (/** @type {number} */ share) => {
      onProgress({ name: "", stage: "basket", share });
      return !this.#isCancelled;
    };
    this.#isCancelled = false;
    onShare(0);
    try {
      return await channel.readOn(onShare);
    } finally {
      onProgress(undefined);
    }
  }

  /** Whether all of it is kept. */
  get isSafe() {
    return this.#keeper.isSafe;
  }

  /** Write at once what can be written without Python, which is gone. */
  flush() {
    this.#keeper.flush();
  }

  /** Do not open what is being opened; it stays among the kept ones. */
  cancel() {
    this.#isCancelled = true;
  }

  /**
   * @param {string} id
   * @param {number} next  How many parts of it are stored.
   * @param {string} mark  How much of its products they hold.
   */
  #follow(id, next, mark) {
    this.#keeper.follow(id, next, mark);
    this.#hooks.onKept("");
    this.#hooks.store.tabText = id;
    void this.#claims.claim(id);
  }

  /** The basket of this tab. */
  get id() {
    return this.#keeper.id;
  }

  /**
   * Take note of what is to be kept of a view.
   * @param {View} view
   */
  keep({ kept }) {
    if (!kept) return;
    if (kept.id !== this.id) this.#follow(kept.id, 0, kept.stored);
    this.#keeper.keep(kept);
  }

  /** Where one is looking has changed. */
  move() {
    this.#keeper.move();
  }

  /** @param {unknown} error */
  #onTrouble(error) {
    const { kind, message } = Problem.from(error);
    if (kind === "stopped") return; // the basket is opened again as it was kept
    this.#hooks.onKept(words.baskets.not_kept);
    if (!this.#isTroubled)
      this.#hooks.tell(`${message} ${words.baskets.not_kept_help}`);
    this.#isTroubled = true;
  }

  /** Begin an empty basket; the old one stays in the list. */
  async begin() {
    await this.#leave((back) => this.#begin(this.#hooks.engine).then(back));
  }

  /**
   * Open another basket.
   * @param {string} id
   */
  async open(id) {
    await this.#leave((back) =>
      this.#claims
        .claim(id)
        .then((isFree) => this.#open(this.#hooks.engine, id, !isFree))
        .then((view) => view && back(view)),
    );
  }

  /** Go on with the basket that was offered, as one of its own. */
  async takeOffer() {
    const id = newId();
    const args = { id, window: this.#hooks.window() };
    await this.#leave(async (back) => {
      const view = await this.#hooks.engine.call("offer_open", args);
      this.#hooks.show(view);
      back(view);
    });
  }

  /**
   * Leave the open basket for another, and offer the way back.
   * @param {(back: (view: View) => void) => Promise<void>} go
   */
  async #leave(go) {
    await this.#keeper.write();
    const old = this.id;
    const goBack = () => void this.open(old).catch(this.#hooks.report);
    const undo = this.#shelf.record(old) === null ? undefined : goBack;
    await go((view) => this.#hooks.tell(view.message, undo));
  }

  /** Write all there is of it. */
  write() {
    return this.#keeper.write();
  }

  /** Keep what was found out of the open basket, so that it opens sooner. */
  async foretell() {
    const { id } = this;
    await this.#keeper.write();
    const content = await this.#hooks.engine.blob("foretold", { id });
    if (this.id === id) await this.#shelf.setForetold(id, content);
  }

  /** The open basket as a file. */
  file() {
    return this.#hooks.engine.blob("file");
  }
}
