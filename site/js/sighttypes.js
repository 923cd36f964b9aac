/** The shapes of what lets the data be seen, as they cross the border. Types only. */

/** @typedef {{ from: number, to: number }} Range  Places of stops. */
/** @typedef {{ label: string, place: number, text: string }} Thumb */

/**
 * @typedef {object} Sizes
 * @property {string} label
 * @property {{ height: number, label: string, on: boolean }[]} bars
 * @property {{ number: string, unit: string, from: string, to: string }[]} stops
 *   Where the ends of the range can be put: one more than there are bars.
 * @property {Thumb} from
 * @property {Thumb} to
 */

/**
 * @typedef {object} Shares
 * @property {string} title
 * @property {{ label: string, share: number, text: string, pattern: number }[]} parts
 * @property {string} note
 */

/** @typedef {{ sizes: Sizes | null, shares: Shares | null }} OverviewView */

/**
 * @typedef {object} SightAnswers
 * @property {OverviewView} overview
 */

export {};
