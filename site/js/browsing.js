/** Wires the tree of files with the details of what is looked at. */
import { announce } from "./announcer.js";
import { DetailsPane } from "./details.js";
import { drawer } from "./drawers.js";
import { FileTree } from "./filetree.js";
import { later } from "./later.js";
import { place } from "./mount.js";

/**
 * What looking around needs of the page.
 * @typedef {object} BrowsingHooks
 * @property {import("./engine.js").Engine} engine
 * @property {import("./types.js").Send} send
 * @property {<Command extends keyof import("./types.js").Answers>(command: Command,
 *   args: object) => Promise<import("./types.js").Answers[Command] | undefined>} ask
 * @property {(text: string) => void} copy
 * @property {(error: unknown) => void} report
 * @property {(details: import("./types.js").Details | undefined) => void} onShown
 */

export class Browsing {
  #drawer = drawer("details");
  #hooks;
  details;
  tree;

  /** @param {BrowsingHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.details = new DetailsPane(place("details-content"), {
      // A file may have left the basket: then there is nothing to show, and no problem.
      load: (id) => hooks.engine.call("details", { id }).catch(() => undefined),
      onShown: (details) => {
        place("details").toggleAttribute("data-filled", details !== undefined);
        this.tree.mark(details?.id);
        hooks.onShown(details);
      },
      onOpen: () => this.#drawer.open(),
      copy: hooks.copy,
    });
    const open = (/** @type {string} */ id) => this.details.open(id);
    const menu = later(
      ({ RowMenu }) =>
        new RowMenu({
          load: (id) => hooks.ask("row_menu", { id }),
          send: hooks.send,
          copy: hooks.copy,
          open,
          onClosed: () => this.tree.focus(),
        }),
      hooks.report,
    );
    this.tree = new FileTree(place("files"), {
      send: hooks.send,
      open,
      look: (id) => void this.details.show(id),
      menu: (id, spot) => void menu((rows) => rows.open(id, spot)),
      load: (start, stop) => hooks.ask("rows", { start, stop }),
      locate: async (id) => (await hooks.ask("locate", { id }))?.index ?? null,
      find: (from, text) => this.#find(from, text),
    });
    place("details").tabIndex = -1;
    place("details-close").addEventListener("click", () => {
      void this.details.show(undefined);
      this.tree.focus();
    });
  }

  /** Push the details in where they are a drawer. */
  closeDetails() {
    this.#drawer.close();
  }

  /** Give the focus to the rows, or to what stands in their place. */
  goToTree() {
    if (this.tree.count > 0) this.tree.focus();
    else place("files").focus();
  }

  /** Show the details of the row that keys act on, and give them the focus. */
  async goToDetails() {
    const row = this.tree.count > 0 && (await this.tree.loaded(this.tree.index));
    this.#drawer.open();
    place("details").focus();
    if (row) void this.details.show(row.id);
  }

  /**
   * Find a row by how its name begins; tell if there is none.
   * @param {string | number} from
   * @param {string} text
   */
  async #find(from, text) {
    const found = await this.#hooks.ask("find_row", { from, text });
    if (found?.message) announce(found.message);
    return found?.index ?? null;
  }
}
