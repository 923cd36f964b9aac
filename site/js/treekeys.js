/**
 * What the keys mean in the tree, after the APG's tree grid pattern with the focus on
 * rows: the arrows to the sides open, close and lead in and out, as in a tree.
 * https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/
 */

/**
 * Where the tree stands when a key is pressed.
 * @typedef {object} Standing
 * @property {number} index
 * @property {number} rows
 * @property {number} page  Rows that a page key moves by.
 */

/** @typedef {"in" | "out" | "check" | "check_range" | "beside" | "details" | "menu"} RowAct */

/**
 * A row to go to, taking the rows on the way along or not; a letter of a name; or what
 * to do with the present row, or with all of them.
 * @typedef {{ to: number, range: boolean } | { letter: string } | { act: RowAct }
 *   | { all: "check" | "leave" }} Meaning
 */

/** @type {Record<string, (standing: Standing) => number>} */
const MOVES = {
  ArrowDown: ({ index }) => index + 1,
  ArrowUp: ({ index }) => index - 1,
  PageDown: ({ index, page }) => index + page,
  PageUp: ({ index, page }) => index - page,
  Home: () => 0,
  End: ({ rows }) => rows - 1,
};
const FAR = ["Home", "End"];

/** @type {Record<string, RowAct>} */
const ACTS = {
  ArrowRight: "in",
  ArrowLeft: "out",
  Enter: "details",
  " ": "check",
  "*": "beside",
  ContextMenu: "menu",
};

/** Keys that write something, but begin no name: the page has other uses for them. */
const NO_LETTERS = "/?";

/**
 * Tell what a key means; undefined where it means nothing here.
 * @param {KeyboardEvent} event
 * @param {Standing} standing
 * @returns {Meaning | undefined}
 */
export function meaningOf({ key, shiftKey, ctrlKey, metaKey, altKey }, standing) {
  const command = ctrlKey || metaKey;
  if (altKey) return undefined;
  const move = MOVES[key];
  if (move && (!command || FAR.includes(key)))
    return { to: move(standing), range: shiftKey };
  if (command)
    return key.toLowerCase() === "a" && !shiftKey ? { all: "check" } : undefined;
  if (key === "Escape") return { all: "leave" };
  if (shiftKey && key === " ") return { act: "check_range" };
  if (shiftKey && key === "F10") return { act: "menu" };
  const act = ACTS[key];
  if (act) return shiftKey && key.startsWith("Arrow") ? undefined : { act };
  // The names of keys that write nothing are longer.
  const writes = [...key].length === 1 && !NO_LETTERS.includes(key);
  return writes ? { letter: key } : undefined;
}
