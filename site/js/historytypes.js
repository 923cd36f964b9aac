/** The shapes of the download history. Types only. */

/** @typedef {import("./types.js").Action} Action */

/**
 * One download.
 * @typedef {object} HistoryRecord
 * @property {string} id
 * @property {string} title
 * @property {boolean} readable
 * @property {boolean} pinned
 * @property {string} moment  In UTC, for programs.
 * @property {string} when
 * @property {string} repeated
 * @property {string} method
 * @property {string} note
 * @property {string} missions
 * @property {string} filters
 * @property {string} hint  What is the matter with it.
 * @property {boolean} apart  Whether its files are asked for among the stored bytes.
 * @property {Action} usable  Whether its files can be had.
 * @property {(Action & { dialog: boolean }) | null} again
 */

/** @typedef {{ text: string, make_room: Action | null }} HistoryBanner */

/**
 * The whole tab.
 * @typedef {object} HistoryView
 * @property {{ label: string, records: HistoryRecord[] }[]} groups
 * @property {string} shown
 * @property {"" | "empty" | "no_match"} empty
 * @property {string} search
 * @property {{ value: string, label: string, chosen: boolean }[]} orders
 * @property {HistoryBanner[]} banners
 * @property {Record<"undo" | "clear" | "export", Action>} actions
 */

/**
 * What most commands answer.
 * @typedef {object} HistoryAnswer
 * @property {HistoryView} view
 * @property {Record<string, string | null>} writes  Texts to store; null removes one.
 * @property {string[]} keep  Whose products are to be asked for, and stored.
 * @property {string} message
 * @property {boolean} undo  Whether the message offers it.
 */

/**
 * @typedef {"history" | "history_hear" | "history_failed" | "history_kept"
 *   | "history_note" | "history_rename" | "history_pin" | "history_delete"
 *   | "history_clear" | "history_make_room" | "history_undo"} HistoryCommand
 */

/** @typedef {"history_open" | "history_add"} HistoryViewCommand */

/** @typedef {HistoryAnswer & { filename: string, type: string }} HistoryAgain */
/** @typedef {HistoryAnswer & { report: import("./types.js").Report | null }} HistoryImport */

/**
 * @typedef {Record<HistoryCommand, HistoryAnswer> & {
 *   history_load: HistoryAnswer & { purge: string[] },
 *   history_again: HistoryAgain,
 *   history_import: HistoryImport,
 *   history_choice: import("./dialogs/download.js").Choice,
 *   history_lend: Record<string, never>,
 *   history_wanted: { ids: string[] },
 * }} HistoryAnswers
 */

export {};
