/** The dialog that lists the baskets which the browser keeps, and changes them. */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { icon } from "../icons.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { fill, words } from "../words.js";

/** @typedef {import("../keeptypes.js").KeptBasket} KeptBasket */

/**
 * @typedef {object} BasketsHooks
 * @property {import("../baskets.js").Baskets} baskets
 * @property {import("../keptbaskets.js").KeptBaskets} kept
 * @property {() => void} save  Save the open basket as a file.
 * @property {(error: unknown) => void} report
 */

export class BasketsDialog {
  #dialog;
  #render;
  #hooks;
  /** @type {KeptBasket[]} */
  #list = [];
  /** The basket whose title is being changed. */
  #renamed = "";

  /**
   * @param {HTMLDialogElement} dialog
   * @param {BasketsHooks} hooks
   */
  constructor(dialog, hooks) {
    this.#dialog = dialog;
    this.#render = mount(dialog);
    this.#hooks = hooks;
  }

  async open() {
    this.#renamed = "";
    await this.#refresh();
    openModal(this.#dialog);
  }

  async #refresh() {
    try {
      this.#list = await this.#hooks.kept.list();
    } catch (error) {
      this.#hooks.report(error);
    }
    this.#draw();
  }

  /**
   * Do something with the baskets, and list them anew.
   * @param {Promise<unknown>} act
   */
  async #after(act) {
    try {
      await act;
    } catch (error) {
      this.#hooks.report(error);
    }
    await this.#refresh();
    if (!this.#dialog.contains(document.activeElement)) this.#dialog.focus();
  }

  /**
   * Do something that shows another basket.
   * @param {Promise<unknown>} act
   */
  async #leave(act) {
    try {
      await act;
      this.#dialog.close();
    } catch (error) {
      this.#hooks.report(error);
    }
  }

  #draw() {
    const { baskets, save } = this.#hooks;
    const items = repeat(
      this.#list,
      ({ id }) => id,
      (basket) => this.#item(basket),
    );
    this.#render(html`
      <header>
        <h2 id="baskets-title">${words.baskets.title}</h2>
        <p class="quiet">${words.baskets.help}</p>
      </header>
      <div class="dialog-body">
        ${
          this.#list.length > 0
            ? html`<ul class="basket-list">${items}</ul>`
            : html`<p class="quiet">${words.baskets.none}</p>`
        }
      </div>
      <footer>
        <button
          type="button"
          class="button"
          @click=${() => void this.#leave(baskets.begin())}
        >
          ${icon("shopping-basket")}<span>${words.baskets.begin}</span>
        </button>
        <button type="button" class="button" @click=${save}>
          ${icon("save")}<span>${words.baskets.save}</span>
        </button>
        <button
          type="button"
          class="button primary last"
          @click=${() => this.#dialog.close()}
        >
          ${words.baskets.close}
        </button>
      </footer>
    `);
  }

  /** @param {KeptBasket} basket */
  #item(basket) {
    const { id, title, note, when, current, elsewhere } = basket;
    const badge = current
      ? words.baskets.current
      : elsewhere && words.baskets.elsewhere;
    return html`<li class="basket-item" aria-current=${current ? "true" : nothing}>
      ${
        this.#renamed === id
          ? this.#titleForm(basket)
          : html`<h3>
              ${title} ${badge ? html`<span class="badge">${badge}</span>` : nothing}
            </h3>`
      }
      <p class="quiet">${note}</p>
      <p class="quiet">${when}</p>
      <div class="basket-actions">${this.#actions(basket)}</div>
    </li>`;
  }

  /** @param {KeptBasket} basket */
  #actions({ id, title, current, elsewhere, readable }) {
    const { baskets, kept } = this.#hooks;
    const button = (
      /** @type {string} */ label,
      /** @type {string} */ iconName,
      /** @type {() => void} */ onClick,
    ) => html`<button
      type="button"
      class="button"
      aria-label=${fill(words.baskets.of, { action: label, title })}
      @click=${onClick}
    >
      ${icon(iconName)}<span>${label}</span>
    </button>`;
    const { open, merge, rename, duplicate, remove } = words.baskets;
    return html`
      ${current ? nothing : button(open, "folder-open", () => void this.#leave(baskets.open(id)))}
      ${current ? nothing : button(merge, "list-plus", () => void this.#after(kept.merge(id)))}
      ${
        elsewhere || !readable
          ? nothing
          : button(rename, "pencil", () => {
              this.#renamed = id;
              this.#draw();
              this.#dialog.querySelector("input")?.select();
            })
      }
      ${readable ? button(duplicate, "copy", () => void this.#after(kept.duplicate(id))) : nothing}
      ${
        elsewhere || !readable
          ? nothing
          : button(
              remove,
              "trash-2",
              () => void this.#after(kept.remove(id, () => void this.#refresh())),
            )
      }
    `;
  }

  /** @param {KeptBasket} basket */
  #titleForm({ id, title }) {
    const onSubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.target);
      const text = String(new FormData(form).get("title") ?? "").trim();
      this.#renamed = "";
      void this.#after(text ? this.#hooks.kept.rename(id, text) : Promise.resolve());
    };
    return html`<form class="rename" @submit=${onSubmit}>
      <input
        class="field"
        name="title"
        maxlength="200"
        .value=${title}
        aria-label=${words.baskets.new_title}
      />
      <button type="submit" class="button primary">${words.baskets.rename}</button>
    </form>`;
  }
}
