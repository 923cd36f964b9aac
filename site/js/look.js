/** How the page looks and is divided: what one likes, movable lines, drawers. */
import { drawer } from "./drawers.js";
import { later } from "./later.js";
import { dialog, place } from "./mount.js";
import { Preferences } from "./preferences.js";
import { split } from "./splits.js";
import { Tooltip } from "./tooltip.js";

export class Look {
  /** @type {Preferences} */
  preferences;

  /**
   * @param {import("./storage.js").Store} store
   * @param {(error: unknown) => void} report
   */
  constructor(store, report) {
    this.preferences = new Preferences(store);
    drawer("filters");
    split("filters", this.preferences);
    split("details", this.preferences);
    new Tooltip(place("tooltip"));
    const settings = later(async () => {
      const { SettingsDialog } = await import("./dialogs/settings.js");
      return new SettingsDialog(dialog("settings"), this.preferences);
    }, report);
    place("settings-open").addEventListener("click", () =>
      settings((opened) => opened.open()),
    );
  }
}
