/** Hands product files over to the library: one after another, part by part. */

/** The largest part that is sent at once, in bytes. */
const PART = 16_000_000;

/** A file, or the way to get it. @typedef {File | (() => Promise<File>)} Source */

/**
 * What is under way; `share` is undefined while its length is unknown.
 * @typedef {{ name: string, stage: "reading" | "adding", share: number | undefined }} Progress
 */

/**
 * @typedef {object} OpeningHooks
 * @property {(progress: Progress | undefined) => void} onProgress
 * @property {(view: import("./types.js").View) => void} onView
 * @property {(error: unknown, file: File | undefined) => void} onError
 * @property {() => number[]} window  The rows that a view should bring along.
 */

export class Opener {
  #engine;
  #hooks;
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #waiting = 0;

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

  /** @param {Source} source */
  async #openNext(source) {
    let file;
    let isOpen = false;
    try {
      const given = source instanceof File ? source : await source();
      file = given;
      this.#hooks.onView(await this.#engine.inTurn(() => this.#read(given)));
      isOpen = true;
    } catch (error) {
      this.#hooks.onError(error, file);
    }
    this.#waiting -= 1;
    if (this.#waiting === 0) this.#hooks.onProgress(undefined);
    return isOpen;
  }

  /** @param {File} file */
  async #read(file) {
    const { name, size } = file;
    this.#hooks.onProgress({ name, stage: "reading", share: 0 });
    await this.#engine.call("begin", { file: true });
    for (let start = 0; start < size; start += PART) {
      await this.#engine.receive(await file.slice(start, start + PART).arrayBuffer());
      const share = Math.min(1, (start + PART) / size);
      this.#hooks.onProgress({ name, stage: "reading", share });
    }
    this.#hooks.onProgress({ name, stage: "adding", share: undefined });
    return this.#engine.call("open", { name, window: this.#hooks.window() });
  }
}
