/** The way to the Python library: sends it commands, and bytes. */
import { proxy, transfer } from "comlink";
import { Problem } from "./problem.js";
import { partsOf } from "./reading.js";

/** @typedef {import("./running.js").Running} Running */

/** The most bytes that are sent at once. */
const PART = 16_000_000;

/** Where the library can be talked to, as soon as it is there. */
export class Channel {
  /** @type {Promise<unknown>} */
  #turn = Promise.resolve();
  /** Python, as soon as it takes commands. */
  running;

  /** @param {Promise<Running>} running */
  constructor(running) {
    this.running = running;
  }

  /**
   * @template Result
   * @param {string} command
   * @param {(remote: import("./running.js").Remote) => Promise<Result>} act
   */
  async #ask(command, act) {
    return (await this.running).ask(command, act);
  }

  /**
   * Send a command, once Python is there, and give its answer.
   * @template {keyof import("./types.js").Answers} Command
   * @param {Command} command
   * @param {object} [args]
   * @returns {Promise<import("./types.js").Answers[Command]>}
   */
  async call(command, args = {}) {
    const text = JSON.stringify(args);
    const answer = JSON.parse(
      await this.#ask(command, (remote) => remote.call(command, text)),
    );
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
    await this.#ask("receive", (remote) => remote.receive(transfer(buffer, [buffer])));
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
    for await (const part of partsOf(whole, PART)) await this.receive(part);
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
    /** @type {string[]} */
    const pieces = [];
    const onPiece = proxy((/** @type {string} */ piece) => void pieces.push(piece));
    const text = JSON.stringify(args);
    await this.#ask(command, (remote) => remote.pieces(command, text, onPiece));
    return pieces;
  }

  /**
   * Ask for bytes.
   * @param {string} command
   * @param {object} [args]
   */
  blob(command, args = {}) {
    const text = JSON.stringify(args);
    return this.#ask(command, (remote) => remote.blob(command, text));
  }

  /** @param {import("./types.js").DrawingWheels} wheels */
  async draw(wheels) {
    const contents = [wheels.micropip.content, wheels.segno.content];
    await this.#ask("draw", (remote) =>
      remote.prepareDrawing(transfer(wheels, contents)),
    );
  }
}
