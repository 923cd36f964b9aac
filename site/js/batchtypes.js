/** The shapes of batch requests, as they cross the border. This module holds types only. */

/** @typedef {import("./plantypes.js").FileNotes} FileNotes */

/**
 * The request that the selected files make.
 * @typedef {object} Choice
 * @property {string} title
 * @property {string[]} summary
 * @property {string[]} notes
 * @property {FileNotes[]} others  Selected files that it leaves out.
 * @property {FileNotes} datasets
 * @property {FileNotes} files
 * @property {{ to: string, subject: string, body: string, link: string, attach: string }} mail
 * @property {string} page  Where the archive tells of such requests.
 * @property {{ filename: string, type: string }} list
 */

/** @typedef {{ state: string, label: string }} Move */

/**
 * @typedef {object} Step
 * @property {string} state
 * @property {string} label
 * @property {string} when
 * @property {boolean} reached
 * @property {boolean} current
 */

/**
 * A request that was prepared.
 * @typedef {object} BatchRequest
 * @property {string} id
 * @property {string} title
 * @property {string} when
 * @property {string} note
 * @property {string} restricted
 * @property {string} state
 * @property {Step[]} steps
 * @property {string} next  What is to be done next, in words.
 * @property {Move | null} on
 * @property {Move | null} back
 * @property {boolean} asks  Whether it is to be said where it is staged.
 * @property {string} place
 * @property {import("./types.js").Action} scripts
 * @property {boolean} readable
 */

/** @typedef {{ title: string, items: BatchRequest[] }} RequestsView */

/**
 * What the commands answer.
 * @typedef {object} RequestsAnswer
 * @property {RequestsView} requests
 * @property {Record<string, string | null>} writes  Texts to store; null removes one.
 * @property {string} keep  The request whose products are to be stored as bytes, if any.
 * @property {string} message
 * @property {string} undo  The request that the message offers to take back, if any.
 */

/** @typedef {"batch_keep" | "requests" | "requests_hear" | "request_move" | "request_locate" | "request_delete"} RequestCommand */

/**
 * @typedef {Record<RequestCommand, RequestsAnswer> & {
 *   batch: RequestsAnswer & { choice: Choice },
 *   requests_load: RequestsAnswer & { purge: string[] },
 *   request_needs: { products: boolean },
 *   request_lend: Record<string, never>,
 *   request_scripts: import("./types.js").Plan,
 * }} BatchAnswers
 */

export {};
