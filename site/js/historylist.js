/** The records of the download history, in groups. */

import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { icon } from "./icons.js";
import { fill, words } from "./words.js";

/** @typedef {import("./historytypes.js").HistoryRecord} HistoryRecord */
/** @typedef {import("./historyactions.js").HistoryActions} HistoryActions */
/** @typedef {import("./types.js").Action} Action */

/**
 * Draw the records.
 * @param {import("./historytypes.js").HistoryView} view
 * @param {HistoryActions} actions
 */
export function historyList({ groups }, actions) {
  return repeat(
    groups,
    ({ label }) => label,
    ({ label, records }) =>
      html`<section class="history-group">
        <h2>${label}</h2>
        <ul>
          ${repeat(
            records,
            ({ id }) => id,
            (record) => historyRecord(record, actions),
          )}
        </ul>
      </section>`,
  );
}

/**
 * @param {HistoryRecord} record
 * @param {HistoryActions} actions
 */
function historyRecord(record, actions) {
  const { id, title, pinned, moment, when, repeated, method } = record;
  return html`<li class="record" data-id=${id}>
    <div class="record-told">
      <div class="record-head">
        <div class="record-title">
          ${pinned ? pinMark() : nothing}
          ${actions.renaming === id ? titleForm(record, actions) : html`<h3>${title}</h3>`}
        </div>
        ${method ? html`<span class="badge">${method}</span>` : nothing}
        ${when ? html`<time class="quiet" datetime=${moment}>${when}</time>` : nothing}
        ${repeated ? html`<span class="quiet">${repeated}</span>` : nothing}
      </div>
      ${lines(record)}
    </div>
    <div class="record-actions">${buttons(record, actions)}</div>
  </li>`;
}

function pinMark() {
  return html`<span class="pinned">
    ${icon("pin")}<span class="visually-hidden">${words.history.pinned}</span>
  </span>`;
}

/** @param {HistoryRecord} record */
function lines({ note, missions, filters, hint }) {
  const what = [note, missions].filter(Boolean).join(" · ");
  return html`<p class="quiet">${what}</p>
    ${filters ? html`<p class="quiet record-filters">${icon("sliders-horizontal")}<span>${filters}</span></p>` : nothing}
    ${hint ? html`<p class="record-hint">${icon("triangle-alert")}<span>${hint}</span></p>` : nothing}`;
}

/**
 * @param {HistoryRecord} record
 * @param {HistoryActions} actions
 */
function titleForm(record, actions) {
  const onSubmit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    void actions.setTitle(record, form.querySelector("input")?.value ?? "");
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") void actions.setTitle(record);
  };
  return html`<form class="record-form" @submit=${onSubmit} @keydown=${onKey}>
    <input
      class="field"
      maxlength="200"
      required
      aria-label=${fill(words.history.rename_label, { title: record.title })}
      .value=${record.title}
    />
    <button type="submit" class="button primary">${words.history.rename_save}</button>
    <button type="button" class="button" @click=${() => actions.setTitle(record)}>
      ${words.history.rename_cancel}
    </button>
  </form>`;
}

/**
 * @param {HistoryRecord} record
 * @param {HistoryActions} actions
 */
function buttons(record, actions) {
  const { readable, usable, again, pinned } = record;
  if (!readable || !again)
    return html`
      ${button(record, "raw", "file-down", () => actions.saveRaw(record))}
      ${iconButton(record, "delete", "trash-2", () => actions.delete(record))}
    `;
  return html`
    ${button(record, "open", "", () => actions.open(record), usable)}
    ${button(record, "add", "", () => actions.add(record), usable)}
    ${button(record, "again", "", () => actions.again(record), again)}
    ${button(record, "share", "", () => actions.share(record), usable)}
    <span class="pair">
      ${iconButton(record, "rename", "pencil", () => actions.rename(record))}
      ${iconButton(record, pinned ? "unpin" : "pin", pinned ? "pin-off" : "pin", () => actions.pin(record))}
      ${iconButton(record, "delete", "trash-2", () => actions.delete(record))}
    </span>
  `;
}

/** @typedef {"open" | "add" | "again" | "share" | "raw" | "rename" | "pin" | "unpin" | "delete"} Doing */

/**
 * @param {HistoryRecord} record
 * @param {Doing} doing
 * @param {string} iconName
 * @param {() => unknown} onClick
 * @param {Action} [action]
 */
function button({ title }, doing, iconName, onClick, action) {
  const enabled = action?.enabled ?? true;
  return html`<button
    type="button"
    class="button"
    data-do=${doing}
    aria-label=${fill(words.history[`${doing}_named`], { title })}
    aria-disabled=${enabled ? nothing : "true"}
    aria-description=${action?.hint || nothing}
    data-tip=${action?.hint || nothing}
    @click=${() => enabled && void onClick()}
  >
    ${iconName ? icon(iconName) : nothing}<span>${words.history[doing]}</span>
  </button>`;
}

/**
 * @param {HistoryRecord} record
 * @param {"rename" | "pin" | "unpin" | "delete"} doing
 * @param {string} iconName
 * @param {() => unknown} onClick
 */
function iconButton({ title }, doing, iconName, onClick) {
  // Pin and unpin are one button, which keeps the focus.
  return html`<button
    type="button"
    class="button icon-only"
    data-do=${doing}
    aria-label=${fill(words.history[`${doing}_named`], { title })}
    data-tip=${doing === "pin" ? words.history.pin_hint : words.history[doing]}
    @click=${onClick}
  >
    ${icon(iconName)}
  </button>`;
}
