/** The dialog that lists all shortcuts, and switches those of a single key off and on. */
import { html } from "lit-html";
import { closingButton } from "../button.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";

export class ShortcutsDialog {
  #dialog;
  #render;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
  }

  /**
   * @param {boolean} single  Whether shortcuts of a single key are on.
   * @param {(on: boolean) => void} onSingle
   */
  show(single, onSingle) {
    const onChange = (/** @type {Event} */ event) =>
      onSingle(/** @type {HTMLInputElement} */ (event.target).checked);
    this.#render(html`
      <header><h2 id="shortcuts-title">${words.shortcuts.title}</h2></header>
      <div class="dialog-body">
        <div class="recommended">
          <label>
            <input
              type="checkbox"
              role="switch"
              aria-describedby="shortcuts-help"
              .checked=${single}
              @change=${onChange}
            />
            <span>${words.shortcuts.single}</span>
          </label>
          <p id="shortcuts-help">${words.shortcuts.single_help}</p>
        </div>
        <div class="key-groups">${words.shortcuts.groups.map(keyGroup)}</div>
        <p class="quiet">${words.shortcuts.mac}</p>
      </div>
      <footer>
        ${closingButton(this.#dialog, words.shortcuts.close)}
      </footer>
    `);
    openModal(this.#dialog);
  }
}

/** @param {(typeof words.shortcuts.groups)[number]} group */
function keyGroup({ title, keys: rows }) {
  return html`<section>
    <h3>${title}</h3>
    <dl>
      ${rows.map(
        ({ keys, does }) =>
          html`<div>
            <dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
            <dd>${does}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
