/** The list of batch requests: each with its state, its folder, and the way to scripts. */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { actionButton } from "./button.js";
import { fieldValue } from "./directives.js";
import { icon } from "./icons.js";
import { mount } from "./mount.js";
import { Problem } from "./problem.js";
import { fill, words } from "./words.js";

/** @typedef {import("./batchtypes.js").BatchRequest} BatchRequest */
/** @typedef {import("./batchtypes.js").Move} Move */

/**
 * @typedef {object} OpenRequestsHooks
 * @property {import("./requests.js").Requests} requests
 * @property {(id: string) => void} scripts  Show the scripts for a request.
 */

/** How many such lists there are: each has ids of its own. */
let lists = 0;

/**
 * Draw the requests into a container, and again whenever they change. Where there is
 * none, nothing is drawn.
 * @param {HTMLElement} container
 * @param {OpenRequestsHooks} hooks
 */
export function openRequests(container, { requests, scripts }) {
  const render = mount(container);
  /** What is wrong with a folder that was entered. @type {Map<string, string>} */
  const wrong = new Map();
  /** @type {import("./batchtypes.js").RequestsView | undefined} */
  let shown;

  /**
   * Do something that may take the focused button away.
   * @param {string} id
   * @param {Promise<unknown>} act
   */
  const after = async (id, act) => {
    const hadFocus = container.contains(document.activeElement);
    await act;
    if (!hadFocus || container.contains(document.activeElement)) return;
    /** @type {HTMLElement} */ (
      container.querySelector(`[data-id="${id}"]`) ??
        container.closest("dialog") ??
        container
    ).focus();
  };

  /**
   * @param {string} id
   * @param {string} place
   */
  const locate = async (id, place) => {
    wrong.delete(id);
    try {
      await requests.try("request_locate", { id, place });
    } catch (error) {
      wrong.set(id, Problem.from(error).message);
    }
    draw();
  };

  lists += 1;
  const actions = {
    list: lists,
    scripts,
    locate,
    wrong,
    move: (/** @type {string} */ id, /** @type {string} */ state) =>
      void after(id, requests.run("request_move", { id, state })),
    delete: (/** @type {string} */ id) =>
      void after(id, requests.run("request_delete", { id, on: true })),
  };

  const draw = () => {
    if (!shown || shown.items.length === 0) return render(nothing);
    render(html`<section class="requests">
      <div class="requests-head">
        <h3>${words.batch.requests}</h3>
        <p class="quiet">${shown.title}. ${words.batch.requests_help}</p>
      </div>
      <ul>
        ${repeat(
          shown.items,
          ({ id }) => id,
          (request) => item(request, actions),
        )}
      </ul>
    </section>`);
  };
  requests.watch((view) => {
    shown = view;
    draw();
  });
}

/**
 * @typedef {object} Actions
 * @property {number} list  Tells this list from others on the page.
 * @property {(id: string) => void} scripts
 * @property {(id: string, place: string) => void} locate
 * @property {Map<string, string>} wrong
 * @property {(id: string, state: string) => void} move
 * @property {(id: string) => void} delete
 */

/**
 * @param {BatchRequest} request
 * @param {Actions} actions
 */
function item(request, actions) {
  const { id, title, note, when, restricted, next, asks } = request;
  return html`<li class="request" data-id=${id} tabindex="-1" aria-label=${title}>
    <div class="request-head">
      <h4>${title}</h4>
      ${deleteButton(request, actions)}
    </div>
    <p class="quiet">${[note, when].filter(Boolean).join(" · ")}</p>
    ${steps(request)}
    ${next ? html`<p class="next">${next}</p>` : nothing}
    ${restricted ? html`<p class="note">${icon("info")}<span>${restricted}</span></p>` : nothing}
    ${asks ? placeForm(request, actions) : nothing} ${buttons(request, actions)}
  </li>`;
}

/** @param {BatchRequest} request */
function steps(request) {
  if (request.steps.length === 0) return nothing;
  return html`<ol class="request-steps" aria-label=${words.batch.steps}>
    ${request.steps.map(
      ({ label, when, reached, current }) =>
        html`<li
          class=${reached ? "reached" : ""}
          aria-current=${current ? "step" : nothing}
        >
          <span class="label">${label}</span>
          ${when ? html`<span class="quiet">${when}</span>` : nothing}
        </li>`,
    )}
  </ol>`;
}

/**
 * @param {BatchRequest} request
 * @param {Actions} actions
 */
function placeForm({ id, title, place }, { list, locate, wrong }) {
  const onSubmit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    locate(id, form.querySelector("input")?.value ?? "");
  };
  const problem = wrong.get(id);
  const fieldId = `place-${list}-${id}`;
  const helpId = `${fieldId}-help`;
  return html`<form class="place-form" @submit=${onSubmit}>
    <label for=${fieldId}>${words.batch.place}</label>
    <input
      class="field"
      id=${fieldId}
      maxlength="1000"
      autocomplete="off"
      spellcheck="false"
      aria-label=${fill(words.batch.place_named, { title })}
      aria-invalid=${problem ? "true" : nothing}
      aria-describedby=${helpId}
      ${fieldValue(place || undefined)}
    />
    <button
      type="submit"
      class="button"
      aria-label=${fill(words.batch.locate_named, { title })}
    >
      ${words.batch.locate}
    </button>
    <p id=${helpId} class=${problem ? "error" : "quiet"} role=${problem ? "alert" : nothing}>
      ${problem ?? words.batch.place_help}
    </p>
  </form>`;
}

/**
 * @param {BatchRequest} request
 * @param {Actions} actions
 */
function buttons({ id, title, on, back, asks, scripts }, actions) {
  const move = (/** @type {Move | null} */ to, /** @type {string} */ iconName) =>
    to
      ? html`<button
          type="button"
          class="button"
          aria-label=${fill(words.batch.move_named, { action: to.label, title })}
          @click=${() => actions.move(id, to.state)}
        >
          ${icon(iconName)}<span>${to.label}</span>
        </button>`
      : nothing;
  return html`<div class="request-actions">
    ${
      asks
        ? actionButton({
            action: scripts,
            label: words.batch.scripts,
            iconName: "download",
            primary: scripts.enabled,
            onClick: () => actions.scripts(id),
          })
        : nothing
    }
    ${move(on, "chevron-right")} ${move(back, "undo-2")}
  </div>`;
}

/**
 * @param {BatchRequest} request
 * @param {Actions} actions
 */
function deleteButton({ id, title }, actions) {
  return html`<button
    type="button"
    class="button icon-only"
    aria-label=${fill(words.batch.delete_named, { title })}
    data-tip=${words.batch.delete}
    @click=${() => actions.delete(id)}
  >
    ${icon("trash-2")}
  </button>`;
}
