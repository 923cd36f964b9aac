/** Goes on with another Python where one was lost: what the page does, and tells. */
import { Problem } from "./problem.js";
import { words } from "./words.js";

/**
 * @typedef {object} ReturningHooks
 * @property {import("./engine.js").Engine} engine
 * @property {import("./basketroom.js").BasketRoom} room
 * @property {import("./telling.js").Telling} telling
 * @property {{ forget: () => void }[]} numbered  They go by numbers of the lost one.
 * @property {{ load: () => unknown }[]} informed  They have what another one is to know.
 */

export class Returning {
  #hooks;
  #isSafe = true;

  /** @param {ReturningHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    hooks.engine.whenLost(() => this.#leave());
    hooks.engine.whenBack((loss) => void this.#enter(loss));
  }

  /** One was lost. */
  #leave() {
    const { room, numbered } = this.#hooks;
    room.flush();
    this.#isSafe = room.isSafe;
    for (const part of numbered) part.forget();
  }

  /**
   * Another one is there, with the basket.
   * @param {import("./engine.js").Loss} loss
   */
  async #enter({ reason, command }) {
    const { informed, telling } = this.#hooks;
    // What columns look like takes messages away.
    await Promise.all(informed.map((part) => part.load()));
    const { broke, stopped, kept, lost } = words.engine;
    const after = this.#isSafe ? kept : lost;
    if (!command) return telling.tell(`${stopped} ${after}`);
    const where = [`${command}: ${reason}`];
    const message = `${broke} ${after}`;
    return telling.report(new Problem({ kind: "crash", message, where }));
  }
}
