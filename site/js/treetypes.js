/** The shapes of the tree's rows and columns; this module holds types only. */

/** @typedef {import("./types.js").Checked} Checked */

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {number} parent  Visible index of the parent row, -1 for missions.
 * @property {"mission" | "observation" | "file"} kind
 * @property {1 | 2 | 3} level
 * @property {string} name
 * @property {string} note
 * @property {Checked} checked
 * @property {boolean | null} expanded
 * @property {string[]} cells  What the columns say, in their order.
 * @property {string} sizeHint
 * @property {number} setSize
 * @property {number} positionInSet
 */

/** @typedef {{ start: number, rows: Row[] }} RowWindow */
/** @typedef {RowWindow & { generation: number }} RowPage */

/**
 * A column of the tree, that of the names included.
 * @typedef {object} Column
 * @property {string} name
 * @property {string} label
 * @property {"none" | "ascending" | "descending"} sorted
 * @property {string} sort
 * @property {string} width
 */

/**
 * @typedef {object} Tree
 * @property {number} rows
 * @property {string} files
 * @property {string} empty
 * @property {Checked} check_all
 * @property {[Column, ...Column[]]} columns
 */

export {};
