/** Wires the panel of references, which comes later. */
import { later } from "./later.js";
import { dialog } from "./mount.js";

/**
 * @typedef {import("./dialogs/references.js").ReferenceHooks
 *   & { clear: () => void }} ReferenceRoomHooks
 */

export class ReferenceRoom {
  #hooks;
  #panel;

  /** @param {ReferenceRoomHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#panel = later(
      ({ ReferencesDialog }) => new ReferencesDialog(dialog("references"), hooks),
      hooks.report,
    );
    // What the panel lists is of no use to another Python.
    hooks.engine.whenLost(() => dialog("references").close());
  }

  /** Ask about the selected products. */
  open() {
    this.#hooks.clear();
    void this.#panel((panel) => panel.open());
  }
}
