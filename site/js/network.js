/** Everything that the page asks a server for: here the security policy binds it. */
import { Problem } from "./problem.js";
import { fill, words } from "./words.js";

/** The text of the settings, which say where the archive is. */
export async function fetchSettings() {
  return (await load("settings.json")).text();
}

/** The zipped Python library. */
export async function fetchLibrary() {
  return (await load("skybasket.zip")).arrayBuffer();
}

/** The sample basket, a file like those that people choose. */
export async function fetchSample() {
  return new File([await (await load("sample.json")).blob()], "sample.json");
}

/**
 * Load one of the page's own files.
 * @param {string} name
 */
async function load(name) {
  const address = new URL(`../${name}`, import.meta.url).href;
  let response;
  try {
    response = await fetch(address);
  } catch (error) {
    throw unloadable(address, error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) {
    throw unloadable(address, fill(words.engine.answer, { status: response.status }));
  }
  return response;
}

/**
 * @param {string} address
 * @param {string} reason
 */
function unloadable(address, reason) {
  const message = fill(words.engine.load, { address, reason });
  return new Problem({ kind: "network", message });
}
