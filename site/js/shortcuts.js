/** Keys that work everywhere on the page: Ctrl or Cmd with Z, and with Shift too. */

/**
 * Listen for the shortcuts.
 * @param {{ undo: () => void, redo: () => void }} actions
 */
export function listenForShortcuts({ undo, redo }) {
  document.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (!(ctrlKey || metaKey) || altKey || key.toLowerCase() !== "z") return;
    // Text fields undo their own typing, and dialogs cover the basket.
    if (isTextField(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (shiftKey) redo();
    else undo();
  });
}

/** @param {EventTarget | null} target */
function isTextField(target) {
  return target instanceof HTMLInputElement && target.type !== "checkbox";
}
