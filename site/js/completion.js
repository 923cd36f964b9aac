/** The line that offers to complete what the basket knows by name only. */
import { html, nothing, render } from "lit-html";
import { spoken } from "./announcer.js";
import { icon } from "./icons.js";
import { place } from "./mount.js";
import { Searching } from "./searching.js";
import { words } from "./words.js";

/** @typedef {import("./types.js").Completing} State */

/**
 * What the line needs of the page.
 * @typedef {object} CompletionHooks
 * @property {import("./engine.js").Engine} engine
 * @property {import("./searching.js").SearchHooks<State>["ask"]} ask
 * @property {() => Promise<unknown>} take  Complete the files with what has arrived.
 * @property {(error: unknown) => void} report
 */

export class Completion {
  #hooks;
  /** @type {Searching<State>} */
  #searching;
  /** @type {import("./types.js").View["incomplete"]} */
  #incomplete = null;
  /** @type {State | undefined} */
  #state;

  /** @param {CompletionHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#searching = new Searching({
      name: "complete",
      engine: hooks.engine,
      ask: hooks.ask,
      onSearch: (state) => {
        this.#state = state;
        this.#draw();
      },
      onError: hooks.report,
    });
    // Another Python knows of no question.
    hooks.engine.whenLost(() => {
      if (this.#state) void this.#searching.stop();
    });
  }

  /** @param {import("./types.js").View} view */
  show({ incomplete }) {
    const isOld = incomplete?.count !== this.#incomplete?.count;
    if (isOld && !this.#state?.request && !this.#state?.problem)
      this.#state = undefined;
    this.#incomplete = incomplete;
    this.#draw();
  }

  async #run() {
    if (await this.#searching.run("complete_begin")) await this.#take();
  }

  async #stop() {
    await this.#searching.stop();
    await this.#take();
  }

  /** Use what has arrived, even if it is not all. */
  async #take() {
    if (this.#state?.can_take) await this.#hooks.take();
  }

  #draw() {
    const state = this.#state;
    const isShown = this.#incomplete || state?.request;
    render(isShown ? this.#line(state) : nothing, place("completion"));
  }

  /** @param {State | undefined} state */
  #line(state) {
    const { label, hint } = this.#incomplete ?? { label: "", hint: "" };
    const problem = state?.problem;
    const text = problem
      ? [problem.message, ...problem.where].join(" ")
      : state?.status || label;
    return html`<p>
        ${problem ? icon("triangle-alert") : icon("info")} ${spoken(text)}
      </p>
      ${
        state?.request
          ? html`<button
              type="button"
              class="button"
              @click=${() => void this.#stop()}
            >
              ${icon("x")}<span>${words.completion.stop}</span>
            </button>`
          : html`<button
              type="button"
              class="button"
              aria-description=${hint}
              data-tip=${hint}
              @click=${() => void this.#run()}
            >
              ${icon("search")}<span>${words.completion.button}</span>
            </button>`
      }`;
  }
}
