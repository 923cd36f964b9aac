/** The table of observations that a search has found: sortable, and virtualised. */

import { html, render } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { checkedState, style } from "./directives.js";
import { RowSource } from "./rowsource.js";
import { Scroller } from "./scroller.js";
import { fill, words } from "./words.js";

/** Rows drawn beyond the edges, and rows asked for before they come into sight. */
const OVERSCAN = 8;
const AHEAD = 64;

/**
 * What the table asks of the page.
 * @typedef {object} FoundHooks
 * @property {(start: number, stop: number)
 *   => Promise<import("./types.js").FoundPage | undefined>} load
 * @property {(column: string, descending: boolean) => void} sort
 * @property {(id: string, on: boolean) => void} choose
 * @property {(on: boolean) => void} chooseAll
 */

export class FoundTable {
  #table;
  #head;
  #body;
  #hooks;
  #rows;
  #scroller;

  /**
   * @param {{ table: HTMLElement, head: HTMLElement, body: HTMLElement }} parts
   * @param {FoundHooks} hooks
   */
  constructor({ table, head, body }, hooks) {
    this.#table = table;
    this.#head = head;
    this.#body = body;
    this.#hooks = hooks;
    this.#rows = new RowSource(hooks.load, () => this.#draw());
    const scrolling = { element: table, head, spacer: body };
    this.#scroller = new Scroller(scrolling, () => this.#draw());
  }

  /** @param {import("./types.js").Search} search */
  show(search) {
    this.#rows.update({
      generation: search.generation,
      rows: null,
      tree: { rows: search.found },
    });
    this.#table.hidden = search.found === 0;
    this.#table.setAttribute("aria-rowcount", String(search.found + 1));
    render(this.#header(search), this.#head);
    this.#scroller.setRows(search.found);
    this.#draw();
  }

  /** @param {import("./types.js").Search} search */
  #header({ columns, choose_all }) {
    return html`<div role="row" class="row head" aria-rowindex="1">
      <div role="columnheader" class="cell">
        <input
          type="checkbox"
          aria-label=${words.search.choose_all}
          @change=${(/** @type {Event} */ event) => this.#hooks.chooseAll(isOn(event))}
          ${checkedState(choose_all)}
        />
      </div>
      ${columns.map(
        ({ name, label, sorted }) =>
          html`<div role="columnheader" class="cell" aria-sort=${sorted}>
            <button
              type="button"
              @click=${() => this.#hooks.sort(name, sorted === "ascending")}
            >
              ${label}<span aria-hidden="true">${ARROWS[sorted]}</span>
            </button>
          </div>`,
      )}
    </div>`;
  }

  #draw() {
    const { start, stop } = this.#scroller.range(OVERSCAN);
    const indices = Array.from({ length: stop - start }, (_, step) => start + step);
    const keyOf = (/** @type {number} */ index) =>
      this.#rows.latest(index)?.id ?? index;
    render(
      repeat(indices, keyOf, (index) => this.#row(index)),
      this.#body,
    );
    void this.#rows.want([this.#scroller.range(0), this.#scroller.range(AHEAD)]);
  }

  /** @param {number} index */
  #row(index) {
    const row = this.#rows.latest(index);
    const cells = row?.cells ?? [];
    const name = fill(words.search.choose, { name: cells[1] ?? "" });
    return html`<div
      role="row"
      class="row"
      aria-rowindex=${index + 2}
      ${style("translate", `0 ${this.#scroller.top(index)}px`)}
    >
      <div role="cell" class="cell">
        ${
          row
            ? html`<input
                type="checkbox"
                aria-label=${name}
                @change=${(/** @type {Event} */ event) =>
                  this.#hooks.choose(row.id, isOn(event))}
                ${checkedState(row.checked)}
              />`
            : ""
        }
      </div>
      ${cells.map((text) => html`<div role="cell" class="cell" title=${text}>${text}</div>`)}
    </div>`;
  }
}

const ARROWS = { none: "", ascending: " ↑", descending: " ↓" };

/** @param {Event} event */
function isOn(event) {
  return /** @type {HTMLInputElement} */ (event.target).checked;
}
