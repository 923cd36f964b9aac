/** The shapes of what the browser keeps, and of baskets beside the open one. Types only. */

/**
 * What is to be stored of the open basket.
 * @typedef {object} Kept
 * @property {string} id
 * @property {string} stored  How much of its products was stored under that id before.
 * @property {string} since  Where the products of this part begin, empty if with the
 *   first...
 * @property {string} mark  ...and where they end.
 * @property {string | null} products  This part in base64; null if it is asked for as bytes.
 * @property {string} record
 * @property {string} replaces  The id of a basket that is forgotten when that is stored.
 */

/**
 * A basket that came by a link or as a file.
 * @typedef {object} Offer
 * @property {string} title
 * @property {string} name  Where it came from.
 * @property {string[]} lines  What it holds.
 * @property {string} loss
 * @property {boolean} search  Whether the archive has to be asked for its files.
 */

/** A basket that is looked at for a while. @typedef {{ label: string, note: string }} Looking */

/**
 * A basket that the browser keeps.
 * @typedef {object} KeptBasket
 * @property {string} id
 * @property {string} title
 * @property {string} note
 * @property {string} when
 * @property {boolean} current
 * @property {boolean} elsewhere  Open in another tab.
 * @property {boolean} readable
 */

/** @typedef {{ label: string, on: boolean }} Fit */

/**
 * @typedef {object} ShareKind
 * @property {string} value
 * @property {string} label
 * @property {string} help
 * @property {boolean} chosen
 */

/**
 * @typedef {object} Share
 * @property {string} title
 * @property {{ value: boolean, label: string, chosen: boolean, enabled: boolean }[]} choices
 * @property {ShareKind[]} kinds
 * @property {string[]} carries
 * @property {string} link  Empty where there is none, for this reason:
 * @property {string} reason
 * @property {string} length
 * @property {Fit[]} fits
 * @property {{ reason: string }} code  Why it cannot be drawn as a code.
 */

/**
 * @typedef {object} ShelfAnswers
 * @property {Share} share
 * @property {{ picture: string }} draw
 * @property {Record<string, never>} basket_read
 * @property {{ latest: string[], expired: string[] }} shelf_load
 * @property {{ baskets: KeptBasket[] }} shelf
 * @property {{ record: string }} shelf_rename
 * @property {{ record: string, message: string }} shelf_delete
 * @property {{ record: string }} shelf_duplicate
 */

/**
 * @typedef {"basket_new" | "basket_open" | "basket_merge" | "basket_fork" | "basket_title"
 *   | "look_back" | "look_add" | "offer_open" | "offer_add"} BasketCommand
 */

export {};
