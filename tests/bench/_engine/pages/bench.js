/** The benchmark's own page: workers that are asked one thing at a time. */

/** A worker that answers every message with one. */
class Asked {
  constructor(address) {
    this.worker = new Worker(address, { type: "module" });
  }

  /** Send a message; fails with what the worker says went wrong. */
  ask(message) {
    return new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => {
        if (data.error) reject(new Error(data.error));
        else resolve(data);
      };
      this.worker.onerror = (event) => reject(new Error(event.message || "no worker"));
      this.worker.postMessage(message);
    });
  }
}

const workers = new Map();

Object.assign(globalThis, {
  /** Start a worker under a name. */
  start(name, address) {
    workers.set(name, new Asked(address));
  },

  stop(name) {
    workers.get(name)?.worker.terminate();
    workers.delete(name);
  },

  ask(name, message) {
    return workers.get(name).ask(message);
  },

  /**
   * Send commands over the worker's border, as the page does, and read the answers.
   * Only `timed` counts: `before` prepares, and `after` takes back.
   */
  async command(name, { before, timed, after }) {
    /** The number of the filters pane that is here; the page sends it along. */
    let pane;
    const call = async (command, args) => {
      const call = [command, JSON.stringify({ ...args, pane })];
      const { answer } = await workers.get(name).ask({ call });
      return JSON.parse(answer);
    };
    /** How long the rows take, and the filters pane, which may come after them. */
    const send = async ([command, args]) => {
      const started = performance.now();
      const answer = await call(command, args);
      const rows = performance.now() - started;
      const { view } = answer;
      if (view?.pane && !view.filters && view.pane !== pane) {
        pane = view.pane;
        await call("pane", {});
      }
      pane = view?.pane ?? pane;
      return { ...answer, rows, whole: performance.now() - started };
    };
    for (const each of before) await send(each);
    let answer;
    let first = 0;
    let milliseconds = 0;
    for (const each of timed) {
      answer = await send(each);
      first = milliseconds + answer.rows;
      milliseconds += answer.whole;
    }
    for (const each of after) await send(each);
    const { view, error } = answer;
    return {
      milliseconds,
      first,
      error: error?.message ?? null,
      shown: view?.summary?.shown ?? "",
      selected: view?.summary?.selected ?? "",
      rows: view?.tree?.rows ?? view?.rows?.length ?? null,
    };
  },
});
document.documentElement.dataset.ready = "";
