/** Where one is looking: the panel in front, the rows in sight, the file with details. */
import { place } from "./mount.js";

export class Whereabouts {
  #tabs;
  #details;

  /**
   * @param {import("./tabs.js").Tabs} tabs
   * @param {import("./details.js").DetailsPane} details
   */
  constructor(tabs, details) {
    this.#tabs = tabs;
    this.#details = details;
  }

  /** A note of it, to be there again. */
  note() {
    const { current: panel } = this.#tabs;
    return { panel, scroll: place("tree").scrollTop, details: this.#details.id };
  }

  /** @param {ReturnType<Whereabouts["note"]>} note */
  goTo({ panel, scroll, details }) {
    this.#tabs.show(panel);
    place("tree").scrollTop = scroll;
    void this.#details.show(details);
  }
}
