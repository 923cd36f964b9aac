/** Wires what concerns whole baskets: keeping, listing, looking at, taking offered ones. */
import { Baskets } from "./baskets.js";
import { BasketsDialog } from "./dialogs/baskets.js";
import { OfferDialog } from "./dialogs/offer.js";
import { LookingBar } from "./lookingbar.js";
import { dialog, place } from "./mount.js";
import { saveBytes } from "./saving.js";
import { fill, words } from "./words.js";

/**
 * What the room needs of the page, beside what baskets need.
 * @typedef {import("./baskets.js").BasketHooks & {
 *   send: import("./types.js").Send,
 *   report: (error: unknown) => void,
 *   showPanel: (panel: string) => void,
 * }} RoomHooks
 */

export class BasketRoom {
  #hooks;
  #baskets;
  #list;
  #offer;
  #lookingBar;
  /** @type {import("./types.js").View | undefined} */
  #view;

  /** @param {RoomHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#baskets = new Baskets(hooks);
    this.#list = new BasketsDialog(dialog("baskets"), {
      baskets: this.#baskets,
      save: () => void this.#save(),
      report: hooks.report,
    });
    this.#offer = new OfferDialog(dialog("offer"), {
      open: () => void this.#baskets.take("offer_open").catch(hooks.report),
      add: () => hooks.send("offer_add"),
    });
    this.#lookingBar = new LookingBar(place("looking"), hooks.send);
    place("baskets-open").addEventListener("click", () => void this.#list.open());
    place("tree").addEventListener("scroll", () => this.#baskets.move());
  }

  /** @param {import("./engine.js").Channel} channel */
  start(channel) {
    return this.#baskets.start(channel);
  }

  /** @param {import("./types.js").View} view */
  show(view) {
    this.#view = view;
    place("title").textContent = view.title;
    place("baskets-open").setAttribute("aria-label", view.baskets);
    const title = view.files > 0 ? view.title : "";
    document.title = title ? fill(words.window_title, { title }) : words.name;
    this.#lookingBar.show(view);
    this.#baskets.keep(view);
    if (!view.offer) return;
    this.#hooks.showPanel("basket");
    this.#offer.ask(view.offer, view.files > 0);
  }

  async #save() {
    const name = this.#view?.file ?? "";
    try {
      saveBytes(await this.#baskets.file(), name);
      this.#hooks.tell(fill(words.baskets.saved, { name }));
    } catch (error) {
      this.#hooks.report(error);
    }
  }
}
