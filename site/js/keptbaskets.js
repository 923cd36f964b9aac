/** The baskets that the browser keeps, beside the open one: listing and changing them. */
import { newId } from "./shelf.js";

/**
 * What they need of the page, beside what the open basket needs.
 * @typedef {import("./baskets.js").BasketHooks
 *   & { baskets: import("./baskets.js").Baskets }} KeptHooks
 */

export class KeptBaskets {
  #hooks;
  #shelf;

  /** @param {KeptHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#shelf = hooks.shelf;
  }

  /** Have Python know what is stored now, also by other tabs. */
  #load() {
    return this.#hooks.engine.call("shelf_load", { records: this.#shelf.records() });
  }

  /** All baskets, those changed last first. */
  async list() {
    const { baskets, claims, engine } = this.#hooks;
    await baskets.write();
    await this.#load();
    const elsewhere = await claims.all();
    const zone = -new Date().getTimezoneOffset();
    return (await engine.call("shelf", { elsewhere, zone })).baskets;
  }

  /**
   * Put the files of another basket into the open one.
   * @param {string} id
   */
  async merge(id) {
    const { content } = await this.#shelf.products(id);
    const args = { record: this.#shelf.record(id), window: this.#hooks.window() };
    const view = await this.#hooks.engine.give("basket_merge", content, args);
    this.#hooks.show(view);
  }

  /**
   * Give a basket another title.
   * @param {string} id
   * @param {string} title
   */
  async rename(id, title) {
    const { baskets, engine, show, window } = this.#hooks;
    if (id === baskets.id) {
      show(await engine.call("basket_title", { title, window: window() }));
    } else {
      const { record } = await engine.call("shelf_rename", { id, title });
      this.#shelf.setRecord(id, record);
    }
  }

  /**
   * Delete a basket; for some time it can be taken back.
   * @param {string} id
   * @param {() => void} onBack  Called when it was.
   */
  async remove(id, onBack) {
    const { baskets, engine, report, tell } = this.#hooks;
    if (id === baskets.id) await baskets.begin();
    await this.#load();
    const change = async (/** @type {boolean} */ on) => {
      const answer = await engine.call("shelf_delete", { id, on });
      this.#shelf.setRecord(id, answer.record);
      await this.#load();
      return answer.message;
    };
    const back = () =>
      void change(false)
        .then((message) => tell(message))
        .then(onBack)
        .catch(report);
    tell(await change(true), back);
  }

  /**
   * Make a copy of a basket.
   * @param {string} id
   */
  async duplicate(id) {
    const copy = newId();
    const { record } = await this.#hooks.engine.call("shelf_duplicate", { id });
    await this.#shelf.copyProducts(id, copy);
    this.#shelf.setRecord(copy, record);
  }
}
