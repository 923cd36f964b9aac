/** The shapes of the panel for references, as they cross the border. Types only. */

/** @typedef {import("./types.js").Checked} Checked */

/**
 * @typedef {object} ReferenceRow
 * @property {string} id
 * @property {string} name
 * @property {string} users  How many of the selected products use it.
 * @property {string} size
 * @property {string} sizeHint
 * @property {string} date
 * @property {string} context
 * @property {string} note
 * @property {boolean} checked
 */

/**
 * @typedef {object} ReferenceGroup
 * @property {string} kind
 * @property {string} label
 * @property {string} note
 * @property {string} count
 * @property {Checked} checked
 * @property {ReferenceRow[]} rows
 */

/**
 * @typedef {object} ReferenceContext
 * @property {string} observatory
 * @property {string} label
 * @property {string} value  What was typed.
 * @property {string} example
 * @property {string} used
 * @property {string} wrong
 */

/**
 * @typedef {object} LeftOut
 * @property {string} label
 * @property {{ label: string, names: string[], more: string }[]} reasons
 */

/**
 * @typedef {object} References
 * @property {import("./types.js").ArchiveRequest | null} request
 * @property {string} status
 * @property {ReferenceContext[]} contexts
 * @property {ReferenceGroup[]} groups
 * @property {string} text  What names are searched for.
 * @property {string} empty
 * @property {string} cut
 * @property {string} odd  How many names in the answers are none.
 * @property {Checked} check_all
 * @property {string} chosen
 * @property {import("./types.js").Action} add
 * @property {LeftOut | null} left_out
 * @property {{ message: string, where: string[] } | null} problem
 */

/** @typedef {{ label: string, hint: string, text: string }} ReferenceWay */

/**
 * @typedef {"references_begin" | "references_again" | "references_context"
 *   | "references_answer" | "references_fail" | "references_stop" | "references_saved"
 *   | "references_find" | "references_check" | "references_check_kind"
 *   | "references_check_all"} ReferenceCommand
 */

/** @typedef {Record<ReferenceCommand, References>
 *   & { references_ways: { ways: ReferenceWay[] } }} ReferenceAnswers */

export {};
