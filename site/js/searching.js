/** Drives a search: sends what Python asks for, and hands over what comes back. */

/** @typedef {import("./types.js").Search} Search */

/**
 * What a search needs of the page.
 * @typedef {object} SearchHooks
 * @property {import("./engine.js").Engine} engine
 * @property {(request: import("./types.js").ArchiveRequest, signal: AbortSignal)
 *   => Promise<ArrayBuffer>} ask
 * @property {(search: Search) => void} onSearch  Called after every step.
 * @property {(error: unknown) => void} onError
 */

export class Searching {
  #hooks;
  #stop = new AbortController();
  #running = false;

  /** @param {SearchHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  /**
   * Send a command that begins something, and go on until nothing is left to ask.
   * @param {"search_begin" | "search_list" | "search_products"} command
   * @param {object} [args]
   */
  async run(command, args = {}) {
    if (this.#running) await this.stop();
    this.#running = true;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const { engine, onSearch, onError } = this.#hooks;
    try {
      let search = await engine.call(command, args);
      onSearch(search);
      while (search.request && !signal.aborted) {
        search = await this.#step(search.request, signal);
        onSearch(search);
      }
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
    this.#running = false;
  }

  /** Ask no more; what has arrived stays. */
  async stop() {
    this.#stop.abort();
    this.#hooks.onSearch(await this.#hooks.engine.call("search_stop"));
  }

  /**
   * @param {import("./types.js").ArchiveRequest} request
   * @param {AbortSignal} signal
   * @returns {Promise<Search>}
   */
  async #step(request, signal) {
    const { engine, ask } = this.#hooks;
    await pause(request.wait, signal);
    let answer;
    try {
      answer = await ask(request, signal);
    } catch (error) {
      signal.throwIfAborted();
      return engine.call("search_fail", failure(error));
    }
    signal.throwIfAborted();
    return engine.give("search_answer", answer);
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
