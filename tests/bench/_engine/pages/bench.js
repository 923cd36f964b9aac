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
    const send = async ([command, args]) => {
      const call = [command, JSON.stringify(args)];
      const { answer } = await workers.get(name).ask({ call });
      return JSON.parse(answer);
    };
    for (const each of before) await send(each);
    const started = performance.now();
    let answer;
    for (const each of timed) answer = await send(each);
    const milliseconds = performance.now() - started;
    for (const each of after) await send(each);
    const { view, error } = answer;
    return {
      milliseconds,
      error: error?.message ?? null,
      shown: view?.summary?.shown ?? "",
      selected: view?.summary?.selected ?? "",
      rows: view?.tree?.rows ?? view?.rows?.length ?? null,
    };
  },
});
document.documentElement.dataset.ready = "";
