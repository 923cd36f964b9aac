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
/**
 * What Python raises. Once it has broken down, Pyodide tells nothing any more.
 * @type {any}
 */
let PythonError;
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
  await run(() => app.set_transposing(transposeForPython));
}

/**
 * Have Python do something. What it raises goes to who asked, as what commands answer;
 * what it breaks down with is the end of this worker, which the page hears of as such.
 * @template Result
 * @param {() => Result} act
 * @returns {Result | Promise<never>}
 */
function run(act) {
  try {
    return act();
  } catch (error) {
    if (error instanceof PythonError) throw JSON.parse(app.problem()).error;
    reportError(error);
    return new Promise(() => {}); // nothing more is to come
  }
}

/** @type {import("./types.js").Adapter} */
const adapter = {
  async start(settings, language) {
    python = await starting;
    PythonError = python.pyodide.ffi.PythonError;
    const module = python.pyodide.pyimport("skybasket.app");
    app = module.App(settings, language);
    module.destroy();
  },

  complete,

  async call(command, args) {
    if (!python.first.includes(command)) await complete();
    return run(() => app.call(command, args));
  },

  async receive(buffer) {
    await complete();
    await run(() => {
      const chunk = python.pyodide.toPy(new Uint8Array(buffer));
      app.receive(chunk);
      chunk.destroy();
    });
  },

  async pieces(command, args, onPiece) {
    await complete();
    const pieces = await run(() => app.pieces(command, args));
    try {
      for (;;) {
        const { done, value } = await run(() => pieces.next());
        if (done) break;
        await onPiece(value);
      }
    } finally {
      pieces.destroy();
    }
  },

  async blob(command, args) {
    await complete();
    const content = await run(() => {
      const bytes = app.blob(command, args);
      const copied = bytes.toJs();
      bytes.destroy();
      return copied;
    });
    return transfer(content, [content.buffer]);
  },

  async prepareDrawing(wheels) {
    await complete();
    app.set_drawing(await installDrawing(python.pyodide, wheels));
  },
};

expose(adapter);
