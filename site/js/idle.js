/** Has Python get ready for what comes next, part by part, while the page is idle. */

/** Milliseconds between two parts in browsers that do not tell when they are idle. */
const PAUSE = 100;

export class Idle {
  #engine;
  #onKnown;
  #isWanted = false;
  #isUnderWay = false;

  /**
   * @param {import("./engine.js").Engine} engine
   * @param {() => Promise<void>} onKnown  What takes long to find out can be stored.
   */
  constructor(engine, onKnown) {
    this.#engine = engine;
    this.#onKnown = onKnown;
  }

  /** Something may have come that needs it: only Python knows. */
  begin() {
    this.#isWanted = true;
    if (!this.#isUnderWay) void this.#prepare();
  }

  async #prepare() {
    this.#isUnderWay = true;
    try {
      while (this.#isWanted) {
        await idleTime();
        this.#isWanted = false;
        const { more, foretells } = await this.#engine.call("prepare");
        this.#isWanted ||= more;
        if (foretells) await this.#onKnown();
      }
    } catch {
      // Whoever needs what is not ready is told what is wrong.
    }
    this.#isUnderWay = false;
  }
}

/** @returns {Promise<unknown>} */
function idleTime() {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve);
    else setTimeout(resolve, PAUSE);
  });
}
