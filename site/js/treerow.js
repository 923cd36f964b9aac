/** How one row of the tree looks. */
import { html, nothing } from "lit-html";
import { checkedState, style } from "./directives.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

/** How many characters of a file name's end always stay in sight: siblings differ there. */
const TAIL = 16;

/**
 * Where a row stands, and whether it is the one that keys act on or details show, or one
 * of a range that is being dragged.
 * @typedef {{ index: number, top: number, active: boolean, open: boolean,
 *   ranged: boolean, columns: string[] }} Place
 */

/**
 * Rows are counted with the header, as screen readers expect it.
 * @param {number} index
 */
const ariaRowIndex = (index) => index + 2;

/**
 * Draw a row.
 * @param {import("./types.js").Row} row
 * @param {Place} place
 */
export function treeRow(row, { index, top, active, open, ranged, columns }) {
  const id = `row-${index}`;
  // A long name is cut before its tail; the checkbox carries it whole for screen readers.
  const cut = row.kind === "file" ? -TAIL : row.name.length;
  const parts = ["box", "note", ...columns];
  return html`<div
    role="row"
    class="row"
    id=${id}
    data-index=${index}
    data-kind=${row.kind}
    ?data-ranged=${ranged}
    tabindex=${active ? 0 : -1}
    aria-rowindex=${ariaRowIndex(index)}
    aria-level=${row.level}
    aria-setsize=${row.setSize}
    aria-posinset=${row.positionInSet}
    aria-expanded=${row.expanded ?? nothing}
    aria-selected=${row.checked === true}
    aria-description=${row.checked === "mixed" ? words.files.partly : nothing}
    aria-current=${open ? "true" : nothing}
    aria-labelledby=${parts.map((part) => `${id}-${part}`).join(" ")}
    ${style("top", `${top}px`)}
  >
    <div role="rowheader" class="cell name">
      <span class="twist">${row.expanded === null ? nothing : icon("chevron-right")}</span>
      <input
        type="checkbox"
        id="${id}-box"
        tabindex="-1"
        aria-label=${row.name}
        ${checkedState(row.checked)}
      />
      <span class="text" aria-hidden="true"
        ><span>${row.name.slice(0, cut)}</span><span>${row.name.slice(cut)}</span></span
      >
      <span class="badge" id="${id}-note" ?hidden=${!row.note}>${row.note}</span>
    </div>
    ${columns.map((column, at) => cell(column, row, at, id))}
  </div>`;
}

/**
 * @param {string} column
 * @param {import("./types.js").Row} row
 * @param {number} at
 * @param {string} id
 */
function cell(column, { cells, sizeHint }, at, id) {
  const text = cells[at] ?? "";
  const badge = column === "group" && text;
  return html`<div
    role="gridcell"
    class="cell ${column}"
    id="${id}-${column}"
    data-tip=${(column === "size" && sizeHint) || nothing}
  >
    ${badge ? html`<span class="badge">${text}</span>` : text}
  </div>`;
}

/**
 * Draw the place of a row that has not come yet.
 * @param {Place} place
 */
export function skeletonRow({ index, top, active, ranged }) {
  return html`<div
    role="row"
    class="row skeleton"
    data-index=${index}
    ?data-ranged=${ranged}
    tabindex=${active ? 0 : -1}
    aria-rowindex=${ariaRowIndex(index)}
    aria-busy="true"
    ${style("top", `${top}px`)}
  >
    <div role="rowheader" class="cell name" aria-label=${words.files.loading}>
      <span class="bar"></span>
    </div>
  </div>`;
}
