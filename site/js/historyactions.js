/** What can be done with one record of the download history. */
import { words } from "./words.js";

/** @typedef {import("./historytypes.js").HistoryRecord} HistoryRecord */
/** @typedef {import("./historytypes.js").HistoryCommand} HistoryCommand */

/**
 * What it takes, beside what the page offers the history.
 * @typedef {import("./history.js").HistoryHooks & {
 *   run: (command: HistoryCommand, args?: object) => Promise<boolean>,
 *   take: (answer: import("./historytypes.js").HistoryAnswer) => Promise<void>,
 *   bytes: (id: string) => Promise<ArrayBuffer | undefined>,
 *   draw: () => void,
 * }} ActionHooks
 */

export class HistoryActions {
  #place;
  #hooks;
  /** The record whose title is being changed. */
  renaming = "";

  /**
   * @param {HTMLElement} place  Where the records are drawn.
   * @param {ActionHooks} hooks
   */
  constructor(place, hooks) {
    this.#place = place;
    this.#hooks = hooks;
  }

  /**
   * Show the files of a record in place of the basket.
   * @param {HistoryRecord} record
   */
  async open(record) {
    const isOpen = await this.#change("history_open", record);
    if (isOpen) this.#hooks.showBasket();
    return isOpen;
  }

  /** @param {HistoryRecord} record */
  add(record) {
    return this.#change("history_add", record);
  }

  /**
   * @param {import("./historytypes.js").HistoryViewCommand} command
   * @param {HistoryRecord} record
   */
  async #change(command, record) {
    const args = { id: record.id, zone: 0 };
    return this.#hooks.change(command, args, await this.#bytes(record));
  }

  /** @param {HistoryRecord} record */
  async #bytes({ id, apart }) {
    return apart ? this.#hooks.bytes(id) : undefined;
  }

  /**
   * Save the same text once more; what came without one is asked for in the dialog.
   * @param {HistoryRecord} record
   */
  async again(record) {
    try {
      if (record.again?.dialog) await this.#askAgain(record);
      else await this.#saveAgain(record);
    } catch (error) {
      this.#hooks.report(error);
    }
  }

  /** @param {HistoryRecord} record */
  async #askAgain(record) {
    if (!(await this.open(record))) return;
    const { engine, download } = this.#hooks;
    download(await engine.call("history_choice", { id: record.id }));
  }

  /** @param {HistoryRecord} record */
  async #saveAgain(record) {
    const { engine, save, take } = this.#hooks;
    const { id } = record;
    const bytes = await this.#bytes(record);
    const answer = bytes
      ? await engine.give("history_again", bytes, { id })
      : await engine.call("history_again", { id });
    save(engine.pieces("history_text", { id }), answer);
    await take(answer);
  }

  /** @param {HistoryRecord} record */
  async share(record) {
    this.#hooks.share(record.id, await this.#bytes(record));
  }

  /** @param {HistoryRecord} record */
  rename({ id }) {
    this.renaming = id;
    this.#hooks.draw();
    const field = this.#find(id, "input");
    if (field instanceof HTMLInputElement) field.select();
  }

  /**
   * Give a record another title, or leave it as it was.
   * @param {HistoryRecord} record
   * @param {string} [title]
   */
  async setTitle({ id }, title) {
    this.renaming = "";
    if (title === undefined) this.#hooks.draw();
    else await this.#hooks.run("history_rename", { id, title });
    this.#find(id, "[data-do=rename]")?.focus();
  }

  /** @param {HistoryRecord} record */
  pin({ id, pinned }) {
    return this.#hooks.run("history_pin", { id, on: !pinned });
  }

  /** @param {HistoryRecord} record */
  async delete({ id }) {
    const row = this.#find(id, "");
    const rows = [...this.#place.querySelectorAll("[data-id]")];
    const at = rows.indexOf(/** @type {Element} */ (row));
    const next = rows[at + 1] ?? rows[at - 1];
    await this.#hooks.run("history_delete", { id });
    const button = next?.querySelector("[data-do=delete]");
    const field = this.#place.querySelector("input[type=search]");
    /** @type {HTMLElement | null} */ (button ?? field)?.focus();
  }

  /**
   * Save what is stored of a record that nobody can read.
   * @param {HistoryRecord} record
   */
  saveRaw({ id }) {
    const { engine, save } = this.#hooks;
    const file = { filename: words.history.raw_filename, type: "text/plain" };
    save(engine.pieces("history_raw", { id }), file);
  }

  /**
   * @param {string} id
   * @param {string} part
   * @returns {HTMLElement | null}
   */
  #find(id, part) {
    return this.#place.querySelector(`[data-id="${CSS.escape(id)}"] ${part}`.trim());
  }
}
