/** The ways to bring product files: choosing, dropping anywhere, and the sample. */
import { html } from "lit-html";
import { fileButton } from "./choosing.js";
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
  return html`<div class="add-buttons">
    ${fileButton({ label: words.add.choose, iconName: "file-plus", onFiles, primary: true })}
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
