/** The library in the page's own Python, in a worker of the benchmark's page. */
let python;
let inside;

async function start({ loader, library, script }) {
  const started = performance.now();
  const { loadPyodide } = await import(loader);
  python = await loadPyodide({ indexURL: new URL("./", loader).href });
  const zip = await (await fetch(library)).arrayBuffer();
  python.unpackArchive(zip, "zip");
  python.FS.writeFile("inside.py", await (await fetch(script)).text());
  inside = python.pyimport("inside").Inside();
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
  return { milliseconds, answer, megabytes: megabytes() };
}

const DOES = {
  start,
  fill,
  ask: (asked) => JSON.parse(inside.ask(JSON.stringify(asked))),
  act: ([name, number]) => ({ milliseconds: inside.do(name, number) }),
  folder: ([kind, number]) => ({ id: inside.folder(kind, number) }),
  call: ([command, args]) => ({ answer: inside.app.call(command, args) }),
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
