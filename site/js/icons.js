/** Icons out of the sprite that the build gathers. */
import { html } from "lit-html";

/**
 * Draw an icon of icons.json; the words beside it or its control's label name it.
 * @param {string} name
 */
export function icon(name) {
  return html`<svg class="icon" aria-hidden="true"><use href=${`icons.svg#${name}`}></use></svg>`;
}
