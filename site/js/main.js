/** Wires the page: the only module that knows all widgets; they do not know each other. */
import { render } from "../vendor/lit-html/lit-html.js";
import { ActionBar } from "./actionbar.js";
import { acceptDrops, addPanel } from "./addproducts.js";
import { Arriving } from "./arriving.js";
import { Completion } from "./completion.js";
import { DetailsPane } from "./details.js";
import { ColumnsDialog } from "./dialogs/columns.js";
import { DownloadDialog } from "./dialogs/download.js";
import { ElsewhereDialog } from "./dialogs/elsewhere.js";
import { ProblemDialog } from "./dialogs/problem.js";
import { ReportDialog } from "./dialogs/report.js";
import { drawer } from "./drawers.js";
import { Engine } from "./engine.js";
import { FileTree } from "./filetree.js";
import { FilterPane } from "./filters.js";
import { dialog, place } from "./mount.js";
import { askArchive, fetchAnswer, fetchList, fetchSample } from "./network.js";
import { Opener } from "./opening.js";
import { acceptPastes } from "./pasting.js";
import { platform } from "./platform.js";
import { Problem } from "./problem.js";
import { copyText, saveText } from "./saving.js";
import { SearchPanel } from "./searchpanel.js";
import { listenForShortcuts } from "./shortcuts.js";
import { Situation } from "./situation.js";
import { Tabs } from "./tabs.js";
import { Toasts } from "./toasts.js";
import { Tooltip } from "./tooltip.js";
import { fill, words } from "./words.js";

/** @typedef {import("./types.js").View} View */

/** Commands after which a message offers to undo them. */
const TOLD = ["remove_selected", "remove_all", "take_completion"];

class Page {
  /** @type {View | undefined} */
  #view;

