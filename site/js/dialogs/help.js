/** The help: what the page is for, the tour, and the archive's words. */
import { html } from "lit-html";
import { closingButton } from "../button.js";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";

export class HelpDialog {
  #dialog;
  #render;
  #startTour;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {() => void} startTour
   */
  constructor(dialog, startTour) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#startTour = startTour;
  }

  /** @param {import("../types.js").Guide} guide */
  open({ about, glossary }) {
    const onTour = () => {
      this.#dialog.close();
      this.#startTour();
    };
    this.#render(html`
      <header><h2 id="help-title">${words.help.title}</h2></header>
      <div class="dialog-body" tabindex="0" role="region" aria-labelledby="help-title">
        ${about.map((text) => html`<p>${text}</p>`)}
        <h3>${words.help.glossary}</h3>
        <dl class="glossary">
          ${glossary.map(
            ({ term, text }) => html`<dt>${term}</dt>
              <dd>${text}</dd>`,
          )}
        </dl>
      </div>
      <footer>
        <button type="button" class="button" @click=${onTour}>
          ${icon("route")}<span>${words.tour.start}</span>
        </button>
        ${closingButton(this.#dialog, words.help.close)}
      </footer>
    `);
    openModal(this.#dialog);
  }
}
