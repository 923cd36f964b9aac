/** Lines that are moved, with the pointer or with arrow keys: edges of panes, of columns. */

const STEP = 16;

/**
 * What a line is the edge of.
 * @typedef {object} Grasped
 * @property {1 | -1} grows  Which way the line moves when it grows: right or left.
 * @property {number} least  Pixels.
 * @property {() => number} most
 * @property {() => number} width  How wide it is now.
 * @property {(width: number) => void} show  Be so wide while the line moves.
 * @property {(width: number | undefined) => void} keep  Stay so wide; undefined is as
 *   wide as the page comes.
 */

/**
 * Keep a width within what is possible.
 * @param {number} width
 * @param {Grasped} grasped
 */
const within = (width, { least, most }) =>
  Math.round(Math.min(most(), Math.max(least, width)));

/**
 * Move a line by a key; tell whether the key does that.
 * @param {KeyboardEvent} event
 * @param {Grasped} grasped
 */
export function moveByKey({ key }, grasped) {
  const { grows, least, most, width, keep } = grasped;
  const steps = { ArrowRight: STEP, ArrowLeft: -STEP };
  const step = steps[/** @type {keyof typeof steps} */ (key)];
  if (step) keep(within(width() + step * grows, grasped));
  else if (key === "Home") keep(least);
  else if (key === "End") keep(most());
  else if (key === "Enter") keep(undefined);
  else return false;
  return true;
}

/**
 * Let a line follow the pointer until it is let go.
 * @param {PointerEvent} event
 * @param {HTMLElement} line
 * @param {Grasped} grasped
 */
export function moveByPointer({ button, pointerId, clientX }, line, grasped) {
  if (button !== 0) return;
  line.setPointerCapture(pointerId);
  const { grows, width, show, keep } = grasped;
  const before = width();
  const onMove = (/** @type {PointerEvent} */ event) =>
    show(within(before + grows * (event.clientX - clientX), grasped));
  line.addEventListener("pointermove", onMove);
  const onEnd = () => {
    line.removeEventListener("pointermove", onMove);
    if (width() !== before) keep(width());
  };
  line.addEventListener("lostpointercapture", onEnd, { once: true });
}
