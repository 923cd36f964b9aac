/** The dialog that says what a basket holds which came by a link or as a file. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";

/**
 * @typedef {object} OfferHooks
 * @property {() => void} open  Open it as a basket of its own.
 * @property {() => void} add  Put its files into the open basket.
 */

export class OfferDialog {
  #dialog;
  #render;
  #hooks;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {OfferHooks} hooks
   */
  constructor(dialog, hooks) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#hooks = hooks;
  }

  /**
   * Ask what becomes of it.
   * @param {import("../keeptypes.js").Offer} offer
   * @param {boolean} canAdd  Whether there is a basket to add it to.
   */
  ask({ title, name, lines, loss }, canAdd) {
    const choose = (/** @type {() => void} */ act) => () => {
      this.#dialog.close();
      act();
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
          @click=${choose(this.#hooks.open)}
        >
          ${icon("folder-open")}<span>${words.offer.open}</span>
        </button>
        ${
          canAdd
            ? html`<button type="button" class="button" @click=${choose(this.#hooks.add)}>
                ${icon("list-plus")}<span>${words.offer.add}</span>
              </button>`
            : nothing
        }
        <button type="button" class="button last" @click=${() => this.#dialog.close()}>
          ${words.offer.cancel}
        </button>
      </footer>
    `);
    openModal(this.#dialog);
  }
}
