/** The worker as the documents of Pyodide and micropip have it; all else is the same. */
import { expose } from "comlink";

const root = new URL("../", import.meta.url).href;
let app;

expose({
  async start(settings) {
    const { loadPyodide } = await import(`${root}pyodide/pyodide.mjs`);
    const names = await (await fetch(`${root}wheels/index.json`)).json();
    const python = await loadPyodide({ indexURL: `${root}pyodide/` });
    await python.loadPackage(`${root}wheels/${names.micropip}`);
    const micropip = python.pyimport("micropip");
    await micropip.install(`${root}wheels/${names.skybasket}`);
    app = python.pyimport("skybasket.app").App(settings);
  },
  complete() {},
  call: (command, args) => app.call(command, args),
});
