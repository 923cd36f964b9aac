/** Drives a search: sends what Python asks for, and hands over what comes back. */

/** @typedef {import("./types.js").Answers} Answers */

/**
 * What a search needs of the page; `State` is what its commands answer.
 * @template State
 * @typedef {object} SearchHooks
 * @property {"search" | "complete" | "references"} name  What its commands begin with.
 * @property {import("./engine.js").Engine} engine
 * @property {(request: import("./types.js").ArchiveRequest, signal: AbortSignal)
 *   => Promise<ArrayBuffer>} ask
 * @property {(search: State) => void} onSearch  Called after every step.
 * @property {(error: unknown) => void} onError
 */

/** @template {Answers["search_stop" | "complete_stop" | "references_stop"]} State */
export class Searching {
  #hooks;
  #stop = new AbortController();
  #running = false;

  /** @param {SearchHooks<State>} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  /**
   * Send a command that begins something, and go on until nothing is left to ask.
   * Tells whether it came so far.
   * @param {"search_begin" | "search_list" | "search_products" | "arrive_search"
   *   | "complete_begin" | "references_begin" | "references_again"
   *   | "references_context"} command
   * @param {object} [args]
   */
  async run(command, args = {}) {
    if (this.#running) await this.stop();
    this.#running = true;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const { engine, onSearch, onError } = this.#hooks;
    try {
      let search = /** @type {State} */ (await engine.call(command, args));
      onSearch(search);
      while (search.request && !signal.aborted) {
        search = await this.#step(search.request, signal);
        onSearch(search);
      }
      return !signal.aborted;
    } catch (error) {
      if (!signal.aborted) onError(error);
      return false;
    } finally {
      this.#running = false;
    }
  }

  /** Ask no more; what has arrived stays. */
  async stop() {
    this.#stop.abort();
    const { engine, name, onSearch } = this.#hooks;
    onSearch(/** @type {State} */ (await engine.call(`${name}_stop`)));
  }

  /**
   * @param {import("./types.js").ArchiveRequest} request
   * @param {AbortSignal} signal
   * @returns {Promise<State>}
   */
  async #step(request, signal) {
    const { engine, ask, name } = this.#hooks;
    await pause(request.wait, signal);
    let answer;
    try {
      answer = await ask(request, signal);
    } catch (error) {
      signal.throwIfAborted();
      return /** @type {State} */ (await engine.call(`${name}_fail`, failure(error)));
    }
    signal.throwIfAborted();
    return /** @type {State} */ (await engine.give(`${name}_answer`, answer));
  }
}

/**
 * What is known of a question that was not answered: browsers say little.
 * @param {unknown} error
 */
function failure(error) {
  const reason = error instanceof Error ? error.message : String(error);
  if (!navigator.onLine) return { cause: "offline", reason };
  const isLate = error instanceof DOMException && error.name === "TimeoutError";
  return { cause: isLate ? "timeout" : "refused", reason };
}

/**
 * @param {number} seconds
 * @param {AbortSignal} signal
 */
function pause(seconds, signal) {
  if (seconds <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
