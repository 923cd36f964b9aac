/** What the keys do in a grid of tiles. */

/**
 * The tile that a key leads to; undefined where the key means nothing.
 * @param {string} key
 * @param {{ place: number, count: number, columns: number, rows: number }} grid
 *   `rows` are those that a page key moves by.
 */
export function gridTarget(key, { place, count, columns, rows }) {
  const steps = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * rows,
    PageUp: -columns * rows,
    Home: -count,
    End: count,
  };
  const step = steps[/** @type {keyof typeof steps} */ (key)];
  if (step === undefined) return undefined;
  return Math.max(0, Math.min(place + step, count - 1));
}
