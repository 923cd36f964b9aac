/** The panel that asks which references the selected products need, and adds them. */
import { html, nothing } from "lit-html";
import { spoken } from "../announcer.js";
import { actionButton } from "../button.js";
import { debounce } from "../debounce.js";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { Searching } from "../searching.js";
import { words } from "../words.js";
import { contextForms, leftOut, listBar, referenceList } from "./referenceparts.js";
import { ReferenceWays } from "./referenceways.js";

/** @typedef {import("../referencetypes.js").References} State */

/**
 * What the panel needs of the page.
 * @typedef {object} ReferenceHooks
 * @property {import("../engine.js").Engine} engine
 * @property {import("../searching.js").SearchHooks<State>["ask"]} ask
 * @property {() => Promise<boolean>} add  Put the chosen ones into the basket.
 * @property {(text: string) => void} copy
 * @property {(error: unknown) => void} report
 */

const TYPING = 150;

export class ReferencesDialog {
  #dialog;
  #render;
  #hooks;
  /** @type {Searching<State>} */
  #searching;
  #ways;
  /** @type {State | undefined} */
  #state;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {ReferenceHooks} hooks
   */
  constructor(dialog, hooks) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#hooks = hooks;
    const show = (/** @type {State} */ state) => this.#show(state);
    this.#searching = new Searching({
      name: "references",
      engine: hooks.engine,
      ask: hooks.ask,
      onSearch: show,
      onError: hooks.report,
    });
    this.#ways = new ReferenceWays({
      load: async () => (await hooks.engine.call("references_ways")).ways,
      take: async (answer) => show(await hooks.engine.give("references_saved", answer)),
      copy: hooks.copy,
      onChange: () => this.#draw(),
    });
    dialog.addEventListener("close", () => {
      if (this.#state?.request) void this.#searching.stop();
    });
  }

  /** Ask about the selected products. */
  async open() {
    this.#state = undefined;
    this.#ways.reset();
    this.#draw();
    openModal(this.#dialog);
    await this.#searching.run("references_begin");
    // What could not be asked at all was told already.
    if (!this.#state) this.#dialog.close();
  }

  /** @param {State} state */
  #show(state) {
    this.#state = state;
    this.#draw();
    if (!state.request) void this.#ways.refresh(state.problem !== null);
  }

  /**
   * @param {"references_find" | "references_check" | "references_check_kind"
   *   | "references_check_all"} command
   * @param {object} args
   */
  async #tell(command, args) {
    try {
      this.#show(await this.#hooks.engine.call(command, args));
    } catch (error) {
      this.#hooks.report(error);
    }
  }

  #find = debounce(
    TYPING,
    (/** @type {string} */ text) => void this.#tell("references_find", { text }),
  );

  async #add() {
    if (await this.#hooks.add()) this.#dialog.close();
  }

  #draw() {
    const state = this.#state;
    this.#render(html`
      <header>
        <h2 id="references-title">${words.references.title}</h2>
        <p class="quiet">${spoken(state?.status)}</p>
        ${state?.request ? this.#stopButton() : nothing}
      </header>
      <div class="dialog-body" aria-busy=${state?.request ? "true" : "false"}>
        <p class="quiet">${words.references.help}</p>
        ${state ? this.#body(state) : nothing}
      </div>
      <footer>
        ${state ? this.#addButton(state) : nothing}
        <button
          type="button"
          class="button last"
          @click=${() => this.#dialog.close()}
        >
          ${words.references.close}
        </button>
      </footer>
    `);
  }

  /** @param {State} state */
  #body(state) {
    const { groups, cut, empty, odd, problem, left_out } = state;
    const isListed = groups.length > 0 || state.text !== "";
    return html`
      ${contextForms(state.contexts, (observatory, context) => {
        void this.#searching.run("references_context", { observatory, context });
      })}
      ${problem ? this.#problem(problem) : nothing}
      ${
        isListed
          ? listBar(state, {
              onAll: (on) => void this.#tell("references_check_all", { on }),
              onText: this.#find.run,
            })
          : nothing
      }
      ${referenceList(groups, {
        onKind: (kind, on) => void this.#tell("references_check_kind", { kind, on }),
        onRow: (id, on) => void this.#tell("references_check", { id, on }),
      })}
      ${[cut, empty, odd].filter(Boolean).map((text) => html`<p class="quiet">${text}</p>`)}
      ${left_out ? leftOut(left_out) : nothing}
      ${state.request ? nothing : this.#ways.draw()}
    `;
  }

  #stopButton() {
    return html`<button
      type="button"
      class="button"
      @click=${() => void this.#searching.stop()}
    >
      ${icon("x")}<span>${words.references.stop}</span>
    </button>`;
  }

  /** @param {State} state */
  #addButton({ add, chosen }) {
    return html`${actionButton({
      action: add,
      label: words.references.add,
      iconName: "list-plus",
      primary: true,
      onClick: () => void this.#add(),
    })}
    <p class="quiet">${spoken(chosen)}</p>`;
  }

  /** @param {NonNullable<State["problem"]>} problem */
  #problem({ message, where }) {
    return html`<div class="search-problem" role="alert">
      <p>${icon("triangle-alert")} ${message}</p>
      ${where.map((place) => html`<p class="quiet">${place}</p>`)}
      <button
        type="button"
        class="button"
        @click=${() => void this.#searching.run("references_again")}
      >
        ${icon("rotate-ccw")}<span>${words.references.again}</span>
      </button>
    </div>`;
  }
}
