/** The header row of the tree: what the columns are, and what acts on all rows. */
import { html, nothing } from "lit-html";
import { actionButton } from "./button.js";
import { checkedState } from "./directives.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

/**
 * Draw the header row.
 * @param {import("./types.js").View} view
 * @param {import("./types.js").Send} send
 */
export function treeHead(view, send) {
  const { check_all, expand_all, collapse_all } = view.actions;
  const [names, ...columns] = view.tree.columns;
  const onCheck = (/** @type {Event} */ event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    send("check_all", { on: box.checked });
  };
  return html`<div role="row" class="row head" aria-rowindex="1">
    <div
      role="columnheader"
      class="cell name"
      aria-label=${names.label}
      aria-sort=${names.sorted}
    >
      <input
        type="checkbox"
        aria-label=${words.files.check_all}
        data-tip=${check_all.hint || words.files.check_all}
        ?disabled=${!check_all.enabled}
        @change=${onCheck}
        ${checkedState(view.tree.check_all)}
      />
      ${sortButton(names, send)}
      ${actionButton({
        action: expand_all,
        label: words.files.expand_all,
        iconName: "chevrons-up-down",
        iconOnly: true,
        onClick: () => send("expand_all", { on: true }),
      })}
      ${actionButton({
        action: collapse_all,
        label: words.files.collapse_all,
        iconName: "chevrons-down-up",
        iconOnly: true,
        onClick: () => send("expand_all", { on: false }),
      })}
    </div>
    ${columns.map((column) => columnHead(column, send))}
  </div>`;
}

/**
 * @param {import("./types.js").Column} column
 * @param {import("./types.js").Send} send
 */
function columnHead(column, send) {
  const { name, label, sorted } = column;
  return html`<div
    role="columnheader"
    class="cell ${name}"
    aria-label=${label}
    aria-sort=${sorted}
  >
    <div class="grip" data-grip=${name}></div>
    ${sortButton(column, send)}
  </div>`;
}

/**
 * @param {import("./types.js").Column} column
 * @param {import("./types.js").Send} send
 */
function sortButton({ name, label, sorted, sort, width }, send) {
  const icons = { none: "", ascending: "arrow-up", descending: "arrow-down" };
  return html`<button
    type="button"
    class="sort"
    aria-label=${sort}
    aria-description=${width || nothing}
    data-tip=${[sort, width].filter(Boolean).join(". ")}
    data-column=${name}
    @click=${() => send("sort", { by: name })}
  >
    <span>${label}</span>${sorted === "none" ? nothing : icon(icons[sorted])}
  </button>`;
}
