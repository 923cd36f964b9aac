/** Parts of the page that are fetched once Python is there, or when they are needed. */
import { Problem } from "./problem.js";
import { loadStyles } from "./styles.js";
import { words } from "./words.js";

/** @typedef {typeof import("./rooms.js")} Rooms */

/** @type {Promise<Rooms> | undefined} */
let rooms;

/** @returns {Promise<Rooms>} */
function fetchRooms() {
  rooms ??= Promise.all([import("./rooms.js"), loadStyles("rooms")])
    .then(([found]) => found)
    .catch(() => {
      rooms = undefined; // so that the next use tries again
      throw new Problem({ kind: "network", message: words.problem.part });
    });
  return rooms;
}

/**
 * Name a part of the page that comes later; what it cannot be used for is reported.
 * @template Part
 * @param {(rooms: Rooms) => Part} make
 * @param {(error: unknown) => void} report
 * @returns {(use: (part: Part) => unknown) => Promise<void>}
 */
export function later(make, report) {
  /** @type {Part | undefined} */
  let part;
  return async (use) => {
    try {
      const found = await fetchRooms();
      part ??= make(found);
      await use(part);
    } catch (error) {
      report(error);
    }
  };
}

/** Fetch them, so that they are there when the network no longer is. */
export function fetchParts() {
  fetchRooms().catch(() => {}); // told when one is needed
}
