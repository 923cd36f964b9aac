/** Tells what came of things: in messages, and in the dialogs for problems and reports. */
import { ProblemDialog } from "./dialogs/problem.js";
import { later } from "./later.js";
import { dialog, place } from "./mount.js";
import { Problem } from "./problem.js";
import { copyText } from "./saving.js";
import { Toasts } from "./toasts.js";
import { words } from "./words.js";

/** Commands after which a message offers to undo them. */
const TOLD = /^(remove_(selected|all|row)|take_completion|(history|references)_add)$/;

/**
 * @typedef {object} TellingHooks
 * @property {import("./types.js").Send} send
 * @property {() => void} saveRefused  Save the rows that could not be taken.
 * @property {(panel: string) => void} showPanel
 * @property {import("./searchpanel.js").SearchPanel} search
 */

export class Telling {
  #hooks;
  #toasts = new Toasts(place("toasts"), focusPanel);
  #problems = new ProblemDialog(dialog("problem"));
  #columns = later(
    ({ ColumnsDialog }) => new ColumnsDialog(dialog("columns")),
    (error) => this.report(error),
  );
  #reports;

  /** @param {TellingHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    const undo = () => hooks.send("undo");
    this.#reports = later(
      ({ ReportDialog }) =>
        new ReportDialog(dialog("report"), { save: hooks.saveRefused, undo }),
      (error) => this.report(error),
    );
  }

  /**
   * Show a message, with the way back where there is one.
   * @param {string} message
   * @param {() => void} [undo]
   */
  tell(message, undo) {
    this.#toasts.show(message, undo && { label: words.actions.undo, run: undo });
  }

  clear() {
    this.#toasts.clear();
  }

  /** Copy a text, and tell whether that went well. @param {string | Promise<string>} text */
  copy(text) {
    this.clear();
    copyText(Promise.resolve(text)).then(
      () => this.tell(words.copying.done),
      () => this.tell(words.copying.failed),
    );
  }

  /** Show a message about the last step of the basket. @param {string} message */
  tellOfStep(message) {
    this.tell(message, () => this.#hooks.send("undo"));
  }

  /**
   * Tell what a command did, if that is worth a message.
   * @param {string} command
   * @param {string} message
   */
  tellOfCommand(command, message) {
    if (TOLD.test(command)) this.tellOfStep(message);
    if (command === "basket_fork") this.tell(message);
  }

  /**
   * Show a problem. Of what was stopped, whoever has stopped it tells.
   * @param {unknown} error
   */
  report(error) {
    const problem = Problem.from(error);
    if (problem.kind === "stopped") return;
    this.clear();
    this.#problems.show(problem);
  }

  /**
   * Tell why a file was not opened; where only its columns are strange, ask.
   * @param {unknown} error
   * @param {File | undefined} file
   */
  refuse(error, file) {
    const problem = Problem.from(error);
    if (problem.kind !== "columns" || !file) {
      this.report(error);
      return;
    }
    const onMapping = (/** @type {object} */ mapping) =>
      this.#hooks.send("open", { name: file.name, mapping });
    void this.#columns((columns) =>
      columns.ask(problem.message, problem.where, onMapping),
    );
  }

  /** @param {import("./types.js").Report} report */
  tellOf(report) {
    void this.#reports((reports) => reports.show(report));
  }

  /**
   * Tell what came of a list that was opened.
   * @param {import("./types.js").Report} report
   * @param {string} message
   */
  tellOfList(report, message) {
    const { showPanel, search } = this.#hooks;
    if (report.undo) this.tellOfStep(message);
    else this.tell(message);
    if (report.refused.length > 0) this.tellOf(report);
    if (report.undo) showPanel("basket");
    if (report.observations > 0 || report.names) showPanel("add");
    if (report.observations > 0) void search.refresh();
    if (report.names) search.fillNames(report.names);
  }
}

/** Where the focus goes when a message goes that had it. */
function focusPanel() {
  const basket = place("basket");
  const panel = document.querySelector(".panel:not([hidden])");
  const target = panel === basket ? place("files") : panel;
  if (target instanceof HTMLElement) target.focus();
}
