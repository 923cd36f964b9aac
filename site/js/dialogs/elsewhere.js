/** The dialog that tells where lists are that the page does not fetch. */
import { html } from "lit-html";
import { closingButton } from "../button.js";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";

export class ElsewhereDialog {
  #dialog;
  #render;
  #copy;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(text: string) => void} copy
   */
  constructor(dialog, copy) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#copy = copy;
  }

  /** @param {string[]} addresses */
  show(addresses) {
    this.#render(html`
      <header><h2 id="elsewhere-title">${words.elsewhere.title}</h2></header>
      <div class="dialog-body">
        <p>${words.elsewhere.help}</p>
        <ul class="places">
          ${addresses.map(
            (address) =>
              html`<li>
                <a href=${address} target="_blank" rel="noopener noreferrer">${address}</a>
                <button
                  type="button"
                  class="button icon-only"
                  aria-label=${words.elsewhere.copy}
                  data-tip=${words.elsewhere.copy}
                  @click=${() => this.#copy(address)}
                >
                  ${icon("copy")}
                </button>
              </li>`,
          )}
        </ul>
      </div>
      <footer>
        ${closingButton(this.#dialog, words.elsewhere.close)}
      </footer>
    `);
    openModal(this.#dialog);
  }
}
