/** The download history: keeps records of what leaves the page, and shows its tab. */
import { html, nothing } from "lit-html";
import { HistoryActions } from "./historyactions.js";
import { HistoryBar } from "./historybar.js";
import { historyList } from "./historylist.js";
import { HistoryStore } from "./historystore.js";
import { mount } from "./mount.js";
import { newId } from "./shelf.js";
import { words } from "./words.js";

/** @typedef {import("./historytypes.js").HistoryAnswer} Answer */
/** @typedef {import("./historytypes.js").HistoryView} HistoryView */
/** @typedef {import("./historytypes.js").HistoryCommand} HistoryCommand */

/**
 * What the history needs of the page.
 * @typedef {object} HistoryHooks
 * @property {import("./engine.js").Engine} engine
 * @property {import("./storage.js").Store} store
 * @property {(command: import("./historytypes.js").HistoryViewCommand,
 *   args: object, bytes: ArrayBuffer | undefined) => Promise<boolean>} change
 *   Send a command that changes the basket, with bytes if there are any, and show what it
 *   looks like then.
 * @property {() => void} showBasket
 * @property {() => void} showHistory
 * @property {(choice: import("./dialogs/download.js").Choice) => void} download
 *   Open the dialog with this choice.
 * @property {(id: string, bytes: ArrayBuffer | undefined) => void} share
 * @property {(pieces: Promise<string[]>, file: { filename: string, type: string }) => void} save
 * @property {(message: string, undo?: () => void) => void} tell
 * @property {(report: import("./types.js").Report) => void} tellOf
 * @property {(error: unknown) => void} report
 */

export class History {
  #panel;
  #render;
  #hooks;
  #store;
  /** @type {HistoryView | undefined} */
  #view;
  #actions;
  #bar;

  /**
   * @param {HTMLElement} panel
   * @param {HTMLElement} content
   * @param {HistoryHooks} hooks
   */
  constructor(panel, content, hooks) {
    this.#panel = panel;
    this.#render = mount(content);
    this.#hooks = hooks;
    this.#store = new HistoryStore(hooks.store);
    const run = this.#run.bind(this);
    this.#actions = new HistoryActions(content, {
      ...hooks,
      run,
      bytes: (id) => this.#store.bytes(id),
      take: (answer) => this.#take(answer),
      draw: () => this.#draw(),
    });
    this.#bar = new HistoryBar({
      run,
      export: () => void this.#export(),
      import: (file) => void this.import(file),
    });
    // Nothing is drawn that nobody sees; days pass meanwhile, so it is asked for anew.
    const onShown = () => {
      this.#draw();
      if (this.isShown && this.#view) void this.#run("history");
    };
    new MutationObserver(onShown).observe(panel, { attributeFilter: ["hidden"] });
  }

  get isShown() {
    return !this.#panel.hidden;
  }

  /** Hand over what is stored, once Python is there, and listen to other tabs. */
  async start() {
    this.#store.watch((heard) => void this.#run("history_hear", heard));
    await this.#store.purge(await this.load());
  }

  /** Hand over what is stored; give what no record speaks of. */
  async load() {
    const records = this.#store.records();
    const apart = await this.#store.apart();
    const answer = await this.#ask("history_load", { records, apart });
    if (answer) await this.#take(answer);
    return answer?.purge ?? [];
  }

  /**
   * Keep a record of a text that has left the page.
   * @param {import("./dialogs/download.js").Choice} choice
   */
  note(choice) {
    return this.#run("history_note", { ...choice, id: newId() });
  }

  undo() {
    return this.#run("history_undo");
  }

  /**
   * Take up the records of a file, or of one that was opened as a product list.
   * @param {File} [file]
   */
  async import(file) {
    const { engine, showHistory, tellOf } = this.#hooks;
    showHistory();
    const read = async () => {
      await engine.hand(file ?? new Blob());
      return engine.call("history_import", { zone: zone() });
    };
    try {
      const answer = await engine.inTurn(read);
      await this.#take(answer);
      if (answer.report) tellOf(answer.report);
    } catch (error) {
      this.#hooks.report(error);
    }
  }

  async #export() {
    const { engine, save } = this.#hooks;
    const wanted = await this.#ask("history_wanted", {});
    for (const id of wanted?.ids ?? []) {
      const bytes = await this.#store.bytes(id);
      if (bytes) await engine.give("history_lend", bytes, { id });
    }
    const file = { filename: words.history.filename, type: "application/json" };
    save(engine.pieces("history_export", {}), file);
  }

  /**
   * Send a command, and do what its answer says.
   * @param {HistoryCommand} command
   * @param {object} [args]
   */
  async #run(command, args = {}) {
    const answer = await this.#ask(command, args);
    if (answer) await this.#take(answer);
    else this.#draw();
    return answer !== undefined;
  }

  /**
   * Ask for something; a problem is shown, and gives undefined.
   * @template {keyof import("./historytypes.js").HistoryAnswers} Command
   * @param {Command} command
   * @param {object} args
   */
  async #ask(command, args) {
    try {
      return await this.#hooks.engine.call(command, { ...args, zone: zone() });
    } catch (error) {
      this.#hooks.report(error);
      return undefined;
    }
  }

  /** @param {Answer} answer */
  async #take({ view, writes, keep, message, undo }) {
    this.#view = view;
    this.#draw();
    if (message) this.#hooks.tell(message, undo ? () => void this.undo() : undefined);
    const failed = this.#store.write(writes);
    if (failed.ids.length > 0) await this.#run("history_failed", failed);
    for (const id of keep) await this.#keepProducts(id);
  }

  /** @param {string} id */
  async #keepProducts(id) {
    let on = true;
    try {
      const content = await this.#hooks.engine.blob("history_products", { id });
      await this.#store.setBytes(id, content);
    } catch {
      on = false;
    }
    await this.#run("history_kept", { ids: [id], on });
  }

  #draw() {
    const view = this.#view;
    if (!view || !this.isShown) return;
    this.#render(html`
      ${this.#bar.draw(view)}
      ${view.empty ? this.#bar.empty(view) : nothing}
      ${historyList(view, this.#actions)}
    `);
  }
}

/** The user's clock, in minutes ahead of UTC. */
function zone() {
  return -new Date().getTimezoneOffset();
}
