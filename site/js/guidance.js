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
    const { report } = hooks;
    this.#help = later(
      ({ HelpDialog }) => new HelpDialog(dialog("help"), () => void this.startTour()),
      report,
    );
    this.#tour = later(({ Tour }) => new Tour(dialog("tour")), report);
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
