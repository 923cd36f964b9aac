/** What can be chosen about a download: folders, files at a time, format. */
import { html, nothing } from "lit-html";
import { fieldValue } from "../directives.js";
import { words } from "../words.js";

/** @typedef {{ value: string | number, label: string, enabled?: boolean }} Option */

/**
 * Draw the choices that the method has.
 * @param {import("../types.js").Plan} plan
 * @param {object} on
 * @param {(layout: string) => void} on.layout
 * @param {(layout: string) => void} on.template  Called while someone types.
 * @param {(jobs: number) => void} on.jobs
 * @param {(form: string) => void} on.form
 */
export function planOptions({ layout, jobs, text }, on) {
  const own = layout?.chosen === "template";
  return html`<div class="options">
      ${
        layout
          ? select(words.download.layout, layout.choices, layout.chosen, (value) =>
              on.layout(value === "template" ? layout.template : value),
            )
          : nothing
      }
      ${
        jobs
          ? select(words.download.jobs, jobs.choices, jobs.chosen, (value) =>
              on.jobs(Number(value)),
            )
          : nothing
      }
      ${
        text.forms.length > 0
          ? select(words.download.form, text.forms, text.form, on.form)
          : nothing
      }
    </div>
    ${layout && own ? template(layout, on.template) : nothing}`;
}

/**
 * @param {string} label
 * @param {Option[]} choices
 * @param {string | number} chosen
 * @param {(value: string) => void} onChoose
 */
function select(label, choices, chosen, onChoose) {
  const onChange = (/** @type {Event} */ event) =>
    onChoose(/** @type {HTMLSelectElement} */ (event.target).value);
  return html`<label class="option">
    <span>${label}</span>
    <select class="field" .value=${String(chosen)} @change=${onChange}>
      ${choices.map(
        ({ value, label: name, enabled }) =>
          html`<option
            value=${value}
            ?selected=${value === chosen}
            ?disabled=${enabled === false}
          >
            ${name}
          </option>`,
      )}
    </select>
  </label>`;
}

/**
 * @param {import("../types.js").LayoutChoice} layout
 * @param {(template: string) => void} onType
 */
function template(layout, onType) {
  const onInput = (/** @type {Event} */ event) =>
    onType(/** @type {HTMLInputElement} */ (event.target).value);
  return html`<label class="template">
      <span>${words.download.template}</span>
      <input
        class="field code"
        name="template"
        spellcheck="false"
        autocomplete="off"
        aria-describedby="template-help"
        aria-invalid=${layout.error ? "true" : nothing}
        @input=${onInput}
        ${fieldValue(layout.template)}
      />
    </label>
    <p id="template-help" class=${layout.error ? "field-error" : "quiet"}>
      ${layout.error || layout.help}
    </p>`;
}
