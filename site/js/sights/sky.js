/** A map of the sky in a dialog: where the observations are whose files are shown. */
import { html, nothing, svg } from "lit-html";
import { checkedState } from "../directives.js";
import { openModal } from "../modal.js";
import { mount } from "../mount.js";
import { makeDialog } from "./dialogs.js";
import { gridTarget } from "./gridkeys.js";
import { SHAPES } from "./shapes.js";

/** @typedef {import("../sighttypes.js").SkyView} SkyView */
/** @typedef {import("../sighttypes.js").SkyMark} SkyMark */

/** The map beside its words is about so wide, in pixels. */
const WIDEST = 760;

export class Sky {
  #hooks;
  #dialog = makeDialog("sky");
  #render = mount(this.#dialog);
  /** @type {SkyView | undefined} */
  #view;
  /** The mark that keys act on. */
  #active = 0;
  /** What was chosen on the map. @type {{ place: number, mark: SkyMark } | undefined} */
  #chosen;

  /** @param {import("./room.js").SightsHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  async open() {
    try {
      const width = Math.min(innerWidth, WIDEST);
      this.#view = await this.#hooks.engine.call("sky", { width });
    } catch (error) {
      this.#hooks.report(error);
      return;
    }
    this.#active = 0;
    this.#chosen = undefined;
    this.#draw();
    openModal(this.#dialog);
  }

  #draw() {
    if (!this.#view) return;
    const { text, legend } = this.#view;
    this.#render(html`
      <header><h2 id="sky-title">${text.title}</h2></header>
      <div class="dialog-body">
        ${text.empty ? html`<p>${text.empty}</p>` : this.#map(this.#view)}
        <div class="beside">
        ${
          legend.length > 0
            ? html`<ul class="legend" aria-label=${text.legend}>
                ${legend.map(
                  ({ shape, label, count }) =>
                    html`<li>
                      <svg viewBox="-1.5 -1.5 3 3" aria-hidden="true">${drawn(shape)}</svg>
                      ${label} <span class="quiet">${count}</span>
                    </li>`,
                )}
              </ul>`
            : nothing
        }
        ${text.unknown ? html`<p class="quiet">${text.unknown}</p>` : nothing}
        ${text.empty ? nothing : this.#panel(text)}
        </div>
      </div>
      <footer>
        <button type="button" class="button last" @click=${() => this.#dialog.close()}>
          ${text.close}
        </button>
      </footer>
    `);
  }

  /** @param {SkyView} view */
  #map({ box, lines, degrees, letters, marks, text }) {
    return html`<svg
      class="map"
      viewBox=${box}
      role="group"
      aria-label=${text.map}
      aria-description=${text.help}
      @keydown=${(/** @type {KeyboardEvent} */ event) => this.#onKey(event)}
    >
      <g class="lines" aria-hidden="true">${lines.map((line) => svg`<path d=${line}></path>`)}</g>
      <g class="degrees" aria-hidden="true" font-size=${letters}>
        ${degrees.map((at) => svg`<text x=${at.x} y=${at.y}>${at.text}</text>`)}
      </g>
      ${marks.map((mark, place) => this.#mark(mark, place))}
    </svg>`;
  }

  /**
   * @param {SkyView["marks"][number]} mark
   * @param {number} place
   */
  #mark({ x, y, size, shape, label }, place) {
    return svg`<g
      class="mark"
      role="button"
      data-place=${place}
      data-tip=${label}
      tabindex=${place === this.#active ? 0 : -1}
      aria-label=${label}
      aria-pressed=${this.#chosen?.place === place}
      transform=${`translate(${x} ${y}) scale(${size})`}
      @click=${() => void this.#choose(place)}
      >${drawn(shape)}</g>`;
  }

  /** @param {SkyView["text"]} text */
  #panel({ choose }) {
    const mark = this.#chosen?.mark;
    return html`<div class="chosen">
      <p role="status">${mark ? mark.label : choose}</p>
      ${mark ? this.#observations(mark) : nothing}
    </div>`;
  }

  /** @param {SkyMark} mark */
  #observations({ select, checked, observations, more }) {
    return html`<label class="switch">
        <input
          type="checkbox"
          @change=${(/** @type {Event} */ event) =>
            void this.#check(/** @type {HTMLInputElement} */ (event.target).checked)}
          ${checkedState(checked)}
        />
        ${select}
      </label>
      <ul>
        ${observations.map(
          ({ id, name, text }) =>
            html`<li>
              <button type="button" class="text-button" @click=${() => this.#look(id)}>
                ${name}
              </button>
              <span class="quiet">${text}</span>
            </li>`,
        )}
      </ul>
      ${more ? html`<p class="quiet">${more}</p>` : nothing}`;
  }

  /** @param {string} id */
  #look(id) {
    this.#dialog.close();
    this.#hooks.look(id);
  }

  /** @param {number} place */
  async #choose(place) {
    try {
      const mark = await this.#hooks.engine.call("sky_mark", { mark: place });
      this.#active = place;
      this.#chosen = { place, mark };
    } catch (error) {
      this.#hooks.report(error);
    }
    this.#draw();
  }

  /** @param {boolean} on */
  #check(on) {
    const place = this.#chosen?.place ?? 0;
    this.#hooks.send("check_mark", { mark: place, on });
    return this.#choose(place); // asked for after it, so answered after it
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      void this.#choose(this.#active);
      return;
    }
    const count = this.#view?.marks.length ?? 0;
    const grid = { place: this.#active, count, columns: 1, rows: 10 };
    const target = gridTarget(event.key, grid);
    if (target === undefined) return;
    event.preventDefault();
    this.#active = target;
    this.#draw();
    /** @type {SVGElement | null} */ (
      this.#dialog.querySelector(`[data-place="${target}"]`)
    )?.focus();
  }
}

/** @param {keyof typeof SHAPES} shape */
function drawn(shape) {
  return svg`<path d=${SHAPES[shape]}></path>`;
}
