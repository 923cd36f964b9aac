/** The charts of the filters pane: asked for after each answer, and drawn below it. */
import { render } from "lit-html";
import { debounce } from "../debounce.js";
import { histogram } from "./histogram.js";
import { shares } from "./shares.js";

/** How long answers must rest before the charts are asked for, in milliseconds. */
const REST = 80;
/** How long a thumb must rest before the range is set, in milliseconds. */
const SETTLE = 120;

/** @typedef {import("../sighttypes.js").Range} Range */

export class Overview {
  #hooks;
  /** @type {import("../sighttypes.js").OverviewView | undefined} */
  #view;
  /** Where a thumb was moved to, until Python knows. @type {Range | undefined} */
  #moved;
  #asking = debounce(REST, () => void this.#ask());
  #settling = debounce(SETTLE, () => this.#set());

  /** @param {import("./room.js").SightsHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  /** @param {import("../types.js").View} view */
  show({ files }) {
    if (files > 0) this.#asking.run();
  }

  async #ask() {
    try {
      this.#view = await this.#hooks.engine.call("overview");
    } catch {
      return; // the charts stay as they are, and the filters work without
    }
    this.#draw();
  }

  #draw() {
    const [sizes, parts] = ["size-chart", "shares"].map((id) =>
      document.getElementById(id),
    );
    if (!sizes || !parts || !this.#view) return;
    const move = (/** @type {Range} */ range) => this.#move(range);
    render(histogram(this.#view.sizes, this.#moved, move), sizes);
    render(shares(this.#view.shares), parts);
  }

  /** @param {Range} range */
  #move(range) {
    this.#moved = range;
    this.#settling.run();
    this.#draw();
  }

  #set() {
    const stops = this.#view?.sizes?.stops;
    const { from = 0, to = 0 } = this.#moved ?? {};
    const [first, last] = [stops?.[from], stops?.[to]];
    this.#moved = undefined;
    if (!first || !last) return;
    this.#hooks.send("filter_size", { from: first, to: last });
  }
}
