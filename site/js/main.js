/** Wires the page: the only module that knows all widgets; they do not know each other. */
import { acceptProducts } from "./accepting.js";
import { ActionBar } from "./actionbar.js";
import { announceSettled } from "./announcer.js";
import { Arriving } from "./arriving.js";
import { BasketRoom } from "./basketroom.js";
import { Browsing } from "./browsing.js";
import { Completion } from "./completion.js";
import { Downloads } from "./downloads.js";
import { Engine } from "./engine.js";
import { FilterPane } from "./filters.js";
import { FilterSource } from "./filtersource.js";
import { Header } from "./header.js";
import { Idle } from "./idle.js";
import { listenForKeys } from "./keyboard.js";
import { place } from "./mount.js";
import { askArchive, fetchList, fetchSample } from "./network.js";
import { Opener } from "./opening.js";
import { ReferenceRoom } from "./referenceroom.js";
import { Returning } from "./returning.js";
import { SearchPanel } from "./searchpanel.js";
import { Sights } from "./sights.js";
import { Situation } from "./situation.js";
import { Store } from "./storage.js";
import { Tabs } from "./tabs.js";
import { Telling } from "./telling.js";
import { Whereabouts } from "./whereabouts.js";
import { words } from "./words.js";

/** @typedef {import("./types.js").View} View */

class Page {
  /** @type {View | undefined} */
  #view;
  /** How many changes have no answer yet. */
  #underway = 0;

