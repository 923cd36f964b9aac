/** The dialog that says what did not work, where, and what to do. */
import { html, nothing } from "lit-html";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";

export class ProblemDialog {
  #dialog;
  #render;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
  }

  /**
   * Show a problem.
   * @param {import("../problem.js").Problem} problem
   */
  show({ kind, message, where }) {
    const places = html`<p class="quiet" id="problem-places">${words.problem.places}</p>
      <ul class="places" tabindex="0" aria-labelledby="problem-places">
        ${where.map((place) => html`<li>${place}</li>`)}
      </ul>`;
    this.#render(html`
      <header><h2 id="problem-title">${words.problem.title}</h2></header>
      <div class="dialog-body">
        <p class="message">${message}</p>
        ${where.length > 0 ? places : nothing}
        ${kind === "crash" ? nothing : html`<p class="quiet">${words.problem.kept}</p>`}
      </div>
      <footer>
        <button
          type="button"
          class="button primary last"
          autofocus
          @click=${() => this.#dialog.close()}
        >
          ${words.problem.close}
        </button>
      </footer>
    `);
    openModal(this.#dialog);
  }
}
