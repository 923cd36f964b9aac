/** A table of the files of a folder: how many of each kind, and how large. */
import { html, nothing } from "lit-html";

/**
 * Draw the table.
 * @param {import("./types.js").Breakdown} table
 */
export function breakdown({ title, columns, rows, total }) {
  return html`<table class="breakdown">
    <caption>
      ${title}
    </caption>
    <thead>
      <tr>
        ${columns.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(row)}
    </tbody>
    <tfoot>
      ${row(total)}
    </tfoot>
  </table>`;
}

/** @param {import("./types.js").BreakdownRow} row */
function row({ label, cells }) {
  return html`<tr>
    <th scope="row">${label}</th>
    ${cells.map(
      ({ count, size, hint }) =>
        html`<td data-tip=${hint || nothing}>
          ${count}${size ? html`<span class="quiet"> ${size}</span>` : nothing}
        </td>`,
    )}
  </tr>`;
}
