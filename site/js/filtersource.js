/**
 * The filters of a view: those that came along, else those at hand, else they are asked
 * for. Until they have come, the last ones stay.
 */

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Filters} Filters */

export class FilterSource {
  #pane;
  #load;
  /** The number of the pane that the page is to show. */
  #wanted = 0;
  /** @type {{ number: number, filters: Filters } | undefined} */
  #shown;

  /**
   * @param {{ show: (view: View & { filters: Filters }) => void }} pane
   * @param {(pane: number) => Promise<Filters | null | undefined>} load
   */
  constructor(pane, load) {
    this.#pane = pane;
    this.#load = load;
  }

  /** The number of the pane that is shown, as commands take it. */
  get pane() {
    return this.#shown?.number;
  }

  /** What Python calls panes begins anew. */
  forget() {
    this.#shown = undefined;
  }

  /** @param {View} view */
  async update(view) {
    const number = view.pane;
    this.#wanted = number;
    const here = this.#shown?.number === number ? this.#shown.filters : undefined;
    const filters = view.filters ?? here ?? (await this.#load(number));
    // A later view has its own.
    if (!filters || this.#wanted !== number) return;
    this.#shown = { number, filters };
    this.#pane.show({ ...view, filters });
  }
}
