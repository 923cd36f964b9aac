/** The dialog in which one says how one likes the page. */
import { html } from "lit-html";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { CHOICES } from "../preferences.js";
import { words } from "../words.js";

/** @typedef {import("../preferences.js").Choice} Choice */

export class SettingsDialog {
  #dialog;
  #render;
  #preferences;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("../preferences.js").Preferences} preferences
   */
  constructor(dialog, preferences) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#preferences = preferences;
  }

  open() {
    this.#render(html`
      <header><h2 id="settings-title">${words.settings.title}</h2></header>
      <div class="dialog-body">
        ${this.#choices("theme")} ${this.#choices("density")}
        <p class="quiet">${words.settings.help}</p>
      </div>
      <footer>
        <button type="button" class="button last" @click=${() => this.#dialog.close()}>
          ${words.settings.close}
        </button>
      </footer>
    `);
    openModal(this.#dialog);
  }

  /** @param {Choice} name */
  #choices(name) {
    /** @type {{ title: string, choices: Record<string, string> }} */
    const { title, choices } = words.settings[name];
    return html`<fieldset class="radios">
      <legend>${title}</legend>
      ${CHOICES[name].map(
        (value) =>
          html`<label>
            <input
              type="radio"
              name=${name}
              value=${value}
              .checked=${this.#preferences.chosen(name) === value}
              @change=${() => this.#preferences.choose(name, value)}
            />
            <span>${choices[value]}</span>
          </label>`,
      )}
    </fieldset>`;
  }
}
