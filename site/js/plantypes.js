/** The shapes of a download plan, as they cross the border. This module holds types only. */

/**
 * @typedef {object} Method
 * @property {string} name
 * @property {string} label
 * @property {string} hint
 * @property {boolean} chosen
 * @property {string} suggested
 * @property {boolean} enabled
 * @property {string} reason
 */

/**
 * @typedef {object} ForeignFile
 * @property {string} id
 * @property {string} name
 * @property {string} address
 * @property {boolean} included
 * @property {boolean} allowed
 * @property {string} reason
 */

/** @typedef {{ title: string, help: string, files: ForeignFile[] }} ForeignFiles */

/**
 * Files that something is told of; without a title there are none.
 * @typedef {object} FileNotes
 * @property {string} title
 * @property {string} help
 * @property {{ name: string, text: string }[]} files
 */

/**
 * @typedef {object} LayoutChoice
 * @property {{ value: string, label: string }[]} choices
 * @property {string} chosen
 * @property {string} template
 * @property {string} help
 * @property {string} error
 */

/** @typedef {{ choices: { value: number, label: string }[], chosen: number }} JobsChoice */

/**
 * @typedef {object} FolderRow
 * @property {number} level
 * @property {string} name
 * @property {string} hint
 * @property {"folder" | "file"} kind
 */

/** @typedef {{ title: string, rows: FolderRow[] }} Folder */

/** @typedef {{ value: string, label: string, chosen: boolean, enabled: boolean }} Form */

/**
 * @typedef {object} Bundles
 * @property {string} address
 * @property {string} reason  Why there is not one bundle of everything.
 * @property {{ label: string, hint: string, enabled: boolean }[]} parts
 */

/**
 * Links that can be opened one by one; none where they are too many.
 * @typedef {{ addresses: string[], pause: number, help: string }} Opening
 */

/**
 * What the chosen method writes.
 * @typedef {object} PlanText
 * @property {string} method
 * @property {string} when
 * @property {Form[]} forms
 * @property {string} form
 * @property {string} reason  Why there is no such text.
 * @property {string} save
 * @property {string} preview
 * @property {string} cut
 * @property {string} run
 * @property {string[]} commands
 * @property {string} filename
 * @property {string} type
 * @property {Bundles | null} bundles
 * @property {Opening | null} opening
 * @property {string} lookup
 */

/**
 * @typedef {object} Plan
 * @property {string} title
 * @property {string[]} summary
 * @property {string[]} notes
 * @property {Method[]} methods
 * @property {LayoutChoice | null} layout
 * @property {JobsChoice | null} jobs
 * @property {Folder | null} folder
 * @property {FileNotes} changes
 * @property {FileNotes} left_out
 * @property {ForeignFiles} foreign
 * @property {PlanText} text
 */

export {};
