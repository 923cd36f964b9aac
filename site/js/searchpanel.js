/** The search: its form, how far it is, what it found, and the way round. */
import { html, nothing, render } from "lit-html";
import { spoken } from "./announcer.js";
import { FoundTable } from "./foundtable.js";
import { icon } from "./icons.js";
import { place } from "./mount.js";
import { searchForm } from "./searchform.js";
import { Searching } from "./searching.js";
import { words } from "./words.js";

/** @typedef {import("./types.js").Search} Search */

/**
 * What the search needs of the page.
 * @typedef {object} PanelHooks
 * @property {import("./engine.js").Engine} engine
 * @property {import("./searching.js").SearchHooks<Search>["ask"]} ask
 * @property {() => Promise<void>} take  Put the products into the basket.
 * @property {(text: string) => void} copy
 * @property {(error: unknown) => void} report
 */

export class SearchPanel {
  #hooks;
  #searching;
  #table;
  /** @type {Search | undefined} */
  #search;

  /** @param {PanelHooks} hooks */
  constructor(hooks) {
    this.#hooks = hooks;
    const { engine } = hooks;
    /** @type {Searching<Search>} */
    this.#searching = new Searching({
      name: "search",
      engine,
      ask: hooks.ask,
      onSearch: (search) => this.show(search),
      onError: hooks.report,
    });
    const parts = {
      table: place("found"),
      head: place("found-head"),
      body: place("found-rows"),
    };
    this.#table = new FoundTable(parts, {
      load: (start, stop) =>
        engine.call("found_rows", { start, stop }).catch(() => undefined),
      sort: (column, descending) => this.#tell("found_sort", { column, descending }),
      choose: (id, on) => this.#tell("found_choose", { id, on }),
      chooseAll: (on) => this.#tell("found_choose_all", { on }),
    });
    this.#draw();
    // Another Python knows of no search.
    engine.whenLost(() => {
      if (this.#search) void this.#searching.stop();
    });
  }

  /**
   * Show a search as it is now.
   * @param {Search} search
   */
  show(search) {
    this.#search = search;
    this.#draw();
    this.#table.show(search);
  }

  /** Show what a file with observations has put into the table. */
  async refresh() {
    this.show(await this.#hooks.engine.call("search_stop"));
  }

  /**
   * Fetch the products that a link asks for, and put them into the basket if all come.
   */
  async follow() {
    const isDone = await this.#searching.run("arrive_search");
    const search = this.#search;
    if (isDone && search?.can_take && !search.problem) await this.#take();
  }

  /**
   * Fill the form with names to search for.
   * @param {string} names
   */
  fillNames(names) {
    const field = place("search").querySelector("[name=observation_ids]");
    const area = /** @type {HTMLTextAreaElement} */ (field);
    area.value = names;
    area.focus();
  }

  /**
   * @param {"found_sort" | "found_choose" | "found_choose_all"} command
   * @param {object} args
   */
  async #tell(command, args) {
    try {
      this.show(await this.#hooks.engine.call(command, args));
    } catch (error) {
      this.#hooks.report(error);
    }
  }

  async #take() {
    await this.#hooks.take();
    await this.refresh();
  }

  #draw() {
    const search = this.#search;
    const onSearch = (/** @type {object} */ query) =>
      void this.#searching.run("search_begin", { query });
    render(searchForm(search, onSearch), place("search"));
    render(search ? this.#status(search) : nothing, place("search-status"));
    render(search ? this.#end(search) : nothing, place("search-end"));
  }

  /** @param {Search} search */
  #status(search) {
    const { count, status, can_list, request } = search;
    return html`<div class="search-status">
      <p>${spoken(`${count} ${status}`)}</p>
      ${
        can_list
          ? button(
              "list-x",
              words.search.list,
              () => void this.#searching.run("search_list"),
            )
          : nothing
      }
      ${request ? button("x", words.search.stop, () => void this.#searching.stop()) : nothing}
    </div>
    ${search.problem ? this.#problem(search.problem) : nothing}`;
  }

  /** @param {Search} search */
  #end({ found, chosen, can_fetch, can_take, request }) {
    if (found === 0) return nothing;
    return html`<div class="search-status">
      <p>${spoken(chosen)}</p>
      ${
        can_fetch && !can_take
          ? button(
              "download",
              words.search.fetch,
              () => void this.#searching.run("search_products"),
              true,
            )
          : nothing
      }
      ${
        can_take && !request
          ? button("shopping-basket", words.search.take, () => void this.#take(), true)
          : nothing
      }
    </div>`;
  }

  /** @param {NonNullable<Search["problem"]>} problem */
  #problem({ message, where, missing, again, links, texts }) {
    const command = again === "products" ? "search_products" : "search_list";
    return html`<div class="search-problem" role="alert">
      <p>${icon("triangle-alert")} ${message} ${missing}</p>
      ${where.map((place) => html`<p class="quiet">${place}</p>`)}
      ${button("rotate-ccw", words.search.again, () => void this.#searching.run(command))}
      <p>${words.search.round}</p>
      <ul>
        ${links.map(
          ({ address, label }) =>
            html`<li>
              <a href=${address} target="_blank" rel="noopener noreferrer">${label}</a>
            </li>`,
        )}
      </ul>
      ${texts.map(
        ({ label, text }) =>
          html`<details class="planned">
            <summary>${label}</summary>
            <pre tabindex="0">${text}</pre>
            ${button("copy", words.download.copy, () => this.#hooks.copy(text))}
          </details>`,
      )}
    </div>`;
  }
}

/**
 * @param {string} iconName
 * @param {string} label
 * @param {() => void} onClick
 * @param {boolean} [primary]
 */
function button(iconName, label, onClick, primary = false) {
  return html`<button
    type="button"
    class=${primary ? "button primary" : "button"}
    @click=${onClick}
  >
    ${icon(iconName)}<span>${label}</span>
  </button>`;
}
