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
  #columns;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("../preferences.js").Preferences} preferences
   * @param {object} columns
   * @param {() => string[]} columns.shown  Those that the tree shows.
   * @param {(names: string[]) => void} columns.choose
   */
  constructor(dialog, preferences, columns) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#preferences = preferences;
    this.#columns = columns;
  }

  open() {
    this.#render(html`
      <header><h2 id="settings-title">${words.settings.title}</h2></header>
      <div class="dialog-body">
        ${this.#choices("theme")} ${this.#choices("density")} ${this.#columnBoxes()}
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

  #columnBoxes() {
    const all = Object.entries(words.files.columns);
    const shown = this.#columns.shown();
    const onChange = (/** @type {Event} */ { currentTarget }) => {
      const boxes = /** @type {HTMLElement} */ (currentTarget).querySelectorAll(
        "input",
      );
      const chosen = [...boxes].filter(({ checked }) => checked);
      this.#columns.choose(chosen.map(({ value }) => value));
    };
    return html`<fieldset class="radios columns" @change=${onChange}>
      <legend>${words.settings.columns}</legend>
      ${all.map(
        ([name, label]) =>
          html`<label>
            <input type="checkbox" value=${name} .checked=${shown.includes(name)} />
            <span>${label}</span>
          </label>`,
      )}
    </fieldset>`;
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
