/** The pane of filters, which decide what is shown. */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { actionButton } from "./button.js";
import { debounce } from "./debounce.js";
import { checkedState, fieldValue } from "./directives.js";
import { facetGroup } from "./facetgroup.js";
import { mount } from "./mount.js";
import { sizeRange } from "./sizerange.js";
import { words } from "./words.js";

/** How long typing must rest before a filter is applied, in milliseconds. */
const REST = 120;

export class FilterPane {
  #render;
  #renderReset;
  #send;
  #typing;
  /** @type {import("./types.js").Filters | undefined} */
  #shown;

  /**
   * @param {HTMLElement} container
   * @param {HTMLElement} reset  Place of the button that resets them all.
   * @param {import("./types.js").Send} send
   */
  constructor(container, reset, send) {
    this.#render = mount(container);
    this.#renderReset = mount(reset);
    /** @type {import("./types.js").Send} */
    const sendNow = (command, args) => {
      // What is still being typed must not come after what was clicked since.
      if (command === "filter_reset" || command === "filter_clear") {
        this.#typing.cancel();
      }
      // Whatever comes of it, the widgets are to show what holds then.
      this.#shown = undefined;
      send(command, args);
    };
    this.#send = sendNow;
    this.#typing = debounce(REST, (/** @type {string} */ text) =>
      sendNow("filter_name", { text }),
    );
  }

  /**
   * Show a view.
   * @param {import("./types.js").View & { filters: import("./types.js").Filters }} view
   */
  show({ files, filters, actions }) {
    if (filters === this.#shown) return;
    this.#shown = filters;
    if (files === 0) {
      this.#render(html`<p class="quiet">${words.filters.empty}</p>`);
      this.#renderReset(nothing);
      return;
    }
    const { recommended, name, size, groups } = filters;
    this.#render(html`
      ${this.#recommended(recommended)} ${this.#name(name)}
      ${repeat(
        groups,
        (group) => group.facet,
        (group) => facetGroup(group, this.#send),
      )}
      ${sizeRange(size, this.#send)}
      <div id="shares"></div>
    `);
    this.#renderReset(
      actionButton({
        action: actions.reset_filters,
        label: words.filters.reset,
        iconName: "rotate-ccw",
        onClick: () => this.#send("filter_reset"),
      }),
    );
  }

  /** @param {import("./types.js").Filters["recommended"]} recommended */
  #recommended({ on, enabled, note }) {
    const onChange = (/** @type {Event} */ event) => {
      const box = /** @type {HTMLInputElement} */ (event.target);
      this.#send("filter_recommended", { on: box.checked });
    };
    return html`<div class="recommended">
      <label>
        <input
          type="checkbox"
          role="switch"
          aria-describedby="recommended-note"
          ?disabled=${!enabled}
          @change=${onChange}
          ${checkedState(on)}
        />
        <span>${words.filters.recommended}</span>
      </label>
      <p id="recommended-note">${note}</p>
    </div>`;
  }

  /** @param {string} name */
  #name(name) {
    const onInput = (/** @type {Event} */ event) =>
      this.#typing.run(/** @type {HTMLInputElement} */ (event.target).value);
    const onClear = (/** @type {Event} */ event) => {
      const button = /** @type {HTMLElement} */ (event.currentTarget);
      const field = button.parentElement?.querySelector("input");
      if (field) field.value = "";
      field?.focus();
      this.#send("filter_clear", { facet: "name" });
    };
    return html`<div class="name-filter">
      <input
        type="search"
        class="field"
        aria-label=${words.filters.name}
        aria-description=${words.filters.name_help}
        data-tip=${words.filters.name_help}
        placeholder=${words.filters.name_example}
        autocomplete="off"
        spellcheck="false"
        @input=${onInput}
        ${fieldValue(name)}
      />
      ${
        name
          ? html`<button
              type="button"
              class="text-button"
              aria-label=${words.filters.clear_name}
              @click=${onClear}
            >
              ${words.filters.clear}
            </button>`
          : nothing
      }
    </div>`;
  }
}
