/** The dialog that asks which columns of a table are which. */
import { html } from "lit-html";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";

const FIELDS = /** @type {const} */ (["uri", "filename", "size"]);

export class ColumnsDialog {
  #dialog;
  #render;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
  }

  /**
   * Ask, and open the table with the answer.
   * @param {string} message
   * @param {string[]} columns
   * @param {(mapping: Record<string, string>) => void} onMapping
   */
  ask(message, columns, onMapping) {
    const onSubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
      const chosen = FIELDS.map((field) => [field, String(data.get(field) ?? "")]);
      this.#dialog.close();
      onMapping(Object.fromEntries(chosen.filter(([, column]) => column)));
    };
    this.#render(html`
      <form class="columns-form" @submit=${onSubmit}>
        <header><h2 id="columns-title">${words.columns.title}</h2></header>
        <div class="dialog-body">
          <p>${message}</p>
          ${FIELDS.map(
            (field) =>
              html`<label class="form-field">
                <span>${words.columns.fields[field]}</span>
                <select class="field" name=${field}>
                  <option value="">${words.columns.none}</option>
                  ${columns.map((name) => html`<option value=${name}>${name}</option>`)}
                </select>
              </label>`,
          )}
        </div>
        <footer>
          <button type="submit" class="button primary">${words.columns.open}</button>
          <button
            type="button"
            class="button last"
            @click=${() => this.#dialog.close()}
          >
            ${words.columns.close}
          </button>
        </footer>
      </form>
    `);
    openModal(this.#dialog);
  }
}
