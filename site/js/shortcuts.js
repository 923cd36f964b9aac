/** Keys that work everywhere on the page; which these are stands in the words. */
import { later } from "./later.js";
import { dialog, place } from "./mount.js";
import { words } from "./words.js";

/** What the browser keeps when single keys are switched off. */
const KEPT = "single-keys";
const OFF = "off";

/** @typedef {() => void} Run */

export class Shortcuts {
  #store;
  /** @type {Record<string, Run>} */
  #actions;
  #sheet;
  /** What each key does. @type {Map<string, string>} */
  #keys = new Map();
  #single;

  /**
   * @param {import("./storage.js").Store} store
   * @param {Record<string, Run>} actions  By their names in the words.
   * @param {(error: unknown) => void} report
   */
  constructor(store, actions, report) {
    this.#sheet = later(
      ({ ShortcutsDialog }) => new ShortcutsDialog(dialog("shortcuts")),
      report,
    );
    this.#store = store;
    this.#single = store.text(KEPT) !== OFF;
    const sheet = () =>
      void this.#sheet((sheet) =>
        sheet.show(this.#single, (on) => this.#setSingle(on)),
      );
    this.#actions = { ...actions, sheet };
    for (const { keys, action } of words.shortcuts.groups.flatMap(({ keys }) => keys))
      for (const key of keys) if (action) this.#keys.set(key, action);
    place("shortcuts-open").addEventListener("click", sheet);
    document.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {boolean} on */
  #setSingle(on) {
    this.#single = on;
    try {
      this.#store.setText(KEPT, on ? null : OFF);
    } catch {
      // Then it holds for this visit.
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    // Fields take what is typed for themselves, and dialogs cover the page.
    if (isField(event.target) || document.querySelector("dialog[open]")) return;
    const key = written(event);
    const action = this.#keys.get(key);
    if (!action || (key.length === 1 && !this.#single)) return;
    event.preventDefault();
    this.#actions[action]?.();
  }
}

/** A key as the words write it. @param {KeyboardEvent} event */
function written({ key, ctrlKey, metaKey, shiftKey }) {
  /** @type {Record<string, string>} By what browsers call them. */
  const names = words.shortcuts.names;
  if (ctrlKey || metaKey) {
    const held = shiftKey ? [names.Control, names.Shift] : [names.Control];
    return [...held, key.toUpperCase()].join("+");
  }
  // The caps lock makes no difference.
  return names[key] ?? (key.length === 1 && !shiftKey ? key.toLowerCase() : key);
}

/** Whether an element takes letters. @param {EventTarget | null} target */
function isField(target) {
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button"].includes(target.type);
  return target instanceof HTMLElement && target.matches("textarea, select");
}
