/** Parts of the page that are fetched once Python is there, or when they are needed. */
import { Problem } from "./problem.js";
import { words } from "./words.js";

/** @type {(() => Promise<unknown>)[]} */
const parts = [];

/**
 * Name a part of the page that comes later; what it cannot be used for is reported.
 * @template Part
 * @param {() => Promise<Part>} load  Imports it, and makes it.
 * @param {(error: unknown) => void} report
 * @returns {(use: (part: Part) => unknown) => Promise<void>}
 */
export function later(load, report) {
  /** @type {Promise<Part> | undefined} */
  let part;
  const get = () => {
    part ??= load().catch(() => {
      part = undefined; // so that the next use tries again
      throw new Problem({ kind: "network", message: words.problem.part });
    });
    return part;
  };
  parts.push(get);
  return async (use) => {
    try {
      await use(await get());
    } catch (error) {
      report(error);
    }
  };
}

/** Fetch all parts, so that they are there when the network no longer is. */
export function fetchParts() {
  for (const get of parts) get().catch(() => {}); // told when it is needed
}
