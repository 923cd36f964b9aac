/** Buttons that say why they cannot be used. */
import { html, nothing } from "lit-html";
import { icon } from "./icons.js";

/**
 * Draw the button that closes a dialog, in which it has the focus first.
 * @param {HTMLDialogElement} dialog
 * @param {string} label
 */
export function closingButton(dialog, label) {
  return html`<button
    type="button"
    class="button primary last"
    autofocus
    @click=${() => dialog.close()}
  >
    ${label}
  </button>`;
}

/**
 * Draw the button of an action. One that is not possible stays in the tab order, so
 * that its hint can be reached by keyboard too.
 * @param {object} button
 * @param {import("./types.js").Action} button.action
 * @param {string} button.label
 * @param {string} button.iconName
 * @param {boolean} [button.iconOnly]
 * @param {boolean} [button.primary]
 * @param {() => void} button.onClick
 */
export function actionButton({ action, label, iconName, iconOnly, primary, onClick }) {
  const hint = action.hint || (iconOnly ? label : "");
  return html`<button
    type="button"
    class=${`button${primary ? " primary" : ""}${iconOnly ? " icon-only" : ""}`}
    aria-label=${iconOnly ? label : nothing}
    aria-disabled=${action.enabled ? nothing : "true"}
    aria-description=${action.hint || nothing}
    data-tip=${hint || nothing}
    @click=${() => action.enabled && onClick()}
  >
    ${icon(iconName)}${iconOnly ? nothing : html`<span>${label}</span>`}
  </button>`;
}
