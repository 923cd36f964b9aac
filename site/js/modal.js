/** Opening dialogs, with the messages of the page above them. */
import { place } from "./mount.js";

/**
 * Open a dialog, if it is not open yet. All that lies behind it is out of reach, also
 * for screen readers: so messages come along, and go back when it closes.
 * @param {HTMLDialogElement} dialog
 */
export function openModal(dialog) {
  if (dialog.open) return;
  const messages = place("messages");
  dialog.append(messages);
  dialog.addEventListener("close", () => document.body.append(messages), {
    once: true,
  });
  dialog.showModal();
}
