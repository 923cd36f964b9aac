/** One Python at work in its worker: what it was asked for, and how it ends. */
import { wrap } from "comlink";
import { scriptAddress } from "./scripts.js";
import { words } from "./words.js";

/** @typedef {import("comlink").Remote<import("./types.js").Adapter>} Remote */

/** Milliseconds without an answer after which it counts as busy. */
const LONG = 2000;

/**
 * @typedef {object} RunningHooks
 * @property {(isBusy: boolean) => void} onBusy
 * @property {(reason: string, command: string) => void} onBroken  It answers no more; the
 *   command is the one that it was at.
 */

export class Running {
  #worker = new Worker(scriptAddress("js/worker.js"), { type: "module" });
  /** @type {Remote} */
  #remote = wrap(this.#worker);
  #hooks;
  /**
   * What waits for an answer, the first one first.
   * @type {Set<{ command: string, reject: (reason: unknown) => void }>}
   */
  #asked = new Set();
  /** Why it has ended. @type {unknown} */
  #end;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {RunningHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#worker.addEventListener("error", ({ message }) => {
      if (!this.#end) hooks.onBroken(message || words.engine.worker, this.command);
    });
  }

  /** The command that it is at; empty if it is at none. */
  get command() {
    return [...this.#asked][0]?.command ?? "";
  }

  /**
   * Ask for something; that fails when Python ends before it has answered.
   * @template Result
   * @param {string} command
   * @param {(remote: Remote) => Promise<Result>} act
   * @returns {Promise<Result>}
   */
  ask(command, act) {
    return new Promise((resolve, reject) => {
      if (this.#end) return reject(this.#end);
      const asked = { command, reject };
      const settle = () => {
        this.#asked.delete(asked);
        this.#wait();
      };
      this.#asked.add(asked);
      this.#wait();
      act(this.#remote).then(resolve, reject).finally(settle);
    });
  }

  /** Have it fetch what later commands need: one that does tells what is wrong with it. */
  complete() {
    this.#remote.complete().catch(() => {});
  }

  /** Whether it is busy is known again after some time without an answer. */
  #wait() {
    clearTimeout(this.#timer);
    this.#hooks.onBusy(false);
    if (this.#asked.size > 0)
      this.#timer = setTimeout(() => this.#hooks.onBusy(true), LONG);
  }

  /**
   * End it, whatever it is doing.
   * @param {unknown} reason  What those are told who wait for an answer.
   */
  end(reason) {
    this.#end = reason;
    this.#worker.terminate();
    for (const { reject } of this.#asked) reject(reason);
    this.#asked.clear();
    this.#wait();
  }
}
