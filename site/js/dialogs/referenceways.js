/** Asking for references another way: texts to run elsewhere, and the answer's way in. */
import { html, nothing } from "lit-html";
import { fileButton } from "../choosing.js";
import { icon } from "../icons.js";
import { Problem } from "../problem.js";
import { words } from "../words.js";

/**
 * What it needs of the panel.
 * @typedef {object} WaysHooks
 * @property {() => Promise<import("../referencetypes.js").ReferenceWay[]>} load
 * @property {(answer: Blob) => Promise<void>} take
 * @property {(text: string) => void} copy
 * @property {() => void} onChange
 */

export class ReferenceWays {
  #hooks;
  /** @type {import("../referencetypes.js").ReferenceWay[]} */
  #ways = [];
  #isOpen = false;
  /** @type {Problem | undefined} */
  #problem;

  /** @param {WaysHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  reset() {
    this.#ways = [];
    this.#isOpen = false;
    this.#problem = undefined;
  }

  /**
   * Look again what is still to be asked, if anybody sees it.
   * @param {boolean} isNeeded  Whether there is no other way at the moment.
   */
  async refresh(isNeeded) {
    this.#isOpen ||= isNeeded;
    if (!this.#isOpen) return;
    try {
      this.#ways = await this.#hooks.load();
    } catch (error) {
      this.#problem = Problem.from(error);
    }
    this.#hooks.onChange();
  }

  /** @param {Blob} answer */
  async #take(answer) {
    this.#problem = undefined;
    try {
      await this.#hooks.take(answer);
    } catch (error) {
      this.#problem = Problem.from(error);
    }
    this.#hooks.onChange();
  }

  draw() {
    const onToggle = (/** @type {Event} */ event) => {
      const { open } = /** @type {HTMLDetailsElement} */ (event.target);
      if (open === this.#isOpen) return;
      this.#isOpen = open;
      void this.refresh(false);
    };
    return html`<details class="planned" ?open=${this.#isOpen} @toggle=${onToggle}>
      <summary>${words.references.round}</summary>
      <div class="reference-ways">
        <p>${words.references.round_help}</p>
        ${this.#ways.map((way) => this.#way(way))} ${this.#chooser()} ${this.#paste()}
        ${this.#problem ? this.#told(this.#problem) : nothing}
      </div>
    </details>`;
  }

  /** @param {import("../referencetypes.js").ReferenceWay} way */
  #way({ label, hint, text }) {
    return html`<section aria-label=${label}>
      <p>${label}. <span class="quiet">${hint}</span></p>
      <pre tabindex="0" aria-label=${label}>${text}</pre>
      <button type="button" class="button" @click=${() => this.#hooks.copy(text)}>
        ${icon("copy")}<span>${words.references.copy}</span>
      </button>
    </section>`;
  }

  #chooser() {
    const button = fileButton({
      label: words.references.choose,
      iconName: "file-up",
      onFiles: (files) => void this.#take(new Blob(files)),
    });
    return html`<div>${button}</div>`;
  }

  #paste() {
    const onSubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.target);
      const text = String(new FormData(form).get("answer") ?? "");
      if (!text.trim()) return;
      form.reset();
      void this.#take(new Blob([text]));
    };
    return html`<form class="paste" @submit=${onSubmit}>
      <label class="form-field wide">
        <span>${words.references.paste}</span>
        <textarea
          class="field code"
          name="answer"
          rows="3"
          spellcheck="false"
        ></textarea>
      </label>
      <button type="submit" class="button">
        ${icon("file-plus")}<span>${words.references.take}</span>
      </button>
    </form>`;
  }

  /** @param {Problem} problem */
  #told({ message, where }) {
    return html`<p class="error" role="alert">${[message, ...where].join(" ")}</p>`;
  }
}
