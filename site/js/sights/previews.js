/** Pictures of the archive, which are fetched once somebody wants them on this visit. */
import { html, nothing, render } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { live } from "lit-html/directives/live.js";
import { icon } from "../icons.js";

/** @typedef {import("../sighttypes.js").Picture} Picture */
/** @typedef {import("../sighttypes.js").PreviewText} PreviewText */

export class Previews {
  /** Off at each visit. */
  #isOn = false;
  /** Addresses that gave no picture. @type {Set<string>} */
  #failed = new Set();
  /** @type {import("../sighttypes.js").Preview | null} */
  #preview = null;
  /** Draws what else shows previews. @type {() => void} */
  onChange = () => {};

  /** Show the preview of a file in its details. @param {import("../types.js").Details} details */
  look({ preview }) {
    this.#preview = preview;
    this.#draw();
  }

  #draw() {
    const container = document.getElementById("preview");
    if (!container || !this.#preview) return;
    const { name, note, text } = this.#preview;
    const figure = html`<figure>
      ${this.picture(this.#preview, text, this.#preview.name)}
      <figcaption class="quiet">${name}</figcaption>
    </figure>`;
    render(
      note
        ? html`<p class="quiet">${note}</p>`
        : html`${this.choice(text)} ${this.#isOn ? figure : nothing}`,
      container,
    );
  }

  #redraw() {
    this.#draw();
    this.onChange();
  }

  /**
   * The switch.
   * @param {PreviewText} text
   */
  choice({ show, help }) {
    const onChange = (/** @type {Event} */ event) => {
      this.#isOn = /** @type {HTMLInputElement} */ (event.target).checked;
      this.#redraw();
    };
    return html`<label class="switch" data-tip=${help}>
      <input
        type="checkbox"
        role="switch"
        aria-description=${help}
        .checked=${live(this.#isOn)}
        @change=${onChange}
      />
      <span>${show}</span>
    </label>`;
  }

  /**
   * One picture, or in words why there is none.
   * @param {Picture} picture
   * @param {PreviewText} text
   * @param {string} alt  Nothing where its name stands beside it in a button.
   */
  picture({ address, note }, { failed }, alt) {
    if (!this.#isOn && !note) return html`<p class="picture">${icon("image-off")}</p>`;
    if (!address) return html`<p class="picture quiet">${note}</p>`;
    if (this.#failed.has(address)) {
      return html`<p class="picture quiet">${icon("image-off")}${failed}</p>`;
    }
    const onError = () => {
      this.#failed.add(address);
      this.#redraw();
    };
    return keyed(
      address,
      html`<img
        class="picture"
        referrerpolicy="no-referrer"
        loading="lazy"
        decoding="async"
        alt=${alt}
        src=${address}
        @error=${onError}
      />`,
    );
  }
}
