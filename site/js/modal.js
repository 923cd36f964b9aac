/** Opening dialogs, with the messages of the page above them. */
import { place } from "./mount.js";

/**
 * Open a dialog, if it is not open yet. All that lies behind it is out of reach, also
 * for screen readers: so messages come along, and go back when it closes, to a dialog
 * that is still open behind it, if there is one.
 * @param {HTMLDialogElement} dialog
 */
export function openModal(dialog) {
  if (dialog.open) return;
  const messages = place("messages");
  const before = messages.closest("dialog") ?? document.body;
  dialog.append(messages);
  dialog.addEventListener("close", () => before.append(messages), { once: true });
  dialog.showModal();
}
