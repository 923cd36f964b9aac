/** What explains the page: the tour, and the help with the words of the archive. */
import { later } from "./later.js";
import { dialog, place } from "./mount.js";

/**
 * @typedef {object} GuidanceHooks
 * @property {import("./engine.js").Engine} engine
 * @property {() => Promise<void>} prepare  Bring something into sight to talk about.
 * @property {(error: unknown) => void} report
 */

export class Guidance {
  #hooks;
  #help;
  #tour;

  /** @param {GuidanceHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    this.#help = later(async () => {
      const { HelpDialog } = await import("./dialogs/help.js");
      return new HelpDialog(dialog("help"), () => void this.startTour());
    }, hooks.report);
    this.#tour = later(async () => {
      const { Tour } = await import("./tour.js");
      return new Tour(dialog("tour"));
    }, hooks.report);
    place("help-open").addEventListener("click", () => void this.#openHelp());
  }

  startTour() {
    return this.#tour(async (tour) => {
      const { tour: steps } = await this.#hooks.engine.call("guide");
      await this.#hooks.prepare();
      tour.start(steps);
    });
  }

  #openHelp() {
    return this.#help(async (help) =>
      help.open(await this.#hooks.engine.call("guide")),
    );
  }
}
