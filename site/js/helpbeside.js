/** Help that opens beside the thing that it explains: a button, and one popover. */
import { html, render } from "lit-html";
import { icon } from "./icons.js";
import { place } from "./mount.js";
import { fill, words } from "./words.js";

const GAP = 8;

/**
 * What is said: of the whole thing, and of its parts.
 * @typedef {{ title: string, text: string, terms: { term: string, text: string }[] }} Help
 */

/**
 * Draw the button.
 * @param {Help} help
 */
export function helpButton(help) {
  return html`<button
    type="button"
    class="help-button"
    aria-label=${fill(words.help.about, { thing: help.title })}
    aria-haspopup="dialog"
    @click=${(/** @type {Event} */ event) =>
      open(/** @type {HTMLElement} */ (event.currentTarget), help)}
  >
    ${icon("circle-help")}
  </button>`;
}

/**
 * @param {HTMLElement} button
 * @param {Help} help
 */
function open(button, { title, text, terms }) {
  const popover = place("help-beside");
  render(
    html`<h3 id="help-beside-title">${title}</h3>
      <p>${text}</p>
      <dl class="glossary">
        ${terms.map(
          ({ term, text: meaning }) => html`<dt>${term}</dt>
            <dd>${meaning}</dd>`,
        )}
      </dl>`,
    popover,
  );
  // When it closes, the browser gives the focus back to the button.
  popover.showPopover();
  const { left, right, top } = button.getBoundingClientRect();
  const fits = right + GAP + popover.offsetWidth <= innerWidth;
  const x = fits ? right + GAP : Math.max(GAP, left - popover.offsetWidth);
  const y = Math.max(GAP, Math.min(top, innerHeight - popover.offsetHeight - GAP));
  popover.style.left = `${x}px`;
  popover.style.top = `${y}px`;
  popover.focus();
}
