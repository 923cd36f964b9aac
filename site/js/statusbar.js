/** The last line of the page: facts about the basket, and what is under way. */
import { html, nothing } from "lit-html";
import { mount } from "./mount.js";
import { fill, words } from "./words.js";

/**
 * Something that takes its time; `share` is undefined while its length is unknown.
 * @typedef {{ text: string, share: number | undefined, canStop?: boolean }} Work
 */

/**
 * What takes its time at the moment, if anything does.
 * @param {import("./engine.js").Status} status
 * @param {import("./opening.js").Progress | undefined} progress
 * @returns {Work | undefined}
 */
export function workUnderWay({ state, text }, progress) {
  if (progress) {
    const { name, stage, share } = progress;
    const canStop = stage !== "adding";
    if (stage === "basket") return { text: words.engine.stages.basket, share, canStop };
    const sentence = words.opening[state === "ready" ? stage : "waiting"];
    return { text: fill(sentence, { name }), share, canStop };
  }
  return state === "starting" ? { text, share: undefined } : undefined;
}

export class StatusBar {
  #render;
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
   */
  show(footer, kept, work) {
    this.#render(html`
      ${footer ? html`<span>${footer.products}</span><span class="time">${footer.time}</span>` : nothing}
      ${kept ? html`<span>${kept}</span>` : nothing} ${work ? this.#workLine(work) : nothing}
    `);
  }

  /** @param {Work} work */
  #workLine({ text, share, canStop }) {
    return html`<span class="work">
      <progress aria-label=${text} value=${share ?? nothing}></progress>${text}
      ${canStop ? this.#cancelButton() : nothing}
    </span>`;
  }

  #cancelButton() {
    return html`<button type="button" class="text-button" @click=${this.#onCancel}>
      ${words.opening.cancel}
    </button>`;
  }
}
