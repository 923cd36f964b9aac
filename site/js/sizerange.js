/** The filter by file size: two fields, each with its unit. */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { fieldValue } from "./directives.js";
import { words } from "./words.js";

/** @typedef {import("./types.js").SizeBound} SizeBound */

/**
 * Draw the size range.
 * @param {import("./types.js").SizeFilter} size
 * @param {import("./types.js").Send} send
 */
export function sizeRange({ from, to, units, error, note }, send) {
  const onChange = (/** @type {Event} */ event) => {
    const fields = /** @type {HTMLElement} */ (event.currentTarget);
    send("filter_size", {
      from: readBound(fields, "from"),
      to: readBound(fields, "to"),
    });
  };
  const { size_from, size_from_unit, size_to, size_to_unit } = words.filters;
  const fromLabels = { label: size_from, unitLabel: size_from_unit };
  const toLabels = { label: size_to, unitLabel: size_to_unit };
  return html`<fieldset class="facet size-range" @change=${onChange}>
    <legend>${words.filters.size}</legend>
    <div class="bounds">
      ${bound({ end: "from", ...from, ...fromLabels, units, error })}
      <span>${words.filters.to}</span>
      ${bound({ end: "to", ...to, ...toLabels, units, error })}
    </div>
    ${error ? html`<p class="error" id="size-error" role="alert">${error}</p>` : nothing}
    ${note ? html`<p class="quiet">${note}</p>` : nothing}
    <div id="size-chart"></div>
  </fieldset>`;
}

/**
 * @param {SizeBound & {
 *   end: "from" | "to",
 *   label: string,
 *   unitLabel: string,
 *   units: string[],
 *   error: string,
 * }} bound
 */
function bound({ end, number, unit, label, unitLabel, units, error }) {
  return html`<span class="bound">
    <input
      class="field"
      inputmode="decimal"
      autocomplete="off"
      name="${end}-number"
      aria-label=${label}
      aria-invalid=${error ? "true" : nothing}
      aria-describedby=${error ? "size-error" : nothing}
      placeholder=${words.filters.any}
      ${fieldValue(error ? undefined : number)}
    />
    <select class="field" name="${end}-unit" aria-label=${unitLabel} .value=${unit}>
      ${repeat(
        units,
        (name) => name,
        (name) => html`<option ?selected=${name === unit}>${name}</option>`,
      )}
    </select>
  </span>`;
}

/**
 * Read one end of the range as it was typed: Python judges it.
 * @param {HTMLElement} fields
 * @param {"from" | "to"} end
 * @returns {SizeBound}
 */
function readBound(fields, end) {
  const read = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement} */ (fields.querySelector(`[name="${name}"]`)).value;
  return { number: read(`${end}-number`), unit: read(`${end}-unit`) };
}
