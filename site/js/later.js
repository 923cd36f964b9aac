/** Parts of the page that are fetched once Python is there, or when they are needed. */
import { Problem } from "./problem.js";
import { loadStyles } from "./styles.js";
import { words } from "./words.js";

/** @typedef {typeof import("./rooms.js")} Rooms */

/** @type {Promise<Rooms> | undefined} */
let rooms;
/** What makes each part of them. @type {(() => Promise<unknown>)[]} */
const parts = [];

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
  const get = async () => {
    const found = await fetchRooms();
    part ??= make(found);
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
