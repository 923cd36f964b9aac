/**
 * Makes what the page starts Python from: `node snapshot.mjs FOLDER SKYBASKET WHEEL...`
 * writes into a folder
 *
 * - `library.zip`: Python's library and Skybasket as byte code, see `compiled.py`;
 * - `memory`: Python's memory with Skybasket imported and its first commands carried
 *   out, and the words of all languages in it, see `js/memory.js`.
 *
 * Two runs give the same bytes: the clock stands still, and nothing is left to chance.
 */
import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { write } from "./js/memory.js";

// Emptied, since Python would keep the place of this script in its memory.
const [, , folder, ...wheels] = process.argv.splice(0);
const standard = fileURLToPath(
  new URL("node_modules/pyodide/python_stdlib.zip", import.meta.url),
);
const compiler = new URL("compiled.py", import.meta.url);

/** The commands with which every visit begins, as the page sends them. */
const FIRST = {
  shelf_load: { records: {} },
  basket_new: { id: "first", window: [0, 0] },
};

const WARM_UP = `
def warm_up():
    import gc, json, random
    from skybasket.app import App
    from skybasket.app.languages import LANGUAGES
    from skybasket.app.words import keep

    app = App("{}")
    for command, arguments in json.loads(first).items():
        answer = json.loads(app.call(command, json.dumps(arguments)))
        assert "view" in answer, answer
    del app
    for language in LANGUAGES:
        keep(language)
    random.seed(0)
    gc.collect()

warm_up()
del warm_up, first
`;

/** Bytes before the notes in Pyodide's own form of a snapshot. */
const NOTES = 48;

/** Milliseconds: the beginning of the year 2000. */
const THEN = 946_684_800_000;
Date.now = () => THEN;
performance.now = () => 0;
crypto.randomFillSync = (array) => array.fill(0);

// Node.js would quote the line that fails, which is all of Pyodide.
process.on("uncaughtException", ({ message }) => {
  console.error(message);
  process.exitCode = 1;
});

/** Compile the library in the page's own Python, whose byte code no other one reads. */
async function compileLibrary() {
  // Tracebacks name lines, and no columns: that makes byte code a tenth smaller.
  const python = await loadPyodide({ env: { PYTHONNODEBUGRANGES: "1" } });
  const put = (path) => {
    python.FS.writeFile(basename(path), readFileSync(path));
    return basename(path);
  };
  python.FS.writeFile("compiled.py", readFileSync(compiler));
  put(standard);
  const { write_library } = python.pyimport("compiled");
  const [skybasket, ...others] = wheels.map(put);
  write_library("library.zip", basename(standard), skybasket, others);
  return python.FS.readFile("library.zip");
}

/** What Pyodide starts with, here and in the page: nothing but our own library. */
const info = JSON.parse(
  readFileSync(new URL("node_modules/pyodide/pyodide-lock.json", import.meta.url)),
).info;
const options = {
  lockFileContents: { info, packages: {} },
  env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
};

/**
 * Python's memory before anything has run, and after the first commands; and what Pyodide
 * needs to know of it.
 */
async function memories(library) {
  let fresh;
  const python = await loadPyodide({
    ...options,
    stdLibURL: library,
    _makeSnapshot: true,
    createPyodideModule: (settings) => {
      settings.preRun.push(({ HEAPU8 }) => {
        fresh = HEAPU8.slice();
      });
      return createPyodideModule(settings);
    },
  });
  python.globals.set("first", JSON.stringify(FIRST));
  python.runPython(WARM_UP);
  const snapshot = python.makeMemorySnapshot();
  // Its second word says where the memory begins, its third how long the notes are.
  const [, begin, length] = new Uint32Array(snapshot.buffer, 0, 3);
  const notes = new TextDecoder().decode(snapshot.subarray(NOTES, NOTES + length));
  return { fresh, started: snapshot.slice(begin), pyodide: JSON.parse(notes) };
}

const library = join(folder, "library.zip");
writeFileSync(library, await compileLibrary());
const { fresh, started, pyodide } = await memories(library);
const written = await write(started, fresh, { pyodide, first: Object.keys(FIRST) });
writeFileSync(join(folder, "memory"), written);
