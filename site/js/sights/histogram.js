/** How many files are of which size, with a thumb at each end of the range shown. */
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { style } from "../directives.js";

/** @typedef {import("../sighttypes.js").Sizes} Sizes */
/** @typedef {import("../sighttypes.js").Range} Range */

/**
 * Draw the chart.
 * @param {Sizes | null} sizes
 * @param {Range | undefined} moved  Where thumbs stand that are being moved.
 * @param {(range: Range) => void} move
 */
export function histogram(sizes, moved, move) {
  if (!sizes) return nothing;
  const { from, to } = moved ?? { from: sizes.from.place, to: sizes.to.place };
  const isOn = (/** @type {number} */ place) =>
    moved ? place >= from && place < to : sizes.bars[place]?.on;
  const stop = (/** @type {Event} */ event) => event.stopPropagation();
  return html`<div class="bars" role="img" aria-label=${sizes.label}>
      ${sizes.bars.map(
        ({ height, label }, place) =>
          html`<span class=${isOn(place) ? "on" : ""} data-tip=${label}
            ><span ${style("height", `${height * 100}%`)}></span
          ></span>`,
      )}
    </div>
    <div class="brush" @change=${stop}>
      ${thumb(sizes, moved, "from", (place) => move({ from: Math.min(place, to - 1), to }))}
      ${thumb(sizes, moved, "to", (place) => move({ from, to: Math.max(place, from + 1) }))}
    </div>
    <p class="quiet ends" aria-hidden="true">
      <span>${textOf(sizes, moved, "from")}</span>
      <span>${textOf(sizes, moved, "to")}</span>
    </p>`;
}

/**
 * @param {Sizes} sizes
 * @param {Range | undefined} moved
 * @param {"from" | "to"} end
 * @param {(place: number) => void} move
 */
function thumb(sizes, moved, end, move) {
  const place = moved?.[end] ?? sizes[end].place;
  return html`<input
    type="range"
    class=${end}
    min="0"
    max=${sizes.stops.length - 1}
    step="1"
    aria-label=${sizes[end].label}
    aria-valuetext=${textOf(sizes, moved, end)}
    .value=${live(String(place))}
    @input=${(/** @type {Event} */ event) =>
      move(Number(/** @type {HTMLInputElement} */ (event.target).value))}
  />`;
}

/**
 * @param {Sizes} sizes
 * @param {Range | undefined} moved
 * @param {"from" | "to"} end
 */
function textOf(sizes, moved, end) {
  return moved ? (sizes.stops[moved[end]]?.[end] ?? "") : sizes[end].text;
}
