/** The dialog that hands out the selected files: the plan, and every way to get them. */
import { html, nothing } from "lit-html";
import { debounce } from "../debounce.js";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { words } from "../words.js";
import { foreignFiles } from "./foreign.js";
import { bundleButtons, LinkOpener, requestBundle } from "./leaving.js";
import { Lookup } from "./lookup.js";
import { methodList } from "./methods.js";
import { planOptions } from "./options.js";
import { fileNotes, folderTree } from "./planned.js";

/** @typedef {import("../types.js").Plan} Plan */

/**
 * What a plan and its text are asked for with; null leaves the choice to Python.
 * @typedef {object} Choice
 * @property {string | null} method
 * @property {string | null} form
 * @property {string | null} layout
 * @property {number | null} jobs
 * @property {string[]} foreign
 * @property {number} [part]
 */

/**
 * What the dialog asks of the page.
 * @typedef {object} DownloadHooks
 * @property {(choice: Choice) => Promise<Plan | undefined>} plan
 * @property {(choice: Choice) => Promise<string[]>} text  In pieces.
 * @property {(pieces: Promise<string[]>, plan: Plan, choice: Choice) => void} save
 * @property {(pieces: Promise<string[]>, choice: Choice) => void} copy
 * @property {(choice: Choice) => void} note  Called when it has left another way.
 * @property {(error: unknown) => void} report
 * @property {(choice: Choice) => Promise<string[]>} lookup
 * @property {import("./lookup.js").LookupHooks["ask"]} ask
 * @property {import("./lookup.js").LookupHooks["take"]} take
 */

const TYPING_PAUSE = 300;

/** @type {Choice} */
const NOTHING_CHOSEN = {
  method: null,
  form: null,
  layout: null,
  jobs: null,
  foreign: [],
};

export class DownloadDialog {
  #dialog;
  #render;
  #hooks;
  #choice = NOTHING_CHOSEN;
  /** What is drawn. @type {Plan | undefined} */
  #plan;
  /** What was asked for last. @type {Promise<Plan | undefined>} */
  #planned = Promise.resolve(undefined);
  #opener = new LinkOpener(
    () => this.#draw(),
    () => this.#hooks.note(this.#choice),
  );
  #lookup;
  #template = debounce(TYPING_PAUSE, (/** @type {string} */ layout) =>
    this.#choose({ layout }),
  );

  /**
   * @param {HTMLDialogElement} dialog
   * @param {DownloadHooks} hooks
   */
  constructor(dialog, hooks) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#hooks = hooks;
    this.#lookup = new Lookup(
      { ...hooks, requests: () => hooks.lookup(this.#choice) },
      () => this.#draw(),
    );
    dialog.addEventListener("close", () => this.#opener.reset());
  }

  /**
   * Open it for what is selected now.
   * @param {Choice} [choice]
   */
  async open(choice = NOTHING_CHOSEN) {
    this.#choice = choice;
    this.#lookup.reset();
    if (await this.#choose({})) openModal(this.#dialog);
  }

  /**
   * Draw what was chosen. It never opens the dialog: who closed it since has done so.
   * @param {Partial<Choice>} change
   * @returns {Promise<boolean>} whether there is a plan.
   */
  async #choose(change) {
    this.#template.cancel();
    const choice = { ...this.#choice, ...change };
    this.#choice = choice;
    this.#planned = this.#hooks.plan(choice);
    const plan = await this.#planned;
    if (!plan) return false;
    // What was chosen since is drawn when its own plan is there.
    if (this.#choice !== choice) return true;
    this.#choice = { ...this.#choice, method: plan.text.method, form: plan.text.form };
    this.#plan = plan;
    this.#draw();
    return true;
  }

  /**
   * @param {string} id
   * @param {boolean} included
   */
  #include(id, included) {
    const others = this.#choice.foreign.filter((other) => other !== id);
    void this.#choose({ foreign: included ? [...others, id] : others });
  }

  #text() {
    return this.#hooks.text(this.#choice);
  }

  /** Save what is chosen, also if that is not drawn yet. */
  async #save() {
    const [choice, text] = [this.#choice, this.#text()];
    text.catch(() => {}); // told by who saves it
    const plan = await this.#planned;
    if (plan) this.#hooks.save(text, plan, choice);
  }

  /** @param {number} part */
  async #getBundle(part) {
    try {
      const pieces = await this.#hooks.text({ ...this.#choice, part });
      const address = this.#plan?.text.bundles?.address;
      if (!address) return;
      requestBundle(address, pieces.join(""));
      this.#hooks.note({ ...this.#choice, part });
    } catch (error) {
      this.#hooks.report(error);
    }
  }

  #draw() {
    const plan = this.#plan;
    if (!plan) return;
    this.#render(html`
      <header>
        <h2 id=${`${this.#dialog.id}-title`}>${plan.title}</h2>
        <p class="quiet">${plan.summary.join(" · ")}</p>
      </header>
      <div class="ways-and-text">
        ${methodList(plan.methods, (method) => {
          this.#opener.reset();
          void this.#choose({ method, form: null });
        })}
        <div class="dialog-body">${this.#body(plan)}</div>
      </div>
      ${this.#buttons(plan)}
    `);
  }

  /** @param {Plan} plan */
  #body(plan) {
    const { text } = plan;
    return html`
      <p class="when" data-method=${text.method}>${text.when}</p>
      ${planOptions(plan, {
        layout: (layout) => void this.#choose({ layout }),
        template: (layout) => this.#template.run(layout),
        jobs: (jobs) => void this.#choose({ jobs }),
        form: (form) => void this.#choose({ form }),
      })}
      ${plan.notes.map((note) => html`<p class="note">${icon("info")}<span>${note}</span></p>`)}
      ${foreignFiles(plan.foreign, (id, on) => this.#include(id, on))}
      ${fileNotes(plan.left_out)} ${fileNotes(plan.changes)}
      ${bundleButtons(text.bundles, (part) => void this.#getBundle(part))}
      ${this.#opener.draw(text.opening)}
      ${this.#lookup.draw(text.lookup, () => void this.#choose({}))}
      ${folderTree(plan.folder)} ${this.#drawText(text)}
    `;
  }

  /**
   * Draw how the text is used, and its beginning.
   * @param {import("../types.js").PlanText} text
   */
  #drawText({ reason, preview, cut, run, commands }) {
    if (reason) return html`<p class="note">${icon("info")}<span>${reason}</span></p>`;
    return html`<div class="how">
        <p class="quiet">${run}</p>
        ${commands.map((command) => html`<code class="command">${command}</code>`)}
      </div>
      <pre tabindex="0" role="region" aria-label=${words.download.preview}>${preview}</pre>
      ${cut ? html`<p class="quiet">${cut}</p>` : nothing}`;
  }

  /** @param {Plan} plan */
  #buttons(plan) {
    const disabled = plan.text.reason ? "true" : nothing;
    const unless = (/** @type {() => void} */ action) => () =>
      plan.text.reason || action();
    return html`<footer>
      <button
        type="button"
        class="button primary"
        aria-disabled=${disabled}
        @click=${unless(() => void this.#save())}
      >
        ${icon("download")}<span>${plan.text.save}</span>
      </button>
      <button
        type="button"
        class="button"
        aria-disabled=${disabled}
        @click=${unless(() => this.#hooks.copy(this.#text(), this.#choice))}
      >
        ${icon("copy")}<span>${words.download.copy}</span>
      </button>
      <button type="button" class="button last" @click=${() => this.#dialog.close()}>
        ${words.download.close}
      </button>
    </footer>`;
  }
}
