/** Dialogs of parts that come later. */
import { place } from "../mount.js";

/**
 * Make a dialog, which names itself by a heading.
 * @param {string} id  Its heading's id is this with "-title".
 */
export function makeDialog(id) {
  const dialog = document.createElement("dialog");
  dialog.id = id;
  dialog.className = id;
  dialog.setAttribute("aria-labelledby", `${id}-title`);
  place("messages").before(dialog);
  return dialog;
}
