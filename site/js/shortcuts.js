/** Keys that work everywhere on the page: Ctrl or Cmd with Z, and with Shift too. */

/**
 * Listen for the shortcuts.
 * @param {import("./types.js").Send} send
 */
export function listenForShortcuts(send) {
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (!(ctrlKey || metaKey) || altKey || key.toLowerCase() !== "z") return;
    // Text fields undo their own typing, and dialogs cover the basket.
    if (isTextField(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    send(shiftKey ? "redo" : "undo");
  });
}

/** @param {EventTarget | null} target */
function isTextField(target) {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.type !== "checkbox";
}
