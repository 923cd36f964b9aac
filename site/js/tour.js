/** The tour: a few words beside each part of the page, one after the other. */
import { html, nothing } from "lit-html";
import { icon } from "./icons.js";
import { mount } from "./mount.js";
import { fill, words } from "./words.js";

/** @typedef {import("./types.js").TourStep} Step */

/** What each step points at: the first of these that can be seen. */
const TARGETS = [
  ["files"],
  ["filters", "filters-open"],
  ["tree", "files"],
  ["buttons", "actions"],
  ["baskets-open"],
];
const GAP = 12;

export class Tour {
  #dialog;
  #render;
  /** @type {Step[]} */
  #steps = [];
  #at = 0;
  /** @type {HTMLElement | null} */
  #before = null;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    dialog.addEventListener("close", () => this.#end());
    document.addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && dialog.open) dialog.close();
    });
    addEventListener("resize", () =>
      // What it points at may move with the same event.
      requestAnimationFrame(() => dialog.open && this.#put()),
    );
  }

  /** @param {Step[]} steps */
  start(steps) {
    const { activeElement } = document;
    this.#before = activeElement instanceof HTMLElement ? activeElement : null;
    this.#steps = steps;
    this.#dialog.show();
    this.#go(0);
  }

  /** @param {number} at */
  #go(at) {
    this.#at = at;
    const step = this.#steps[at];
    if (!step) return this.#dialog.close();
    const of = { step: at + 1, count: this.#steps.length };
    const isLast = at === this.#steps.length - 1;
    this.#render(html`
      <h2 id="tour-title" tabindex="-1">${step.title}</h2>
      <p>${step.text}</p>
      <div class="foot">
        <span class="quiet">${fill(words.tour.step, of)}</span>
        <button type="button" class="text-button" ?hidden=${isLast} @click=${() => this.#dialog.close()}>
          ${words.tour.skip}
        </button>
        ${
          at > 0
            ? html`<button type="button" class="button" @click=${() => this.#go(at - 1)}>
                ${words.tour.back}
              </button>`
            : nothing
        }
        <button type="button" class="button primary" @click=${() => this.#go(at + 1)}>
          ${isLast ? icon("check") : nothing}<span>${isLast ? words.tour.end : words.tour.next}</span>
        </button>
      </div>
    `);
    this.#put();
    // Screen readers read the step's title, and go on from there.
    /** @type {HTMLElement | null} */ (
      this.#dialog.querySelector("#tour-title")
    )?.focus();
  }

  /** Stand beside what the step is about. */
  #put() {
    document.querySelector("[data-toured]")?.removeAttribute("data-toured");
    const target = (TARGETS[this.#at] ?? [])
      .map(place)
      .find((part) => part.checkVisibility({ visibilityProperty: true }));
    if (!target) return;
    target.setAttribute("data-toured", "");
    const { x, y } = spot(target.getBoundingClientRect(), this.#dialog);
    this.#dialog.style.left = `${x}px`;
    this.#dialog.style.top = `${y}px`;
  }

  #end() {
    document.querySelector("[data-toured]")?.removeAttribute("data-toured");
    // What began it may have gone: the button of an empty basket does.
    const before = this.#before?.isConnected ? this.#before : document.body;
    (before === document.body ? place("files") : before).focus();
  }
}

/** @param {string} id */
function place(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * Where it does not cover what it is about: right of it, left, below, or inside.
 * @param {DOMRect} target
 * @param {HTMLElement} tour
 */
function spot(
  { left, right, top, bottom },
  { offsetWidth: width, offsetHeight: height },
) {
  const [most, low] = [innerWidth - width - GAP, innerHeight - height - GAP];
  const beside = Math.max(GAP, Math.min(top + GAP, low));
  if (right + GAP <= most) return { x: right + GAP, y: beside };
  if (left - GAP - width >= GAP) return { x: left - GAP - width, y: beside };
  const x = Math.max(GAP, Math.min(right - width, most));
  if (bottom + GAP <= low) return { x, y: bottom + GAP };
  return { x: Math.max(GAP, Math.min(right - width - GAP, most)), y: beside };
}
