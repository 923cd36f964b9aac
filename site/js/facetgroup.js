/** One group of the filters: the values of a facet, with how many files have them. */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { checkedState, fieldValue, style } from "./directives.js";
import { helpButton } from "./helpbeside.js";
import { fill, words } from "./words.js";

/** @typedef {import("./types.js").FacetGroup} FacetGroup */
/** @typedef {import("./types.js").FacetValue} FacetValue */
/** @typedef {import("./types.js").Send} Send */

/**
 * Draw a group, or nothing where no file has any value of its facet.
 * @param {FacetGroup} group
 * @param {Send} send
 */
export function facetGroup(group, send) {
  const { facet, label, help, values, chosen, more, search, found, searchable } = group;
  if (values.length === 0 && !search) return nothing;
  const listed = repeat(
    values,
    ({ value }) => value,
    (value, position) => facetValue(group, value, `facet-${facet}-${position}`, send),
  );
  return html`<fieldset class="facet" data-facet=${facet}>
    <legend>
      <span data-tip=${help || nothing} aria-description=${help || nothing}>${label}</span>
    </legend>
    ${helpButton({ title: label, text: help, terms: terms(values) })}
    ${chosen ? clearButton(group, send) : nothing}
    ${searchable ? searchField(group, send) : nothing}
    ${found ? html`<p class="quiet">${found}</p>` : nothing} ${listed}
    ${more ? moreButton(group, send) : nothing}
  </fieldset>`;
}

/**
 * The values of which something is to be said.
 * @param {FacetValue[]} values
 */
function terms(values) {
  return values
    .filter(({ help }) => help)
    .map(({ label, help }) => ({ term: label, text: help }));
}

/**
 * @param {FacetGroup} group
 * @param {FacetValue} value
 * @param {string} id
 * @param {Send} send
 */
function facetValue(
  { facet },
  { value, label, help, count, share, chosen, empty },
  id,
  send,
) {
  const onChange = (/** @type {Event} */ event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    send("filter_value", { facet, value, on: box.checked });
  };
  return html`<div class="value ${empty ? "none" : ""}" data-tip=${help || nothing}>
    <input
      type="checkbox"
      id=${id}
      aria-describedby="${id}-count"
      aria-description=${help || nothing}
      @change=${onChange}
      ${checkedState(chosen)}
    />
    <label for=${id} ${style("--share", String(share))}>${label}</label>
    <span class="tail">
      <button
        type="button"
        class="text-button only"
        aria-label=${fill(words.filters.only_this, { value: label })}
        @click=${() => send("filter_only", { facet, value })}
      >
        ${words.filters.only}
      </button>
      <span class="count" id="${id}-count">${count}</span>
    </span>
  </div>`;
}

/**
 * @param {FacetGroup} group
 * @param {Send} send
 */
function clearButton({ facet, label }, send) {
  const onClick = (/** @type {Event} */ event) => {
    // The button goes away with the choice: the keyboard goes on at the first value.
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    button.closest("fieldset")?.querySelector("input")?.focus();
    send("filter_clear", { facet });
  };
  return html`<button
    type="button"
    class="text-button clear"
    aria-label=${fill(words.filters.clear_facet, { facet: label })}
    @click=${onClick}
  >
    ${words.filters.clear}
  </button>`;
}

/**
 * @param {FacetGroup} group
 * @param {Send} send
 */
function searchField({ facet, label, all, search }, send) {
  const text = fill(words.filters.find, { facet: label });
  const onInput = (/** @type {Event} */ event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    send("list_facet", { facet, all, search: field.value });
  };
  return html`<input
    type="search"
    class="field"
    aria-label=${text}
    placeholder=${text}
    autocomplete="off"
    spellcheck="false"
    @input=${onInput}
    ${fieldValue(search)}
  />`;
}

/**
 * @param {FacetGroup} group
 * @param {Send} send
 */
function moreButton({ facet, all, search, more }, send) {
  return html`<button
    type="button"
    class="text-button more"
    aria-expanded=${all}
    @click=${() => send("list_facet", { facet, all: !all, search })}
  >
    ${more}
  </button>`;
}