  #engine = new Engine((status) => this.#situation.setStatus(status));
  #opener = new Opener(this.#engine, {
    window: () => this.#tree.window,
    onView: (view) => this.#show(view),
    onProgress: (progress) => this.#situation.setProgress(progress),
    onError: (error, file) => this.#refuse(error, file),
  });

  /** @type {import("./types.js").Send} */
  #send = (command, args = {}) => void this.#change(command, args);
  #copy = (/** @type {string | Promise<string>} */ text) => {
    this.#toasts.clear();
    copyText(Promise.resolve(text)).then(
      () => this.#toasts.show(words.copying.done),
      () => this.#toasts.show(words.copying.failed),
    );
  };
  #adding = {
    onFiles: (/** @type {File[]} */ files) => this.#open(files),
    onText: (/** @type {string} */ text) =>
      this.#open([new File([text], words.add.pasted)]),
    onSample: () => this.#open([fetchSample]),
  };

  #tabs = new Tabs(place("tabs"));
  #situation = new Situation({
    ...this.#adding,
    send: this.#send,
    onRetry: () => void this.#engine.start(),
  });
  #toasts = new Toasts(place("toasts"), place("announcer"), () =>
    place("files").focus(),
  );
  #problems = new ProblemDialog(dialog("problem"));
  #columns = new ColumnsDialog(dialog("columns"));
  #reports = new ReportDialog(dialog("report"), {
    save: () => void this.#saveRefused(),
    undo: () => this.#send("undo"),
  });
  #search = new SearchPanel({
    engine: this.#engine,
    ask: askArchive,
    take: async () => {
      if (await this.#change("take_products", {})) await this.#arriving.settle();
    },
    copy: this.#copy,
    report: (error) => this.#report(error),
  });
  #completion = new Completion({
    engine: this.#engine,
    ask: askArchive,
    take: () => this.#change("take_completion", {}),
    report: (error) => this.#report(error),
  });
  #elsewhere = new ElsewhereDialog(dialog("elsewhere"), this.#copy);
  #arriving = new Arriving({
    engine: this.#engine,
    change: (command) => this.#change(command, {}),
    open: (lists) => this.#open(lists.map((list) => () => fetchList(list))),
    save: (addresses) => this.#elsewhere.show(addresses),
    search: () => {
      this.#tabs.show("add");
      return this.#search.follow();
    },
    report: (error) => this.#report(error),
  });
  #filters = new FilterPane(
    place("filters-content"),
    place("filters-reset"),
    this.#send,
  );
  #actionBar = new ActionBar(place("summary"), place("buttons"), {
    send: this.#send,
    onDownload: () => {
      this.#toasts.clear();
      void this.#download.open();
    },
  });
  #download = new DownloadDialog(dialog("download"), {
    plan: (choice) => this.#ask("download", { ...choice, platform: platform() }),
    text: (choice) => this.#engine.pieces("text", choice),
    lookup: async (choice) => (await this.#engine.call("lookup", choice)).requests,
    ask: fetchAnswer,
    take: (answer) => this.#engine.give("looked_up", answer),
    report: (error) => this.#report(error),
    copy: (pieces) => this.#copy(pieces.then((all) => all.join(""))),
    save: (pieces, plan) => void this.#saveAs(pieces, plan.text),
  });
  #details = new DetailsPane(place("details-content"), {
    // A file may have left the basket: then there is nothing to show, and no problem.
    load: (id) => this.#engine.call("details", { id }).catch(() => undefined),
    onShown: (id) => {
      place("details").toggleAttribute("data-filled", id !== undefined);
      this.#tree.mark(id);
    },
    copy: this.#copy,
  });
  #tree = new FileTree(place("files"), {
    send: this.#send,
    open: (id) => {
      void this.#details.show(id);
      this.#detailsDrawer.open();
    },
    load: (start, stop) => this.#ask("rows", { start, stop }),
    locate: async (id) => (await this.#ask("locate", { id }))?.index ?? null,
  });
  #detailsDrawer = drawer("details");

  start() {
    drawer("filters");
    new Tooltip(place("tooltip"));
    render(addPanel(this.#adding), place("add-content"));
    acceptDrops(place("drop-overlay"), this.#adding.onFiles);
    acceptPastes(this.#adding.onText, this.#adding.onFiles);
    listenForShortcuts(this.#send);
    place("details-close").addEventListener("click", () => {
      void this.#details.show(undefined);
      this.#tree.focus();
    });
    this.#send("view");
    void this.#engine.start();
    this.#arriving.start();
  }

  /** @param {import("./opening.js").Source[]} files */
  #open(files) {
    this.#tabs.show("basket");
    return this.#opener.open(files);
  }

  /**
   * Ask for something; a problem is shown, and gives undefined.
   * @template {keyof import("./types.js").Answers} Command
   * @param {Command} command
   * @param {object} args
   */
  async #ask(command, args) {
    try {
      return await this.#engine.call(command, args);
    } catch (error) {
      this.#report(error);
      return undefined;
    }
  }

  /**
   * Send a command that may change the basket, and show what it looks like then; tell
   * whether it was carried out.
   * @param {import("./types.js").ViewCommand} command
   * @param {object} args
   */
  async #change(command, args) {
    const view = await this.#ask(command, { ...args, window: this.#tree.window });
    // After a problem the widgets show again what holds, not what was clicked.
    const next = view ?? this.#view;
    if (next) this.#show(next);
    if (view && TOLD.includes(command)) {
      const undo = { label: words.actions.undo, run: () => this.#send("undo") };
      this.#toasts.show(view.message, undo);
    }
    return view !== undefined;
  }

  /** @param {View} view */
  #show(view) {
    const last = this.#view;
    const filesChanged =
      view.files !== last?.files || view.incomplete?.count !== last.incomplete?.count;
    this.#view = view;
    this.#actionBar.show(view);
    this.#completion.show(view);
    this.#filters.show(view);
    this.#situation.setView(view);
    this.#tree.show(view);
    const title = view.files > 0 ? view.title : "";
    place("title").textContent = title;
    document.title = title ? fill(words.window_title, { title }) : words.name;
    this.#toasts.clear(); // the last one may offer to undo what is no longer the last
    if (view.message) this.#toasts.announce(view.message);
    if (filesChanged) void this.#details.refresh();
    if (view.report) this.#tellOf(view.report, view.message);
  }

  /**
   * Tell what came of a list that was opened.
   * @param {import("./types.js").Report} report
   * @param {string} message
   */
  #tellOf(report, message) {
    const undo = { label: words.actions.undo, run: () => this.#send("undo") };
    this.#toasts.show(message, report.undo ? undo : undefined);
    if (report.refused.length > 0) this.#reports.show(report);
    if (report.undo) this.#tabs.show("basket");
    if (report.observations > 0 || report.names) this.#tabs.show("add");
    if (report.observations > 0) void this.#search.refresh();
    if (report.names) this.#search.fillNames(report.names);
  }

  async #saveRefused() {
    const file = { filename: words.report.filename, type: "text/csv" };
    await this.#saveAs(this.#engine.pieces("refused", {}), file);
  }

  /**
   * Tell why a file was not opened; where only its columns are strange, ask.
   * @param {unknown} error
   * @param {File | undefined} file
   */
  #refuse(error, file) {
    const problem = Problem.from(error);
    if (problem.kind !== "columns" || !file) {
      this.#report(error);
      return;
    }
    this.#columns.ask(problem.message, problem.where, (mapping) => {
      void this.#change("open", { name: file.name, mapping });
    });
  }

  /**
   * @param {Promise<string[]>} pieces
   * @param {{ filename: string, type: string }} file
   */
  async #saveAs(pieces, { filename, type }) {
    try {
      saveText(await pieces, filename, type);
      this.#toasts.show(fill(words.download.saved, { name: filename }));
    } catch (error) {
      this.#report(error);
    }
  }

  /** @param {unknown} error */
  #report(error) {
    this.#toasts.clear();
    this.#problems.show(Problem.from(error));
  }
}

new Page().start();
