/** The menu of a row, after the APG's menu pattern; Python decides what is in it. */
import { html, nothing, render } from "lit-html";

/**
 * @typedef {object} Entry  One of command, copy and details says what it does.
 * @property {string} label
 * @property {string} note
 * @property {import("./types.js").ViewCommand | ""} command
 * @property {object} arguments
 * @property {string} copy
 * @property {string} details
 */

/** @typedef {{ label: string, groups: { label: string, entries: Entry[] }[] }} Menu */

/**
 * @typedef {object} RowMenuHooks
 * @property {(id: string) => Promise<Menu | undefined>} load
 * @property {import("./types.js").Send} send
 * @property {(text: string) => void} copy
 * @property {(id: string) => void} open  Show the details of a row.
 * @property {() => void} onClosed  Takes the focus back.
 */

/** Distance to the edges of the window, in pixels. */
const GAP = 4;

export class RowMenu {
  #element = document.createElement("div");
  #hooks;

  /** @param {RowMenuHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#element.className = "menu";
    this.#element.role = "menu";
    this.#element.popover = "manual"; // the button that opens it is let go outside
    document.querySelector("main")?.append(this.#element);
    this.#element.addEventListener("keydown", (event) => this.#onKey(event));
    this.#element.addEventListener("contextmenu", (event) => event.preventDefault());
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.#element.contains(/** @type {Node} */ (target))) this.#hide();
    });
    addEventListener("resize", () => this.#close());
  }

  /**
   * Open the menu of a row.
   * @param {string} id
   * @param {{ x: number, y: number }} spot
   */
  async open(id, spot) {
    const menu = await this.#hooks.load(id);
    if (!menu) return;
    this.#element.ariaLabel = menu.label;
    render(this.#content(menu), this.#element);
    if (!this.#isOpen) this.#element.showPopover();
    this.#moveTo(spot);
    this.#entries[0]?.focus();
  }

  get #isOpen() {
    return this.#element.matches(":popover-open");
  }

  /** @returns {HTMLElement[]} */
  get #entries() {
    return [...this.#element.querySelectorAll("button")];
  }

  /** @param {Menu} menu */
  #content({ groups }) {
    return groups.map(
      ({ label, entries }) =>
        html`<div role="group" aria-label=${label}>
          <p aria-hidden="true">${label}</p>
          ${entries.map(
            (entry) =>
              html`<button
                type="button"
                role="menuitem"
                tabindex="-1"
                @click=${() => this.#choose(entry)}
              >
                <span>${entry.label}</span>
                ${entry.note ? html`<span class="quiet">${entry.note}</span>` : nothing}
              </button>`,
          )}
        </div>`,
    );
  }

  /** @param {{ x: number, y: number }} spot */
  #moveTo({ x, y }) {
    const { offsetWidth: width, offsetHeight: height, style } = this.#element;
    style.left = `${Math.max(GAP, Math.min(x, innerWidth - width - GAP))}px`;
    style.top = `${Math.max(GAP, Math.min(y, innerHeight - height - GAP))}px`;
  }

  /** @param {Entry} entry */
  #choose({ command, arguments: args, copy, details }) {
    this.#close();
    if (command) this.#hooks.send(command, args);
    else if (copy) this.#hooks.copy(copy);
    else this.#hooks.open(details);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    event.stopPropagation();
    if (key === "Enter" || key === " ") return; // the button's own
    if (ctrlKey || metaKey || altKey) return;
    event.preventDefault();
    if (key === "Escape" || key === "Tab") this.#close();
    else this.#goTo(key);
  }

  /** Go to the entry that a key leads to, round and round. @param {string} key */
  #goTo(key) {
    const entries = this.#entries;
    const at = entries.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const letter = key.toLowerCase();
    /** @type {Record<string, () => HTMLElement | undefined>} */
    const keys = {
      ArrowDown: () => entries.at((at + 1) % entries.length),
      ArrowUp: () => entries.at(Math.max(at, 0) - 1),
      Home: () => entries[0],
      End: () => entries.at(-1),
    };
    const named = () =>
      [...entries.slice(at + 1), ...entries].find(({ textContent }) =>
        textContent.trim().toLowerCase().startsWith(letter),
      );
    (keys[key] ?? named)()?.focus();
  }

  #hide() {
    this.#element.hidePopover();
  }

  /** Hide it, and give the focus back. */
  #close() {
    if (!this.#isOpen) return;
    this.#hide();
    this.#hooks.onClosed();
  }
}
