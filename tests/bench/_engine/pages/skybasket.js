/** The library in the page's own Python, in a worker of the benchmark's page. */
import { transposeForPython } from "./js/transposer.js";
import { loadPyodide } from "./pyodide.mjs";

/** Bytes that the page sends at once. */
const PART = 4_000_000;

let python;
let inside;
/** The app in it, which the page holds between calls too. */
let app;

/** Start Python with the wheel of the built page, which lies in a folder. */
async function start(wheels) {
  const started = performance.now();
  python = await loadPyodide({ indexURL: new URL("./", import.meta.url).href });
  const { skybasket } = await (await fetch(`${wheels}index.json`)).json();
  const wheel = await (await fetch(wheels + skybasket)).arrayBuffer();
  python.unpackArchive(wheel, "wheel");
  python.FS.writeFile("inside.py", await (await fetch("inside.py")).text());
  inside = python.pyimport("inside").Inside();
  app = inside.app;
  return { milliseconds: performance.now() - started, megabytes: megabytes() };
}

/** The memory that Python has taken so far; it never gives any back. */
function megabytes() {
  return python._module.HEAP8.length / 1e6;
}

async function fill(address) {
  const content = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const started = performance.now();
  const bytes = python.toPy(content);
  const answer = inside.fill(bytes);
  bytes.destroy();
  const milliseconds = performance.now() - started;
  return { milliseconds, longest: inside.longest, answer, megabytes: megabytes() };
}

/** Read a list as the page does: part by part, until the basket is shown. */
async function enter(address) {
  const file = await (await fetch(address)).blob();
  app.set_transposing(transposeForPython);
  const started = performance.now();
  let longest = 0;
  app.call("begin", '{"file": true}');
  for (let at = 0; at < file.size; at += PART) {
    const part = new Uint8Array(await file.slice(at, at + PART).arrayBuffer());
    const begun = performance.now();
    const chunk = python.toPy(part);
    app.receive(chunk);
    chunk.destroy();
    longest = Math.max(longest, performance.now() - begun);
  }
  const read = performance.now();
  const answer = app.call("open", '{"name": "list", "window": [0, 60]}');
  const [milliseconds, last] = [started, read].map((when) => performance.now() - when);
  return { milliseconds, longest, last, answer, megabytes: megabytes() };
}

function prepare() {
  const started = performance.now();
  inside.prepare();
  return { milliseconds: performance.now() - started };
}

const DOES = {
  start,
  fill,
  enter,
  prepare,
  ask: (asked) => JSON.parse(inside.ask(JSON.stringify(asked))),
  append: (text) => JSON.parse(inside.append(text)),
  act: ([name, number]) => ({ milliseconds: inside.do(name, number) }),
  folder: ([kind, number]) => ({ id: inside.folder(kind, number) }),
  call: ([command, args]) => ({ answer: app.call(command, args) }),
  memory: () => ({ megabytes: megabytes() }),
};

addEventListener("message", async ({ data }) => {
  try {
    const [[name, given]] = Object.entries(data);
    postMessage(await DOES[name](given));
  } catch (error) {
    postMessage({ error: String(error) });
  }
});
