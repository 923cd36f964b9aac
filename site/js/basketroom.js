/** Wires what concerns whole baskets: keeping, listing, looking at, taking offered ones. */
import { Baskets } from "./baskets.js";
import { Claims } from "./claims.js";
import { KeptBaskets } from "./keptbaskets.js";
import { later } from "./later.js";
import { LookingBar } from "./lookingbar.js";
import { dialog, place } from "./mount.js";
import { saveBytes } from "./saving.js";
import { Shelf } from "./shelf.js";
import { fill, words } from "./words.js";

/**
 * What the room needs of the page, beside what baskets need.
 * @typedef {Omit<import("./baskets.js").BasketHooks, "shelf" | "claims"> & {
 *   send: import("./types.js").Send,
 *   report: (error: unknown) => void,
 *   showPanel: (panel: string) => void,
 *   copy: (text: Promise<string>) => void,
 *   clear: () => void,
 * }} RoomHooks
 */

export class BasketRoom {
  #hooks;
  #baskets;
  #list;
  #offer;
  #lookingBar;
  #share;
  /** @type {import("./types.js").View | undefined} */
  #view;

  /** @param {RoomHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    const stored = { shelf: new Shelf(hooks.store), claims: new Claims() };
    this.#baskets = new Baskets({ ...hooks, ...stored });
    const baskets = this.#baskets;
    const { report } = hooks;
    const save = () => void this.#save();
    const kept = new KeptBaskets({ ...hooks, ...stored, baskets });
    this.#list = later(
      ({ BasketsDialog }) =>
        new BasketsDialog(dialog("baskets"), { baskets, kept, save, report }),
      report,
    );
    this.#offer = later(({ OfferDialog }) => new OfferDialog(dialog("offer")), report);
    this.#share = later(
      ({ ShareDialog }) => new ShareDialog(dialog("share"), { ...hooks, save }),
      report,
    );
    this.#lookingBar = new LookingBar(place("looking"), hooks.send);
    place("baskets-open").addEventListener(
      "click",
      () => void this.#list((list) => list.open()),
    );
    place("share-open").addEventListener("click", () => this.share());
    place("tree").addEventListener("scroll", () => this.#baskets.move());
  }

  /**
   * @param {import("./channel.js").Channel} channel
   * @param {boolean} isNew
   */
  start(channel, isNew) {
    return this.#baskets.start(channel, isNew);
  }

  /** Whether all of the open basket is kept. */
  get isSafe() {
    return this.#baskets.isSafe;
  }

  /** Have all of it kept. */
  write() {
    return this.#baskets.write();
  }

  /** Keep what was found out of it. */
  foretell() {
    return this.#baskets.foretell();
  }

  /** Write at once what can be written without Python, which is gone. */
  flush() {
    this.#baskets.flush();
  }

  /** Do not open the kept basket that is being opened. */
  cancel() {
    this.#baskets.cancel();
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
    if (view.offer) void this.take(view.offer);
  }

  /**
   * Ask what becomes of a basket that came, and do it; tell whether the archive is to be
   * asked for its files.
   * @param {import("./types.js").Offer} offer
   */
  async take(offer) {
    const hasFiles = (this.#view?.files ?? 0) > 0;
    /** @type {"open" | "add" | "cancel"} */
    let choice = "cancel";
    await this.#offer(async (dialog) => {
      choice = await dialog.ask(offer, hasFiles && !offer.search);
    });
    if (choice === "cancel") return false;
    try {
      if (offer.search && hasFiles) await this.#baskets.begin();
      if (offer.search) return true;
      this.#hooks.showPanel("basket");
      if (choice === "open") await this.#baskets.takeOffer();
      else this.#hooks.send("offer_add");
    } catch (error) {
      this.#hooks.report(error);
    }
    return false;
  }

  /** Open the dialog that makes links of the basket. */
  share() {
    this.#hooks.clear();
    void this.#share((share) => share.open());
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
