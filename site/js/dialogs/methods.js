/** The list of ways to download, of which one is chosen. */
import { html, nothing } from "lit-html";
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
function methodChoice(method, onChoose) {
  const { name, label, hint, chosen, suggested, enabled, reason } = method;
  return html`<label class="method" data-tip=${reason || nothing}>
    <input
      type="radio"
      name="method"
      value=${name}
      aria-label=${label}
      aria-description=${[suggested, reason || hint].filter(Boolean).join(". ")}
      .checked=${chosen}
      ?disabled=${!enabled}
      @change=${() => onChoose(name)}
    />
    <span class="label">${label}</span>
    ${suggested ? html`<span class="mark">${suggested}</span>` : nothing}
    <span class="quiet">${hint}</span>
  </label>`;
}
