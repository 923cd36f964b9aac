/** The way to the Python library: starts its worker and sends it commands. */
import { proxy, transfer, wrap } from "comlink";
import { fetchDrawing, fetchSettings } from "./network.js";
import { Problem } from "./problem.js";
import { scriptAddress } from "./scripts.js";
import { words } from "./words.js";

/** @typedef {import("comlink").Remote<import("./types.js").Adapter>} Remote */

/**
 * How far the start has come; `text` is the stage, or what failed.
 * @typedef {{ state: "starting" | "ready" | "failed", text: string }} Status
 */

/** The most bytes that are sent at once. */
export const PART = 16_000_000;

/** Where the library can be talked to, as soon as it is there. */
export class Channel {
  #remote;
  /** @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /** @param {Promise<Remote>} remote */
  constructor(remote) {
    this.#remote = remote;
  }

  /**
   * Send a command, once Python is there, and give its answer.
   * @template {keyof import("./types.js").Answers} Command
   * @param {Command} command
   * @param {object} [args]
   * @returns {Promise<import("./types.js").Answers[Command]>}
   */
  async call(command, args = {}) {
    const remote = await this.#remote;
    const answer = JSON.parse(await remote.call(command, JSON.stringify(args)));
    if (answer.error) throw new Problem(answer.error);
    return answer.view;
  }

  /**
   * Do what hands over bytes once all others who do so are done: Python gathers them in
   * one place.
   * @template Result
   * @param {() => Promise<Result>} run
   */
  inTurn(run) {
    const result = this.#turn.then(run);
    this.#turn = result.catch(() => {});
    return result;
  }

  /**
   * Hand over a part of a file; its buffer is gone afterwards.
   * @param {ArrayBuffer} buffer
   */
  async receive(buffer) {
    const remote = await this.#remote;
    await remote.receive(transfer(buffer, [buffer]));
  }

  /**
   * Hand over something whole, and send the command that reads it.
   * @template {keyof import("./types.js").Answers} Command
   * @param {Command} command
   * @param {Blob | ArrayBuffer} content
   * @param {object} [args]
   */
  give(command, content, args = {}) {
    return this.inTurn(async () => {
      await this.hand(content);
      return this.call(command, args);
    });
  }

  /**
   * Hand over something whole; only in one's turn.
   * @param {Blob | ArrayBuffer} content
   */
  async hand(content) {
    const whole = content instanceof Blob ? content : new Blob([content]);
    await this.call("begin");
    for (let start = 0; start < whole.size; start += PART)
      await this.receive(await whole.slice(start, start + PART).arrayBuffer());
  }

  /**
   * Have Python do, step by step, what the next command needs of what it was handed. Tell
   * whether that is done; if not, Python was told to forget it.
   * @param {(share: number) => boolean} onShare  Whether to go on.
   */
  async readOn(onShare) {
    for (;;) {
      const { more, share } = await this.call("read_on");
      if (!onShare(share)) {
        await this.call("begin");
        return false;
      }
      if (!more) return true;
    }
  }

  /**
   * Gather a long text, which comes in pieces.
   * @param {string} command
   * @param {object} args
   */
  async pieces(command, args) {
    const remote = await this.#remote;
    /** @type {string[]} */
    const pieces = [];
    const onPiece = proxy((/** @type {string} */ piece) => void pieces.push(piece));
    await remote.pieces(command, JSON.stringify(args), onPiece);
    return pieces;
  }

  /**
   * Ask for bytes.
   * @param {string} command
   * @param {object} [args]
   */
  async blob(command, args = {}) {
    const remote = await this.#remote;
    return remote.blob(command, JSON.stringify(args));
  }
}

export class Engine extends Channel {
  /** Starts Python by itself, while the rest of the page comes to life. */
  #worker = launch();
  /** @type {(remote: Remote) => void} */
  #open;
  #remote;
  /** @type {Promise<void> | undefined} */
  #drawing;
  #onStatus;
  #prepare;

  /**
   * @param {(status: Status) => void} onStatus
   * @param {(channel: Channel) => Promise<void>} [prepare]  Done before any command
   *   that waits for Python is carried out; it tells of its own problems.
   */
  constructor(onStatus, prepare = async () => {}) {
    // Commands wait for this promise. It outlives a failed start, so that a retry runs
    // what was asked for before it.
    /** @type {(remote: Remote) => void} */
    let open = () => {};
    /** @type {Promise<Remote>} */
    const remote = new Promise((resolve) => {
      open = resolve;
    });
    super(remote);
    this.#remote = remote;
    this.#open = open;
    this.#onStatus = onStatus;
    this.#prepare = prepare;
  }

  /** Fulfilled once commands are carried out. */
  get ready() {
    return this.#remote.then(() => {});
  }

  /** Start Python anew, after it has failed. */
  retry() {
    this.#worker.terminate();
    this.#worker = launch();
    return this.start();
  }

  /** Have Python take commands. */
  async start() {
    const onStage = (/** @type {keyof typeof words.engine.stages} */ stage) =>
      this.#onStatus({ state: "starting", text: words.engine.stages[stage] });
    try {
      onStage(navigator.serviceWorker?.controller ? "python" : "first");
      const lost = failure(this.#worker);
      /** @type {Remote} */
      const remote = wrap(this.#worker);
      const { lang } = document.documentElement;
      await Promise.race([remote.start(await fetchSettings(), lang), lost]);
      onStage("basket");
      await this.#prepare(new Channel(Promise.resolve(remote)));
      this.#onStatus({ state: "ready", text: words.engine.ready });
      this.#open(remote);
      // Nobody waits for it yet: a command that does tells what is wrong with it.
      remote.complete().catch(() => {});
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#onStatus({ state: "failed", text });
    }
  }

  /**
   * Have Python draw QR codes from now on. Who asks again waits for the same; after a
   * failure it is tried anew.
   */
  prepareDrawing() {
    this.#drawing ??= this.#installDrawing().catch((error) => {
      this.#drawing = undefined;
      throw error;
    });
    return this.#drawing;
  }

  async #installDrawing() {
    const [remote, wheels] = await Promise.all([this.#remote, fetchDrawing()]);
    const contents = [wheels.micropip.content, wheels.segno.content];
    await remote.prepareDrawing(transfer(wheels, contents));
  }
}

function launch() {
  return new Worker(scriptAddress("js/worker.js"), { type: "module" });
}

/**
 * A promise that fails when the worker cannot be loaded, and never succeeds.
 * @param {Worker} worker
 * @returns {Promise<never>}
 */
function failure(worker) {
  return new Promise((_, reject) => {
    const onError = (/** @type {ErrorEvent} */ event) =>
      reject(new Error(event.message || words.engine.worker));
    worker.addEventListener("error", onError, { once: true });
  });
}
