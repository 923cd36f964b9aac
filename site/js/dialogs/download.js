/** The dialog that hands out the selected files: as a script, or as a list of links. */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";
import { foreignFiles } from "./foreign.js";
import { methodList } from "./methods.js";

/** @typedef {import("../types.js").Plan} Plan */

/**
 * What a plan and its text are asked for with.
 * @typedef {{ method: string | null, foreign: string[] }} Choice
 */

/**
 * What the dialog asks of the page.
 * @typedef {object} DownloadHooks
 * @property {(choice: Choice) => Promise<Plan | undefined>} plan
 * @property {(choice: Choice) => Promise<string[]>} text  In pieces.
 * @property {(pieces: Promise<string[]>, plan: Plan) => void} save
 * @property {(pieces: Promise<string[]>) => void} copy
 */

export class DownloadDialog {
  #dialog;
  #render;
  #hooks;
  /** @type {Choice} */
  #choice = { method: null, foreign: [] };

  /**
   * @param {HTMLDialogElement} dialog
   * @param {DownloadHooks} hooks
   */
  constructor(dialog, hooks) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#hooks = hooks;
  }

  /** Open it for what is selected now. */
  open() {
    return this.#choose({ method: null, foreign: [] });
  }

  /** @param {Choice} choice */
  async #choose(choice) {
    const plan = await this.#hooks.plan(choice);
    if (!plan) return;
    this.#choice = { method: plan.method, foreign: choice.foreign };
    this.#draw(plan);
    openModal(this.#dialog);
  }

  /**
   * @param {string} id
   * @param {boolean} included
   */
  #include(id, included) {
    const others = this.#choice.foreign.filter((other) => other !== id);
    const foreign = included ? [...others, id] : others;
    void this.#choose({ ...this.#choice, foreign });
  }

  #text() {
    return this.#hooks.text(this.#choice);
  }

  /** @param {Plan} plan */
  #draw(plan) {
    this.#render(html`
      <header>
        <h2 id="download-title">${plan.title}</h2>
        <p class="quiet">${plan.summary}</p>
      </header>
      <div class="ways-and-text">
        ${methodList(plan.methods, (method) => {
          void this.#choose({ ...this.#choice, method });
        })}
        <div class="dialog-body">
          ${plan.notes.map((note) => html`<p class="note">${icon("info")}<span>${note}</span></p>`)}
          ${foreignFiles(plan.foreign, (id, on) => this.#include(id, on))}
          <pre tabindex="0" role="region" aria-label=${words.download.preview}>${plan.preview}</pre>
          ${plan.cut ? html`<p class="quiet">${plan.cut}</p>` : nothing}
          <p class="quiet">${plan.run}</p>
          ${plan.command ? html`<code class="command">${plan.command}</code>` : nothing}
        </div>
      </div>
      ${this.#buttons(plan)}
    `);
  }

  /** @param {Plan} plan */
  #buttons(plan) {
    return html`<footer>
      <button
        type="button"
        class="button primary"
        @click=${() => this.#hooks.save(this.#text(), plan)}
      >
        ${icon("download")}<span>${words.download.save[plan.method]}</span>
      </button>
      <button
        type="button"
        class="button"
        @click=${() => this.#hooks.copy(this.#text())}
      >
        ${icon("copy")}<span>${words.download.copy}</span>
      </button>
      <button type="button" class="button last" @click=${() => this.#dialog.close()}>
        ${words.download.close}
      </button>
    </footer>`;
  }
}
