/** What is going on, told in the status bar and where the tree has no rows to show. */
import { announce } from "./announcer.js";
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
  #isBusy = false;
  /** What is under way is being cancelled: it ends with its next answer. */
  #isCancelling = false;
  #statusBar;
  #renderPlaceholder = mount(place("placeholder"));
  #hooks;

  /**
   * @param {import("./placeholder.js").PlaceholderHooks & {
   *   onCancel: () => void,
   *   onEnd: () => void,
   *   isSafe: () => boolean,
   * }} hooks  `onEnd` is to stop what cannot be cancelled, by ending Python.
   */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#statusBar = new StatusBar(place("status"), () => {
      this.#isCancelling = true;
      hooks.onCancel();
      this.#end();
    });
  }

  /** End what is to be cancelled and does not answer, or will not for long. */
  #end() {
    const isDeaf = this.#isBusy || this.#progress?.stage === "adding";
    if (!this.#isCancelling || !isDeaf) return;
    this.#isCancelling = false;
    this.#hooks.onEnd();
  }

  /** @param {boolean} isBusy  Python has not answered for long. */
  setBusy(isBusy) {
    if (isBusy === this.#isBusy) return;
    this.#isBusy = isBusy;
    const work = this.#draw();
    if (isBusy && work?.stop) announce(work.text);
    this.#end();
  }

  /** @param {import("./engine.js").Status} status */
  setStatus(status) {
    this.#status = status;
    const hadFocus = place("tree").contains(document.activeElement);
    document.documentElement.dataset.engine = status.state;
    if (hadFocus && status.state === "failed") place("files").focus();
    this.#draw();
  }

  /** @param {import("./opening.js").Progress | undefined} progress */
  setProgress(progress) {
    this.#progress = progress;
    if (!progress) this.#isCancelling = false;
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
    const isSafe = this.#hooks.isSafe();
    const work = workUnderWay(status, this.#progress, this.#isBusy, isSafe);
    this.#statusBar.show(
      view?.footer,
      view?.kept ? this.#kept : "",
      work,
      this.#isBusy,
    );
    this.#renderPlaceholder(placeholder({ status, work, view }, this.#hooks));
    return work;
  }
}
