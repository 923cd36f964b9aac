/** Wires the keyboard to the parts of the page: shortcuts, and where the focus goes. */
import { announce } from "./announcer.js";
import { drawer } from "./drawers.js";
import { FocusKeeper } from "./focus.js";
import { place } from "./mount.js";
import { Shortcuts } from "./shortcuts.js";

/**
 * @typedef {object} KeyboardHooks
 * @property {import("./storage.js").Store} store
 * @property {import("./tabs.js").Tabs} tabs
 * @property {import("./browsing.js").Browsing} browsing
 * @property {import("./history.js").History} history
 * @property {() => import("./types.js").View["actions"] | undefined} actions
 * @property {() => Promise<unknown>} look  Have the page show what holds now.
 * @property {import("./types.js").Send} send
 * @property {() => void} download
 * @property {() => void} share
 * @property {(error: unknown) => void} report
 */

/** @param {KeyboardHooks} hooks */
export function listenForKeys({ tabs, browsing, history, ...hooks }) {
  const filters = drawer("filters");
  /**
   * Do it if it can be done, else tell why not.
   * @param {import("./types.js").ActionName} name
   * @param {() => void} run
   */
  const act = async (name, run) => {
    // The key before may be what makes it possible.
    if (!hooks.actions()?.[name].enabled) await hooks.look();
    const action = hooks.actions()?.[name];
    if (action?.enabled) run();
    else if (action) announce(action.hint);
  };
  /** @type {(run: () => void) => () => void} */
  const elsewhere = (run) => () => {
    filters.close(); // drawers cover the rest
    browsing.closeDetails();
    run();
  };
  /** @type {(run: () => void) => () => void} */
  const inBasket = (run) =>
    elsewhere(() => {
      tabs.show("basket");
      run();
    });
  /** @param {string} wanted  A control of the filters, as a selector. */
  const goToFilters = (wanted) => () => {
    filters.open();
    const pane = place("filters-content");
    const control = pane.querySelector(wanted) ?? pane;
    /** @type {HTMLElement} */ (control).focus();
  };
  place("filters-content").tabIndex = -1;
  new FocusKeeper(() => {
    if (tabs.current === "basket") browsing.goToTree();
    else tabs.focus();
  });
  new Shortcuts(
    hooks.store,
    {
      name: inBasket(goToFilters("[type=search]")),
      filters: inBasket(goToFilters("input:enabled")),
      tree: inBasket(() => browsing.goToTree()),
      details: inBasket(() => void browsing.goToDetails()),
      basket: elsewhere(() => tabs.goTo("basket")),
      history: elsewhere(() => tabs.goTo("history")),
      add: elsewhere(() => tabs.goTo("add")),
      download: inBasket(() => void act("download", hooks.download)),
      share: hooks.share,
      remove: () => {
        // What cannot be seen is not removed.
        if (tabs.current === "basket")
          void act("remove_selected", () => hooks.send("remove_selected"));
      },
      undo: () => {
        if (history.isShown) void history.undo();
        else void act("undo", () => hooks.send("undo"));
      },
      redo: () => {
        if (!history.isShown) void act("redo", () => hooks.send("redo"));
      },
    },
    hooks.report,
  );
}
