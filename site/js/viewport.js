/**
 * Scroll arithmetic for a list of equally high rows, a million of them and more.
 *
 * Browsers limit the height of an element, so the spacer that the scroll bar sees is
 * capped. Up to the cap a position on the scroll bar is the offset into the list;
 * beyond it the scroll bar is a scaled picture of the list, and only the offset counts.
 */

/** Safely below the limits of all browsers, the lowest of which is some 17 million. */
export const HIGHEST_SPACER = 15_000_000;

/**
 * A list and the window that it is seen through; heights in pixels.
 * @typedef {{ rows: number, rowHeight: number, height: number }} Extent
 */

/** @param {Extent} extent */
export function spacerHeight({ rows, rowHeight }) {
  return Math.min(rows * rowHeight, HIGHEST_SPACER);
}

/** @param {Extent} extent */
export function isScaled({ rows, rowHeight }) {
  return rows * rowHeight > HIGHEST_SPACER;
}

/**
 * The largest offset, which shows the end of the list.
 * @param {Extent} extent
 */
export function lastOffset({ rows, rowHeight, height }) {
  return Math.max(0, rows * rowHeight - height);
}

/**
 * How far the scroll bar can go.
 * @param {Extent} extent
 */
function scrollRange(extent) {
  return Math.max(0, spacerHeight(extent) - extent.height);
}

/**
 * Keep an offset inside the list.
 * @param {number} offset
 * @param {Extent} extent
 */
export function clamp(offset, extent) {
  return Math.min(Math.max(0, offset), lastOffset(extent));
}

/**
 * Where in the list the scroll bar stands.
 * @param {number} scrollTop
 * @param {Extent} extent
 */
export function offsetAt(scrollTop, extent) {
  if (!isScaled(extent)) return clamp(scrollTop, extent);
  return clamp((scrollTop / scrollRange(extent)) * lastOffset(extent), extent);
}

/**
 * Where the scroll bar stands for an offset.
 * @param {number} offset
 * @param {Extent} extent
 */
export function scrollTopFor(offset, extent) {
  if (!isScaled(extent)) return offset;
  return (offset / lastOffset(extent)) * scrollRange(extent);
}

/**
 * The rows seen at an offset and some more on both sides, `stop` exclusive.
 * @param {number} offset
 * @param {Extent} extent
 * @param {number} more
 */
export function rowsAt(offset, { rows, rowHeight, height }, more) {
  const start = Math.floor(offset / rowHeight) - more;
  const stop = Math.ceil((offset + height) / rowHeight) + more;
  return { start: Math.max(0, Math.min(start, rows)), stop: Math.min(stop, rows) };
}

/**
 * The row seen at a height of the window, the first or last one in sight beyond it.
 * @param {number} y  In pixels from the top of the window.
 * @param {number} offset
 * @param {Extent} extent
 */
export function rowAt(y, offset, { rows, rowHeight, height }) {
  const inside = Math.min(Math.max(0, y), height - 1);
  return Math.min(Math.floor((offset + inside) / rowHeight), rows - 1);
}

/**
 * The offset nearest to this one that shows a row whole.
 * @param {number} index
 * @param {number} offset
 * @param {Extent} extent
 */
export function offsetShowing(index, offset, extent) {
  const top = index * extent.rowHeight;
  const bottom = top + extent.rowHeight - extent.height;
  return clamp(Math.max(bottom, Math.min(top, offset)), extent);
}

/**
 * Where a row stands in the spacer.
 * @param {number} index
 * @param {number} offset
 * @param {number} scrollTop
 * @param {Extent} extent
 */
export function rowTop(index, offset, scrollTop, { rowHeight }) {
  return scrollTop + index * rowHeight - offset;
}
