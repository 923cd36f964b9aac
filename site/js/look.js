/** How the page looks and is divided: what one likes, movable lines, drawers. */
import { ColumnWidths } from "./columnwidths.js";
import { drawer } from "./drawers.js";
import { later } from "./later.js";
import { dialog, place } from "./mount.js";
import { Preferences } from "./preferences.js";
import { split } from "./splits.js";
import { Tooltip } from "./tooltip.js";

/**
 * @typedef {object} LookHooks
 * @property {import("./storage.js").Store} store
 * @property {import("./types.js").Send} send
 * @property {() => string[]} columns  Those that rows have, beside names.
 * @property {(error: unknown) => void} report
 */

export class Look {
  #hooks;
  #preferences;

  /** @param {LookHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    const preferences = new Preferences(hooks.store);
    this.#preferences = preferences;
    drawer("filters");
    split("filters", 1, preferences);
    split("details", -1, preferences);
    new ColumnWidths(place("tree"), preferences);
    new Tooltip(place("tooltip"));
    const columns = {
      shown: hooks.columns,
      choose: (/** @type {string[]} */ names) => this.#choose(names),
    };
    const settings = later(
      ({ SettingsDialog }) =>
        new SettingsDialog(dialog("settings"), preferences, columns),
      hooks.report,
    );
    place("settings-open").addEventListener("click", () =>
      settings((opened) => opened.open()),
    );
  }

  /** Have Python tell the columns that were chosen before. */
  load() {
    const names = this.#preferences.names("columns");
    if (names) this.#hooks.send("columns", { names });
  }

  /** @param {string[]} names */
  #choose(names) {
    this.#preferences.setNames("columns", names);
    this.#hooks.send("columns", { names });
  }
}
