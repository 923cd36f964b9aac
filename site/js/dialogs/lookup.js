/** Asks the archive where its public copies lie, some files at a time. */
import { html, nothing } from "lit-html";
import { spoken } from "../announcer.js";
import { icon } from "../icons.js";
import { fill, words } from "../words.js";

/**
 * What asking needs of the page.
 * @typedef {object} LookupHooks
 * @property {() => Promise<string[]>} requests
 * @property {(address: string) => Promise<ArrayBuffer>} ask
 * @property {(answer: ArrayBuffer) => Promise<unknown>} take
 */

export class Lookup {
  #hooks;
  #onChange;
  #status = "";
  #running = false;

  /**
   * @param {LookupHooks} hooks
   * @param {() => void} onChange  Called when there is more to tell.
   */
  constructor(hooks, onChange) {
    this.#hooks = hooks;
    this.#onChange = onChange;
  }

  /** Forget how the last one went. */
  reset() {
    this.#status = "";
  }

  /** @param {string} status */
  #tell(status) {
    this.#status = status;
    this.#onChange();
  }

  /** @param {() => void} onDone */
  async #run(onDone) {
    this.#running = true;
    try {
      const requests = await this.#hooks.requests();
      for (const [done, request] of requests.entries()) {
        const count = requests.length;
        this.#tell(fill(words.download.looking, { done, count }));
        await this.#hooks.take(await this.#hooks.ask(request));
      }
      this.#tell("");
      onDone();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#tell(fill(words.download.unreachable, { reason }));
    } finally {
      this.#running = false;
    }
  }

  /**
   * @param {string} label  What the button says; nothing is drawn without.
   * @param {() => void} onDone
   */
  draw(label, onDone) {
    if (!label && !this.#status) return nothing;
    return html`<div class="bundles">
      <button
        type="button"
        class="button"
        @click=${() => !this.#running && void this.#run(onDone)}
      >
        ${icon("search-x")}<span>${label}</span>
      </button>
      <span class="quiet">${spoken(this.#status)}</span>
    </div>`;
  }
}
