/** The images among the files shown, in a dialog: a grid of which some rows are drawn. */
import { html, nothing, render } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { style } from "../directives.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { RowSource } from "../rowsource.js";
import { Scroller } from "../scroller.js";
import { makeDialog } from "./dialogs.js";
import { gridTarget } from "./gridkeys.js";

/** The least width of a tile, in pixels. */
const WIDTH = 176;
/** Rows of tiles drawn beyond the edges. */
const OVERSCAN = 1;
/** Tiles that are asked for when it is not known yet how many can be seen. */
const FIRST = 64;

/** @typedef {import("../sighttypes.js").GalleryPage} GalleryPage */

export class Gallery {
  #hooks;
  #previews;
  #dialog = makeDialog("gallery");
  #render = mount(this.#dialog);
  /** @type {RowSource<import("../sighttypes.js").GalleryRow>} */
  #tiles;
  /** @type {Scroller | undefined} */
  #scroller;
  /** @type {GalleryPage | undefined} */
  #page;
  #columns = 1;
  #active = 0;

  /**
   * @param {import("./room.js").SightsHooks} hooks
   * @param {import("./previews.js").Previews} previews
   */
  constructor(hooks, previews) {
    this.#hooks = hooks;
    this.#previews = previews;
    const load = (/** @type {number} */ start, /** @type {number} */ stop) =>
      this.#hooks.engine.call("gallery", { start, stop }).catch(() => undefined);
    this.#tiles = new RowSource(load, () => this.#drawTiles());
    previews.onChange = () => this.#dialog.open && this.#draw();
    new ResizeObserver(() => this.#layOut()).observe(this.#dialog);
  }

  async open() {
    try {
      const args = { start: 0, stop: FIRST };
      const page = await this.#hooks.engine.call("gallery", args);
      this.#page = page;
      this.#active = 0;
      // What was kept belongs to other filters.
      this.#tiles.update({ generation: -1, rows: null, tree: { rows: 0 } });
      this.#tiles.update({ ...page, rows: page, tree: { rows: page.count } });
    } catch (error) {
      this.#hooks.report(error);
      return;
    }
    this.#draw();
    openModal(this.#dialog);
    this.#layOut();
  }

  #draw() {
    if (!this.#page) return;
    const { text, count } = this.#page;
    this.#render(html`
      <header>
        <h2 id="gallery-title">${text.title}</h2>
        ${count > 0 ? this.#previews.choice(text) : nothing}
      </header>
      <div class="grid" id="gallery-grid" role="list" aria-labelledby="gallery-title"
        @keydown=${(/** @type {KeyboardEvent} */ event) => this.#onKey(event)}
        ><div id="gallery-head"></div><div class="tiles" id="gallery-tiles"></div></div>
      ${text.empty ? html`<p class="dialog-body">${text.empty}</p>` : nothing}
      <footer>
        <button type="button" class="button last" @click=${() => this.#dialog.close()}>
          ${text.close}
        </button>
      </footer>
    `);
    this.#drawTiles();
  }

  /** Fit the tiles into the width that there is. */
  #layOut() {
    if (!this.#dialog.open || !this.#page) return;
    const [element, head, spacer] = ["grid", "head", "tiles"].map(
      (name) => /** @type {HTMLElement} */ (document.getElementById(`gallery-${name}`)),
    );
    if (!element || !head || !spacer) return;
    this.#columns = Math.max(1, Math.floor(element.clientWidth / WIDTH));
    this.#scroller ??= new Scroller({ element, head, spacer }, () => this.#drawTiles());
    this.#scroller.setRows(Math.ceil(this.#page.count / this.#columns));
    this.#drawTiles();
  }

  #drawTiles() {
    const spacer = document.getElementById("gallery-tiles");
    if (!this.#scroller || !spacer || !this.#page) return;
    const { start, stop } = this.#inTiles(this.#scroller.range(OVERSCAN));
    const places = Array.from({ length: stop - start }, (_, step) => start + step);
    if (this.#active < start || this.#active >= stop) places.push(this.#active);
    if (this.#page.count === 0) places.length = 0;
    const focused = spacer.contains(document.activeElement);
    render(
      repeat(
        places,
        (place) => place,
        (place) => this.#tile(place),
      ),
      spacer,
    );
    if (focused && !spacer.contains(document.activeElement)) this.#focus();
    void this.#tiles.want([this.#inTiles(this.#scroller.range(0))]);
  }

  /** @param {{ start: number, stop: number }} rows */
  #inTiles({ start, stop }) {
    const count = this.#page?.count ?? 0;
    const columns = this.#columns;
    return {
      start: Math.min(start * columns, count),
      stop: Math.min(stop * columns, count),
    };
  }

  /** @param {number} place */
  #tile(place) {
    const tile = this.#tiles.latest(place);
    const top = this.#scroller?.top(Math.floor(place / this.#columns)) ?? 0;
    const left = (place % this.#columns) / this.#columns;
    const text = this.#page?.text;
    return html`<div
      role="listitem"
      class="tile"
      aria-setsize=${this.#page?.count ?? 0}
      aria-posinset=${place + 1}
      ${style("top", `${top}px`)}
      ${style("left", `${left * 100}%`)}
      ${style("width", `${100 / this.#columns}%`)}
    >
      <button
        type="button"
        data-place=${place}
        tabindex=${place === this.#active ? 0 : -1}
        aria-busy=${tile ? nothing : "true"}
        @focus=${() => this.#activate(place)}
        @click=${() => tile && this.#choose(tile.id)}
      >
        ${tile && text ? this.#previews.picture(tile, text, "") : nothing}
        <span class="name">${tile?.name ?? ""}</span>
      </button>
    </div>`;
  }

  /** @param {string} id */
  #choose(id) {
    this.#dialog.close();
    this.#hooks.look(id);
  }

  /** @param {number} place */
  #activate(place) {
    if (place === this.#active) return;
    this.#active = place;
    this.#drawTiles();
  }

  #focus() {
    const tile = this.#dialog.querySelector(`[data-place="${this.#active}"]`);
    /** @type {HTMLElement | null} */ (tile)?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const target = gridTarget(event.key, {
      place: this.#active,
      count: this.#page?.count ?? 0,
      columns: this.#columns,
      rows: this.#scroller?.pageRows ?? 1,
    });
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#active = target;
    this.#scroller?.reveal(Math.floor(target / this.#columns));
    this.#drawTiles();
    this.#focus();
  }
}
