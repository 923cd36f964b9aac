/** The tabs of the page, after the APG's pattern. */

export class Tabs {
  #tabs;

  /** @param {HTMLElement} list  Holds the tabs; each names its panel. */
  constructor(list) {
    this.#tabs = [
      .../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[role=tab]")),
    ];
    list.addEventListener("keydown", (event) => this.#onKey(event));
    for (const tab of this.#tabs)
      tab.addEventListener("click", () => this.goTo(panelOf(tab)));
  }

  /** The panel in front. */
  get current() {
    const tab = this.#tabs.find((tab) => tab.getAttribute("aria-selected") === "true");
    return panelOf(tab);
  }

  /**
   * Bring a panel to the front.
   * @param {string} panel
   */
  show(panel) {
    for (const tab of this.#tabs) {
      const name = panelOf(tab);
      const chosen = name === panel;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(name)?.toggleAttribute("hidden", !chosen);
    }
  }

  /**
   * Bring a panel to the front, and go on in its first field.
   * @param {string} panel
   */
  enter(panel) {
    this.show(panel);
    const field = document.getElementById(panel)?.querySelector("input, select");
    /** @type {HTMLElement | null | undefined} */ (field)?.focus();
  }

  /**
   * Bring a panel to the front, with the focus on its tab.
   * @param {string} panel
   */
  goTo(panel) {
    this.show(panel);
    this.#tabs.find((tab) => panelOf(tab) === panel)?.focus();
  }

  /** Give the focus to the tab of the panel in front. */
  focus() {
    this.goTo(this.current);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (!step) return;
    event.preventDefault();
    const at = this.#tabs.indexOf(/** @type {HTMLElement} */ (event.target));
    this.goTo(panelOf(this.#tabs.at((at + step) % this.#tabs.length)));
  }
}

/** @param {HTMLElement | undefined} tab */
function panelOf(tab) {
  return tab?.getAttribute("aria-controls") ?? "";
}
