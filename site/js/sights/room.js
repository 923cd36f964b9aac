/** All that lets the data be seen. */
import { Gallery } from "./gallery.js";
import { Overview } from "./overview.js";
import { Previews } from "./previews.js";
import { Sky } from "./sky.js";

/**
 * What it needs of the page.
 * @typedef {object} SightsHooks
 * @property {import("../engine.js").Engine} engine
 * @property {import("../types.js").Send} send
 * @property {(error: unknown) => void} report
 * @property {(id: string) => void} look  Show a row's details.
 */

export class SightsRoom {
  #overview;
  #previews = new Previews();
  gallery;
  sky;

  /** @param {SightsHooks} hooks */
  constructor(hooks) {
    this.#overview = new Overview(hooks);
    this.gallery = new Gallery(hooks, this.#previews);
    this.sky = new Sky(hooks);
  }

  /** @param {import("../types.js").View} view */
  show(view) {
    this.#overview.show(view);
  }

  /** @param {import("../types.js").Details} details */
  look(details) {
    this.#previews.look(details);
  }
}
