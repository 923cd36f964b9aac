/** What stands above the records: search and order, actions on all, what to know. */
import { html, nothing } from "lit-html";
import { spoken } from "./announcer.js";
import { actionButton } from "./button.js";
import { fileButton } from "./choosing.js";
import { debounce } from "./debounce.js";
import { fieldValue } from "./directives.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

/** @typedef {import("./historytypes.js").HistoryView} HistoryView */

const TYPING_PAUSE = 150;

/**
 * @typedef {object} BarHooks
 * @property {(command: import("./historytypes.js").HistoryCommand, args?: object)
 *   => Promise<boolean>} run
 * @property {() => void} export
 * @property {(file: File) => void} import
 */

export class HistoryBar {
  #hooks;
  #search = debounce(TYPING_PAUSE, (/** @type {string} */ search) => {
    void this.#hooks.run("history", { search });
  });

  /** @param {BarHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  /** @param {HistoryView} view */
  draw({ search, orders, shown, actions, banners }) {
    const { run } = this.#hooks;
    const onSearch = (/** @type {Event} */ event) =>
      this.#search.run(/** @type {HTMLInputElement} */ (event.target).value);
    const onOrder = (/** @type {Event} */ event) => {
      const order = /** @type {HTMLSelectElement} */ (event.target).value;
      void run("history", { order });
    };
    return html`<div class="history-bar">
        <input
          type="search"
          class="field"
          maxlength="200"
          aria-label=${words.history.search}
          placeholder=${words.history.search_example}
          @input=${onSearch}
          ${fieldValue(search)}
        />
        <select class="field" aria-label=${words.history.order} @change=${onOrder}>
          ${orders.map(
            ({ value, label, chosen }) =>
              html`<option value=${value} ?selected=${chosen}>${label}</option>`,
          )}
        </select>
        <p class="quiet">${spoken(shown)}</p>
        <div class="history-actions" role="group" aria-label=${words.history.toolbar}>
          ${this.#button("undo", actions.undo, "undo-2", () => void run("history_undo"))}
          ${this.#button("export", actions.export, "file-down", this.#hooks.export)}
          ${this.#importButton()}
          ${this.#button("clear", actions.clear, "trash-2", () => void run("history_clear"))}
        </div>
      </div>
      ${banners.map((banner) => this.#banner(banner))}`;
  }

  /**
   * @param {"undo" | "export" | "clear"} name
   * @param {import("./types.js").Action} action
   * @param {string} iconName
   * @param {() => void} onClick
   */
  #button(name, action, iconName, onClick) {
    return actionButton({ action, label: words.history[name], iconName, onClick });
  }

  #importButton() {
    const button = fileButton({
      label: words.history.import,
      iconName: "file-up",
      onFiles: ([file]) => this.#hooks.import(/** @type {File} */ (file)),
      help: words.history.import_help,
      single: true,
    });
    return html`<span class="pair">${button}</span>`;
  }

  /** @param {import("./historytypes.js").HistoryBanner} banner */
  #banner({ text, make_room }) {
    return html`<div class="note history-banner">
      ${icon("triangle-alert")}
      <p>${text}</p>
      ${
        make_room
          ? actionButton({
              action: make_room,
              label: words.history.make_room,
              iconName: "trash-2",
              onClick: () => void this.#hooks.run("history_make_room"),
            })
          : nothing
      }
      <button type="button" class="button" @click=${this.#hooks.export}>
        ${icon("file-down")}<span>${words.history.export_banner}</span>
      </button>
    </div>`;
  }

  /**
   * Draw that there is nothing to list, and why.
   * @param {HistoryView} view
   */
  empty({ empty }) {
    if (!empty) return nothing;
    const { title, help } = words.history[empty];
    const onClear = () => {
      this.#search.cancel();
      void this.#hooks.run("history", { search: "" });
    };
    return html`<div class="history-empty">
      <div class="card">
        ${icon(empty === "empty" ? "history" : "search-x")}
        <h2>${title}</h2>
        <p class="quiet">${help}</p>
        ${
          empty === "no_match"
            ? html`<button type="button" class="button" @click=${onClear}>
                ${words.history.no_match.clear}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }
}
