/** Everything that the page asks a server for: here the security policy binds it. */
import { Problem } from "./problem.js";
import { fill, words } from "./words.js";

/** Milliseconds after which an archive that does not answer is given up. */
const ANSWER_TIME = 60_000;
/** Milliseconds after which a list that has not wholly come is given up. */
const LIST_TIME = 300_000;
/** Bytes after which an answer is given up: the longest ones have a hundredth of it. */
const LONGEST = 500_000_000;

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
  return new File([await fetchWhole(address, LIST_TIME)], name);
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
  return (await bounded(response)).arrayBuffer();
}

/**
 * The archive's answer to a question.
 * @param {string} address
 */
export async function fetchAnswer(address) {
  return (await fetchWhole(address, ANSWER_TIME)).arrayBuffer();
}

/**
 * @param {string} address
 * @param {number} time  Milliseconds after which it is given up.
 */
async function fetchWhole(address, time) {
  const signal = AbortSignal.timeout(time);
  const response = await request(address, { ...ANONYMOUS, signal });
  try {
    return await bounded(response);
  } catch (error) {
    throw unloadable(address, reasonOf(error));
  }
}

/**
 * Read an answer to its end, if it has one.
 * @param {Response} response
 */
async function bounded(response) {
  let size = 0;
  const counted = new TransformStream({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size <= LONGEST) controller.enqueue(chunk);
      else controller.terminate();
    },
  });
  const content = await new Response(response.body?.pipeThrough(counted)).blob();
  if (size > LONGEST) throw new Error(words.engine.endless);
  return content;
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
    throw unloadable(address, reasonOf(error));
  }
  if (!response.ok) {
    throw unloadable(address, fill(words.engine.answer, { status: response.status }));
  }
  return response;
}

/** @param {unknown} error */
function reasonOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * @param {string} address
 * @param {string} reason
 */
function unloadable(address, reason) {
  const message = fill(words.engine.load, { address, reason });
  return new Problem({ kind: "network", message });
}
