/** The list of ways to download, of which one is chosen. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { words } from "../words.js";

/**
 * Draw the list.
 * @param {import("../types.js").Method[]} methods
 * @param {(name: string) => void} onChoose
 */
export function methodList(methods, onChoose) {
  return html`<div class="methods" role="radiogroup" aria-label=${words.download.methods}>
    ${methods.map((method) => methodChoice(method, onChoose))}
  </div>`;
}

/**
 * @param {import("../types.js").Method} method
 * @param {(name: string) => void} onChoose
 */
function methodChoice({ name, label, hint, chosen, enabled, reason }, onChoose) {
  return html`<label class="method">
    <input
      type="radio"
      name="method"
      aria-label=${label}
      aria-description=${enabled ? hint : reason}
      .checked=${chosen}
      ?disabled=${!enabled}
      @change=${() => onChoose(name)}
    />
    <span class="label">${label}</span>
    <span class="quiet">${hint}</span>
    ${reason ? html`<span class="quiet reason">${reason}</span>` : nothing}
  </label>`;
}
