/** The pane that tells what a file is, or what a folder holds. */
import { html, nothing } from "lit-html";
import { breakdown } from "./breakdown.js";
import { debounce } from "./debounce.js";
import { icon } from "./icons.js";
import { mount } from "./mount.js";
import { fill, words } from "./words.js";

/** @typedef {import("./types.js").Details} Details */

/** How long changes must rest before a folder is counted again, in milliseconds. */
const REST = 120;

/**
 * What the pane asks of the page.
 * @typedef {object} DetailsHooks
 * @property {(id: string) => Promise<Details | undefined>} load
 * @property {(details: Details | undefined) => void} onShown  Tells what is shown now.
 * @property {() => void} onOpen
 * @property {(text: string) => void} copy
 */

export class DetailsPane {
  #container;
  #render;
  #hooks;
  /** @type {string | undefined} */
  #id;
  #isFolder = false;
  #recount = debounce(REST, () => void this.show(this.#id));

  /**
   * @param {HTMLElement} container
   * @param {DetailsHooks} hooks
   */
  constructor(container, hooks) {
    this.#container = container;
    this.#render = mount(container);
    this.#hooks = hooks;
  }

  /** The file that is shown. */
  get id() {
    return this.#id;
  }

  /**
   * Show a file or a folder; an id that has become unknown empties the pane.
   * @param {string | undefined} id
   */
  async show(id) {
    this.#id = id;
    const details = id && (await this.#hooks.load(id));
    if (this.#id !== id) return; // another one was asked for meanwhile
    this.#id = details ? id : undefined;
    this.#isFolder = details ? details.tables.length > 0 : false;
    this.#render(details ? this.#file(details) : emptyPane());
    // Tables have nothing that keys could go to, to scroll them.
    this.#container.tabIndex = this.#isFolder ? 0 : -1;
    this.#hooks.onShown(details || undefined);
  }

  /**
   * Show a file or a folder, also where the pane is a drawer that is closed.
   * @param {string} id
   */
  open(id) {
    void this.show(id);
    this.#hooks.onOpen();
  }

  /**
   * Look again after a change, when it may have changed what is told.
   * @param {boolean} filesChanged  Whether the basket has other files.
   */
  follow(filesChanged) {
    if (filesChanged) void this.show(this.#id);
    else if (this.#isFolder) this.#recount.run();
  }

  /** @param {Details} details */
  #file({ name, description, fields, download, note, tables, preview }) {
    return html`
      <h2 class="file-name">${name}</h2>
      ${description ? html`<p class="quiet">${description}</p>` : nothing}
      ${note ? html`<p class="note">${icon("info")}<span>${note}</span></p>` : nothing}
      ${download ? this.#ways(download) : nothing}
      ${preview ? html`<div class="preview" id="preview"></div>` : nothing}
      <dl class="fields">${fields.map((field) => this.#field(field))}</dl>
      ${tables.map(breakdown)}
    `;
  }

  /** @param {import("./types.js").DetailsField} field */
  #field({ label, values, code, copy, link, help, rows }) {
    const copyLabel = fill(words.details.copy, { label });
    const copyButton = html`<button
      type="button"
      class="button icon-only small"
      aria-label=${copyLabel}
      data-tip=${copyLabel}
      @click=${() => this.#hooks.copy(values.join("\n"))}
    >
      ${icon("copy")}
    </button>`;
    return html`<div>
      <dt data-tip=${help || nothing} aria-description=${help || nothing}>${label}</dt>
      <dd class=${code ? "code" : ""}>
        <span
          >${values.map((value) => fieldText(value, link))}
          ${rows.map((row) => this.#row(row))}</span
        >
        ${copy ? copyButton : nothing}
      </dd>
    </div>`;
  }

  /** @param {{ id: string, name: string }} row */
  #row({ id, name }) {
    if (!id) return html`<span class="line">${name}</span>`;
    return html`<button
      type="button"
      class="text-button line"
      @click=${() => void this.show(id)}
    >
      ${name}
    </button>`;
  }

  /** @param {{ url: string, filename: string }} download */
  #ways({ url, filename }) {
    return html`<p class="ways">
      <a class="button" href=${url} download=${filename} target="_blank" rel="noopener noreferrer">
        ${icon("download")}<span>${words.details.download}</span>
      </a>
      <button type="button" class="button" @click=${() => this.#hooks.copy(url)}>
        ${icon("link")}<span>${words.details.copy_link}</span>
      </button>
    </p>`;
  }
}

function emptyPane() {
  return html`<p class="quiet hint">${icon("info")}${words.details.empty}</p>`;
}

/**
 * @param {string} text
 * @param {string} link
 */
function fieldText(text, link) {
  if (!link) return html`<span class="line">${text}</span>`;
  return html`<a class="line" href=${link} target="_blank" rel="noopener noreferrer"
    >${text}${icon("external-link")}</a
  >`;
}
