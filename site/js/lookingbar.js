/** The bar above a basket that is only looked at, such as one from the history. */
import { html, nothing } from "lit-html";
import { icon } from "./icons.js";
import { mount } from "./mount.js";
import { words } from "./words.js";

export class LookingBar {
  #render;
  #send;

  /**
   * @param {HTMLElement} container
   * @param {import("./types.js").Send} send
   */
  constructor(container, send) {
    this.#render = mount(container);
    this.#send = send;
  }

  /** @param {import("./types.js").View} view */
  show({ looking }) {
    this.#render(
      looking
        ? html`<p>${icon("history")}<strong>${looking.label}</strong> <span class="quiet">${looking.note}</span></p>
            <button type="button" class="button" @click=${() => this.#send("look_add")}>
              ${icon("list-plus")}<span>${words.looking.add}</span>
            </button>
            <button type="button" class="button" @click=${() => this.#send("look_back")}>
              ${icon("undo-2")}<span>${words.looking.back}</span>
            </button>`
        : nothing,
    );
  }
}
