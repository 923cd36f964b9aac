/** The parts of the panel for references: whose rules, which files, what is left out. */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { checkedState, fieldValue } from "../directives.js";
import { icon } from "../icons.js";
import { fill, words } from "../words.js";

/** @typedef {import("../referencetypes.js").ReferenceGroup} Group */
/** @typedef {import("../referencetypes.js").ReferenceRow} Row */

/** @param {Event} event */
const isOn = (event) => /** @type {HTMLInputElement} */ (event.target).checked;

/**
 * Draw a field for the context of each observatory.
 * @param {import("../referencetypes.js").ReferenceContext[]} contexts
 * @param {(observatory: string, context: string) => void} onContext
 */
export function contextForms(contexts, onContext) {
  return contexts.map(({ observatory, label, value, example, used, wrong }) => {
    const onSubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
      onContext(observatory, String(data.get("context") ?? ""));
    };
    const error = `context-${observatory}-error`;
    return html`<form class="reference-context" @submit=${onSubmit}>
      <label>
        <span>${label}</span>
        <input
          class="field"
          name="context"
          autocomplete="off"
          spellcheck="false"
          placeholder=${example}
          aria-invalid=${wrong ? "true" : "false"}
          aria-describedby=${wrong ? error : nothing}
          ${fieldValue(value)}
        />
      </label>
      <button type="submit" class="button">${words.references.use}</button>
      <span class="quiet">${used}</span>
      ${wrong ? html`<p class="error" id=${error} role="alert">${wrong}</p>` : nothing}
    </form>`;
  });
}

/**
 * Draw the box for all, and the search.
 * @param {import("../referencetypes.js").References} state
 * @param {{ onAll: (on: boolean) => void, onText: (text: string) => void }} hooks
 */
export function listBar({ check_all, text }, { onAll, onText }) {
  return html`<div class="reference-bar">
    <input
      type="checkbox"
      aria-label=${words.references.check_all}
      data-tip=${words.references.check_all}
      ${checkedState(check_all)}
      @change=${(/** @type {Event} */ event) => onAll(isOn(event))}
    />
    <input
      type="search"
      class="field"
      aria-label=${words.references.find}
      placeholder=${words.references.find_example}
      ${fieldValue(text)}
      @input=${(/** @type {Event} */ event) =>
        onText(/** @type {HTMLInputElement} */ (event.target).value)}
    />
  </div>`;
}

/**
 * Draw the references by their types.
 * @param {Group[]} groups
 * @param {{ onKind: (kind: string, on: boolean) => void,
 *   onRow: (id: string, on: boolean) => void }} hooks
 */
export function referenceList(groups, { onKind, onRow }) {
  if (groups.length === 0) return nothing;
  return html`<div class="references-list" role="group" aria-label=${words.references.list}>
    ${repeat(
      groups,
      ({ kind }) => kind,
      (group) => referenceGroup(group, onKind, onRow),
    )}
  </div>`;
}

/**
 * @param {Group} group
 * @param {(kind: string, on: boolean) => void} onKind
 * @param {(id: string, on: boolean) => void} onRow
 */
function referenceGroup({ kind, label, note, count, checked, rows }, onKind, onRow) {
  return html`<section role="group" aria-label=${label}>
    <h3>
      <input
        type="checkbox"
        aria-label=${fill(words.references.check_kind, { label })}
        ${checkedState(checked)}
        @change=${(/** @type {Event} */ event) => onKind(kind, isOn(event))}
      />
      <span>${label}</span>
      ${note ? html`<code class="quiet">${note}</code>` : nothing}
      <span class="quiet count">${count}</span>
    </h3>
    <ul>
      ${repeat(
        rows,
        ({ id }) => id,
        (row) => referenceRow(row, onRow),
      )}
    </ul>
  </section>`;
}

/**
 * @param {Row} row
 * @param {(id: string, on: boolean) => void} onRow
 */
function referenceRow({ id, checked, ...row }, onRow) {
  const { name, users, size, sizeHint, date, context, note } = row;
  const description = [users, size, date, context, note].filter(Boolean).join(", ");
  return html`<li>
    <label class="reference">
      <input
        type="checkbox"
        aria-label=${name}
        aria-description=${description}
        ${checkedState(checked)}
        @change=${(/** @type {Event} */ event) => onRow(id, isOn(event))}
      />
      <span class="name"
        >${name} ${note ? html`<span class="badge">${note}</span>` : nothing}</span
      >
      <span class="quiet">${users}</span>
      <span class="quiet size" data-tip=${sizeHint}>${size}</span>
      <span class="quiet">${date}</span>
      <span class="quiet">${context}</span>
    </label>
  </li>`;
}

/**
 * Draw which products have no references, and why.
 * @param {import("../referencetypes.js").LeftOut} leftOut
 */
export function leftOut({ label, reasons }) {
  return html`<details class="planned noted">
    <summary>${icon("info")}<span>${label}</span></summary>
    ${reasons.map(
      (reason) =>
        html`<p>${reason.label}</p>
          <ul class="places" tabindex="0" aria-label=${reason.label}>
            ${reason.names.map((name) => html`<li>${name}</li>`)}
            ${reason.more ? html`<li>${reason.more}</li>` : nothing}
          </ul>`,
    )}
  </details>`;
}
