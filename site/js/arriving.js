/** Follows links into the page: Python reads them, this does what it says, in turn. */
import { pageAddress } from "./address.js";
import { later } from "./later.js";
import { dialog } from "./mount.js";

/** @typedef {import("./types.js").Arrival} Arrival */

/**
 * What a link needs of the page; whatever fails is told there.
 * @typedef {object} ArrivalHooks
 * @property {import("./engine.js").Engine} engine
 * @property {(command: "arrive_open" | "arrive_settle") => Promise<boolean>} change
 * @property {(offer: import("./types.js").Offer) => Promise<boolean>} offer  Ask what
 *   becomes of it, and do that; tells whether its files are to be asked for.
 * @property {(lists: Arrival["fetch"]) => Promise<boolean>} open
 * @property {() => Promise<void>} search  Fetch products and take them; then `settle`.
 * @property {(text: string) => void} copy
 * @property {(error: unknown) => void} report
 */

export class Arriving {
  #hooks;
  /** One link after the other. */
  #last = Promise.resolve();
  #isUnsettled = false;
  /** Tells of lists that stay unfetched. */
  #elsewhere;

  /** @param {ArrivalHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#elsewhere = later(
      ({ ElsewhereDialog }) => new ElsewhereDialog(dialog("elsewhere"), hooks.copy),
      hooks.report,
    );
  }

  /** Follow the link in the page's address, and those that come into it later. */
  start() {
    const follow = () => {
      const link = location.hash;
      if (link) this.#last = this.#last.then(() => this.#follow(link));
    };
    addEventListener("hashchange", follow);
    follow();
  }

  /** Do the rest of a link whose products were still missing, now that they are here. */
  async settle() {
    if (!this.#isUnsettled) return;
    this.#isUnsettled = false;
    await this.#hooks.change("arrive_settle");
  }

  /** @param {string} link */
  async #follow(link) {
    this.#isUnsettled = false;
    try {
      const arrival = await this.#read(link);
      if (arrival.offer && !(await this.#hooks.offer(arrival.offer))) return;
      if (arrival.save.length > 0)
        void this.#elsewhere((lists) => lists.show(arrival.save));
      const isOpen = !arrival.open || (await this.#hooks.change("arrive_open"));
      const isFetched = await this.#hooks.open(arrival.fetch);
      this.#isUnsettled = arrival.settle && isOpen && isFetched;
      if (arrival.search) await this.#hooks.search();
      else await this.settle();
    } catch (error) {
      this.#hooks.report(error);
    }
  }

  /**
   * Have a link read; then the address is the page's own again.
   * @param {string} link
   */
  async #read(link) {
    const { buffer } = new TextEncoder().encode(link.slice(1));
    try {
      return await this.#hooks.engine.give("arrive", buffer, { page: pageAddress() });
    } finally {
      if (location.hash === link) {
        history.replaceState(history.state, "", location.pathname + location.search);
      }
    }
  }
}
