/** The dialog that says what a basket holds which came by a link or as a file. */
import { html, nothing } from "lit-html";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";

export class OfferDialog {
  #dialog;
  #render;
  /** @type {(choice: "open" | "add" | "cancel") => void} */
  #answer = () => {};

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    dialog.addEventListener("close", () => this.#answer("cancel"));
  }

  /**
   * Ask what becomes of it: opened as a basket of its own, added to the open one, or
   * nothing.
   * @param {import("../keeptypes.js").Offer} offer
   * @param {boolean} canAdd  Whether there is a basket to add it to.
   * @returns {Promise<"open" | "add" | "cancel">}
   */
  ask(offer, canAdd) {
    this.#answer("cancel");
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#draw(offer, canAdd);
      openModal(this.#dialog);
    });
  }

  /**
   * @param {import("../keeptypes.js").Offer} offer
   * @param {boolean} canAdd
   */
  #draw({ title, name, lines, loss, search }, canAdd) {
    const choose = (/** @type {"open" | "add"} */ choice) => () => {
      this.#answer(choice);
      this.#dialog.close();
    };
    this.#render(html`
      <header>
        <h2 id="offer-title">${title}</h2>
        <p class="quiet">${name}</p>
      </header>
      <div class="dialog-body">
        <ul class="facts">${lines.map((line) => html`<li>${line}</li>`)}</ul>
        ${loss ? html`<p class="note">${icon("triangle-alert")}<span>${loss}</span></p>` : nothing}
        <p class="quiet">${words.offer.help}</p>
      </div>
      <footer>
        <button
          type="button"
          class="button primary"
          autofocus
          @click=${choose("open")}
        >
          ${icon(search ? "search" : "folder-open")}
          <span>${search ? words.offer.search : words.offer.open}</span>
        </button>
        ${
          canAdd
            ? html`<button type="button" class="button" @click=${choose("add")}>
                ${icon("list-plus")}<span>${words.offer.add}</span>
              </button>`
            : nothing
        }
        <button type="button" class="button last" @click=${() => this.#dialog.close()}>
          ${words.offer.cancel}
        </button>
      </footer>
    `);
  }
}
