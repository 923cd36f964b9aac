/** What the page's header offers for the page itself: help, settings, updates. */
import { Guidance } from "./guidance.js";
import { fetchParts } from "./later.js";
import { Look } from "./look.js";
import { place } from "./mount.js";
import { Offline } from "./offline.js";

/** @typedef {import("./guidance.js").GuidanceHooks & import("./look.js").LookHooks} HeaderHooks */

export class Header {
  #guidance;
  #offline;
  #look;
  #hooks;

  /** @param {HeaderHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#guidance = new Guidance(hooks);
    this.#offline = new Offline(place("offline"));
    this.#look = new Look(hooks);
  }

  /** Fetch what is missing once Python is there: parts of the page, all for offline. */
  start() {
    const { ready } = this.#hooks.engine;
    this.#look.load();
    void ready.then(fetchParts);
    void this.#offline.start(ready);
  }

  /** Have Python know what was chosen. */
  load() {
    this.#look.load();
  }

  startTour() {
    void this.#guidance.startTour();
  }
}
