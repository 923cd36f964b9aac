/** Has the page kept for use without a network, and tells of that and of new versions. */
import { html } from "lit-html";
import { announce } from "./announcer.js";
import { icon } from "./icons.js";
import { mount } from "./mount.js";
import { scriptAddress } from "./scripts.js";
import { words } from "./words.js";

export class Offline {
  #render;
  /** Whether there is a version to go on with; not known at first. */
  #isWhole = true;

  /** @param {HTMLElement} container */
  constructor(container) {
    this.#render = mount(container);
  }

  /**
   * Begin to keep the page, where the browser does that.
   * @param {Promise<void>} ready  The page has what it needs now.
   */
  async start(ready) {
    const { serviceWorker } = navigator;
    if (!serviceWorker) return;
    await ready;
    try {
      await this.#start(serviceWorker);
    } catch {
      // Storage is forbidden or full: the page works as it is, only not offline.
    }
  }

  /** @param {ServiceWorkerContainer} serviceWorker */
  async #start(serviceWorker) {
    if (serviceWorker.controller)
      serviceWorker.addEventListener("controllerchange", () => location.reload());
    const registration = await serviceWorker.register(scriptAddress("sw.js"), {
      updateViaCache: "none",
    });
    this.#await(registration);
    registration.addEventListener("updatefound", () => this.#await(registration));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") registration.update().catch(() => {});
    });
    const { active } = await serviceWorker.ready;
    this.#isWhole = active !== null && (await isWhole(active));
    if (this.#isWhole) this.#tellReady(registration);
    else this.#tellUpdate(registration);
  }

  /**
   * Tell of a new version as soon as all of it is there.
   * @param {ServiceWorkerRegistration} registration
   */
  #await(registration) {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => this.#tellUpdate(registration));
    this.#tellUpdate(registration);
  }

  /** @param {ServiceWorkerRegistration} registration */
  #tellReady(registration) {
    if (registration.waiting) return;
    this.#render(html`<span class="offline" data-tip=${words.offline.help}>
      ${icon("circle-check")}<span>${words.offline.ready}</span>
    </span>`);
  }

  /** @param {ServiceWorkerRegistration} registration */
  #tellUpdate({ active, waiting }) {
    if (!active || !waiting) return;
    if (!this.#isWhole) {
      takeOver(waiting);
      return;
    }
    this.#render(html`<button
      type="button"
      class="button"
      data-tip=${words.offline.update_help}
      @click=${() => takeOver(waiting)}
    >
      ${icon("refresh-cw")}<span>${words.offline.update}</span>
    </button>`);
    announce(words.offline.update_help);
  }
}

/** Go on with a version; all tabs reload then. @param {ServiceWorker} worker */
function takeOver(worker) {
  worker.postMessage("take over");
}

/**
 * Whether all files of the page are kept.
 * @param {ServiceWorker} worker
 * @returns {Promise<boolean>}
 */
function isWhole(worker) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage("is whole", [port2]);
  });
}
