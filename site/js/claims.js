/** Which baskets are open in which tab: a basket is open in one tab only. */

/** @param {string} id */
const lockName = (id) => `skybasket:${new URL("..", import.meta.url).pathname}:${id}`;

export class Claims {
  /** @type {() => void} */
  #release = () => {};

  /**
   * Claim a basket for this tab, instead of the last one, for as long as the tab lives;
   * tell whether that could be. Where the browser has no locks (on plain http), it can.
   * @param {string} id
   */
  claim(id) {
    if (!navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      void navigator.locks.request(lockName(id), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        if (!lock) return undefined;
        this.#release();
        return new Promise((release) => {
          this.#release = () => release(undefined);
        });
      });
    });
  }

  /** The baskets that any tab has claimed. */
  async all() {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    const start = lockName("");
    return held
      .map(({ name = "" }) => name)
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length));
  }
}
