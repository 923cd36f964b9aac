/** Wires what concerns batch requests: keeping them, their dialog, and their scripts. */
import { later } from "./later.js";
import { dialog } from "./mount.js";
import { Requests } from "./requests.js";

/**
 * @typedef {import("./requests.js").RequestsHooks & {
 *   copy: (text: Promise<string>) => void,
 *   save: (pieces: Promise<string[]>, file: { filename: string, type: string }) => void,
 * }} BatchRoomHooks
 */

export class BatchRoom {
  #hooks;
  #requests;
  #batch;
  #staged;
  /** The request whose scripts are shown. */
  #id = "";

  /** @param {BatchRoomHooks} hooks */
  constructor(hooks) {
    const { engine, copy, save, report } = hooks;
    this.#hooks = hooks;
    this.#requests = new Requests(hooks);
    this.#batch = later(
      ({ BatchDialog }) =>
        new BatchDialog(dialog("batch"), {
          requests: this.#requests,
          text: (what) => engine.pieces("batch", { what }),
          scripts: (id) => void this.scripts(id),
          copy,
          save,
          report,
        }),
      report,
    );
    /** @type {import("./dialogs/download.js").DownloadHooks} */
    const staging = {
      plan: (choice) =>
        engine.call("request_scripts", { ...choice, id: this.#id }).catch((error) => {
          report(error);
          return undefined;
        }),
      text: (choice) =>
        engine.pieces("batch", { ...choice, id: this.#id, what: "script" }),
      copy: (pieces) => copy(pieces.then((all) => all.join(""))),
      save: (pieces, plan) => save(pieces, plan.text),
      report,
      note: () => {},
      // Nothing of a staged request is ever looked up at the archive.
      lookup: async () => [],
      ask: () => Promise.reject(new Error()),
      take: async () => {},
    };
    this.#staged = later(
      ({ DownloadDialog }) => new DownloadDialog(dialog("staged"), staging),
      report,
    );
  }

  /** Take over what is stored. */
  start() {
    return this.#requests.start();
  }

  /** Hand over what is stored. */
  load() {
    return this.#requests.load();
  }

  /** Open the dialog for what is selected now. */
  open() {
    return this.#batch((batch) => batch.open());
  }

  /**
   * Draw the list of requests at another place, too, as soon as there are any.
   * @param {HTMLElement} container
   */
  listIn(container) {
    const requests = this.#requests;
    const scripts = (/** @type {string} */ id) => void this.scripts(id);
    const list = later(({ openRequests }) => {
      openRequests(container, { requests, scripts });
      return container;
    }, this.#hooks.report);
    requests.watch(({ items }) => {
      if (items.length > 0) void list(() => {});
    });
  }

  /**
   * Show the scripts for a request.
   * @param {string} id
   */
  async scripts(id) {
    this.#id = id;
    try {
      await this.#requests.lend(id);
      await this.#staged((staged) => staged.open());
    } catch (error) {
      this.#hooks.report(error);
    }
  }
}
