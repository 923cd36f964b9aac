/** The plan itself: the folder that will be made, and what is not as one may expect. */
import { html, nothing } from "lit-html";
import { style } from "../directives.js";
import { icon } from "../icons.js";

/**
 * Draw the first lines of the folder's tree.
 * @param {import("../types.js").Folder | null} folder
 */
export function folderTree(folder) {
  if (!folder || folder.rows.length === 0) return nothing;
  return html`<details class="planned" open>
    <summary>${folder.title}</summary>
    <ul class="folder-tree" tabindex="0" aria-label=${folder.title}>
      ${folder.rows.map(folderRow)}
    </ul>
  </details>`;
}

/** @param {import("../types.js").FolderRow} row */
function folderRow({ level, name, hint, kind }) {
  return html`<li class=${kind} ${style("--level", String(level))}>
    <span class="name">${name}</span> <span class="quiet">${hint}</span>
  </li>`;
}

/**
 * Draw a list of files that something has to be said about, folded.
 * @param {import("../types.js").FileNotes} notes
 */
export function fileNotes({ title, help, files }) {
  if (!title) return nothing;
  return html`<details class="planned noted">
    <summary>${icon("triangle-alert")}<span>${title}</span></summary>
    <p class="quiet">${help}</p>
    <ul class="folder-tree" tabindex="0" aria-label=${title}>
      ${files.map(
        ({ name, text }) =>
          html`<li><span class="name">${name}</span> <span class="quiet">${text}</span></li>`,
      )}
    </ul>
  </details>`;
}
