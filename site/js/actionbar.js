/** The bar that says what is selected, and what can be done with it. */
import { html, nothing } from "lit-html";
import { actionButton } from "./button.js";
import { style } from "./directives.js";
import { mount } from "./mount.js";
import { words } from "./words.js";

export class ActionBar {
  #renderSummary;
  #renderButtons;
  #send;
  #onDownload;
  #onReferences;
  #onBatch;

  /**
   * @param {HTMLElement} summary
   * @param {HTMLElement} buttons
   * @param {{ send: import("./types.js").Send, onDownload: () => void,
   *   onBatch: () => void, onReferences: () => void }} hooks
   */
  constructor(summary, buttons, { send, onDownload, onBatch, onReferences }) {
    this.#renderSummary = mount(summary);
    this.#renderButtons = mount(buttons);
    this.#send = send;
    this.#onDownload = onDownload;
    this.#onBatch = onBatch;
    this.#onReferences = onReferences;
  }

  /**
   * Show a view.
   * @param {import("./types.js").View} view
   */
  show({ summary, meter, actions }) {
    const { selected, size, unknown, shown, hidden } = summary;
    this.#renderSummary(html`
      <div class="sentences">
        <p class="selected">
          <strong>${selected}</strong>
          ${size ? html`<span class="total">${size}</span>` : nothing} ${unknown}
        </p>
        <p class="quiet">
          ${shown} ${hidden ? html`<span class="warning">${hidden}</span>` : nothing}
        </p>
      </div>
      ${meterBar(meter)}
    `);
    this.#renderButtons(html`
      ${actionButton({
        action: actions.download,
        label: words.actions.download,
        iconName: "download",
        primary: true,
        onClick: this.#onDownload,
      })}
      ${actionButton({
        action: actions.batch,
        label: words.actions.batch,
        iconName: "package",
        onClick: this.#onBatch,
      })}
      ${actionButton({
        action: actions.references,
        label: words.actions.references,
        iconName: "book-open",
        onClick: this.#onReferences,
      })}
      ${this.#button("remove_selected", actions, "list-x")}
      ${this.#button("remove_all", actions, "trash-2")}
      <span class="pair">
        ${this.#button("undo", actions, "undo-2", true)}
        ${this.#button("redo", actions, "redo-2", true)}
      </span>
    `);
  }

  /**
   * @param {"remove_selected" | "remove_all" | "undo" | "redo"} name
   * @param {import("./types.js").View["actions"]} actions
   * @param {string} iconName
   * @param {boolean} [iconOnly]
   */
  #button(name, actions, iconName, iconOnly = false) {
    return actionButton({
      action: actions[name],
      label: words.actions[name],
      iconName,
      iconOnly,
      onClick: () => this.#send(name),
    });
  }
}

/** @param {import("./types.js").View["meter"]} meter */
function meterBar({ value, label, over }) {
  return html`<div class="meter ${over ? "over" : ""}">
    <div
      class="track"
      role="meter"
      aria-label=${words.actions.meter}
      aria-valuemin="0"
      aria-valuemax="1"
      aria-valuenow=${value}
      aria-valuetext=${label}
    >
      <span ${style("--share", String(value))}></span>
    </div>
    <p class="quiet" aria-hidden="true">${label}</p>
  </div>`;
}