  #store = new Store();
  #engine = new Engine({
    onStatus: (status) => this.#situation.setStatus(status),
    prepare: (channel, isNew) => this.#room.start(channel, isNew),
    onBusy: (isBusy) => this.#situation.setBusy(isBusy),
  });
  #opener = new Opener(this.#engine, {
    window: () => this.#browsing.tree.window,
    onView: (view) => this.#show(view),
    onProgress: (progress) => this.#situation.setProgress(progress),
    onError: (error, file) => this.#telling.refuse(error, file),
    keep: () => this.#room.write(),
  });

  /** @type {import("./types.js").Send} */
  #send = (command, args = {}) => void this.#change(command, args);
  #copy = (/** @type {string | Promise<string>} */ text) => this.#telling.copy(text);
  #report = (/** @type {unknown} */ error) => this.#telling.report(error);
  #asking = {
    engine: this.#engine,
    ask: askArchive,
    copy: this.#copy,
    report: this.#report,
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
    onSearch: () => this.#tabs.enter("add"),
    onTour: () => this.#header.startTour(),
    onRetry: (isNew) => void this.#engine.retry(isNew),
    onCancel: () => [this.#opener, this.#room].map((one) => one.cancel()),
    onEnd: () => this.#engine.stop(),
    isSafe: () => this.#room.isSafe,
  });
  #search = new SearchPanel({
    ...this.#asking,
    take: async () => {
      if (await this.#change("take_products", {})) await this.#arriving.settle();
    },
  });
  #completion = new Completion({
    ...this.#asking,
    take: () => this.#change("take_completion", {}),
  });
  #telling = new Telling({
    send: this.#send,
    saveRefused: () => this.#downloads.saveRefused(),
    showPanel: (panel) => this.#tabs.show(panel),
    search: this.#search,
  });
  #room = new BasketRoom({
    store: this.#store,
    engine: this.#engine,
    window: () => this.#browsing.tree.window,
    onProgress: (progress) => this.#situation.setProgress(progress),
    show: (view) => this.#show(view),
    send: this.#send,
    change: (command, args) => this.#change(command, args),
    tell: (message, undo) => this.#telling.tell(message, undo),
    report: this.#report,
    copy: this.#copy,
    clear: () => this.#telling.clear(),
    showPanel: (panel) => this.#tabs.show(panel),
    place: () => this.#whereabouts.note(),
    goTo: (place) => this.#whereabouts.goTo(place),
    onKept: (text) => this.#situation.setKept(text),
  });
  #arriving = new Arriving({
    engine: this.#engine,
    change: (command) => this.#change(command, {}),
    offer: (offer) => this.#room.take(offer),
    open: (lists) => this.#open(lists.map((list) => () => fetchList(list))),
    search: () => {
      this.#tabs.show("add");
      return this.#search.follow();
    },
    copy: this.#copy,
    report: this.#report,
  });
  #filters = new FilterSource(
    new FilterPane(place("filters-content"), place("filters-reset"), this.#send),
    async (pane) => (await this.#ask("pane", { pane }))?.filters,
  );
  #actionBar = new ActionBar(place("summary"), place("buttons"), {
    send: this.#send,
    onDownload: () => this.#downloads.open(),
    onReferences: () => this.#references.open(),
    onBatch: () => this.#downloads.openBatch(),
  });
  #references = new ReferenceRoom({
    ...this.#asking,
    add: () => this.#change("references_add", {}),
    clear: () => this.#telling.clear(),
  });
  #downloads = new Downloads({
    engine: this.#engine,
    store: this.#store,
    ask: (command, args) => this.#ask(command, args),
    change: (command, args, bytes) => this.#change(command, args, bytes),
    showBasket: () => {
      this.#tabs.show("basket");
      place("files").focus();
    },
    showHistory: () => this.#tabs.show("history"),
    share: async (id, bytes) => {
      if (!(await this.#change("history_open", { id }, bytes))) return;
      this.#tabs.show("basket");
      this.#room.share();
    },
    copy: this.#copy,
    clear: () => this.#telling.clear(),
    tell: (message, undo) => this.#telling.tell(message, undo),
    tellOf: (report) => this.#telling.tellOf(report),
    report: this.#report,
  });
  #browsing = new Browsing({
    engine: this.#engine,
    send: this.#send,
    ask: (command, args) => this.#ask(command, args),
    copy: this.#copy,
    onShown: (details) => this.#sights.look(details),
    report: this.#report,
  });
  #sights = new Sights({
    ...this.#asking,
    send: this.#send,
    look: (id) => this.#browsing.details.open(id),
  });
  #whereabouts = new Whereabouts(this.#tabs, this.#browsing.details);
  #idle = new Idle(this.#engine, () => this.#room.foretell());
  #header = new Header({
    ...this.#asking,
    store: this.#store,
    send: this.#send,
    columns: () => this.#view?.tree.columns.slice(1).map(({ name }) => name) ?? [],
    prepare: async () => {
      this.#tabs.show("basket");
      if (!this.#view?.files) await this.#open([fetchSample]);
    },
  });

  start() {
    new Returning({
      engine: this.#engine,
      room: this.#room,
      telling: this.#telling,
      numbered: [this.#browsing.tree, this.#filters],
      informed: [this.#header, this.#downloads],
    });
    acceptProducts(this.#adding);
    listenForKeys({
      store: this.#store,
      tabs: this.#tabs,
      browsing: this.#browsing,
      history: this.#downloads.history,
      actions: () => this.#view?.actions,
      look: () => this.#change("view", {}),
      send: this.#send,
      download: () => this.#downloads.open(),
      share: () => this.#room.share(),
      report: this.#report,
    });
    void this.#engine.start();
    this.#header.start();
    void this.#downloads.start();
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
   * @param {ArrayBuffer} [bytes]  Handed over before.
   */
  async #ask(command, args, bytes) {
    try {
      if (bytes) return await this.#engine.give(command, bytes, args);
      return await this.#engine.call(command, args);
    } catch (error) {
      this.#report(error);
      return undefined;
    }
  }

  /**
   * Send a command that may change the basket, and show it; tell whether it was done.
   * @param {import("./types.js").ViewCommand} command
   * @param {object} args
   * @param {ArrayBuffer} [bytes]  Handed over before.
   */
  async #change(command, args, bytes) {
    this.#underway += 1;
    const [window, pane] = [this.#browsing.tree.window, this.#filters.pane];
    const view = await this.#ask(command, { ...args, window, pane }, bytes);
    this.#underway -= 1;
    // After a problem the widgets show again what holds, not what was clicked.
    const next = view ?? this.#view;
    if (next) this.#show(next);
    if (view) this.#telling.tellOfCommand(command, view.message);
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
    // What was clicked since is not taken back: the answer to that shows all of it.
    if (this.#underway === 0) void this.#filters.update(view);
    this.#situation.setView(view);
    this.#browsing.tree.show(view);
    this.#room.show(view);
    this.#sights.show(view);
    this.#idle.begin();
    this.#telling.clear(); // the last one may offer to undo what is no longer the last
    if (view.message) announceSettled(view.message);
    this.#browsing.details.follow(filesChanged);
    if (view.report) this.#telling.tellOfList(view.report, view.message);
    if (view.history) void this.#downloads.history.import();
  }
}

if (!document.documentElement.hasAttribute("data-leaving")) new Page().start();
