/** All that lets the data be seen. */
import { Overview } from "./overview.js";

/**
 * What it needs of the page.
 * @typedef {object} SightsHooks
 * @property {import("../engine.js").Engine} engine
 * @property {import("../types.js").Send} send
 * @property {(error: unknown) => void} report
 */

export class SightsRoom {
  #overview;

  /** @param {SightsHooks} hooks */
  constructor(hooks) {
    this.#overview = new Overview(hooks);
  }

  /** @param {import("../types.js").View} view */
  show(view) {
    this.#overview.show(view);
  }
}
