/**
 * Starts Python: from its memory at build, else from compiled modules, else plainly.
 * Each way asks less of the browser and of the files than the one before, and is slower.
 */
import { loadPyodide } from "pyodide";
import { Memory } from "./memory.js";
import { fetchBytes, fetchPart, request, unpacked } from "./parts.js";

/** @typedef {import("pyodide").PyodideInterface} PyodideInterface */
/** @typedef {Promise<Uint8Array<ArrayBuffer>>} Part */

/**
 * @typedef {object} Python
 * @property {PyodideInterface} pyodide
 * @property {string[]} first  The commands that can be carried out before it is complete.
 * @property {() => Promise<void>} complete  Have all that any command may need.
 */

const folder = new URL("../python/", import.meta.url).href;
/** @param {string} name */
const place = (name) => new URL(name, folder).href;

/** By these names Pyodide asks for what it starts with. */
const WASM = place("pyodide.asm.wasm");
const LIBRARY = place("python_stdlib.zip");
/** Where Python then has its library. */
const LIBRARY_FILE = "/lib/python314.zip";
const AS_WASM = { headers: { "Content-Type": "application/wasm" } };
/** A .zip file with nothing in it. */
const EMPTY = new Uint8Array(22);
EMPTY.set([0x50, 0x4b, 5, 6]);

/** All else waits for this. */
const program = import(place("pyodide.asm.js"));
program.catch(() => {}); // told by who uses it

const options = {
  indexURL: folder,
  packageBaseUrl: folder,
  // What Pyodide would read in its list of packages, if there were any here.
  lockFileContents: /** @type {import("pyodide").Lockfile} */ ({
    info: {
      abi_version: "2026_0",
      arch: "wasm32",
      platform: "emscripten_5_0_3",
      python: "3.14.2",
    },
    packages: {},
  }),
  createPyodideModule: async (/** @type {any} */ settings) =>
    (await program).default(settings),
};

/**
 * @returns {Promise<Python>}
 * @throws The problem of the last way, if there is none.
 */
export async function startPython() {
  const bytes = fetchBytes(place("pyodide.wasm.bin"));
  // On a slow line one part after the other, so that the first is at work meanwhile.
  const memory = bytes
    .then(() => fetchPart(place("memory.bin")))
    .then((part) => new Memory(part));
  const wasm = bytes.then(unpacked);
  for (const part of [memory, wasm]) part.catch(() => {}); // told by who uses it
  return fromMemory(wasm, memory)
    .catch(() => fromLibrary(wasm))
    .catch(() => fromSource());
}

/**
 * @param {Part} wasm
 * @param {Promise<Memory>} coming
 */
async function fromMemory(wasm, coming) {
  const parts = new Map([
    [WASM, wasm],
    [LIBRARY, Promise.resolve(EMPTY)],
  ]);
  const createPyodideModule = async (/** @type {any} */ settings) => {
    /** @type {Uint8Array<ArrayBuffer>} */
    let fresh = EMPTY;
    settings.preRun.push((/** @type {any} */ { HEAPU8 }) => {
      fresh = HEAPU8.slice();
    });
    const module = await options.createPyodideModule(settings);
    const memory = await coming;
    module.API.restoreSnapshot = () => memory.restore(module.HEAPU8, fresh);
    return module;
  };
  // Pyodide only asks whether there is something to restore.
  const _loadSnapshot = Promise.resolve(new Uint8Array(1));
  const pyodide = await load(parts, { createPyodideModule, _loadSnapshot });
  const random = pyodide.pyimport("random");
  random.seed(); // or every visit would draw the same numbers
  random.destroy();
  return {
    pyodide,
    first: (await coming).notes.first,
    complete: async () => {
      const library = await fetchPart(place("library.bin"));
      pyodide.FS.writeFile(LIBRARY_FILE, library, { canOwn: true });
    },
  };
}

/** @param {Part} wasm */
async function fromLibrary(wasm) {
  const parts = new Map([
    [WASM, wasm],
    [LIBRARY, fetchPart(place("library.bin"))],
  ]);
  return { pyodide: await load(parts), first: [], complete: async () => {} };
}

async function fromSource() {
  const pyodide = await load(new Map());
  const index = await request(place("../wheels/index.json"));
  const { skybasket } = await index.json();
  pyodide.unpackArchive(await fetchPart(place(`../wheels/${skybasket}`)), "wheel");
  return { pyodide, first: [], complete: async () => {} };
}

/**
 * Start Pyodide. It has no way to be handed its parts, and where one is lost it only logs
 * that and waits for ever: hence what stands in for the browser's functions meanwhile.
 * @param {Map<string, Part>} parts  What it gets instead of what lies at an address.
 * @param {object} [more]  Options that not everybody may use.
 * @returns {Promise<PyodideInterface>}
 */
async function load(parts, more = {}) {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  /** @type {(reason: unknown) => void} */
  let lose = () => {};
  const lost = new Promise((_, reject) => {
    lose = reject;
  });
  globalThis.fetch = (input, init) => {
    const part = parts.get(input instanceof Request ? input.url : `${input}`);
    const response =
      part?.then((it) => new Response(it, AS_WASM)) ?? request(input, init);
    return response.catch((error) => {
      lose(error);
      return new Promise(() => {}); // nothing more is to come of this start
    });
  };
  WebAssembly.instantiateStreaming = (source, imports) => {
    const made = instantiateStreaming(source, imports);
    made.catch(lose);
    return made;
  };
  try {
    return await Promise.race([loadPyodide({ ...options, ...more }), lost]);
  } finally {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
