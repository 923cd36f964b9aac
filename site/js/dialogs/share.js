/** The dialog that makes a link of the basket, and says what it carries and where it fits. */
import { html, nothing } from "lit-html";
import { pageAddress } from "../address.js";
import { announce } from "../announcer.js";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";

/** @typedef {import("../keeptypes.js").Share} Share */

/**
 * @typedef {object} ShareHooks
 * @property {import("../engine.js").Engine} engine
 * @property {(text: Promise<string>) => void} copy
 * @property {() => void} save  Save the basket as a file.
 * @property {(error: unknown) => void} report
 */

export class ShareDialog {
  #dialog;
  #render;
  #hooks;
  #choice = { everything: false, kind: "details" };
  /** What is drawn. @type {Share | undefined} */
  #share;
  /** What was asked for last. @type {Promise<Share> | undefined} */
  #asked;
  /** The address of the drawn code; empty while it is being drawn. @type {string | undefined} */
  #picture;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {ShareHooks} hooks
   */
  constructor(dialog, hooks) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#hooks = hooks;
  }

  async open() {
    this.#choice = { everything: false, kind: "details" };
    if (await this.#choose({})) openModal(this.#dialog);
  }

  /**
   * Draw what was chosen. It never opens the dialog: who closed it since has done so.
   * @param {{ everything?: boolean, kind?: string }} change
   * @returns {Promise<boolean>} whether there is something to share.
   */
  async #choose(change) {
    this.#choice = { ...this.#choice, ...change };
    this.#picture = undefined;
    try {
      const args = { ...this.#choice, page: pageAddress() };
      this.#asked = this.#hooks.engine.call("share", args);
      this.#share = await this.#asked;
      this.#draw();
      return true;
    } catch (error) {
      this.#hooks.report(error);
      return false;
    }
  }

  /** Copy the link of what is chosen, also if that is not drawn yet. */
  #copy() {
    const link = this.#asked?.then(
      ({ link, reason }) => link || Promise.reject(new Error(reason)),
    );
    if (link) this.#hooks.copy(link);
  }

  /** @param {string} link */
  async #drawCode(link) {
    this.#picture = "";
    this.#draw();
    announce(words.share.drawing);
    try {
      await this.#hooks.engine.prepareDrawing();
      const { picture } = await this.#hooks.engine.call("draw", { link });
      if (this.#share?.link === link) this.#picture = picture;
    } catch (error) {
      this.#picture = undefined;
      this.#hooks.report(error);
    }
    this.#draw();
    this.#dialog.querySelector("img")?.scrollIntoView({ block: "nearest" });
  }

  #draw() {
    const share = this.#share;
    if (!share) return;
    this.#render(html`
      <header>
        <h2 id="share-title">${share.title}</h2>
        <p class="quiet">${words.share.help}</p>
      </header>
      <div class="dialog-body">
        ${this.#files(share)} ${this.#kinds(share)}
        <p><strong>${words.share.carries}:</strong> ${share.carries.join(" · ")}</p>
        ${share.reason ? html`<p class="note">${icon("info")}<span>${share.reason}</span></p>` : nothing}
        ${share.link ? this.#link(share) : nothing}
      </div>
      <footer>
        <button
          type="button"
          class="button primary"
          aria-disabled=${share.link ? nothing : "true"}
          @click=${() => share.link && this.#copy()}
        >
          ${icon("copy")}<span>${words.share.copy}</span>
        </button>
        <button type="button" class="button" @click=${this.#hooks.save}>
          ${icon("save")}<span>${words.share.save}</span>
        </button>
        <button type="button" class="button last" @click=${() => this.#dialog.close()}>
          ${words.share.close}
        </button>
      </footer>
    `);
  }

  /** @param {Share} share */
  #files({ choices }) {
    return html`<fieldset class="radios">
      <legend>${words.share.files}</legend>
      ${choices.map(
        ({ value, label, chosen, enabled }) =>
          html`<label>
            <input
              type="radio"
              name="files"
              .checked=${chosen}
              ?disabled=${!enabled}
              @change=${() => void this.#choose({ everything: value })}
            />
            ${label}
          </label>`,
      )}
    </fieldset>`;
  }

  /** @param {Share} share */
  #kinds({ kinds }) {
    return html`<fieldset class="radios">
      <legend>${words.share.kind}</legend>
      ${kinds.map(
        ({ value, label, help, chosen }) =>
          html`<label>
            <input
              type="radio"
              name="kind"
              .checked=${chosen}
              @change=${() => void this.#choose({ kind: value })}
            />
            <span>${label}<span class="quiet">${help}</span></span>
          </label>`,
      )}
    </fieldset>`;
  }

  /** @param {Share} share */
  #link({ link, length, fits, code }) {
    return html`<label class="share-link">
        <span class="quiet">${words.share.link} · ${length}</span>
        <textarea
          class="field code"
          readonly
          rows="3"
          spellcheck="false"
          .value=${link}
          @focus=${(/** @type {Event} */ event) =>
            /** @type {HTMLTextAreaElement} */ (event.target).select()}
        ></textarea>
      </label>
      <ul class="fits" aria-label=${words.share.fitting}>
        ${fits.map(
          ({ label, on }) =>
            html`<li class=${on ? "on" : "off"}>
              ${icon(on ? "check" : "x")}<span>${label}</span>
              <span class="visually-hidden">${on ? words.share.yes : words.share.no}</span>
            </li>`,
        )}
      </ul>
      ${this.#code(link, code.reason)}`;
  }

  /**
   * @param {string} link
   * @param {string} reason  Why it cannot be drawn.
   */
  #code(link, reason) {
    if (reason) return html`<p class="quiet">${icon("qr-code")} ${reason}</p>`;
    if (this.#picture)
      return html`<img class="qr" src=${this.#picture} alt=${words.share.code_of} />`;
    if (this.#picture === "") return html`<p class="quiet">${words.share.drawing}</p>`;
    return html`<button
      type="button"
      class="button code-button"
      @click=${() => void this.#drawCode(link)}
    >
      ${icon("qr-code")}<span>${words.share.code}</span>
    </button>`;
  }
}
