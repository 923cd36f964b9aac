/** Lists that are pasted: into their box, or anywhere that is no field. */
import { html } from "lit-html";
import { icon } from "./icons.js";
import { words } from "./words.js";

/**
 * Draw the box.
 * @param {(text: string) => void} onText
 */
export function pasteBox(onText) {
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const text = new FormData(form).get("text");
    if (text) onText(String(text));
    form.reset();
  };
  return html`<form class="paste" @submit=${onSubmit}>
    <label class="form-field wide">
      <span>${words.add.paste}</span>
      <textarea
        class="field code"
        name="text"
        rows="4"
        spellcheck="false"
        placeholder=${words.add.paste_example}
      ></textarea>
    </label>
    <button type="submit" class="button">
      ${icon("file-plus")}<span>${words.add.paste_button}</span>
    </button>
  </form>`;
}

/**
 * Take what is pasted where nothing is typed.
 * @param {(text: string) => void} onText
 * @param {(files: File[]) => void} onFiles
 */
export function acceptPastes(onText, onFiles) {
  document.addEventListener("paste", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest("input, textarea, select, dialog")) return;
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (files.length > 0) onFiles(files);
    else if (text.trim()) onText(text);
  });
}
