/** The header row of the tree: what the columns are, and what acts on all rows. */
import { html } from "lit-html";
import { actionButton } from "./button.js";
import { checkedState } from "./directives.js";
import { words } from "./words.js";

/**
 * Draw the header row.
 * @param {import("./types.js").View} view
 * @param {import("./types.js").Send} send
 */
export function treeHead(view, send) {
  const { check_all, expand_all, collapse_all } = view.actions;
  const onCheck = (/** @type {Event} */ event) => {
    const box = /** @type {HTMLInputElement} */ (event.target);
    send("check_all", { on: box.checked });
  };
  return html`<div role="row" class="row head" aria-rowindex="1">
    <div role="columnheader" class="cell name" aria-label=${words.files.name}>
      <input
        type="checkbox"
        aria-label=${words.files.check_all}
        data-tip=${check_all.hint || words.files.check_all}
        ?disabled=${!check_all.enabled}
        @change=${onCheck}
        ${checkedState(view.tree.check_all)}
      />
      <span class="text">${words.files.name}</span>
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
    <div role="columnheader" class="cell group">${words.files.group}</div>
    <div role="columnheader" class="cell category">${words.files.category}</div>
    <div role="columnheader" class="cell level">${words.files.level}</div>
    <div role="columnheader" class="cell size">${words.files.size}</div>
  </div>`;
}
