/** Short messages: for a while in sight, with a button at times, and for screen readers. */
import { html, nothing, render } from "lit-html";
import { announce, hush } from "./announcer.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

/** How long a message stays, in milliseconds; one in use stays longer. */
const STAY = 8000;

/** @typedef {{ label: string, run: () => void }} ToastAction */

export class Toasts {
  #container;
  #onFocusLost;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} container
   * @param {() => void} onFocusLost  Called when a message goes that had the focus.
   */
  constructor(container, onFocusLost) {
    this.#container = container;
    this.#onFocusLost = onFocusLost;
  }

  /**
   * Show a message in place of the last one.
   * @param {string} text
   * @param {ToastAction} [action]
   */
  show(text, action) {
    render(this.#toast(text, action), this.#container);
    this.#stay();
    announce(text);
  }

  /** Take the message away. */
  clear() {
    clearTimeout(this.#timer);
    const focused = this.#container.contains(document.activeElement);
    // What is told without a message goes on being told.
    if (this.#container.childElementCount > 0) hush();
    render(nothing, this.#container);
    if (focused) this.#onFocusLost();
  }

  #stay() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#container.matches(":hover, :focus-within")) this.#stay();
      else this.clear();
    }, STAY);
  }

  /**
   * @param {string} text
   * @param {ToastAction} [action]
   */
  #toast(text, action) {
    const onAction = () => {
      this.clear();
      action?.run();
    };
    const button = html`<button type="button" class="text-button" @click=${onAction}>
      ${action?.label}
    </button>`;
    return html`<div class="toast">
      <span class="message">${text}</span>
      ${action ? button : nothing}
      <button
        type="button"
        class="button icon-only small"
        aria-label=${words.toasts.close}
        @click=${() => this.clear()}
      >
        ${icon("x")}
      </button>
    </div>`;
  }
}
