/** Hands product files over to the library: one after another, part by part. */

import { partsOf } from "./reading.js";

/** The largest part that is sent at once, in bytes: it is read in some tenths of a second. */
const PART = 4_000_000;

/** A file, or the way to get it. @typedef {File | (() => Promise<File>)} Source */

/** @typedef {"reading" | "preparing" | "adding" | "basket"} Stage */

/**
 * What is under way; `share` is undefined while its length is unknown.
 * @typedef {{ name: string, stage: Stage, share: number | undefined }} Progress
 */

/**
 * @typedef {object} OpeningHooks
 * @property {(progress: Progress | undefined) => void} onProgress
 * @property {(view: import("./types.js").View) => void} onView
 * @property {(error: unknown, file: File | undefined) => void} onError
 * @property {() => number[]} window  The rows that a view should bring along.
 * @property {() => Promise<void>} keep  Have the basket kept as it is: only by ending
 *   Python can it be stopped from adding products.
 */

export class Opener {
  #engine;
  #hooks;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #waiting = 0;
  #isCancelled = false;

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {OpeningHooks} hooks
   */
  constructor(engine, hooks) {
    this.#engine = engine;
    this.#hooks = hooks;
  }

  /**
   * Open files, after those that are being opened; tell whether all could be.
   * @param {Source[]} sources
   */
  async open(sources) {
    const opened = sources.map((source) => {
      this.#waiting += 1;
      const next = this.#last.then(() => this.#openNext(source));
      this.#last = next;
      return next;
    });
    return (await Promise.all(opened)).every(Boolean);
  }

  /** Open no more of what is under way or waits; what is in the basket stays. */
  cancel() {
    this.#isCancelled = this.#waiting > 0;
  }

  /** @param {Source} source */
  async #openNext(source) {
    let file;
    let view;
    try {
      if (!this.#isCancelled) {
        const given = source instanceof File ? source : await source();
        file = given;
        view = await this.#engine.inTurn(() => this.#read(given));
        if (view) this.#hooks.onView(view);
      }
    } catch (error) {
      this.#hooks.onError(error, file);
    }
    this.#waiting -= 1;
    if (this.#waiting === 0) {
      this.#isCancelled = false;
      this.#hooks.onProgress(undefined);
    }
    return view !== undefined;
  }

  /**
   * Have a file read part by part; nothing comes of it if that is cancelled.
   * @param {File} file
   */
  async #read(file) {
    const { name, size } = file;
    this.#hooks.onProgress({ name, stage: "reading", share: 0 });
    await this.#engine.call("begin", { file: true });
    let done = 0;
    for await (const part of partsOf(file, PART)) {
      done += part.byteLength;
      await this.#engine.receive(part);
      this.#hooks.onProgress({ name, stage: "reading", share: done / size });
      if (this.#isCancelled) {
        await this.#engine.call("begin");
        return;
      }
    }
    const onShare = (/** @type {number} */ share) => {
      this.#hooks.onProgress({ name, stage: "preparing", share });
      return !this.#isCancelled;
    };
    if (!(await this.#engine.readOn(onShare))) return;
    await this.#hooks.keep();
    if (this.#isCancelled) {
      await this.#engine.call("begin");
      return;
    }
    this.#hooks.onProgress({ name, stage: "adding", share: undefined });
    return this.#engine.call("open", { name, window: this.#hooks.window() });
  }
}
