/** What is going on, told in the status bar and where the tree has no rows to show. */
import { mount, place } from "./mount.js";
import { placeholder } from "./placeholder.js";
import { StatusBar, workUnderWay } from "./statusbar.js";
import { words } from "./words.js";

export class Situation {
  /** @type {import("./engine.js").Status} */
  #status = { state: "starting", text: words.engine.stages.page };
  /** @type {import("./opening.js").Progress | undefined} */
  #progress;
  /** @type {import("./types.js").View | undefined} */
  #view;
  #kept = "";
  #statusBar;
  #renderPlaceholder = mount(place("placeholder"));
  #hooks;

  /**
   * @param {import("./placeholder.js").PlaceholderHooks & { onCancel: () => void }} hooks
   */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#statusBar = new StatusBar(place("status"), hooks.onCancel);
  }

  /** @param {import("./engine.js").Status} status */
  setStatus(status) {
    this.#status = status;
    document.documentElement.dataset.engine = status.state;
    this.#draw();
  }

  /** @param {import("./opening.js").Progress | undefined} progress */
  setProgress(progress) {
    this.#progress = progress;
    this.#draw();
  }

  /** @param {import("./types.js").View} view */
  setView(view) {
    this.#view = view;
    this.#draw();
  }

  /** @param {string} text  Whether the basket is safe. */
  setKept(text) {
    if (text === this.#kept) return;
    this.#kept = text;
    this.#draw();
  }

  #draw() {
    const [status, view] = [this.#status, this.#view];
    const work = workUnderWay(status, this.#progress);
    this.#statusBar.show(view?.footer, view?.kept ? this.#kept : "", work);
    this.#renderPlaceholder(placeholder({ status, work, view }, this.#hooks));
  }
}
