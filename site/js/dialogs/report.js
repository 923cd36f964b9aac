/** The dialog that says what came of a list: above all which rows could not be taken. */
import { html, nothing } from "lit-html";
import { closingButton } from "../button.js";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";

export class ReportDialog {
  #dialog;
  #render;
  #hooks;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {{ save: () => void, undo: () => void }} hooks
   */
  constructor(dialog, hooks) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#hooks = hooks;
  }

  /** @param {import("../types.js").Report} report */
  show({ title, lines, refused, cut, undo }) {
    const onUndo = () => {
      this.#dialog.close();
      this.#hooks.undo();
    };
    this.#render(html`
      <header><h2 id="report-title">${title}</h2></header>
      <div class="dialog-body">
        <ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>
        <ul class="places" tabindex="0" aria-label=${words.report.refused}>
          ${refused.map((row) => html`<li>${row}</li>`)}
        </ul>
        ${cut ? html`<p class="quiet">${cut}</p>` : nothing}
      </div>
      <footer>
        <button type="button" class="button" @click=${this.#hooks.save}>
          ${icon("download")}<span>${words.report.save}</span>
        </button>
        ${
          undo
            ? html`<button type="button" class="button" @click=${onUndo}>
                ${icon("undo-2")}<span>${words.report.undo}</span>
              </button>`
            : nothing
        }
        ${closingButton(this.#dialog, words.report.close)}
      </footer>
    `);
    openModal(this.#dialog);
  }
}
