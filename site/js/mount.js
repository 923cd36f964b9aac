/** Rendering into the places of the shell. */
import { render } from "lit-html";

/**
 * Find a place of the shell by its id.
 * @param {string} id
 */
export function place(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`#${id}`);
  return element;
}

/** @param {string} id */
export function dialog(id) {
  return /** @type {HTMLDialogElement} */ (place(id));
}

/**
 * Take over a place: what the shell painted there gives way to the first render.
 * @param {HTMLElement} container
 * @returns {(template: unknown) => void}
 */
export function mount(container) {
  let painted = true;
  return (template) => {
    if (painted) container.replaceChildren();
    painted = false;
    render(template, container);
  };
}
