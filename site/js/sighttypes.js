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

/** @typedef {{ show: string, help: string, failed: string }} PreviewText */

/**
 * An image, and its address or why it has none.
 * @typedef {{ name: string, address: string, note: string }} Picture
 * @typedef {Picture & { text: PreviewText }} Preview
 * @typedef {Picture & { id: string }} GalleryRow
 */

/**
 * @typedef {object} GalleryPage
 * @property {number} generation
 * @property {number} start
 * @property {number} count
 * @property {GalleryRow[]} rows
 * @property {PreviewText & { title: string, empty: string, close: string }} text
 */

/**
 * The map of the sky; places and sizes are those of its box.
 * @typedef {object} SkyView
 * @property {string} box
 * @property {string[]} lines
 * @property {{ x: number, y: number, text: string }[]} degrees
 * @property {number} letters
 * @property {{ x: number, y: number, size: number, shape: Shape, label: string }[]} marks
 * @property {{ shape: Shape, label: string, count: string }[]} legend
 * @property {Record<"title" | "map" | "help" | "legend" | "choose" | "empty" | "unknown"
 *   | "close", string>} text
 */

/** @typedef {keyof typeof import("./sights/shapes.js").SHAPES} Shape */

/**
 * @typedef {object} SkyMark
 * @property {string} label
 * @property {string} select
 * @property {import("./types.js").Checked} checked
 * @property {{ id: string, name: string, text: string }[]} observations
 * @property {string} more
 */

/**
 * @typedef {object} SightAnswers
 * @property {OverviewView} overview
 * @property {GalleryPage} gallery
 * @property {SkyView} sky
 * @property {SkyMark} sky_mark
 */

export {};
