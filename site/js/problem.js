/** What went wrong, in words for the person at the page. */
import { fill, words } from "./words.js";

export class Problem extends Error {
  /**
   * @param {object} told
   * @param {string} told.kind
   * @param {string} told.message
   * @param {string[]} [told.where]  Places, such as rows of a file.
   */
  constructor({ kind, message, where = [] }) {
    super(message);
    this.name = "Problem";
    this.kind = kind;
    this.where = where;
  }

  /**
   * Make a problem of whatever was thrown.
   * @param {unknown} thrown
   */
  static from(thrown) {
    if (thrown instanceof Problem) return thrown;
    // What Python has raised comes as it tells it.
    if (thrown && typeof thrown === "object" && "kind" in thrown)
      return new Problem(/** @type {Problem} */ (thrown));
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const message = fill(words.problem.crash, { reason });
    return new Problem({ kind: "crash", message, where: [words.problem.crash_help] });
  }
}
