/** What the Files region shows while it has no rows, and why it has none. */
import { html, nothing } from "lit-html";
import { addButtons } from "./addproducts.js";
import { actionButton } from "./button.js";
import { fileButton } from "./choosing.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

/**
 * What the page knows about itself.
 * @typedef {object} Situation
 * @property {import("./engine.js").Status} status
 * @property {import("./statusbar.js").Work | undefined} work
 * @property {import("./types.js").View | undefined} view
 */

/**
 * @typedef {import("./addproducts.js").AddHooks & {
 *   onRetry: (isNew: boolean) => void,
 *   onSearch: () => void,
 *   onTour: () => void,
 *   send: import("./types.js").Send,
 * }} PlaceholderHooks
 */

const SKELETON_ROWS = 12;

/**
 * Draw the card that fits the situation, or nothing where there are rows.
 * @param {Situation} situation
 * @param {PlaceholderHooks} hooks
 */
export function placeholder({ status, work, view }, hooks) {
  if (status.state === "failed") return failed(status, hooks);
  if (view && view.tree.rows > 0) return nothing;
  if (view && view.files > 0) return noMatch(view, hooks);
  if (work) return busy(work.text, status.state === "starting", hooks);
  return empty(hooks);
}

/**
 * @param {string} text
 * @param {boolean} starting
 * @param {PlaceholderHooks} hooks
 */
function busy(text, starting, hooks) {
  const rows = Array.from({ length: SKELETON_ROWS }, () => html`<li></li>`);
  return html`<ul class="skeleton-rows" aria-hidden="true">${rows}</ul>
    <div class="card">
      <p class="stage">${text}</p>
      ${starting ? html`<p class="quiet">${words.engine.waiting}</p>${addButtons(hooks)}` : nothing}
    </div>`;
}

/**
 * @param {import("./engine.js").Status} status
 * @param {PlaceholderHooks} hooks
 */
function failed({ text, isBroken }, { onRetry }) {
  const { broken, broken_help, failed, failed_help, retry } = words.engine;
  return html`<div class="card" role="alert">
    ${icon("triangle-alert")}
    <h2>${isBroken ? broken : failed}</h2>
    <p class="reason">${text}</p>
    <p class="quiet">${isBroken ? broken_help : failed_help}</p>
    <button type="button" class="button primary" @click=${() => onRetry(false)}>
      ${icon("rotate-ccw")}<span>${retry}</span>
    </button>
    ${
      isBroken
        ? html`<button type="button" class="button" @click=${() => onRetry(true)}>
            ${words.baskets.begin}
          </button>`
        : nothing
    }
  </div>`;
}

/** @param {PlaceholderHooks} hooks */
function empty(hooks) {
  const { onFiles, onSample, onSearch, onTour } = hooks;
  return html`<div class="card first">
    ${icon("shopping-basket")}
    <h2>${words.empty.title}</h2>
    <p class="quiet">${words.empty.help}</p>
    <ul class="ways-in">
      <li>
        ${fileButton({ label: words.add.choose, iconName: "file-plus", onFiles, primary: true })}
        <p class="quiet">${words.empty.open}</p>
      </li>
      <li>${way("search", words.empty.search, words.empty.search_help, onSearch)}</li>
      <li>${way("sparkles", words.add.sample, words.empty.sample_help, onSample)}</li>
    </ul>
    <p class="quiet">${words.promise}</p>
    <button type="button" class="text-button" @click=${onTour}>
      ${icon("route")}<span>${words.tour.start}</span>
    </button>
  </div>`;
}

/**
 * One of the ways to fill the basket.
 * @param {string} iconName
 * @param {string} label
 * @param {string} help
 * @param {() => void} onClick
 */
function way(iconName, label, help, onClick) {
  return html`<button type="button" class="button" @click=${onClick}>
      ${icon(iconName)}<span>${label}</span>
    </button>
    <p class="quiet">${help}</p>`;
}

/**
 * @param {import("./types.js").View} view
 * @param {PlaceholderHooks} hooks
 */
function noMatch({ tree, actions }, { send }) {
  return html`<div class="card">
    ${icon("search-x")}
    <h2>${words.no_match.title}</h2>
    <p class="quiet">${tree.empty}</p>
    ${actionButton({
      action: actions.reset_filters,
      label: words.filters.reset,
      iconName: "rotate-ccw",
      onClick: () => send("filter_reset"),
    })}
  </div>`;
}
