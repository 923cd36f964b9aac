/** The shapes of a search, as they cross the border. This module holds types only. */

/** @typedef {import("./types.js").Checked} Checked */

/** @typedef {{ address: string, body: string | null, wait: number }} ArchiveRequest */

/**
 * @typedef {object} FoundColumn
 * @property {string} name
 * @property {string} label
 * @property {"none" | "ascending" | "descending"} sorted
 */

/**
 * Why something is missing, and the way round.
 * @typedef {object} SearchProblem
 * @property {string} message
 * @property {string[]} where
 * @property {string} missing
 * @property {"products" | "list"} again
 * @property {{ address: string, label: string }[]} links
 * @property {{ label: string, text: string }[]} texts
 */

/**
 * @typedef {object} Search
 * @property {ArchiveRequest | null} request  What is to be sent next.
 * @property {{ field: string, message: string, where: string } | null} wrong
 * @property {string} count
 * @property {string} status
 * @property {boolean} can_list
 * @property {number} found
 * @property {number} generation
 * @property {FoundColumn[]} columns
 * @property {string} chosen
 * @property {Checked} choose_all
 * @property {boolean} can_fetch
 * @property {boolean} can_take
 * @property {SearchProblem | null} problem
 */

/**
 * How far the archive has told of files that are known by name only.
 * @typedef {object} Completing
 * @property {ArchiveRequest | null} request
 * @property {string} status
 * @property {boolean} can_take
 * @property {{ message: string, where: string[] } | null} problem
 */

/** @typedef {{ id: string, checked: boolean, cells: string[] }} FoundRow */
/** @typedef {{ generation: number, start: number, rows: FoundRow[] }} FoundPage */

export {};
