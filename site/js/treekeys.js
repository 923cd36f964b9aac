/** What the keys do in the tree, after the APG's tree grid pattern. */

/**
 * Where the tree stands when a key is pressed.
 * @typedef {object} Standing
 * @property {number} index
 * @property {number} rows
 * @property {number} page  Rows that a page key moves by.
 * @property {import("./types.js").Row | undefined} row  Unknown while it is loading.
 */

/**
 * The row that a key leads to, or what it does to the present one: "enter" opens a
 * file and turns a folder, "check" ticks. Undefined where the key means nothing.
 * @param {string} key
 * @param {Standing} standing
 * @returns {number | "enter" | "check" | "stay" | undefined}
 */
export function keyTarget(key, { index, rows, page, row }) {
  switch (key) {
    case "ArrowDown":
      return index + 1;
    case "ArrowUp":
      return index - 1;
    case "PageDown":
      return index + page;
    case "PageUp":
      return index - page;
    case "Home":
      return 0;
    case "End":
      return rows - 1;
    case "ArrowRight":
      if (row?.expanded === null) return "stay";
      return row?.expanded ? index + 1 : "enter";
    case "ArrowLeft":
      if (row?.expanded) return "enter";
      return row && row.parent >= 0 ? row.parent : "stay";
    case "Enter":
      return "enter";
    case " ":
      return "check";
    default:
      return undefined;
  }
}
