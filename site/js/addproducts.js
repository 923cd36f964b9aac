/** The ways to bring product files: choosing, dropping anywhere, and the sample. */
import { html } from "../vendor/lit-html/lit-html.js";
import { icon } from "./icons.js";
import { pasteBox } from "./pasting.js";
import { words } from "./words.js";

/**
 * What to do with files, and with the wish for the sample.
 * @typedef {object} AddHooks
 * @property {(files: File[]) => void} onFiles
 * @property {(text: string) => void} onText
 * @property {() => void} onSample
 */

/**
 * Draw the buttons that fill the basket.
 * @param {AddHooks} hooks
 */
export function addButtons({ onFiles, onSample }) {
  const onChange = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    onFiles([...(input.files ?? [])]);
    input.value = ""; // so that the same file can be chosen again
  };
  const onChoose = (/** @type {Event} */ event) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    button.parentElement?.querySelector("input")?.click();
  };
  return html`<div class="add-buttons">
    <input
      type="file"
      multiple
      hidden
      aria-label=${words.add.choose}
      @change=${onChange}
    />
    <button type="button" class="button primary" @click=${onChoose}>
      ${icon("file-plus")}<span>${words.add.choose}</span>
    </button>
    <button
      type="button"
      class="button"
      aria-description=${words.add.sample_help}
      data-tip=${words.add.sample_help}
      @click=${onSample}
    >
      ${icon("sparkles")}<span>${words.add.sample}</span>
    </button>
  </div>`;
}

/**
 * Draw the panel "Add products".
 * @param {AddHooks} hooks
 */
export function addPanel(hooks) {
  return html`<h2>${words.add.title}</h2>
    <p>${words.add.help}</p>
    <div class="drop-zone">
      ${icon("file-up")} ${addButtons(hooks)}
      <p class="quiet">${words.add.drop}</p>
    </div>
    ${pasteBox(hooks.onText)}
    <p class="quiet">${words.add.privacy}</p>`;
}

/**
 * Take files that are dropped anywhere on the page.
 * @param {HTMLElement} overlay  Shown while files hover over the page.
 * @param {AddHooks["onFiles"]} onFiles
 */
export function acceptDrops(overlay, onFiles) {
  const hasFiles = (/** @type {DragEvent} */ event) =>
    event.dataTransfer?.types.includes("Files") ?? false;
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    overlay.hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) overlay.hidden = true; // out of the window
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    overlay.hidden = true;
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
}
