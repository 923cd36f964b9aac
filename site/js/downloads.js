/** Wires what leaves the page: downloads, batch requests, the history that records them. */
import { BatchRoom } from "./batchroom.js";
import { History } from "./history.js";
import { later } from "./later.js";
import { dialog, place } from "./mount.js";
import { fetchAnswer } from "./network.js";
import { platform } from "./platform.js";
import { saveText } from "./saving.js";
import { fill, words } from "./words.js";

/** @typedef {import("./dialogs/download.js").Choice} Choice */

/**
 * What downloads need of the page, beside what the history needs.
 * @typedef {Omit<import("./history.js").HistoryHooks, "download" | "save"> & {
 *   ask: <Command extends keyof import("./types.js").Answers>(command: Command,
 *     args: object) => Promise<import("./types.js").Answers[Command] | undefined>,
 *   copy: (text: Promise<string>) => void,
 *   clear: () => void,
 * }} DownloadsHooks
 */

export class Downloads {
  #hooks;
  #dialog;
  #history;
  #batch;

  /** @param {DownloadsHooks} hooks */
  constructor(hooks) {
    const { engine } = hooks;
    this.#hooks = hooks;
    /** @type {import("./dialogs/download.js").DownloadHooks} */
    const downloading = {
      plan: (choice) => hooks.ask("download", { ...choice, platform: platform() }),
      text: (choice) => engine.pieces("text", choice),
      lookup: async (choice) => (await engine.call("lookup", choice)).requests,
      ask: fetchAnswer,
      take: (answer) => engine.give("looked_up", answer),
      report: hooks.report,
      copy: (pieces, choice) => void this.#copy(pieces, choice),
      save: async (pieces, plan, choice) => {
        if (await this.save(pieces, plan.text)) this.note(choice);
      },
      note: (choice) => this.note(choice),
    };
    this.#dialog = later(
      ({ DownloadDialog }) => new DownloadDialog(dialog("download"), downloading),
      hooks.report,
    );
    this.#history = new History(place("history"), place("history-content"), {
      ...hooks,
      download: (choice) => this.open(choice),
      save: (pieces, file) => void this.save(pieces, file),
    });
    this.#batch = new BatchRoom({
      ...hooks,
      save: (pieces, file) => void this.save(pieces, file),
    });
    this.#batch.listIn(place("open-requests"));
  }

  /** Take over what is stored, once Python is there. */
  async start() {
    await Promise.all([this.#history.start(), this.#batch.start()]);
  }

  /** Hand over what is stored to a Python that was started again. */
  async load() {
    await Promise.all([this.#history.load(), this.#batch.load()]);
  }

  /** Open the dialog that prepares a batch request for what is selected now. */
  openBatch() {
    this.#hooks.clear();
    void this.#batch.open();
  }

  get history() {
    return this.#history;
  }

  /**
   * Open the dialog for what is selected now.
   * @param {Choice} [choice]
   */
  open(choice) {
    this.#hooks.clear();
    void this.#dialog((download) => download.open(choice));
  }

  /**
   * Keep a record of what has left the page.
   * @param {Choice} choice
   */
  note(choice) {
    void this.#history.note(choice);
  }

  /** Save the rows that could not be taken. */
  saveRefused() {
    const file = { filename: words.report.filename, type: "text/csv" };
    void this.save(this.#hooks.engine.pieces("refused", {}), file);
  }

  /**
   * Save a text as a file; tell whether it could be made.
   * @param {Promise<string[]>} pieces
   * @param {{ filename: string, type: string }} file
   */
  async save(pieces, { filename, type }) {
    try {
      saveText(await pieces, filename, type);
      this.#hooks.tell(fill(words.download.saved, { name: filename }));
      return true;
    } catch (error) {
      this.#hooks.report(error);
      return false;
    }
  }

  /**
   * @param {Promise<string[]>} pieces
   * @param {Choice} choice
   */
  async #copy(pieces, choice) {
    this.#hooks.copy(pieces.then((all) => all.join("")));
    // A text that cannot be made is told by who copies it, and has not left the page.
    if (await pieces.catch(() => undefined)) this.note(choice);
  }
}
