/** Goes on with another Python where one was lost: what the page does, and tells. */
import { place } from "./mount.js";
import { Problem } from "./problem.js";
import { words } from "./words.js";

/**
 * @typedef {object} ReturningHooks
 * @property {import("./basketroom.js").BasketRoom} room
 * @property {import("./searchpanel.js").SearchPanel} search
 * @property {import("./completion.js").Completion} completion
 * @property {import("./browsing.js").Browsing} browsing
 * @property {import("./filtersource.js").FilterSource} filters
 * @property {import("./downloads.js").Downloads} downloads
 * @property {import("./header.js").Header} header
 * @property {import("./telling.js").Telling} telling
 */

export class Returning {
  #hooks;
  #isSafe = true;

  /** @param {ReturningHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  /** Forget what only the lost one knew. */
  leave() {
    const { room, search, completion, browsing, filters } = this.#hooks;
    room.flush();
    this.#isSafe = room.isSafe;
    browsing.tree.forget();
    filters.forget();
    search.stop();
    completion.stop();
    // What it lists is of no use to another one.
    /** @type {HTMLDialogElement} */ (place("references")).close();
  }

  /**
   * Tell the other one what the page keeps, and tell what has happened.
   * @param {import("./engine.js").Loss} loss
   */
  async enter({ reason, command }) {
    const { header, downloads, telling } = this.#hooks;
    header.load();
    await downloads.load(); // what columns look like takes messages away
    const { broke, stopped, kept, lost } = words.engine;
    const after = this.#isSafe ? kept : lost;
    if (!command) return telling.tell(`${stopped} ${after}`);
    const where = [`${command}: ${reason}`];
    telling.report(new Problem({ kind: "crash", message: `${broke} ${after}`, where }));
  }
}
