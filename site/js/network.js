/** Everything that the page asks a server for: here the security policy binds it. */
import { Problem } from "./problem.js";
import { fill, words } from "./words.js";

/** Milliseconds after which an archive that does not answer is given up. */
const ANSWER_TIME = 60_000;
/** Milliseconds after which a list that has not wholly come is given up. */
const LIST_TIME = 300_000;

/**
 * Nobody who is asked learns who asks, or from which page; browsers tell its host alone.
 * @type {RequestInit}
 */
const ANONYMOUS = { credentials: "omit", referrerPolicy: "no-referrer" };

/** What a browser sends to other hosts without asking them first. */
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/** The text of the settings, which say where the archive is. */
export async function fetchSettings() {
  return (await load("settings.json")).text();
}

/**
 * The wheels that draw QR codes, and install what draws them.
 * @returns {Promise<import("./types.js").DrawingWheels>}
 */
export async function fetchDrawing() {
  const names = await (await load("wheels/index.json")).json();
  const [micropip, segno] = await Promise.all([
    fetchWheel(names.micropip),
    fetchWheel(names.segno),
  ]);
  return { micropip, segno };
}

/** @param {string} name */
async function fetchWheel(name) {
  return { name, content: await (await load(`wheels/${name}`)).arrayBuffer() };
}

/** The sample basket, a file like those that people choose. */
export async function fetchSample() {
  return new File([await (await load("sample.json")).blob()], "sample.json");
}

/**
 * A list that a link names, under the name that it goes by.
 * @param {{ address: string, name: string }} list
 */
export async function fetchList({ address, name }) {
  const response = await request(address, {
    ...ANONYMOUS,
    signal: AbortSignal.timeout(LIST_TIME),
  });
  return new File([await response.blob()], name);
}

/**
 * Put a question of a search to the archive.
 * @param {import("./types.js").ArchiveRequest} question
 * @param {AbortSignal} signal
 */
export async function askArchive({ address, body }, signal) {
  const patience = AbortSignal.timeout(ANSWER_TIME);
  const response = await fetch(address, {
    ...ANONYMOUS,
    method: body === null ? "GET" : "POST",
    body,
    headers: body === null ? {} : FORM,
    signal: AbortSignal.any([signal, patience]),
  });
  return response.arrayBuffer();
}

/**
 * The archive's answer to a question.
 * @param {string} address
 */
export async function fetchAnswer(address) {
  const response = await request(address, {
    ...ANONYMOUS,
    signal: AbortSignal.timeout(ANSWER_TIME),
  });
  return response.arrayBuffer();
}

/**
 * Load one of the page's own files.
 * @param {string} name
 */
function load(name) {
  return request(new URL(`../${name}`, import.meta.url).href);
}

/**
 * @param {string} address
 * @param {RequestInit} [options]
 */
async function request(address, options) {
  let response;
  try {
    response = await fetch(address, options);
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
