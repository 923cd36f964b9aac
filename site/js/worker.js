/** Runs the Python library beside the page: an adapter without a will of its own. */
import { expose, transfer } from "comlink";
import { installDrawing } from "./drawing.js";
import { startPython } from "./python.js";

const starting = startPython();
starting.catch(() => {}); // told by `start`
/** @type {import("./python.js").Python} */
let python;
/**
 * The library's `App`, the one Python object that is held between calls, beside the
 * function that draws for it.
 * @type {any}
 */
let app;
/** @type {Promise<void> | undefined} */
let completion;

/**
 * Have all that a command may need; after a failure it is tried anew.
 * @returns {Promise<void>}
 */
function complete() {
  completion ??= fetchRest().catch((error) => {
    completion = undefined;
    throw error;
  });
  return completion;
}

async function fetchRest() {
  const [{ transposeForPython }] = await Promise.all([
    import("./transposer.js"),
    python.complete(),
  ]);
  app.set_transposing(transposeForPython);
}

/** @type {import("./types.js").Adapter} */
const adapter = {
  async start(settings, language) {
    python = await starting;
    const module = python.pyodide.pyimport("skybasket.app");
    app = module.App(settings, language);
    module.destroy();
  },

  complete,

  async call(command, args) {
    if (!python.first.includes(command)) await complete();
    return app.call(command, args);
  },

  async receive(buffer) {
    await complete();
    const chunk = python.pyodide.toPy(new Uint8Array(buffer));
    app.receive(chunk);
    chunk.destroy();
  },

  async pieces(command, args, onPiece) {
    await complete();
    const pieces = app.pieces(command, args);
    try {
      for (const piece of pieces) await onPiece(piece);
    } finally {
      pieces.destroy();
    }
  },

  async blob(command, args) {
    await complete();
    const bytes = app.blob(command, args);
    try {
      const content = bytes.toJs();
      return transfer(content, [content.buffer]);
    } finally {
      bytes.destroy();
    }
  },

  async prepareDrawing(wheels) {
    await complete();
    app.set_drawing(await installDrawing(python.pyodide, wheels));
  },
};

expose(adapter);
