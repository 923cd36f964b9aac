/** Starts Python, has it take commands, and starts it again where it was lost. */
import { Channel } from "./channel.js";
import { fetchDrawing, fetchSettings } from "./network.js";
import { Problem } from "./problem.js";
import { Running } from "./running.js";
import { words } from "./words.js";

/**
 * How far the start has come; `text` is the stage, or what failed. `isBroken` if it had
 * started, and broke down twice at the same command.
 * @typedef {{ state: "starting" | "ready" | "failed", text: string, isBroken?: boolean }}
 *   Status
 */

/**
 * Why Python was started again: it broke down, for this reason at this command; or, where
 * there is none, somebody has stopped it.
 * @typedef {{ reason: string, command: string }} Loss
 */

/**
 * @typedef {object} EngineHooks
 * @property {(status: Status) => void} onStatus
 * @property {(channel: Channel, isNew: boolean) => Promise<void>} prepare  Done before any
 *   command that waits for Python is carried out; it tells of its own problems. `isNew` if
 *   it is to open no basket.
 * @property {(isBusy: boolean) => void} onBusy
 */

export class Engine extends Channel {
  #hooks;
  /** The commands at which Python has broken down. @type {Set<string>} */
  #broken = new Set();
  /** @type {Running} */
  #running;
  /** @type {(running: Running) => void} */
  #open = () => {};
  #isOpen = false;
  /** @type {(() => void)[]} */
  #whenLost = [];
  /** @type {((loss: Loss) => void)[]} */
  #whenBack = [];
  /** @type {Promise<void> | undefined} */
  #drawing;

  /**
   * Python starts by itself, while the rest of the page comes to life.
   * @param {EngineHooks} hooks
   */
  constructor(hooks) {
    super(new Promise(() => {}));
    this.#hooks = hooks;
    this.#running = this.#launch();
    this.#close();
  }

  /** Have commands wait. They go on waiting when a start fails: a retry runs them. */
  #close() {
    this.#isOpen = false;
    this.running = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  #launch() {
    return new Running({
      onBusy: this.#hooks.onBusy,
      onBroken: (reason, command) => this.#onBroken({ reason, command }),
    });
  }

  /** Have something done when what Python knew is gone. @param {() => void} act */
  whenLost(act) {
    this.#whenLost.push(act);
  }

  /** Have something done when another one is there. @param {(loss: Loss) => void} act */
  whenBack(act) {
    this.#whenBack.push(act);
  }

  /** Fulfilled once commands are carried out. */
  get ready() {
    return this.running.then(() => {});
  }

  /**
   * Start Python anew, after it has failed.
   * @param {boolean} [isNew]  With a new basket.
   */
  retry(isNew = false) {
    this.#broken.clear();
    this.#renew();
    return this.start(isNew);
  }

  /** End Python, whatever it is doing, and go on with another and the kept basket. */
  stop() {
    const wasOpen = this.#isOpen;
    this.#lose();
    // Who stops the opening of a basket does not want it.
    void this.#goOn({ reason: "", command: "" }, !wasOpen);
  }

  /** @param {Loss} loss */
  #onBroken(loss) {
    const { reason, command } = loss;
    // Before it has taken any command it would only fail in the same way again.
    if (!this.#isOpen && ["", "start"].includes(command))
      return this.#running.end(new Error(reason));
    const isAgain = this.#broken.has(command);
    this.#broken.add(command);
    this.#lose();
    if (isAgain)
      this.#hooks.onStatus({ state: "failed", text: reason, isBroken: true });
    else void this.#goOn(loss, false);
  }

  /** What Python knew is gone: those who wait for answers are told. */
  #lose() {
    if (this.#isOpen) this.#close();
    this.#drawing = undefined;
    for (const act of this.#whenLost) act();
    this.#renew();
  }

  #renew() {
    this.#running.end(new Problem({ kind: "stopped", message: words.engine.stopped }));
    this.#running = this.#launch();
  }

  /**
   * @param {Loss} loss
   * @param {boolean} isNew
   */
  async #goOn(loss, isNew) {
    if (!(await this.start(isNew))) return;
    for (const act of this.#whenBack) act(loss);
  }

  /**
   * Have Python take commands; tell whether it does.
   * @param {boolean} [isNew]  With a new basket.
   */
  async start(isNew = false) {
    const running = this.#running;
    const { onStatus, prepare } = this.#hooks;
    const onStage = (/** @type {keyof typeof words.engine.stages} */ stage) =>
      onStatus({ state: "starting", text: words.engine.stages[stage] });
    try {
      onStage(navigator.serviceWorker?.controller ? "python" : "first");
      const { lang } = document.documentElement;
      await running.ask("start", async (remote) =>
        remote.start(await fetchSettings(), lang),
      );
      onStage("basket");
      await prepare(new Channel(Promise.resolve(running)), isNew);
    } catch (error) {
      // Of one that was lost meanwhile there is nothing to tell.
      if (running === this.#running) {
        const text = error instanceof Error ? error.message : String(error);
        onStatus({ state: "failed", text });
      }
      return false;
    }
    onStatus({ state: "ready", text: words.engine.ready });
    this.#isOpen = true;
    this.#open(running);
    running.complete();
    return true;
  }

  /**
   * Have Python draw QR codes from now on. Who asks again waits for the same; after a
   * failure it is tried anew.
   */
  prepareDrawing() {
    this.#drawing ??= fetchDrawing()
      .then((wheels) => this.draw(wheels))
      .catch((error) => {
        this.#drawing = undefined;
        throw error;
      });
    return this.#drawing;
  }
}
