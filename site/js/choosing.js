/** The button that lets files be chosen. */
import { html, nothing } from "lit-html";
import { icon } from "./icons.js";

/**
 * Draw the button, and the hidden field behind it.
 * @param {object} part
 * @param {string} part.label
 * @param {string} part.iconName
 * @param {(files: File[]) => void} part.onFiles  Called with at least one.
 * @param {string} [part.help]
 * @param {boolean} [part.primary]
 * @param {boolean} [part.single]
 */
export function fileButton({
  label,
  iconName,
  onFiles,
  help,
  primary = false,
  single = false,
}) {
  const onChange = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const files = [...(input.files ?? [])];
    if (files.length > 0) onFiles(files);
    input.value = ""; // so that the same file can be chosen again
  };
  const onChoose = (/** @type {Event} */ event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    /** @type {HTMLElement} */ (button.previousElementSibling).click();
  };
  return html`<input
      type="file"
      ?multiple=${!single}
      hidden
      aria-label=${label}
      @change=${onChange}
    />
    <button
      type="button"
      class="button ${primary ? "primary" : ""}"
      aria-description=${help ?? nothing}
      data-tip=${help ?? nothing}
      @click=${onChoose}
    >
      ${icon(iconName)}<span>${label}</span>
    </button>`;
}
