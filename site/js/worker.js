/** Runs the Python library beside the page: an adapter without a will of its own. */
import { expose, transfer } from "../vendor/comlink.js";
import { loadPyodide } from "../vendor/pyodide/pyodide.js";
import { installDrawing } from "./drawing.js";

/** @type {import("../vendor/pyodide/pyodide.js").PyodideInterface} */
let python;
/**
 * The library's `App`, the one Python object that is held between calls, beside the
 * function that draws for it.
 * @type {any}
 */
let app;

/** @type {import("./types.js").Adapter} */
const adapter = {
  async start(settings, library, onStage) {
    onStage("python");
    const indexURL = new URL("../vendor/pyodide/", import.meta.url).href;
    python = await Promise.race([loadPyodide({ indexURL }), lostDownload()]);
    onStage("library");
    python.unpackArchive(library, "zip");
    const module = python.pyimport("skybasket.app");
    app = module.App(settings);
    module.destroy();
  },

  call(command, args) {
    return app.call(command, args);
  },

  receive(buffer) {
    const chunk = python.toPy(new Uint8Array(buffer));
    app.receive(chunk);
    chunk.destroy();
  },

  async pieces(command, args, onPiece) {
    const pieces = app.pieces(command, args);
    try {
      for (const piece of pieces) await onPiece(piece);
    } finally {
      pieces.destroy();
    }
  },

  blob(command, args) {
    const bytes = app.blob(command, args);
    try {
      const content = bytes.toJs();
      return transfer(content, [content.buffer]);
    } finally {
      bytes.destroy();
    }
  },

  async prepareDrawing(wheels) {
    app.set_drawing(await installDrawing(python, wheels));
  },
};

/**
 * A promise that fails when a part of Pyodide cannot be had. Left alone, its start only
 * logs that, or leaves a failure that nobody handles, and waits for ever.
 * @returns {Promise<never>}
 */
function lostDownload() {
  return new Promise((_, reject) => {
    const onFailure = (/** @type {PromiseRejectionEvent} */ { reason }) =>
      reject(reason);
    addEventListener("unhandledrejection", onFailure, { once: true });
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = (source, imports) => {
      Promise.resolve(source).then((response) => {
        // A mere wrong type is no loss: Pyodide then takes the bytes another way.
        if (!response.ok) reject(new Error(`${response.url}: ${response.status}`));
      }, reject);
      return instantiateStreaming(source, imports);
    };
  });
}

expose(adapter);
