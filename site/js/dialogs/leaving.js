/** Ways out that are no text: the archive's bundles, and links opened one by one. */
import { html, nothing } from "lit-html";
import { spoken } from "../announcer.js";
import { icon } from "../icons.js";
import { fill, words } from "../words.js";

/**
 * Draw a button for each bundle.
 * @param {import("../types.js").Bundles | null} bundles
 * @param {(part: number) => void} onGet
 */
export function bundleButtons(bundles, onGet) {
  if (!bundles) return nothing;
  const { reason, parts } = bundles;
  return html`${reason ? html`<p class="note">${icon("info")}<span>${reason}</span></p>` : nothing}
    <ul class="bundles">
      ${parts.map(
        ({ label, hint, enabled }, part) =>
          html`<li>
            <button
              type="button"
              class="button"
              aria-disabled=${enabled ? nothing : "true"}
              aria-description=${hint}
              @click=${() => enabled && onGet(part)}
            >
              ${icon("external-link")}<span>${label}</span>
            </button>
            <span class="quiet">${hint}</span>
          </li>`,
      )}
    </ul>`;
}

/**
 * Have the archive pack some files, in a tab of its own.
 * @param {string} address
 * @param {string} uris  One a line.
 */
export function requestBundle(address, uris) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  form.target = "_blank";
  form.rel = "noopener";
  for (const uri of uris.split("\n").filter(Boolean)) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "uri";
    field.value = uri;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

/** Opens links one by one, each in a tab that becomes a download. */
export class LinkOpener {
  #onChange;
  #onStart;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #opened = 0;

  /**
   * @param {() => void} onChange  Called when there is more to tell.
   * @param {() => void} onStart  Called when the first one is opened.
   */
  constructor(onChange, onStart) {
    this.#onChange = onChange;
    this.#onStart = onStart;
  }

  /** @param {import("../types.js").Opening} opening */
  #start(opening) {
    this.#opened = 0;
    this.#onStart();
    this.#next(opening);
  }

  /** @param {import("../types.js").Opening} opening */
  #next(opening) {
    const address = opening.addresses[this.#opened];
    const link = document.createElement("a");
    link.href = address ?? "";
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.click();
    this.#opened += 1;
    const more = this.#opened < opening.addresses.length;
    this.#timer = more
      ? setTimeout(() => this.#next(opening), opening.pause)
      : undefined;
    this.#onChange();
  }

  /** Open no more. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#onChange();
  }

  /** Forget what was opened. */
  reset() {
    this.stop();
    this.#opened = 0;
  }

  /** @param {import("../types.js").Opening | null} opening */
  draw(opening) {
    if (!opening) return nothing;
    const { addresses, help } = opening;
    const count = addresses.length;
    const running = this.#timer !== undefined;
    const progress = fill(words.download.opened, { opened: this.#opened, count });
    const onClick = () => (running ? this.stop() : this.#start(opening));
    return html`<div class="bundles">
      <button
        type="button"
        class="button"
        aria-disabled=${count > 0 ? nothing : "true"}
        aria-description=${help}
        @click=${() => count > 0 && onClick()}
      >
        ${icon(running ? "x" : "external-link")}
        <span>${running ? words.download.stop : words.download.open_links}</span>
      </button>
      <span class="quiet">${spoken(this.#opened > 0 ? progress : help)}</span>
    </div>`;
  }
}
