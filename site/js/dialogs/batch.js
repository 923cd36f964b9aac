/** The dialog of a batch request: what it asks for, its mail, and what was prepared. */
import { html, nothing } from "lit-html";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { openRequests } from "../openrequests.js";
import { words } from "../words.js";
import { fileNotes } from "./planned.js";

/** @typedef {import("../batchtypes.js").Choice} Choice */

/**
 * @typedef {object} BatchHooks
 * @property {import("../requests.js").Requests} requests
 * @property {(what: "mail" | "list") => Promise<string[]>} text  In pieces.
 * @property {(id: string) => void} scripts
 * @property {(text: Promise<string>) => void} copy
 * @property {(pieces: Promise<string[]>, file: { filename: string, type: string }) => void} save
 * @property {(error: unknown) => void} report
 */

export class BatchDialog {
  #dialog;
  #render;
  #hooks;
  /** Drawn by itself, whenever the requests change. */
  #list = document.createElement("div");

  /**
   * @param {HTMLDialogElement} dialog
   * @param {BatchHooks} hooks
   */
  constructor(dialog, hooks) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#hooks = hooks;
    this.#list.className = "requests-place";
    openRequests(this.#list, hooks);
  }

  /** Open it for what is selected now. */
  async open() {
    try {
      this.#draw(await this.#hooks.requests.choose());
      openModal(this.#dialog);
    } catch (error) {
      this.#hooks.report(error);
    }
  }

  /** @param {Choice} choice */
  #draw(choice) {
    const { title, summary, notes, others, datasets, files } = choice;
    this.#render(html`
      <header>
        <h2 id="batch-title">${title}</h2>
        <p class="quiet">${summary.join(" · ")}</p>
      </header>
      <div class="dialog-body">
        <p>${words.batch.promise}</p>
        ${notes.map((note) => html`<p class="note">${icon("info")}<span>${note}</span></p>`)}
        ${others.map(fileNotes)} ${folded(datasets)} ${folded(files)} ${mail(choice)}
        <p>
          <a class="outward" href=${choice.page} target="_blank" rel="noopener noreferrer"
            >${icon("external-link")}<span>${words.batch.page}</span></a
          >
        </p>
        ${this.#list}
      </div>
      ${this.#buttons(choice)}
    `);
  }

  /** @param {Choice} choice */
  #buttons({ mail, list }) {
    const { requests, copy, save, text } = this.#hooks;
    const button = (
      /** @type {string} */ label,
      /** @type {string} */ iconName,
      /** @type {() => void} */ onClick,
    ) => html`<button type="button" class="button" @click=${onClick}>
      ${icon(iconName)}<span>${label}</span>
    </button>`;
    // Whatever leaves the page this way is a prepared request.
    const keep = () => void requests.keep();
    return html`<footer>
      <a
        class="button primary"
        href=${mail.link}
        aria-description=${words.batch.write_help}
        data-tip=${words.batch.write_help}
        @click=${keep}
      >
        ${icon("mail")}<span>${words.batch.write}</span>
      </a>
      ${button(words.batch.copy, "copy", () => {
        copy(text("mail").then((pieces) => pieces.join("")));
        keep();
      })}
      ${button(words.batch.save, "save", () => {
        save(text("list"), list);
        keep();
      })}
      ${button(words.batch.keep, "history", keep)}
      <button type="button" class="button last" @click=${() => this.#dialog.close()}>
        ${words.batch.close}
      </button>
    </footer>`;
  }
}

/** @param {Choice} choice */
function mail({ mail: { to, subject, body, attach } }) {
  return html`<section class="mail">
    <h3>${words.batch.mail}</h3>
    <p class="quiet">${to}</p>
    <p class="quiet">${subject}</p>
    <pre lang="en" tabindex="0" role="region" aria-label=${words.batch.mail}>${body}</pre>
    ${
      attach
        ? html`<p class="note">${icon("info")}<span>${attach}</span></p>`
        : html`<p class="quiet">${words.batch.carries}</p>`
    }
  </section>`;
}

/** @param {import("../batchtypes.js").FileNotes} list */
function folded({ title, help, files }) {
  if (!title) return nothing;
  return html`<details class="planned">
    <summary>${title}</summary>
    ${help ? html`<p class="quiet">${help}</p>` : nothing}
    <ul class="folder-tree" tabindex="0" aria-label=${title}>
      ${files.map(
        ({ name, text }) =>
          html`<li><span class="name">${name}</span> <span class="quiet">${text}</span></li>`,
      )}
    </ul>
  </details>`;
}
