/** Files from elsewhere than the archive: left out unless ticked one by one. */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { checkedState } from "../directives.js";

/**
 * Draw the list of them, or nothing where there is none.
 * @param {import("../types.js").Plan["foreign"]} foreign
 * @param {(id: string, included: boolean) => void} onInclude
 */
export function foreignFiles({ title, help, files }, onInclude) {
  if (files.length === 0) return nothing;
  const listed = repeat(
    files,
    ({ id }) => id,
    (file) => foreignFile(file, onInclude),
  );
  return html`<fieldset class="foreign">
    <legend>${title}</legend>
    <p class="quiet">${help}</p>
    <div class="foreign-list">${listed}</div>
  </fieldset>`;
}

/**
 * @param {import("../types.js").ForeignFile} file
 * @param {(id: string, included: boolean) => void} onInclude
 */
function foreignFile({ id, name, address, included, allowed, reason }, onInclude) {
  const onChange = (/** @type {Event} */ event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    onInclude(id, box.checked);
  };
  return html`<label class="foreign-file">
    <input
      type="checkbox"
      aria-label=${name}
      aria-description="${address} ${reason}"
      ?disabled=${!allowed}
      @change=${onChange}
      ${checkedState(included)}
    />
    <span class="name">${name}</span>
    <span class="quiet code">${address}</span>
    ${reason ? html`<span class="quiet reason">${reason}</span>` : nothing}
  </label>`;
}
