/** Wires what lets the data be seen, all of which comes later. */
import { later } from "./later.js";
import { place } from "./mount.js";

/** @typedef {import("./sights/room.js").SightsHooks} SightsHooks */

export class Sights {
  #room;
  /** Whether anybody has asked for more than what appears by itself. */
  #isWanted = false;

  /** @param {SightsHooks} hooks */
  constructor(hooks) {
    this.#room = later(
      ({ SightsRoom }) => new SightsRoom(hooks),
      (error) => this.#isWanted && hooks.report(error),
    );
    for (const name of /** @type {const} */ (["gallery", "sky"])) {
      place(`${name}-open`).addEventListener("click", () => {
        this.#isWanted = true;
        void this.#room((room) => room[name].open());
      });
    }
  }

  /** @param {import("./types.js").View} view */
  show(view) {
    void this.#room((room) => room.show(view));
  }

  /** @param {import("./types.js").Details | undefined} details */
  look(details) {
    if (details) void this.#room((room) => room.look(details));
  }
}
