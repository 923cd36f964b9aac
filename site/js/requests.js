/** The batch requests of this browser: what Python says of them is stored, and shown. */
import { newId } from "./shelf.js";

/** Both the record, a text, and products that lie apart from it, bytes. */
const START = "request:";

/** @typedef {import("./batchtypes.js").RequestsView} RequestsView */
/** @typedef {import("./batchtypes.js").RequestsAnswer} RequestsAnswer */

/**
 * @typedef {object} RequestsHooks
 * @property {import("./channel.js").Channel} engine
 * @property {import("./storage.js").Store} store
 * @property {(message: string, undo?: () => void) => void} tell
 * @property {(error: unknown) => void} report
 */

export class Requests {
  #hooks;
  /** @type {RequestsView | undefined} */
  #view;
  /** @type {((view: RequestsView) => void)[]} */
  #watchers = [];

  /** @param {RequestsHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
  }

  /**
   * Have something drawn now, if there is anything, and whenever it changes.
   * @param {(view: RequestsView) => void} draw
   */
  watch(draw) {
    this.#watchers.push(draw);
    if (this.#view) draw(this.#view);
  }

  /** Take over what is stored, and what other tabs store. */
  async start() {
    this.#hooks.store.watch((name, text) => {
      if (name.startsWith(START))
        void this.run("requests_hear", { id: name.slice(START.length), text });
    });
    await this.load();
  }

  /** Hand over what is stored. */
  async load() {
    const { engine, store, report } = this.#hooks;
    try {
      const records = store.texts(START);
      const answer = await engine.call("requests_load", { records, ...zone() });
      this.take(answer);
      for (const id of answer.purge) {
        store.setText(START + id, null);
        await store.setBytes(START + id, undefined);
      }
    } catch (error) {
      report(error);
    }
  }

  /** What the selected files make, beside what was prepared. */
  async choose() {
    const answer = await this.#hooks.engine.call("batch", zone());
    this.take(answer);
    return answer.choice;
  }

  /** Keep the request that the selected files make. */
  keep() {
    return this.run("batch_keep", { id: newId() });
  }

  /**
   * Send a command; a problem is shown. Tell whether it was carried out.
   * @param {import("./batchtypes.js").RequestCommand} command
   * @param {object} args
   */
  async run(command, args) {
    try {
      await this.try(command, args);
      return true;
    } catch (error) {
      this.#hooks.report(error);
      return false;
    }
  }

  /**
   * Send a command; a problem is the caller's.
   * @param {import("./batchtypes.js").RequestCommand} command
   * @param {object} args
   */
  async try(command, args) {
    const answer = await this.#hooks.engine.call(command, { ...args, ...zone() });
    await this.#store(answer);
    this.take(answer);
  }

  /** @param {RequestsAnswer} answer */
  async #store({ writes, keep }) {
    const { engine, store } = this.#hooks;
    try {
      // A record never speaks of products that are not there.
      if (keep)
        await store.setBytes(START + keep, await engine.blob("request", { id: keep }));
      for (const [id, text] of Object.entries(writes)) {
        store.setText(START + id, text);
        if (text === null) await store.setBytes(START + id, undefined);
      }
    } catch (error) {
      // What is not stored is not listed either.
      for (const id of Object.keys(writes)) {
        const text = store.text(START + id);
        this.take(await engine.call("requests_hear", { id, text, ...zone() }));
      }
      throw error;
    }
  }

  /** @param {RequestsAnswer} answer */
  take({ requests, message, undo }) {
    this.#view = requests;
    for (const draw of this.#watchers) draw(requests);
    if (!message) return;
    const restore = () => void this.run("request_delete", { id: undo, on: false });
    this.#hooks.tell(message, undo ? restore : undefined);
  }

  /**
   * Hand a request's products over to Python, where they lie apart from its record.
   * @param {string} id
   */
  async lend(id) {
    const { engine, store } = this.#hooks;
    const { products } = await engine.call("request_needs", { id });
    const content = products && (await store.bytes(START + id));
    if (content) await engine.give("request_lend", content.slice().buffer, { id });
  }
}

/** The user's clock, in minutes ahead of UTC. */
function zone() {
  return { zone: -new Date().getTimezoneOffset() };
}
