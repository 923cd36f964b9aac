/** The last line of the page: facts about the basket, and what is under way. */
import { html, nothing } from "lit-html";
import { mount, place } from "./mount.js";
import { fill, words } from "./words.js";

/**
 * Something that takes its time; `share` is undefined while its length is unknown. `stop`
 * is what the button says that stops it, if anything does.
 * @typedef {{ text: string, share: number | undefined, stop?: string | undefined }} Work
 */

/**
 * What takes its time at the moment, if anything does.
 * @param {import("./engine.js").Status} status
 * @param {import("./opening.js").Progress | undefined} progress
 * @param {boolean} isBusy  Python has not answered for long.
 * @param {boolean} isSafe  The basket comes back if Python is ended.
 * @returns {Work | undefined}
 */
export function workUnderWay({ state, text }, progress, isBusy, isSafe) {
  const { busy, stages, stop, stop_unkept } = words.engine;
  const ending = isSafe ? stop : stop_unkept;
  if (progress) {
    const { name, stage, share } = progress;
    const canStop = stage !== "adding" || isSafe;
    const button = canStop ? words.opening.cancel : isBusy ? ending : undefined;
    if (stage === "basket") return { text: stages.basket, share, stop: button };
    const sentence = words.opening[state === "ready" ? stage : "waiting"];
    return { text: fill(sentence, { name }), share, stop: button };
  }
  if (state === "starting") return { text, share: undefined };
  if (isBusy && state === "ready")
    return { text: busy, share: undefined, stop: ending };
  return undefined;
}

export class StatusBar {
  #render;
  #renderStop = mount(place("stop"));
  #onCancel;

  /**
   * @param {HTMLElement} container
   * @param {() => void} onCancel  Stop what is under way.
   */
  constructor(container, onCancel) {
    this.#render = mount(container);
    this.#onCancel = onCancel;
  }

  /**
   * Show facts about the basket, and what is under way.
   * @param {import("./types.js").View["footer"] | undefined} footer
   * @param {string} kept  Whether the basket is safe.
   * @param {Work | undefined} work
   * @param {boolean} isBusy  What stops it is to be had in dialogs, too.
   */
  show(footer, kept, work, isBusy) {
    this.#render(html`
      ${footer ? html`<span>${footer.products}</span><span class="time">${footer.time}</span>` : nothing}
      ${kept ? html`<span>${kept}</span>` : nothing} ${work ? this.#workLine(work) : nothing}
    `);
    const stop = isBusy && work?.stop;
    this.#renderStop(
      stop
        ? html`<div class="toast">${work.text} ${this.#stopButton(stop)}</div>`
        : nothing,
    );
  }

  /** @param {Work} work */
  #workLine({ text, share, stop }) {
    return html`<span class="work">
      <progress aria-label=${text} value=${share ?? nothing}></progress><span>${text}</span>
      ${stop ? this.#stopButton(stop) : nothing}
    </span>`;
  }

  /** @param {string} label */
  #stopButton(label) {
    return html`<button type="button" class="text-button" @click=${this.#onCancel}>
      ${label}
    </button>`;
  }
}
